package org.jrp.server.seal;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jrp.seal.Checkpoint;
import org.jrp.server.Uuids;
import org.jrp.server.access.AccessLog;
import org.jrp.server.access.Caller;
import org.jrp.server.access.Rows;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.TransactionException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * Has the whole log checked (全量核对作业), daily and whenever an auditor asks: one check at a time among all nodes, in the background, a few
 * thousand rows at once. Where leaves or tree heads are not what they were, nothing more is sealed; where rows are not, sealing goes
 * on, since their leaves still say what they were.
 */
@Service
class Verifications implements SmartLifecycle {

    private static final Logger logger = LoggerFactory.getLogger(Verifications.class);
    private static final int MOST_PROBLEMS = 1_000;
    private static final int MOST_LOGGED = 20;
    private static final String LATE = "sealed-late";
    private static final Duration GONE = Duration.ofMinutes(2);
    private static final Duration TELL_EVERY = Duration.ofSeconds(2);
    private static final long FIRST_LOOK_SECONDS = 300;
    private static final long LOOK_EVERY_SECONDS = 60;
    private static final TypeReference<List<LogCheck.Problem>> PROBLEMS = new TypeReference<>() {};
    private static final String COLUMNS =
            "select id, cause, state, total, checked, found, notices, problems, failure, started_at,"
                    + " finished_at from seal_check";

    private final LogCheck log;
    private final Sealer sealer;
    private final JdbcClient jdbc;
    private final AccessLog access;
    private final SealProperties properties;
    private final InstantSource clock;
    private final JsonMapper json;
    private volatile @Nullable Verification known;
    private @Nullable ScheduledThreadPoolExecutor worker;

    Verifications(
            LogCheck log,
            Sealer sealer,
            JdbcClient jdbc,
            AccessLog access,
            SealProperties properties,
            InstantSource clock,
            JsonMapper json,
            MeterRegistry meters) {
        this.log = log;
        this.sealer = sealer;
        this.jdbc = jdbc;
        this.access = access;
        this.properties = properties;
        this.clock = clock;
        this.json = json;
        Gauge.builder("jrp.seal.problems", this, self -> {
                    Verification last = self.known;
                    return last == null ? 0 : last.found();
                })
                .description(
                        "Rows, leaves and tree heads that the last check of the whole log found not to be as sealed")
                .register(meters);
    }

    /** The last finished check as far as this node knows; null for none. */
    @Nullable Verification known() {
        return known;
    }

    Optional<Verification> latest() {
        return jdbc.sql(COLUMNS + " order by id desc limit 1").query(this::read).optional();
    }

    /** Checks before that one, the newest first. */
    List<Verification> page(@Nullable UUID before, int limit) {
        return jdbc.sql(COLUMNS + " where ?::uuid is null or id < ?::uuid order by id desc limit ?")
                .params(Arrays.asList(before, before, limit))
                .query(this::read)
                .list();
    }

    /** A check of all there is: the one that runs, or a new one. */
    Verification ask(Caller caller) {
        UUID fresh = add("asked", caller);
        Verification one = latest().orElseThrow();
        access.record(caller, "verify-seals", null, one.id().toString(), null, fresh == null ? "running" : "begun");
        return one;
    }

    private @Nullable UUID add(String cause, @Nullable Caller caller) {
        Instant now = clock.instant();
        UUID id = Uuids.at(now);
        jdbc.sql("select pg_advisory_xact_lock(hashtextextended('seal-check', 0))")
                .query((row, number) -> number)
                .list();
        int added = jdbc.sql(
                        "insert into seal_check (id, cause, department, credential, officer, total, started_at, seen_at)"
                                + " select ?, ?, ?, ?, ?, ?, ?, ? where not exists"
                                + " (select from seal_check where state = 'running' and seen_at > ?)")
                .params(Arrays.asList(
                        id,
                        cause,
                        caller == null ? null : caller.department().code(),
                        caller == null ? null : caller.credential(),
                        caller == null ? null : caller.officer(),
                        log.leaves(),
                        Rows.moment(now),
                        Rows.moment(now),
                        Rows.moment(now.minus(GONE))))
                .update();
        return added == 0 ? null : id;
    }

    /** There may be a check to make. */
    synchronized void ring() {
        ScheduledThreadPoolExecutor known = worker;
        if (known != null) {
            known.execute(this::work);
        }
    }

    @Override
    public synchronized void start() {
        if (worker == null) {
            ScheduledThreadPoolExecutor fresh = new ScheduledThreadPoolExecutor(1, work -> {
                Thread thread = new Thread(work, "seal-check");
                thread.setDaemon(true);
                thread.setPriority(Thread.MIN_PRIORITY);
                return thread;
            });
            fresh.scheduleWithFixedDelay(this::look, FIRST_LOOK_SECONDS, LOOK_EVERY_SECONDS, TimeUnit.SECONDS);
            fresh.execute(this::refresh);
            worker = fresh;
        }
    }

