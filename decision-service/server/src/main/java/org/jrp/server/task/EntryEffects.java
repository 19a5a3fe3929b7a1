package org.jrp.server.task;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jrp.catalogue.Catalogue;
import org.jrp.server.access.AccessCache;
import org.jrp.server.access.AccessLog;
import org.jrp.server.access.Caller;
import org.jrp.server.access.Role;
import org.jrp.server.decision.DecisionLog;
import org.jrp.server.entry.EntryLife;
import org.jrp.server.entry.EntryParties;
import org.jrp.server.entry.EventRequest;
import org.jrp.server.entry.ListingStore;
import org.jrp.server.entry.StoredListing;
import org.jrp.server.problem.PersonalNumbers;
import org.jrp.server.problem.ProblemException;
import org.jrp.server.release.Releases;
import org.jrp.server.subject.SubjectVault;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/** What entries did to decisions (条目对决定的影响): which rested on one, which would come out otherwise now, and withdrawal of many at once. */
@Service
class EntryEffects {

    private final JdbcClient jdbc;
    private final ListingStore listings;
    private final EntryLife life;
    private final EntryParties parties;
    private final AffectedDecisions affected;
    private final DecisionLog decisions;
    private final AccessCache departments;
    private final AccessLog log;
    private final SubjectVault vault;
    private final Releases releases;

    EntryEffects(
            JdbcClient jdbc,
            ListingStore listings,
            EntryLife life,
            EntryParties parties,
            AffectedDecisions affected,
            DecisionLog decisions,
            AccessCache departments,
            AccessLog log,
            SubjectVault vault,
            Releases releases) {
        this.jdbc = jdbc;
        this.listings = listings;
        this.life = life;
        this.parties = parties;
        this.affected = affected;
        this.decisions = decisions;
        this.departments = departments;
        this.log = log;
        this.vault = vault;
        this.releases = releases;
    }

    /**
     * A decision that rested on an entry, or on several.
     *
     * @param tellBy last day to tell those concerned; null while the entry was not withdrawn
     * @param toldAt when the department was told; null before that
     */
    @Schema(name = "AffectedDecision")
    record Rested(
            UUID decisionId,
            List<String> entryIds,
            String department,
            String context,
            String outcome,
            Instant decidedAt,
            @Nullable LocalDate tellBy,
            @Nullable Instant toldAt) {}

    /** The decisions that rested on an entry, for who keeps it. */
    List<Rested> rested(Caller caller, String entryId, @Nullable UUID after, int limit) {
        StoredListing entry = kept(caller, entryId);
        List<Rested> found = rested(entry, after, limit);
        log.record(caller, "entry-decisions", vault.reference(entry.listing().subject()), entryId, null, "ok");
        return found;
    }

    private List<Rested> rested(StoredListing entry, @Nullable UUID after, int limit) {
        String entryId = String.valueOf(entry.listing().entryId());
        List<Rested> found = new ArrayList<>();
        for (AffectedDecisions.Affected one : affected.of(entry, after, limit)) {
            record Told(LocalDate due, Instant at) {}
            Optional<Told> told = jdbc.sql(
                            "select due, recorded_at from affected_decision where entry_id = ? and decision = ?")
                    .params(entryId, one.decisionId())
                    .query((row, number) -> new Told(
                            row.getObject(1, LocalDate.class),
                            row.getObject(2, OffsetDateTime.class).toInstant()))
                    .optional();
            found.add(new Rested(
                    one.decisionId(),
                    List.of(entryId),
                    one.department(),
                    one.context(),
                    one.outcome(),
                    one.decidedAt(),
                    told.map(Told::due).orElse(null),
                    told.map(Told::at).orElse(null)));
        }
        return found;
    }

    private StoredListing kept(Caller caller, String entryId) {
        StoredListing entry = listings.ofEntryIds(List.of(entryId)).stream()
                .findFirst()
                .orElseThrow(() -> ProblemException.of(404, "entry-not-found", "没有这个条目。", "There is no such entry."));
        boolean sees = caller.is(Role.AUDITOR)
                || caller.is(Role.CREDIT_OFFICE)
                || caller.department().manages(entry.listing().list())
                || parties.recognises(
                        caller.department(),
                        entry.listing().list(),
                        entry.listing().recogniser());
        if (!sees) {
            log.record(
                    caller,
                    "entry-decisions",
                    vault.reference(entry.listing().subject()),
                    entryId,
                    null,
                    "list-not-granted");
            throw ProblemException.of(
                    403, "list-not-granted", "该名单未授权给本部门。", "The list is not granted to your department.");
        }
        return entry;
    }

