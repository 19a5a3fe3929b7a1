package org.jrp.server.task;

import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jrp.decision.Question;
import org.jrp.listing.RelatedPerson;
import org.jrp.server.Uuids;
import org.jrp.server.access.AccessLog;
import org.jrp.server.access.Caller;
import org.jrp.server.access.DepartmentSuccession;
import org.jrp.server.access.Role;
import org.jrp.server.decision.FactStore;
import org.jrp.server.entry.ListingStore;
import org.jrp.server.entry.StoredListing;
import org.jrp.server.notification.NotificationKind;
import org.jrp.server.notification.Notifications;
import org.jrp.server.problem.ProblemException;
import org.jrp.server.subject.Personal;
import org.jrp.server.subject.SubjectVault;
import org.jrp.subject.SubjectId;
import org.jrp.subject.SubjectKind;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/**
 * Merged and renamed subjects and departments (承继). What stood against a subject stands against the one that took its place, from the day
 * that takes effect; what a department owed is owed by the one that took over.
 */
@Service
class Successions {

    private final JdbcClient jdbc;
    private final SubjectVault vault;
    private final ListingStore listings;
    private final SubjectsByReference subjects;
    private final DepartmentSuccession departments;
    private final Notifications notifications;
    private final AccessLog log;
    private final InstantSource clock;

    Successions(
            JdbcClient jdbc,
            SubjectVault vault,
            ListingStore listings,
            SubjectsByReference subjects,
            DepartmentSuccession departments,
            Notifications notifications,
            AccessLog log,
            InstantSource clock) {
        this.jdbc = jdbc;
        this.vault = vault;
        this.listings = listings;
        this.subjects = subjects;
        this.departments = departments;
        this.notifications = notifications;
        this.log = log;
        this.clock = clock;
    }

    /** Why and on which paper. */
    record Papers(LocalDate takesEffect, String documentNo, String reason) {}

    /** Which entries follow a subject to its successor. */
    record SubjectsJoined(UUID id, List<String> entries) {}

    /** What a department handed over. */
    record DepartmentsJoined(
            UUID id,
            List<String> contexts,
            List<String> lists,
            int keysEnded,
            int tasks,
            int duties,
            int webhooksEnded) {}

    LocalDate today() {
        return clock.instant().atOffset(Question.SHANGHAI).toLocalDate();
    }

    /** One subject takes the place of another; inside a transaction of the caller's. */
    SubjectsJoined join(Caller caller, SubjectId from, SubjectId to, Papers papers) {
        boolean persons = from.defaultKind() == SubjectKind.INDIVIDUAL;
        if (persons != (to.defaultKind() == SubjectKind.INDIVIDUAL)) {
            throw ProblemException.of(
                    422,
                    "kinds-differ",
                    "自然人与组织之间不能承继。",
                    "A natural person and an organisation cannot take each other's place.");
        }
        if (from.equals(to) || subjects.successorsOf(List.of(to)).contains(from)) {
            throw ProblemException.of(
                    409, "circular-succession", "两个主体不能互相承继。", "Two subjects cannot take each other's place.");
        }
        if (!subjects.successorsOf(List.of(from)).isEmpty()) {
            throw ProblemException.of(
                    409,
                    "already-succeeded",
                    "该主体已有承继主体;请对承继主体办理。",
                    "Another took this subject's place before; use that one.");
        }
        UUID id = Uuids.at(clock.instant());
        byte[] predecessor = vault.reference(from);
        byte[] successor = vault.reference(to);
        jdbc.sql("""
                        insert into succession (id, kind, predecessor, successor, key_version, personal, takes_effect, document_no, reason,
                            department, credential, officer)
                        values (?, 'subject', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                        """)
                .params(
                        id,
                        predecessor,
                        successor,
                        vault.keyVersion(),
                        vault.seal(
                                new Personal(from, null, null, List.of(new RelatedPerson("successor", to, null)))
                                        .bytes(),
                                FactStore.placeOfSuccession(id)),
                        papers.takesEffect(),
                        papers.documentNo(),
                        papers.reason(),
                        caller.department().code(),
                        caller.credential(),
                        caller.officer())
                .update();
        for (byte[] one : List.of(predecessor, successor)) {
            if (papers.takesEffect().isAfter(today())) {
                jdbc.sql("""
                                insert into subject_turn (subject, day) values (?, ?)
                                on conflict (subject) do update set day = least(subject_turn.day, excluded.day)
                                """).params(one, papers.takesEffect()).update();
            }
            jdbc.sql("insert into entry_change (cause, subject) values ('succession', ?)")
                    .param(one)
                    .update();
        }
        List<String> entries = listings.about(vault.references(from)).stream()
                .map(StoredListing::listing)
                .filter(listing -> listing.subject().equals(from))
                .map(listing -> String.valueOf(listing.entryId()))
                .toList();
        log.record(caller, "succession", predecessor, id.toString(), null, "ok");
        log.record(caller, "succession", successor, id.toString(), null, "ok");
        return new SubjectsJoined(id, entries);
    }

