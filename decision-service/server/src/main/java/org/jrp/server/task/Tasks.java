package org.jrp.server.task;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jrp.catalogue.Catalogue;
import org.jrp.catalogue.Instrument;
import org.jrp.catalogue.ListType;
import org.jrp.catalogue.Measure;
import org.jrp.catalogue.Provision;
import org.jrp.decision.Question;
import org.jrp.listing.Listing;
import org.jrp.listing.RelatedPerson;
import org.jrp.server.Uuids;
import org.jrp.server.access.AccessLog;
import org.jrp.server.access.Caller;
import org.jrp.server.access.Role;
import org.jrp.server.entry.ListingStore;
import org.jrp.server.entry.StoredListing;
import org.jrp.server.problem.ProblemException;
import org.jrp.server.release.Releases;
import org.jrp.server.subject.SubjectVault;
import org.jrp.subject.SubjectId;
import org.jrp.subject.SubjectKind;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/** Tasks for those who must act on them (任务查询与签收). */
@Service
class Tasks {

    private static final String COLUMNS = """
            select id, listing, entry_id, list, subject, department, measure, kind, effect, rights_reducing, contexts, edition, provisions,
                release, due, state
            from task
            """;

    private final JdbcClient jdbc;
    private final ListingStore listings;
    private final Releases releases;
    private final SubjectVault vault;
    private final Duties duties;
    private final AccessLog log;
    private final InstantSource clock;

    Tasks(
            JdbcClient jdbc,
            ListingStore listings,
            Releases releases,
            SubjectVault vault,
            Duties duties,
            AccessLog log,
            InstantSource clock) {
        this.jdbc = jdbc;
        this.listings = listings;
        this.releases = releases;
        this.vault = vault;
        this.duties = duties;
        this.log = log;
        this.clock = clock;
    }

    private record Row(
            UUID id,
            long listing,
            String entryId,
            String list,
            byte[] subject,
            String department,
            String measure,
            String kind,
            String effect,
            boolean rightsReducing,
            List<String> contexts,
            String edition,
            List<String> provisions,
            String release,
            LocalDate due,
            String state) {}

    /** Which tasks are sought, the oldest first. */
    record Wanted(
            @Nullable String department,
            @Nullable String state,
            @Nullable String entryId,
            boolean overdue,
            @Nullable UUID after,
            int limit) {}

    /** A page of a department's tasks. */
    List<TaskView> page(Caller caller, Wanted wanted) {
        String department = department(caller, wanted.department());
        StringBuilder sql = new StringBuilder(COLUMNS).append("where id > :after");
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("after", wanted.after() == null ? new UUID(0, 0) : wanted.after());
        if (department != null) {
            sql.append(" and department = :department");
            values.put("department", department);
        }
        if (wanted.state() != null) {
            sql.append(" and state = :state");
            values.put("state", wanted.state());
        }
        if (wanted.entryId() != null) {
            sql.append(" and entry_id = :entry");
            values.put("entry", wanted.entryId());
        }
        if (wanted.overdue()) {
            sql.append(" and state in ('open', 'acknowledged', 'unconfirmed') and due < :today");
            values.put("today", today());
        }
        values.put("limit", wanted.limit());
        List<Row> rows = jdbc.sql(sql.append(" order by id limit :limit").toString())
                .params(values)
                .query(Tasks::row)
                .list();
        log.record(caller, "tasks-listed", null, department, null, "ok");
        return views(rows);
    }

    /** Tasks about a subject. */
    List<TaskView> about(Caller caller, SubjectId subject, @Nullable String purpose, int limit) {
        String department = department(caller, null);
        List<Row> rows = jdbc.sql(
                        COLUMNS
                                + "where subject in (:subjects) and (:department::text is null or department = :department) order by id limit :limit")
                .param("subjects", vault.references(subject))
                .param("department", department)
                .param("limit", limit)
                .query(Tasks::row)
                .list();
        log.record(
                caller, "tasks-searched", vault.reference(subject), null, purpose, rows.isEmpty() ? "not-found" : "ok");
        return views(rows);
    }

