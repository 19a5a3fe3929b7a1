package org.jrp.server.rights;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.Period;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jrp.catalogue.Text;
import org.jrp.decision.Question;
import org.jrp.server.Uuids;
import org.jrp.server.access.AccessLog;
import org.jrp.server.access.Caller;
import org.jrp.server.access.Rows;
import org.jrp.server.problem.ProblemException;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import tools.jackson.databind.json.JsonMapper;

/** Blocks and deletes what was kept long enough (保存期限作业; DP-45), and says beforehand what it would do. What is append-only stays. */
@Service
class Retention {

    private static final int MOST = 50_000;
    private static final long MOST_COUNTED = 1_000_000;

    /** Settled: everybody who wants the message has it, or will not have it. The newest stays, for its number. */
    private static final String SETTLED = """
            n.position is not null and n.recorded_at < :before
                and n.position < (select max(position) from notification)
                and not exists (
                    select from webhook w join webhook_lane l on l.webhook = w.id
                    where w.department = n.department and w.ended_at is null and (l.position < n.position or exists (
                        select from dead_letter d
                        where d.webhook = w.id and d.position = n.position and d.state in ('dead', 'held'))))
            """;

    private final JdbcClient jdbc;
    private final JdbcTemplate template;
    private final EndedEntries entries;
    private final RetentionProperties properties;
    private final AccessLog log;
    private final InstantSource clock;
    private final JsonMapper json;

    Retention(
            JdbcClient jdbc,
            JdbcTemplate template,
            EndedEntries entries,
            RetentionProperties properties,
            AccessLog log,
            InstantSource clock,
            JsonMapper json) {
        this.jdbc = jdbc;
        this.template = template;
        this.entries = entries;
        this.properties = properties;
        this.log = log;
        this.clock = clock;
        this.json = json;
    }

    /**
     * What the rules do on a day.
     *
     * @param runId null for a plan
     * @param dry whether nothing was changed
     */
    @Schema(name = "RetentionReport")
    record Report(@Nullable UUID runId, LocalDate asOf, boolean dry, List<Line> rules) {}

    /**
     * What one rule does.
     *
     * @param action block, delete or keep
     * @param kept ISO period; null for good
     * @param count of what is beyond the period; of what is kept for good, of all
     * @param atLeast whether there is more; another run does the rest
     * @param oldest day of the oldest of them
     */
    @Schema(name = "RetentionLine")
    record Line(
            String code,
            String name,
            String action,
            @Nullable String kept,
            String source,
            String confidence,
            boolean inForce,
            long count,
            boolean atLeast,
            @Nullable LocalDate oldest) {}

    /** What is beyond a period. */
    private record Found(
            long count, boolean atLeast, @Nullable LocalDate oldest) {

        static final Found NOTHING = new Found(0, false, null);
    }

    /** What a run on that day would do; nothing is changed or noted. */
    Report plan(@Nullable LocalDate asOf) {
        LocalDate day = asOf == null ? today() : asOf;
        if (day.isBefore(LocalDate.of(2000, 1, 1)) || day.isAfter(today().plusYears(10))) {
            throw range("日期应在 2000 年与今后十年之间。", "The day is between 2000 and ten years from now.");
        }
        return report(null, day, true);
    }

    /** Does it, and records that it did. */
    Report run(Caller caller, @Nullable LocalDate asOf, boolean dry) {
        LocalDate day = asOf == null ? today() : asOf;
        if (day.isAfter(today()) || day.isBefore(LocalDate.of(2000, 1, 1))) {
            throw range("不能按将来的日期执行。", "It is not run as of a day to come.");
        }
        // One at a time: two would both find the same entries.
        jdbc.sql("select pg_advisory_xact_lock(hashtextextended('retention', 0))")
                .query((rs, row) -> true)
                .list();
        UUID id = Uuids.at(clock.instant());
        Report report = report(id, day, dry);
        jdbc.sql(
                        "insert into retention_run (id, as_of, dry, report, credential, officer) values (?, ?, ?, ?::jsonb, ?, ?)")
                .param(id)
                .param(day)
                .param(dry)
                .param(json.writeValueAsString(report))
                .param(caller.credential())
                .param(caller.officer())
                .update();
        log.record(caller, "retention-run", null, id.toString(), null, dry ? "dry" : "done");
        return report;
    }

