package org.jrp.server.impact;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jrp.catalogue.Text;
import org.jrp.decision.Question;
import org.jrp.impact.Comparison;
import org.jrp.listing.Listing;
import org.jrp.server.Uuids;
import org.jrp.server.access.AccessLog;
import org.jrp.server.access.Caller;
import org.jrp.server.access.Cursor;
import org.jrp.server.decision.DecisionLog;
import org.jrp.server.entry.ListingStore;
import org.jrp.server.problem.ProblemException;
import org.jrp.server.release.PastReleases;
import org.jrp.server.subject.Personal;
import org.jrp.subject.SubjectId;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import tools.jackson.databind.json.JsonMapper;

/** Asks for impacts, calls them off, and reads what they found (影响分析查询). */
@Service
class Impacts {

    private static final Pattern HASH = Pattern.compile("sha256:[0-9a-f]{64}");

    private final JdbcClient jdbc;
    private final PastReleases releases;
    private final DecisionLog decisions;
    private final ListingStore listings;
    private final Thresholds thresholds;
    private final AccessLog log;
    private final InstantSource clock;
    private final JsonMapper json;

    Impacts(
            JdbcClient jdbc,
            PastReleases releases,
            DecisionLog decisions,
            ListingStore listings,
            Thresholds thresholds,
            AccessLog log,
            InstantSource clock,
            JsonMapper json) {
        this.jdbc = jdbc;
        this.releases = releases;
        this.decisions = decisions;
        this.listings = listings;
        this.thresholds = thresholds;
        this.log = log;
        this.clock = clock;
        this.json = json;
    }

    private LocalDate today() {
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
        return read(id).orElseThrow();
    }

    /** One, with its counts. */
    Impact find(Caller caller, UUID id) {
        Impact impact = read(id).orElseThrow(Impacts::unknown);
        log.record(caller, "impact-read", null, id.toString(), null, "ok");
        return impact;
    }

    private static ProblemException unknown() {
        return ProblemException.of(404, "unknown-impact", "没有这个影响分析。", "There is no such impact.");
    }

    private Optional<Impact> read(UUID id) {
        return jdbc.sql("select * from impact where id = ?")
                .param(id)
                .query((row, number) -> impact(row))
                .optional();
    }

    /** A page of them, the latest first. */
    Impact.Page page(Caller caller, @Nullable String release, @Nullable Integer limit, @Nullable String cursor) {
        int most = Cursor.limit(limit);
        if (release != null && !HASH.matcher(release).matches()) {
            throw ProblemException.field(
                    400,
                    "invalid-parameter",
                    "release",
                    "invalid-hash",
                    new Text("release 应为 sha256: 开头的哈希。", "The parameter release is a hash beginning with sha256:."));
        }
        List<Impact.Summary> found = jdbc.sql("""
                        select impact.*, found.* from impact left join lateral (
                            select sum(cases) filter (where kind = 'restricted') as restricted, sum(cases) filter (where kind = 'released') as released,
                                sum(cases) filter (where kind = 'changed') as changed
                            from impact_count where impact_count.impact = impact.id and part = 'kind') as found on true
                        where id < :before and (:release::text is null or impact.release = :release) order by id desc limit :limit
                        """)
                .param("before", Cursor.before(cursor))
                .param("release", release)
                .param("limit", most + 1)
                .query((row, number) -> summary(row))
                .list();
        log.record(caller, "impacts-listed", null, release, null, "ok");
        List<Impact.Summary> shown = found.subList(0, Math.min(most, found.size()));
        return new Impact.Page(
                shown,
                found.size() > most ? Cursor.of(shown.get(shown.size() - 1).impactId()) : null);
    }