    /** One task with its history. */
    TaskView view(Caller caller, UUID id) {
        Row row = seen(caller, id, "task-read");
        List<TaskView.Step> history = jdbc.sql(
                        "select type, reason, officer, recorded_at from task_event where task = ? order by seq")
                .param(id)
                .query((step, number) -> new TaskView.Step(
                        step.getString(1),
                        step.getString(2),
                        step.getString(3),
                        step.getObject(4, OffsetDateTime.class).toInstant()))
                .list();
        return view(row, entries(List.of(row)).get(row.listing()), history);
    }

    /** The department says that it took note. */
    TaskView acknowledge(Caller caller, UUID id, @Nullable String officer) {
        Row row = seen(caller, id, "task-acknowledge");
        if (!row.department().equals(caller.department().code())) {
            throw ProblemException.of(
                    403, "foreign-department", "只能签收本部门的任务。", "Only tasks of your own department can be acknowledged.");
        }
        if (row.state().equals("closed")) {
            throw ProblemException.of(
                    409, "task-closed", "该任务已终止,无需签收。", "The task is closed; nothing is left to acknowledge.");
        }
        int changed = jdbc.sql("update task set state = 'acknowledged' where id = ? and state = 'open'")
                .param(id)
                .update();
        if (changed > 0) {
            duties.note(caller, id, "acknowledged", officer);
        }
        return view(caller, id);
    }

    /** Several tasks as they stand in a message: without their history, subject masked. */
    List<TaskView> shown(Collection<UUID> ids) {
        return views(jdbc.sql(COLUMNS + "where id in (:ids) order by id")
                .param("ids", ids)
                .query(Tasks::row)
                .list());
    }

    /** How many tasks of each state each department has. */
    List<Map<String, Object>> counts(Caller caller) {
        String department = department(caller, null);
        return jdbc.sql("""
                        select department, state, count(*) as tasks,
                            count(*) filter (where due < :today and state in ('open', 'acknowledged', 'unconfirmed')) as overdue
                        from task where :department::text is null or department = :department
                        group by department, state order by department, state
                        """)
                .param("today", today())
                .param("department", department)
                .query((row, number) -> {
                    Map<String, Object> one = new LinkedHashMap<>();
                    one.put("department", row.getString(1));
                    one.put("state", row.getString(2));
                    one.put("tasks", row.getLong(3));
                    one.put("overdue", row.getLong(4));
                    return one;
                })
                .list();
    }

    /** Whose tasks the caller means: its own department's, unless it follows up everybody's. */
    private static @Nullable String department(Caller caller, @Nullable String wanted) {
        if (caller.is(Role.AUDITOR) || caller.is(Role.CREDIT_OFFICE)) {
            return wanted;
        }
        if (wanted != null && !wanted.equals(caller.department().code())) {
            throw ProblemException.of(
                    403, "foreign-department", "只能查看本部门的任务。", "Only tasks of your own department can be seen.");
        }
        return caller.department().code();
    }

    private Row seen(Caller caller, UUID id, String action) {
        Optional<Row> found = jdbc.sql(COLUMNS + "where id = ?")
                .param(id)
                .query(Tasks::row)
                .optional()
                .filter(row -> caller.is(Role.AUDITOR)
                        || caller.is(Role.CREDIT_OFFICE)
                        || row.department().equals(caller.department().code()));
        log.record(
                caller,
                action,
                found.map(Row::subject).orElse(null),
                id.toString(),
                null,
                found.isPresent() ? "found" : "not-found");
        return found.orElseThrow(() -> ProblemException.of(
                404, "unknown-task", "没有这个任务,或它不属于本部门。", "There is no such task, or it is not your department's."));
    }

