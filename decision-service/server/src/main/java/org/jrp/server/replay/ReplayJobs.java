package org.jrp.server.replay;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jrp.replay.Cause;
import org.jrp.server.Uuids;
import org.jrp.server.access.AccessLog;
import org.jrp.server.access.Caller;
import org.jrp.server.access.Rows;
import org.jrp.server.problem.ProblemException;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * Keeps jobs of replay (复算作业库). A node that works on one holds it for a while and renews that with every page; one that is not held any
 * more is taken over by whoever comes first, from the last page that was counted.
 */
@Component
class ReplayJobs {

    private static final Duration HELD = Duration.ofSeconds(30);
    private static final int MOST_DIFFERENCES = 10_000;
    private static final TypeReference<List<Cause>> CAUSES = new TypeReference<>() {};

    private final JdbcClient jdbc;
    private final JdbcTemplate template;
    private final TransactionOperations transaction;
    private final AccessLog log;
    private final InstantSource clock;
    private final JsonMapper json;

    ReplayJobs(
            JdbcClient jdbc,
            JdbcTemplate template,
            TransactionOperations transaction,
            AccessLog log,
            InstantSource clock,
            JsonMapper json) {
        this.jdbc = jdbc;
        this.template = template;
        this.transaction = transaction;
        this.log = log;
        this.clock = clock;
        this.json = json;
    }

    /** A job that this node works on. */
    record Work(
            UUID id,
            Range range,
            @Nullable String department,
            @Nullable String release,
            @Nullable UUID last,
            boolean counted) {}

    /** What a page gave. */
    record Tally(long identical, long sameMeasures, long differs, long erased, List<ReplayJob.Difference> differences) {

        long done() {
            return identical + sameMeasures + differs + erased;
        }
    }

    ReplayJob add(Caller caller, Range range, @Nullable String department, @Nullable String release) {
        Instant now = clock.instant();
        UUID id = Uuids.at(now);
        jdbc.sql("""
                        insert into replay_job (id, from_day, to_day, department, release, department_asked, credential, officer,
                            first, until, asked_at)
                        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                        """)
                .param(id)
                .param(range.from())
                .param(range.to())
                .param(department)
                .param(release)
                .param(caller.department().code())
                .param(caller.credential())
                .param(caller.officer())
                .param(range.first())
                .param(range.until())
                .param(Rows.moment(now))
                .update();
        log.record(caller, "replay-range", null, id.toString(), null, "accepted");
        return found(id).orElseThrow();
    }

    /** The job with what differed. */
    ReplayJob read(Caller caller, UUID id) {
        ReplayJob job = found(id).orElseThrow(ReplayJobs::unknown);
        log.record(caller, "replay-read", null, id.toString(), null, "found");
        List<ReplayJob.Difference> differences = jdbc.sql(
                        "select decision, verdict, causes from replay_difference where job = ? order by decision limit ?")
                .param(id)
                .param(MOST_DIFFERENCES)
                .query((row, number) -> new ReplayJob.Difference(
                        row.getObject("decision", UUID.class),
                        row.getString("verdict"),
                        json.readValue(row.getString("causes"), CAUSES)))
                .list();
        return new ReplayJob(
                job.id(),
                job.from(),
                job.to(),
                job.department(),
                job.release(),
                job.informationOnly(),
                job.state(),
                job.progress(),
                job.counts(),
                job.askedBy(),
                job.askedAt(),
                job.startedAt(),
                job.finishedAt(),
                job.failure(),
                differences);
    }

    List<ReplayJob> page(UUID before, int limit) {
        return jdbc.sql("select * from replay_job where id < ? order by id desc limit ?")
                .param(before)
                .param(limit)
                .query(ReplayJobs::job)
                .list();
    }

    /** Ends one; a page under way is not counted any more. */
    ReplayJob cancel(Caller caller, UUID id) {
        int ended = jdbc.sql("""
                        update replay_job set state = 'cancelled', finished_at = ?, holder = null, held_until = null
                        where id = ? and state in ('waiting', 'running')
                        """).param(Rows.moment(clock.instant())).param(id).update();
        ReplayJob job = found(id).orElseThrow(ReplayJobs::unknown);
        if (ended == 0) {
            throw ProblemException.of(409, "already-ended", "该复算作业已经结束。", "The replay has ended already.");
        }
        log.record(caller, "replay-cancel", null, id.toString(), null, "cancelled");
        return job;
    }

