package org.jrp.server.impact;

import io.swagger.v3.oas.annotations.media.Schema;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jrp.decision.Question;
import org.jrp.server.Uuids;
import org.jrp.server.access.AccessLog;
import org.jrp.server.access.Caller;
import org.jrp.server.decision.DecisionLog;
import org.jrp.server.entry.ListingStore;
import org.jrp.server.problem.ProblemException;
import org.jrp.server.release.PastReleases;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/** Asks for impacts and reads what they found (影响分析查询). */
@Service
class Impacts {

    private final JdbcClient jdbc;
    private final PastReleases releases;
    private final DecisionLog decisions;
    private final ListingStore listings;
    private final AccessLog log;
    private final InstantSource clock;

    Impacts(
            JdbcClient jdbc,
            PastReleases releases,
            DecisionLog decisions,
            ListingStore listings,
            AccessLog log,
            InstantSource clock) {
        this.jdbc = jdbc;
        this.releases = releases;
        this.decisions = decisions;
        this.listings = listings;
        this.log = log;
        this.clock = clock;
    }

    /**
     * An impact as it stands.
     *
     * @param over {@code decisions} of a period, or listed {@code subjects} in every context
     * @param decided questions decided under both releases
     * @param microsBefore mean time of a decision under the present release
     */
    @Schema(name = "Impact")
    record Impact(
            UUID impactId,
            String release,
            String against,
            String over,
            @Nullable LocalDate from,
            @Nullable LocalDate to,
            @Nullable LocalDate asOf,
            String state,
            long total,
            long done,
            long decided,
            @Nullable String microsBefore,
            @Nullable String microsAfter,
            @Nullable String failure,
            Instant askedAt,
            @Nullable Instant finishedAt,
            List<Count> kinds,
            List<Count> departments,
            List<Count> contexts,
            List<Count> measures) {}

    /** How many questions come out otherwise, by some word. */
    @Schema(name = "ImpactCount")
    record Count(String word, String kind, long cases, long subjects) {}

    /** A question that comes out otherwise; its subject masked. */
    @Schema(name = "ImpactCase")
    record Case(
            long number,
            @Nullable UUID decisionId,
            @Nullable String entryId,
            @Nullable String idType,
            @Nullable String subject,
            @Nullable String department,
            String context,
            String kind,
            String outcomeBefore,
            String outcomeAfter,
            List<String> added,
            List<String> removed,
            List<String> rulesAdded,
            List<String> rulesRemoved) {}

    LocalDate today() {
        return clock.instant().atOffset(Question.SHANGHAI).toLocalDate();
    }

    /** Asks for one; inside a transaction of the caller's. */
    Impact ask(
            Caller caller,
            String release,
            @Nullable String against,
            String over,
            @Nullable LocalDate from,
            @Nullable LocalDate to) {
        String base = against == null ? releases.active() : against;
        for (String hash : List.of(release, base)) {
            if (!releases.keeps(hash)) {
                throw ProblemException.of(404, "unknown-release", "没有这个发布版本。", "There is no such release.");
            }
        }
        UUID id = Uuids.at(clock.instant());
        boolean ofDecisions = over.equals("decisions");
        jdbc.sql("""
                        insert into impact (id, release, against, over, from_day, to_day, as_of, department_asked, credential, officer)
                        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                        """)
                .params(Arrays.asList(
                        id,
                        release,
                        base,
                        over,
                        ofDecisions ? from : null,
                        ofDecisions ? to : null,
                        ofDecisions ? null : today(),
                        caller.department().code(),
                        caller.credential(),
                        caller.officer()))
                .update();
        log.record(caller, "impact-asked", null, release, null, "ok");
        return find(caller, id);
    }

    /** One, with its counts. */
    Impact find(Caller caller, UUID id) {
        Impact impact = jdbc.sql("select * from impact where id = ?")
                .param(id)
                .query((row, number) -> impact(row))
                .optional()
                .orElseThrow(() -> ProblemException.of(404, "unknown-impact", "没有这个影响分析。", "There is no such impact."));
        log.record(caller, "impact-read", null, id.toString(), null, "ok");
        return impact;
    }