    @Override
    public synchronized void stop() {
        ScheduledThreadPoolExecutor known = worker;
        worker = null;
        if (known != null) {
            known.shutdownNow();
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return worker != null;
    }

    private void look() {
        try {
            refresh();
            Duration every = properties.checkEvery();
            Instant due =
                    latest().map(Verification::startedAt).orElse(Instant.EPOCH).plus(every);
            if (properties.enabled() && every.compareTo(Duration.ZERO) > 0 && !due.isAfter(clock.instant())) {
                add("daily", null);
            }
            work();
        } catch (DataAccessException | TransactionException e) {
            logger.warn("The seals could not be checked: {}", e.getClass().getSimpleName());
        }
    }

    private void refresh() {
        try {
            known = jdbc.sql(COLUMNS + " where state in ('intact', 'differs') order by id desc limit 1")
                    .query(this::read)
                    .optional()
                    .orElse(null);
        } catch (DataAccessException e) {
            logger.debug("The last check of the seals could not be read.", e);
        }
    }

    /** Makes whatever check waits; one that another node left. */
    private void work() {
        Job job = claimed();
        while (job != null && !Thread.currentThread().isInterrupted()) {
            run(job);
            refresh();
            job = claimed();
        }
    }

    private record Job(UUID id, boolean asked) {}

    private @Nullable Job claimed() {
        Instant now = clock.instant();
        return jdbc.sql(
                        "update seal_check set seen_at = ?, checked = 0, found = 0, notices = 0, problems = '[]' where id ="
                                + " (select id from seal_check where state = 'running' and (checked = 0 and seen_at = started_at or seen_at < ?)"
                                + " order by id limit 1 for update skip locked) returning id, cause")
                .params(Rows.moment(now.plusNanos(1_000)), Rows.moment(now.minus(GONE)))
                .query((row, number) ->
                        new Job(row.getObject(1, UUID.class), row.getString(2).equals("asked")))
                .optional()
                .orElse(null);
    }

    private void run(Job job) {
        Course course = new Course(job.id());
        try {
            Checkpoint outside = outside(course);
            boolean ended = log.whole(outside, job.asked() ? sealer.verifiers() : null, course);
            course.end(ended ? null : "stopped");
            if (ended && course.found == 0) {
                sealer.mended();
            }
            if (course.log != null) {
                sealer.differs(course.log);
            }
        } catch (DataAccessException | TransactionException | IllegalStateException e) {
            logger.warn(
                    "A check of the seals did not come to its end: {}",
                    e.getClass().getSimpleName(),
                    e);
            course.end(e.getClass().getSimpleName());
        }
    }

    private @Nullable Checkpoint outside(Course course) {
        try {
            return sealer.outside();
        } catch (MismatchException e) {
            String message = String.valueOf(e.getMessage());
            course.problem(new LogCheck.Problem(
                    null, null, null, "outside-head", new org.jrp.catalogue.Text("库外封存头:" + message, message)));
            return null;
        }
    }

    /** Writes down how a check goes. */
    private final class Course implements LogCheck.Progress {

        private final UUID id;
        private final List<LogCheck.Problem> problems = new ArrayList<>();
        private Instant told = Instant.EPOCH;
        private long checked;
        private long found;
        private long notices;
        private @Nullable String log;

        Course(UUID id) {
            this.id = id;
        }

        @Override
        public void problem(LogCheck.Problem problem) {
            if (problem.code().equals(LATE)) {
                notices++;
            } else {
                found++;
                if (problem.kind() == null && log == null) {
                    log = problem.message().en();
                }
                if (found <= MOST_LOGGED) {
                    logger.error(
                            "封存核对不符 · not as it was sealed: {} {} {}", problem.code(), problem.kind(), problem.key());
                }
            }
            if (problems.size() < MOST_PROBLEMS) {
                problems.add(problem);
            }
        }

        @Override
        public boolean checked(long leaves) {
            checked = leaves;
            Instant now = clock.instant();
            if (now.isBefore(told) || !told.plus(TELL_EVERY).isAfter(now)) {
                told = now;
                tell("running", null, null);
            }
            return !Thread.currentThread().isInterrupted();
        }

        void end(@Nullable String failure) {
            tell(failure != null ? "failed" : found > 0 ? "differs" : "intact", failure, clock.instant());
        }

        private void tell(String state, @Nullable String failure, @Nullable Instant finished) {
            jdbc.sql(
                            "update seal_check set state = ?, checked = ?, found = ?, notices = ?, problems = ?, failure = ?,"
                                    + " seen_at = greatest(?, started_at + interval '1 microsecond'), finished_at = ? where id = ?")
                    .params(Arrays.asList(
                            state,
                            checked,
                            found,
                            notices,
                            json.writeValueAsString(problems),
                            failure,
                            Rows.moment(clock.instant()),
                            finished == null ? null : Rows.moment(finished),
                            id))
                    .update();
        }
    }

    private Verification read(ResultSet row, int number) throws SQLException {
        return new Verification(
                row.getObject("id", UUID.class),
                Objects.requireNonNull(row.getString("cause")),
                Objects.requireNonNull(row.getString("state")),
                row.getLong("total"),
                row.getLong("checked"),
                row.getLong("found"),
                row.getLong("notices"),
                json.readValue(row.getString("problems"), PROBLEMS),
                row.getString("failure"),
                Rows.instant(row, "started_at"),
                Rows.maybeInstant(row, "finished_at"));
    }
}