    /** Takes the oldest job that nobody works on. */
    Optional<Work> take(UUID node) {
        Instant now = clock.instant();
        return jdbc.sql("""
                        update replay_job set state = 'running', holder = ?, held_until = ?, started_at = coalesce(started_at, ?)
                        where id = (
                            select id from replay_job
                            where state in ('waiting', 'running') and (held_until is null or held_until < ?)
                            order by id limit 1 for update skip locked)
                        returning *
                        """)
                .param(node)
                .param(Rows.moment(now.plus(HELD)))
                .param(Rows.moment(now))
                .param(Rows.moment(now))
                .query((row, number) -> new Work(
                        row.getObject("id", UUID.class),
                        new Range(
                                row.getObject("from_day", LocalDate.class),
                                row.getObject("to_day", LocalDate.class),
                                row.getObject("first", UUID.class),
                                row.getObject("until", UUID.class)),
                        row.getString("department"),
                        row.getString("release"),
                        row.getObject("last", UUID.class),
                        row.getObject("total") != null))
                .optional();
    }

    /** Whether it is still this node's. */
    boolean counted(Work work, UUID node, long total) {
        return jdbc.sql("update replay_job set total = ?, held_until = ? where id = ? and holder = ?")
                        .param(total)
                        .param(Rows.moment(clock.instant().plus(HELD)))
                        .param(work.id())
                        .param(node)
                        .update()
                == 1;
    }

    /** Counts a page and where it ended, all or nothing; false where the job is not this node's any more. */
    boolean done(Work work, UUID node, UUID last, Tally tally) {
        return Boolean.TRUE.equals(transaction.execute(status -> {
            Optional<Long> before = jdbc.sql("""
                            update replay_job set last = ?, done = done + ?, identical = identical + ?, same_measures = same_measures + ?,
                                differs = differs + ?, erased = erased + ?, held_until = ?
                            where id = ? and holder = ? and state = 'running'
                            returning same_measures + differs + erased
                            """)
                    .param(last)
                    .param(tally.done())
                    .param(tally.identical())
                    .param(tally.sameMeasures())
                    .param(tally.differs())
                    .param(tally.erased())
                    .param(Rows.moment(clock.instant().plus(HELD)))
                    .param(work.id())
                    .param(node)
                    .query(Long.class)
                    .optional();
            if (before.isEmpty()) {
                return false;
            }
            long room = MOST_DIFFERENCES - (before.get() - tally.differences().size());
            List<ReplayJob.Difference> kept =
                    tally.differences().stream().limit(Math.max(0, room)).toList();
            template.batchUpdate(
                    "insert into replay_difference (job, decision, verdict, causes) values (?, ?, ?, ?::jsonb)",
                    kept,
                    500,
                    (statement, one) -> {
                        statement.setObject(1, work.id());
                        statement.setObject(2, one.decisionId());
                        statement.setString(3, one.verdict());
                        statement.setString(4, json.writeValueAsString(one.causes()));
                    });
            return true;
        }));
    }

    /** Ends it. */
    void finish(Work work, UUID node, @Nullable String failure) {
        jdbc.sql("""
                        update replay_job set state = ?, failure = ?, finished_at = ?, holder = null, held_until = null
                        where id = ? and holder = ?
                        """)
                .param(failure == null ? "done" : "failed")
                .param(failure)
                .param(Rows.moment(clock.instant()))
                .param(work.id())
                .param(node)
                .update();
    }

    /** Leaves it to whoever comes next. */
    void release(Work work, UUID node) {
        jdbc.sql("update replay_job set holder = null, held_until = null where id = ? and holder = ?")
                .param(work.id())
                .param(node)
                .update();
    }

    private Optional<ReplayJob> found(UUID id) {
        return jdbc.sql("select * from replay_job where id = ?")
                .param(id)
                .query(ReplayJobs::job)
                .optional();
    }

    private static ProblemException unknown() {
        return ProblemException.of(404, "unknown-replay", "没有这个复算作业。", "There is no such replay.");
    }

    private static ReplayJob job(ResultSet row, int number) throws SQLException {
        String release = row.getString("release");
        return new ReplayJob(
                row.getObject("id", UUID.class),
                row.getObject("from_day", LocalDate.class),
                row.getObject("to_day", LocalDate.class),
                row.getString("department"),
                release,
                release != null,
                row.getString("state"),
                new ReplayJob.Progress(row.getLong("done"), row.getObject("total", Long.class)),
                new ReplayJob.Counts(
                        row.getLong("identical"),
                        row.getLong("same_measures"),
                        row.getLong("differs"),
                        row.getLong("erased")),
                new ReplayJob.AskedBy(
                        row.getString("department_asked"), row.getString("credential"), row.getString("officer")),
                Rows.instant(row, "asked_at"),
                Rows.maybeInstant(row, "started_at"),
                Rows.maybeInstant(row, "finished_at"),
                row.getString("failure"),
                null);
    }
}