    private List<TaskView> views(List<Row> rows) {
        Map<Long, StoredListing> entries = entries(rows);
        return rows.stream()
                .map(row -> view(row, entries.get(row.listing()), List.of()))
                .toList();
    }

    private Map<Long, StoredListing> entries(List<Row> rows) {
        Map<Long, StoredListing> entries = new HashMap<>();
        listings.ofRows(rows.stream().map(Row::listing).distinct().toList())
                .forEach(one -> entries.put(one.row(), one));
        return entries;
    }

    private TaskView view(Row row, @Nullable StoredListing entry, List<TaskView.Step> history) {
        Catalogue catalogue = releases.active().catalogue();
        Listing listing = entry == null ? null : entry.listing();
        boolean owed = !row.state().equals("closed") && !row.state().equals("reported");
        return new TaskView(
                row.id(),
                row.state(),
                row.department(),
                row.measure(),
                catalogue.findMeasure(row.measure()).map(Measure::name).orElse(row.measure()),
                row.kind(),
                row.effect(),
                row.rightsReducing(),
                row.contexts(),
                row.edition(),
                row.provisions().stream().map(code -> basis(catalogue, code)).toList(),
                new TaskView.Entry(
                        row.entryId(),
                        row.list(),
                        catalogue.findList(row.list()).map(ListType::name).orElse(row.list()),
                        listing == null ? null : listing.recogniser(),
                        listing == null ? null : listing.docNo(),
                        listing == null ? null : listing.validFrom(),
                        listing == null ? null : listing.validTo()),
                listing == null ? null : subject(row, listing),
                Uuids.moment(row.id()),
                row.due(),
                owed && row.due().isBefore(today()),
                catalogue.workingDays().assumed(row.due().getYear()),
                row.release(),
                history);
    }

    private TaskView.@Nullable TaskSubject subject(Row row, Listing listing) {
        List<SubjectId> named = new ArrayList<>();
        named.add(listing.subject());
        listing.related().stream().map(RelatedPerson::id).forEach(named::add);
        for (SubjectId one : named) {
            if (vault.references(one).stream().anyMatch(reference -> Arrays.equals(reference, row.subject()))) {
                boolean listed = one.equals(listing.subject());
                boolean entity = one.defaultKind() != SubjectKind.INDIVIDUAL;
                return new TaskView.TaskSubject(
                        one.type().code(), one.masked(), listed && entity ? listing.name() : null);
            }
        }
        return null;
    }

    private static TaskView.Basis basis(Catalogue catalogue, String code) {
        Optional<Provision> provision = catalogue.findProvision(code);
        Optional<Instrument> instrument = provision.map(Provision::instrument).flatMap(catalogue::findInstrument);
        return new TaskView.Basis(
                code,
                instrument.map(Instrument::title).orElse(null),
                instrument.map(Instrument::docNo).orElse(null),
                provision.map(Provision::clause).orElse(null),
                provision.map(Provision::text).orElse(null),
                provision.map(Provision::verified).orElse(false)
                        && instrument.map(Instrument::docNoVerified).orElse(false));
    }

    private LocalDate today() {
        return clock.instant().atOffset(Question.SHANGHAI).toLocalDate();
    }

    private static Row row(ResultSet row, int number) throws SQLException {
        return new Row(
                row.getObject("id", UUID.class),
                row.getLong("listing"),
                row.getString("entry_id"),
                row.getString("list"),
                row.getBytes("subject"),
                row.getString("department"),
                row.getString("measure"),
                row.getString("kind"),
                row.getString("effect"),
                row.getBoolean("rights_reducing"),
                Arrays.asList((String[]) row.getArray("contexts").getArray()),
                row.getString("edition"),
                Arrays.asList((String[]) row.getArray("provisions").getArray()),
                row.getString("release"),
                row.getObject("due", LocalDate.class),
                row.getString("state"));
    }
}