    /** Calls one off that is not over; inside a transaction of the caller's. */
    Impact cancel(Caller caller, UUID id) {
        int ended = jdbc.sql("""
                        update impact set state = 'cancelled', finished_at = clock_timestamp(), holder = null
                        where id = ? and state in ('waiting', 'running')
                        """).param(id).update();
        Impact impact = read(id).orElseThrow(Impacts::unknown);
        if (ended == 0) {
            throw ProblemException.of(
                    409, "already-over", "该影响分析已结束,不能取消。", "The impact is over and cannot be called off.");
        }
        log.record(caller, "impact-cancelled", null, id.toString(), null, "ok");
        return impact;
    }

    /** A page of questions that come out otherwise. */
    List<Impact.Case> cases(Caller caller, UUID id, @Nullable String kind, long after, int limit) {
        if (read(id).isEmpty()) {
            throw unknown();
        }
        log.record(caller, "impact-cases-read", null, id.toString(), null, "ok");
        return cases(id, kind, after, limit);
    }

    private record CaseRow(
            long number, @Nullable UUID decision, @Nullable Long listing, Impact.Case bare) {}

    /** The same, noted nowhere: the next page of an export that was. */
    List<Impact.Case> cases(UUID id, @Nullable String kind, long after, int limit) {
        Map<Integer, Findings.Grounds> grounds = new HashMap<>();
        List<CaseRow> rows = jdbc.sql("""
                        select c.number, c.decision, c.listing, c.department, c.context, f.number as finding, f.kind, f.outcome_before,
                            f.outcome_after, f.added, f.removed, f.grounds
                        from impact_case c join impact_finding f on f.impact = c.impact and f.number = c.finding
                        where c.impact = :impact and c.number > :after and (:kind::text is null or c.kind = :kind)
                        order by c.number limit :limit
                        """)
                .param("impact", id)
                .param("after", after)
                .param("kind", kind)
                .param("limit", limit)
                .query((row, number) -> row(row, grounds))
                .list();
        Map<UUID, Personal> personal = decisions.personal(
                rows.stream().map(CaseRow::decision).filter(Objects::nonNull).toList());
        List<Long> numbers = rows.stream()
                .map(CaseRow::listing)
                .filter(Objects::nonNull)
                .distinct()
                .toList();
        Map<Long, Listing> entries = new HashMap<>();
        if (!numbers.isEmpty()) {
            listings.ofRows(numbers).forEach(entry -> entries.put(entry.row(), entry.listing()));
        }
        List<Impact.Case> cases = new ArrayList<>();
        for (CaseRow row : rows) {
            UUID decision = row.decision();
            Long listing = row.listing();
            Personal asked = decision == null ? null : personal.get(decision);
            Listing entry = listing == null ? null : entries.get(listing);
            SubjectId subject = asked != null ? asked.id() : entry != null ? entry.subject() : null;
            cases.add(with(row.bare(), entry == null ? null : entry.entryId(), subject));
        }
        return cases;
    }

    private static Impact.Case with(Impact.Case bare, @Nullable String entryId, @Nullable SubjectId subject) {
        return new Impact.Case(
                bare.number(),
                bare.decisionId(),
                entryId,
                subject == null ? null : subject.type().code(),
                subject == null ? null : subject.masked(),
                bare.department(),
                bare.context(),
                bare.kind(),
                bare.outcomeBefore(),
                bare.outcomeAfter(),
                bare.added(),
                bare.removed(),
                bare.rulesAdded(),
                bare.rulesRemoved(),
                bare.groundsAdded(),
                bare.groundsRemoved());
    }

    private CaseRow row(ResultSet row, Map<Integer, Findings.Grounds> read) throws SQLException {
        byte[] stored = row.getBytes("grounds");
        Findings.Grounds grounds =
                read.computeIfAbsent(row.getInt("finding"), unused -> json.readValue(stored, Findings.Grounds.class));
        UUID decision = row.getObject("decision", UUID.class);
        return new CaseRow(
                row.getLong("number"),
                decision,
                row.getObject("listing", Long.class),
                new Impact.Case(
                        row.getLong("number"),
                        decision,
                        null,
                        null,
                        null,
                        row.getString("department"),
                        row.getString("context"),
                        row.getString("kind"),
                        row.getString("outcome_before"),
                        row.getString("outcome_after"),
                        texts(row, "added"),
                        texts(row, "removed"),
                        names(grounds.added()),
                        names(grounds.removed()),
                        grounds.added(),
                        grounds.removed()));
    }