    /** Decisions of departments that rested on withdrawn entries, the oldest first. */
    List<Rested> affected(Caller caller, @Nullable String department, @Nullable UUID after, int limit) {
        String whose = whose(caller, department);
        List<Rested> found = jdbc.sql("""
                        select a.entry_ids, a.decision, a.department, a.due, a.recorded_at, d.context, d.outcome, d.decided_at
                        from (select decision, department, array_agg(entry_id order by entry_id) as entry_ids, min(due) as due,
                                min(recorded_at) as recorded_at
                            from affected_decision
                            where (:department::text is null or department = :department) and decision > :after
                            group by decision, department order by decision limit :limit) a
                        join decision d on d.id = a.decision
                        order by a.decision
                        """)
                .param("department", whose)
                .param("after", after == null ? new UUID(0, 0) : after)
                .param("limit", limit)
                .query((row, number) -> new Rested(
                        row.getObject("decision", UUID.class),
                        Arrays.asList((String[]) row.getArray("entry_ids").getArray()),
                        row.getString("department"),
                        row.getString("context"),
                        row.getString("outcome"),
                        row.getObject("decided_at", OffsetDateTime.class).toInstant(),
                        row.getObject("due", LocalDate.class),
                        row.getObject("recorded_at", OffsetDateTime.class).toInstant()))
                .list();
        log.record(caller, "affected-decisions", null, whose, null, "ok");
        return found;
    }

    /**
     * A decision weighed again that came out otherwise.
     *
     * @param entries entries that changed
     */
    @Schema(name = "Reconsideration")
    record Weighed(
            UUID id,
            UUID decisionId,
            String department,
            String cause,
            List<String> entries,
            LocalDate asOf,
            Instant knownAt,
            String release,
            String outcomeBefore,
            String outcomeAfter,
            List<Map<String, String>> measuresAdded,
            List<Map<String, String>> measuresRemoved,
            Instant recordedAt) {}

    /** What weighing one decision again gave, the oldest first. */
    List<Weighed> weighed(Caller caller, UUID decision) {
        decisions.seen(decision, caller, "read-reconsiderations");
        return jdbc.sql("select * from reconsideration where decision = ? order by id")
                .param(decision)
                .query((row, number) -> weighed(row))
                .list();
    }

    /** What weighing a department's decisions again gave, newest first. */
    List<Weighed> weighed(Caller caller, @Nullable String department, UUID before, int limit) {
        String whose = whose(caller, department);
        List<Weighed> found = jdbc.sql("""
                        select * from reconsideration
                        where (:department::text is null or department = :department) and id < :before order by id desc limit :limit
                        """)
                .param("department", whose)
                .param("before", before)
                .param("limit", limit)
                .query((row, number) -> weighed(row))
                .list();
        log.record(caller, "reconsiderations", null, whose, null, "ok");
        return found;
    }

    private Weighed weighed(java.sql.ResultSet row) throws java.sql.SQLException {
        Catalogue catalogue = releases.active().catalogue();
        return new Weighed(
                row.getObject("id", UUID.class),
                row.getObject("decision", UUID.class),
                row.getString("department"),
                row.getString("cause"),
                Arrays.asList((String[]) row.getArray("entries").getArray()),
                row.getObject("as_of", LocalDate.class),
                row.getObject("known_at", OffsetDateTime.class).toInstant(),
                row.getString("release"),
                row.getString("outcome_before"),
                row.getString("outcome_after"),
                TaskMessages.measures(
                        catalogue, (String[]) row.getArray("measures_added").getArray()),
                TaskMessages.measures(
                        catalogue, (String[]) row.getArray("measures_removed").getArray()),
                row.getObject("recorded_at", OffsetDateTime.class).toInstant());
    }

    private @Nullable String whose(Caller caller, @Nullable String department) {
        if (caller.is(Role.AUDITOR) || caller.is(Role.CREDIT_OFFICE)) {
            return department;
        }
        if (department != null && !departments.answersFor(caller.department(), department)) {
            throw ProblemException.of(
                    403, "foreign-department", "只能查看本部门的决定。", "Only decisions of your own department can be seen.");
        }
        return department == null ? caller.department().code() : department;
    }

    /** Why an entry could not be withdrawn. */
    @Schema(name = "WithdrawalProblem")
    record NotWithdrawn(int index, String entryId, String code, String message) {}

    /** What withdrawing many gave. */
    @Schema(name = "Withdrawal")
    record Withdrawn(
            boolean dryRun,
            int accepted,
            int rejected,
            List<NotWithdrawn> errors,
            List<Rested> decisions,
            boolean more) {}

    /**
     * Withdraws entries, each by itself: one that cannot be withdrawn keeps no other. Inside a transaction of the caller's.
     *
     * @param request the event, the same for all
     * @param dryRun whether only to tell which decisions rested on them
     */
    Withdrawn withdraw(
            Caller caller, List<String> entryIds, EventRequest request, boolean dryRun, Locale locale, int most) {
        List<NotWithdrawn> errors = new ArrayList<>();
        List<Rested> rested = new ArrayList<>();
        int accepted = 0;
        boolean more = false;
        List<String> distinct = List.copyOf(new LinkedHashSet<>(entryIds));
        for (int i = 0; i < distinct.size(); i++) {
            String entryId = distinct.get(i);
            try {
                StoredListing entry = kept(caller, entryId);
                if (!dryRun) {
                    life.append(caller, entryId, request);
                }
                accepted++;
                List<Rested> found = rested(entry, null, most - rested.size() + 1);
                more |= found.size() > most - rested.size();
                rested.addAll(found.subList(0, Math.min(found.size(), most - rested.size())));
            } catch (ProblemException e) {
                errors.add(new NotWithdrawn(
                        i, PersonalNumbers.masked(entryId), e.code(), e.detail().in(locale)));
            }
        }
        return new Withdrawn(dryRun, accepted, errors.size(), errors, rested, more);
    }
}
