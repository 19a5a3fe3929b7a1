package org.jrp.server.publication;

import io.swagger.v3.oas.annotations.media.Schema;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import org.jrp.catalogue.Text;
import org.jrp.server.Uuids;
import org.jrp.server.access.AccessLog;
import org.jrp.server.access.Caller;
import org.jrp.server.problem.ProblemException;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import tools.jackson.databind.json.JsonMapper;

/** Shadow runs that were asked for, and what they found (试运行登记); {@link ShadowRunner} carries them out. One at a time. */
@Service
class Shadows {

    private static final Duration LONGEST = Duration.ofDays(31);

    private static final String SHADOW = """
            select shadow.*, case when outcome is not null then outcome when until <= clock_timestamp() then 'done' else 'running' end as state
            from shadow left join shadow_end on shadow_end.shadow = shadow.id
            """;

    private final JdbcClient jdbc;
    private final AccessLog log;
    private final InstantSource clock;
    private final JsonMapper json;

    Shadows(JdbcClient jdbc, AccessLog log, InstantSource clock, JsonMapper json) {
        this.jdbc = jdbc;
        this.log = log;
        this.clock = clock;
        this.json = json;
    }

    /**
     * A shadow run.
     *
     * @param state {@code running}, {@code done}, {@code cancelled}, or {@code activated} where the candidate became active
     * @param percent how many of a hundred live decisions the candidate decides as well
     */
    @Schema(name = "ReleaseShadow")
    record Shadow(
            UUID id,
            String release,

            @Schema(allowableValues = {"running", "done", "cancelled", "activated"})
            String state,

            Instant until,
            int percent,
            ReleaseDetail.Person by,
            Instant startedAt,
            ShadowCounts counts) {}

    /** Begins one. */
    Shadow begin(
            Caller caller,
            ReleaseBook.Row row,
            @Nullable Instant until,
            @Nullable Integer minutes,
            @Nullable Integer percent) {
        Instant now = clock.instant();
        if ((until == null) == (minutes == null)) {
            throw invalid("/until", "请给出 until 或 minutes 之一。", "Give either until or minutes.");
        }
        if (minutes != null && (minutes < 1 || minutes > LONGEST.toMinutes())) {
            throw invalid("/minutes", "minutes 为 1 至 44640。", "The field minutes is from 1 to 44,640.");
        }
        Instant end = until == null ? now.plus(Duration.ofMinutes(minutes == null ? 0 : minutes)) : until;
        if (!end.isAfter(now) || end.isAfter(now.plus(LONGEST))) {
            throw invalid("/until", "until 应晚于现在,不超过 31 天。", "The time until is after now, within 31 days.");
        }
        int part = percent == null ? 100 : percent;
        if (part < 1 || part > 100) {
            throw invalid("/percent", "percent 为 1 至 100。", "The field percent is from 1 to 100.");
        }
        if (row.active()) {
            throw ProblemException.of(409, "already-active", "该发布版本正在使用。", "The release is active already.");
        }
        jdbc.sql("select pg_advisory_xact_lock(hashtext('shadow'))").query().singleRow();
        if (running().isPresent()) {
            throw ProblemException.of(
                    409, "shadow-running", "已有一次试运行在进行,可先取消。", "A shadow run is under way; it can be cancelled.");
        }
        UUID id = Uuids.at(now);
        jdbc.sql(
                        "insert into shadow (id, release, until, percent, department, credential, officer) values (?, ?, ?, ?, ?, ?, ?)")
                .params(Arrays.asList(
                        id,
                        row.hash(),
                        end.atOffset(ZoneOffset.UTC),
                        part,
                        caller.department().code(),
                        caller.credential(),
                        caller.officer()))
                .update();
        log.record(caller, "release-shadow", null, row.hash(), null, "begun");
        return last(row.hash());
    }

    /** Ends the one that is under way. */
    Shadow cancel(Caller caller, ReleaseBook.Row row, @Nullable String reason) {
        String why = ReleaseBook.required(reason, "/reason");
        Shadow shadow = last(row.hash());
        int ended = shadow.state().equals("running")
                ? jdbc.sql("""
                                insert into shadow_end (shadow, outcome, reason, credential, officer) values (?, 'cancelled', ?, ?, ?)
                                on conflict do nothing
                                """)
                        .params(Arrays.asList(shadow.id(), why, caller.credential(), caller.officer()))
                        .update()
                : 0;
        if (ended == 0) {
            throw ProblemException.of(409, "no-shadow", "没有正在进行的试运行。", "No shadow run is under way.");
        }
        log.record(caller, "release-shadow", null, row.hash(), why, "cancelled");
        return last(row.hash());
    }

    /** The last one of that release, with what all nodes have found so far. */
    Shadow last(String hash) {
        return jdbc.sql(SHADOW + " where release = ? order by id desc limit 1")
                .param(hash)
                .query((row, number) -> shadow(row))
                .optional()
                .map(one -> counted(one))
                .orElseThrow(
                        () -> ProblemException.of(404, "no-shadow", "该发布版本没有试运行。", "The release has no shadow run."));
    }

    /** The one that is under way, without its counts. */
    Optional<Shadow> running() {
        return jdbc.sql(SHADOW + " where until > clock_timestamp() and outcome is null order by id desc limit 1")
                .query((row, number) -> shadow(row))
                .optional();
    }

    /** The candidate is active now: there is nothing more to compare. */
    void activated(UUID id) {
        jdbc.sql("insert into shadow_end (shadow, outcome) values (?, 'activated') on conflict do nothing")
                .param(id)
                .update();
    }

    /** Keeps what a node has found so far. */
    void keep(UUID id, UUID node, ShadowCounts counts) {
        jdbc.sql("""
                        insert into shadow_count (shadow, node, counts) values (?, ?, ?)
                        on conflict (shadow, node) do update set counts = excluded.counts, written_at = clock_timestamp()
                        """).params(id, node, json.writeValueAsString(counts)).update();
    }

    private Shadow counted(Shadow shadow) {
        ShadowCounts sum = jdbc
                .sql("select counts from shadow_count where shadow = ? order by node")
                .param(shadow.id())
                .query(String.class)
                .list()
                .stream()
                .map(one -> json.readValue(one, ShadowCounts.class))
                .reduce(ShadowCounts.none(), ShadowCounts::and);
        return new Shadow(
                shadow.id(),
                shadow.release(),
                shadow.state(),
                shadow.until(),
                shadow.percent(),
                shadow.by(),
                shadow.startedAt(),
                sum);
    }

    private static Shadow shadow(ResultSet row) throws SQLException {
        return new Shadow(
                row.getObject("id", UUID.class),
                row.getString("release"),
                row.getString("state"),
                ReleaseBook.instant(row, "until"),
                row.getInt("percent"),
                ReleaseBook.person(row, ""),
                ReleaseBook.instant(row, "recorded_at"),
                ShadowCounts.none());
    }

    private static ProblemException invalid(String pointer, String zh, String en) {
        return ProblemException.field(422, "invalid-content", pointer, "out-of-range", new Text(zh, en));
    }
}