    /** A page of questions that come out otherwise. */
    List<Case> cases(Caller caller, UUID id, @Nullable String kind, long after, int limit) {
        find(caller, id);
        return jdbc.sql("""
                        select * from impact_case
                        where impact = :impact and number > :after and (:kind::text is null or kind = :kind) order by number limit :limit
                        """)
                .param("impact", id)
                .param("after", after)
                .param("kind", kind)
                .param("limit", limit)
                .query((row, number) -> one(row))
                .list();
    }

    private Impact impact(ResultSet row) throws SQLException {
        UUID id = row.getObject("id", UUID.class);
        long decided = row.getLong("decided");
        OffsetDateTime finished = row.getObject("finished_at", OffsetDateTime.class);
        return new Impact(
                id,
                row.getString("release"),
                row.getString("against"),
                row.getString("over"),
                row.getObject("from_day", LocalDate.class),
                row.getObject("to_day", LocalDate.class),
                row.getObject("as_of", LocalDate.class),
                row.getString("state"),
                row.getLong("total"),
                row.getLong("done"),
                decided,
                mean(row.getLong("before_nanos"), decided),
                mean(row.getLong("after_nanos"), decided),
                row.getString("failure"),
                row.getObject("asked_at", OffsetDateTime.class).toInstant(),
                finished == null ? null : finished.toInstant(),
                counts(id, "kind", "impact_case"),
                counts(id, "department", "impact_case"),
                counts(id, "context", "impact_case"),
                counts(
                        id,
                        "measure",
                        "(select impact, subject, unnest(added) as measure, '+' as kind from impact_case union all"
                                + " select impact, subject, unnest(removed), '-' from impact_case) as one"));
    }

    /** Column and table come from here, never from a caller. */
    private List<Count> counts(UUID id, String column, String table) {
        return jdbc.sql("select " + column
                        + " as word, kind, count(*) as cases, count(distinct subject) as subjects from " + table
                        + " where impact = ? and " + column
                        + " is not null group by 1, 2 order by 3 desc, 1, 2 limit 200")
                .param(id)
                .query((row, number) -> new Count(row.getString(1), row.getString(2), row.getLong(3), row.getLong(4)))
                .list();
    }

    /** Microseconds with one decimal; null before anything was decided. */
    private static @Nullable String mean(long nanos, long decided) {
        if (decided == 0) {
            return null;
        }
        long tenths = nanos / decided / 100;
        return tenths / 10 + "." + tenths % 10;
    }

    private Case one(ResultSet row) throws SQLException {
        UUID decision = row.getObject("decision", UUID.class);
        Long listing = row.getObject("listing", Long.class);
        String idType = null;
        String masked = null;
        String entryId = null;
        if (decision != null) {
            Optional<DecisionLog.Row> found = decisions.find(decision);
            if (found.isPresent()) {
                var personal = decisions.personal(found.get());
                idType = personal.id().type().code();
                masked = personal.id().masked();
            }
        } else if (listing != null) {
            var found = listings.ofRows(List.of(listing));
            if (!found.isEmpty()) {
                idType = found.get(0).listing().subject().type().code();
                masked = found.get(0).listing().subject().masked();
                entryId = found.get(0).listing().entryId();
            }
        }
        return new Case(
                row.getLong("number"),
                decision,
                entryId,
                idType,
                masked,
                row.getString("department"),
                row.getString("context"),
                row.getString("kind"),
                row.getString("outcome_before"),
                row.getString("outcome_after"),
                texts(row, "added"),
                texts(row, "removed"),
                texts(row, "rules_added"),
                texts(row, "rules_removed"));
    }

    private static List<String> texts(ResultSet row, String column) throws SQLException {
        return new ArrayList<>(Arrays.asList((String[]) row.getArray(column).getArray()));
    }
}