    private Report report(@Nullable UUID run, LocalDate day, boolean dry) {
        List<Line> lines = new ArrayList<>();
        for (RetentionRule rule : RetentionRule.all(properties)) {
            boolean inForce = rule.on(day);
            Period kept = rule.period();
            Found found =
                    inForce ? found(rule, day, kept == null ? day : day.minus(kept), dry ? null : run) : Found.NOTHING;
            lines.add(new Line(
                    rule.code(),
                    rule.name(),
                    rule.action().code(),
                    kept == null ? null : kept.toString(),
                    rule.source(),
                    rule.confidence().code(),
                    inForce,
                    found.count(),
                    found.atLeast(),
                    found.oldest()));
        }
        return new Report(run, day, dry, lines);
    }

    /**
     * @param first the first day that is kept
     * @param run null to change nothing
     */
    private Found found(RetentionRule rule, LocalDate day, LocalDate first, @Nullable UUID run) {
        OffsetDateTime before =
                Rows.moment(first.atStartOfDay(Question.SHANGHAI).toInstant());
        return switch (rule.code()) {
            case RetentionRule.ENTRIES -> entries(day, rule.period() == null ? Period.ZERO : rule.period(), run);
            case RetentionRule.ACCESS_LOG -> logged("access_log", Uuids.first(before.toInstant()));
            case RetentionRule.DECISIONS -> logged("decision", new UUID(-1, -1));
            case RetentionRule.NOTIFICATIONS -> rows("notification n", SETTLED, "n.recorded_at", before, run);
            case RetentionRule.IDEMPOTENCY ->
                rows("idempotency n", "n.recorded_at < :before", "n.recorded_at", before, run);
            case RetentionRule.CHANGES -> rows("entry_change n", "n.done_at < :before", "n.recorded_at", before, run);
            default -> throw new IllegalStateException("Nobody knows what to do by the rule " + rule.code() + ".");
        };
    }

    private Found entries(LocalDate day, Period kept, @Nullable UUID run) {
        List<EndedEntries.Ended> beyond = entries.beyond(day, kept, MOST + 1);
        List<EndedEntries.Ended> blocked = beyond.subList(0, Math.min(MOST, beyond.size()));
        if (run != null) {
            template.batchUpdate(
                    "insert into entry_block (listing, ended_on, run) values (?, ?, ?) on conflict do nothing",
                    blocked,
                    1_000,
                    (statement, one) -> {
                        statement.setLong(1, one.row());
                        statement.setObject(2, one.on());
                        statement.setObject(3, run);
                    });
        }
        return new Found(
                blocked.size(),
                beyond.size() > MOST,
                blocked.stream()
                        .map(EndedEntries.Ended::on)
                        .min(LocalDate::compareTo)
                        .orElse(null));
    }

    private Found rows(String table, String condition, String age, OffsetDateTime before, @Nullable UUID run) {
        Found found = jdbc.sql(
                        "select count(*) as number, min(" + age + ") as oldest from " + table + " where " + condition)
                .param("before", before)
                .query((rs, row) -> found(rs.getLong("number"), Rows.maybeInstant(rs, "oldest")))
                .single();
        if (run != null && found.count() > 0) {
            jdbc.sql("delete from " + table + " where " + condition)
                    .param("before", before)
                    .update();
        }
        return found;
    }

    /** Rows of a log, whose ids carry the time; counted up to a million. */
    private Found logged(String table, UUID before) {
        UUID oldest = jdbc.sql("select id from " + table + " where id < ? order by id limit 1")
                .param(before)
                .query(UUID.class)
                .optional()
                .orElse(null);
        long count = jdbc.sql("select count(*) from (select from " + table + " where id < ? limit ?) as counted")
                .param(before)
                .param(MOST_COUNTED + 1)
                .query(Long.class)
                .single();
        LocalDate day = oldest == null ? null : LocalDate.ofInstant(Uuids.moment(oldest), Question.SHANGHAI);
        return new Found(Math.min(count, MOST_COUNTED), count > MOST_COUNTED, day);
    }

    private static Found found(long count, @Nullable Instant oldest) {
        return new Found(count, false, oldest == null ? null : LocalDate.ofInstant(oldest, Question.SHANGHAI));
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), Question.SHANGHAI);
    }

    private static ProblemException range(String zh, String en) {
        return ProblemException.field(422, "out-of-range", "/asOf", "out-of-range", new Text(zh, en));
    }
}