    /** One department takes over from another; inside a transaction of the caller's. */
    DepartmentsJoined join(Caller caller, String from, String to, Papers papers) {
        DepartmentSuccession.HandedOver done = departments.handOver(caller, from, to, papers.reason());
        UUID id = Uuids.at(clock.instant());
        jdbc.sql("""
                        insert into succession (id, kind, from_department, to_department, takes_effect, document_no, reason, department,
                            credential, officer)
                        values (?, 'department', ?, ?, ?, ?, ?, ?, ?, ?)
                        """)
                .params(
                        id,
                        from,
                        to,
                        papers.takesEffect(),
                        papers.documentNo(),
                        papers.reason(),
                        caller.department().code(),
                        caller.credential(),
                        caller.officer())
                .update();
        int duties = jdbc.sql(
                        "update duty set department = ? where department = ? and state in ('open', 'unconfirmed')")
                .params(to, from)
                .update();
        // The successor may have the same task already; then there is one to do, not two.
        jdbc.sql("""
                        with doubled as (
                            update task set state = 'closed' from task same
                            where task.department = ? and task.state <> 'closed' and same.department = ? and same.state <> 'closed'
                                and same.listing = task.listing and same.subject = task.subject and same.measure = task.measure
                            returning task.id)
                        insert into task_event (task, seq, type, reason, department, credential, officer)
                        select id, coalesce((select max(seq) from task_event e where e.task = doubled.id), 0) + 1, 'closed', 'succession', ?, ?, ?
                        from doubled
                        """)
                .params(from, to, caller.department().code(), caller.credential(), caller.officer())
                .update();
        int tasks = jdbc.sql("""
                        with moved as (
                            update task set department = ? where department = ? and state <> 'closed' returning id)
                        insert into task_event (task, seq, type, reason, department, credential, officer)
                        select id, coalesce((select max(seq) from task_event e where e.task = moved.id), 0) + 1, 'reassigned', ?, ?, ?, ?
                        from moved
                        """)
                .params(to, from, from + " → " + to, caller.department().code(), caller.credential(), caller.officer())
                .update();
        int webhooks = jdbc.sql("""
                        update webhook set ended_at = clock_timestamp(), ended_by = ?, end_reason = 'succession'
                        where department = ? and ended_at is null
                        """).params(caller.credential(), from).update();
        notifications.tell(new Notifications.Message(
                to,
                null,
                NotificationKind.SUCCESSION,
                Map.of("from", from, "to", to, "tasks", tasks, "duties", duties)));
        log.record(caller, "succession", null, from + " → " + to, null, "ok");
        return new DepartmentsJoined(
                id,
                done.contexts().stream().sorted().toList(),
                done.lists().stream().sorted().toList(),
                done.keysEnded(),
                tasks,
                duties,
                webhooks);
    }

    /** A succession on record; of subjects with masked numbers. */
    record Recorded(
            UUID id,
            String kind,
            String from,
            String to,
            LocalDate takesEffect,
            String documentNo,
            String reason,
            String department,
            @Nullable String officer,
            Instant recordedAt) {}

    /** A page, newest first: of subjects for who keeps lists, of departments for everybody else. */
    List<Recorded> page(Caller caller, UUID before, int limit) {
        boolean everything = caller.is(Role.AUDITOR) || caller.is(Role.CREDIT_OFFICE) || caller.is(Role.LIST_MANAGER);
        List<Recorded> found = jdbc.sql(
                        "select * from succession where id < ? and (? or kind = 'department') order by id desc limit ?")
                .params(before, everything, limit)
                .query((row, number) -> {
                    UUID id = row.getObject("id", UUID.class);
                    boolean ofSubjects = row.getString("kind").equals("subject");
                    Personal both = ofSubjects
                            ? Personal.read(vault.open(row.getBytes("personal"), FactStore.placeOfSuccession(id)))
                            : null;
                    return new Recorded(
                            id,
                            row.getString("kind"),
                            both == null
                                    ? row.getString("from_department")
                                    : both.id().masked(),
                            both == null
                                    ? row.getString("to_department")
                                    : both.related().get(0).id().masked(),
                            row.getObject("takes_effect", LocalDate.class),
                            row.getString("document_no"),
                            row.getString("reason"),
                            row.getString("department"),
                            row.getString("officer"),
                            row.getObject("recorded_at", OffsetDateTime.class).toInstant());
                })
                .list();
        log.record(caller, "successions-listed", null, null, null, "ok");
        return found;
    }
}