    private static List<String> names(List<Comparison.Ground> grounds) {
        return grounds.stream().map(Comparison.Ground::rule).distinct().sorted().toList();
    }

    private Impact impact(ResultSet row) throws SQLException {
        UUID id = row.getObject("id", UUID.class);
        String state = row.getString("state");
        long measured = row.getLong("measured");
        Map<String, List<Impact.Count>> counts = counts(id);
        List<Impact.Count> kinds = counts.getOrDefault("kind", List.of());
        return new Impact(
                id,
                row.getString("release"),
                row.getString("against"),
                row.getString("over"),
                row.getObject("from_day", LocalDate.class),
                row.getObject("to_day", LocalDate.class),
                row.getObject("as_of", LocalDate.class),
                state,
                state.equals("running") ? row.getString("stage") : null,
                row.getLong("total"),
                row.getLong("done"),
                row.getLong("questions"),
                row.getLong("unreadable"),
                row.getLong("shapes"),
                row.getLong("asked_rules"),
                mean(row.getLong("before_nanos"), measured),
                mean(row.getLong("after_nanos"), measured),
                row.getString("failure"),
                instant(row, "asked_at").orElseThrow(),
                instant(row, "started_at").orElse(null),
                instant(row, "finished_at").orElse(null),
                kinds,
                counts.getOrDefault("department", List.of()),
                counts.getOrDefault("context", List.of()),
                counts.getOrDefault("measure", List.of()),
                counts.getOrDefault("rule", List.of()),
                state.equals("done") ? thresholds.exceeded(id, row.getLong("questions"), kinds) : List.of());
    }

    private Impact.Summary summary(ResultSet row) throws SQLException {
        return new Impact.Summary(
                row.getObject("id", UUID.class),
                row.getString("release"),
                row.getString("against"),
                row.getString("over"),
                row.getObject("from_day", LocalDate.class),
                row.getObject("to_day", LocalDate.class),
                row.getObject("as_of", LocalDate.class),
                row.getString("state"),
                row.getLong("total"),
                row.getLong("done"),
                row.getLong("restricted"),
                row.getLong("released"),
                row.getLong("changed"),
                instant(row, "asked_at").orElseThrow(),
                instant(row, "finished_at").orElse(null));
    }

    private Map<String, List<Impact.Count>> counts(UUID id) {
        Map<String, List<Impact.Count>> counts = new HashMap<>();
        jdbc.sql("select * from impact_count where impact = ? order by part, cases desc, word, kind")
                .param(id)
                .query(row -> {
                    counts.computeIfAbsent(row.getString("part"), unused -> new ArrayList<>())
                            .add(new Impact.Count(
                                    row.getString("word"),
                                    row.getString("kind"),
                                    row.getLong("cases"),
                                    row.getLong("subjects")));
                });
        return counts;
    }

    private static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getObject(column, OffsetDateTime.class)).map(OffsetDateTime::toInstant);
    }

    /** Microseconds with one decimal; null before anything was timed. */
    private static @Nullable String mean(long nanos, long measured) {
        return measured == 0
                ? null
                : BigDecimal.valueOf(nanos)
                        .divide(BigDecimal.valueOf(measured).movePointRight(3), 1, RoundingMode.HALF_UP)
                        .toPlainString();
    }

    private static List<String> texts(ResultSet row, String column) throws SQLException {
        return new ArrayList<>(Arrays.asList((String[]) row.getArray(column).getArray()));
    }
}
