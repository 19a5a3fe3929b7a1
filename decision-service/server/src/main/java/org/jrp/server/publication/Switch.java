package org.jrp.server.publication;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jrp.server.release.Refusals;
import org.jrp.server.release.Releases;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Carries out what is planned and follows what others carried out (版本切换), in a thread of its own on every node. A node first compiles the
 * release and makes it warm; when every live node has, one of them makes it active for all in one transaction. So no request waits for
 * a compiler: those recorded until then were decided by the old release, those after by the new one, and what was under way is decided
 * again. A node that is not ready after ten seconds is not waited for; where one cannot load the release at all, nothing changes.
 */
@Component
class Switch implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(Switch.class);
    private static final Duration AHEAD = Duration.ofSeconds(60);
    private static final Duration LOOK = Duration.ofMillis(500);
    private static final Duration WAITING_FOR_OTHERS = Duration.ofMillis(50);
    private static final Duration BEAT = Duration.ofSeconds(1);
    private static final Duration RETRY_REFUSED = Duration.ofSeconds(30);
    private static final int LONGEST_SECONDS = 10;
    private static final Duration LONGEST_ANSWER = Duration.ofSeconds(30);
    private static final long CLOSING_MILLIS = 10_000;

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final Releases releases;
    private final Plans plans;
    private final Nodes nodes;
    private final ReleaseSignal signal;
    private final InstantSource clock;
    private final Semaphore bell = new Semaphore(0);
    private volatile boolean running;
    private @Nullable Thread worker;
    private @Nullable ScheduledExecutorService heart;

    Switch(
            JdbcClient jdbc,
            TransactionTemplate transaction,
            Releases releases,
            Plans plans,
            Nodes nodes,
            ReleaseSignal signal,
            InstantSource clock) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.releases = releases;
        this.plans = plans;
        this.nodes = nodes;
        this.signal = signal;
        this.clock = clock;
    }

    /** What became of a plan that is due, as soon as that is known; else the plan as it stands. */
    ReleaseDetail.Plan settled(UUID id) {
        ReleaseDetail.Plan plan = plans.find(id).orElseThrow();
        if (plan.due().isAfter(clock.instant().plus(BEAT))) {
            return plan;
        }
        bell.release();
        signal.ring();
        long end = System.nanoTime() + LONGEST_ANSWER.toNanos();
        while (plan.state().equals("planned") && System.nanoTime() < end) {
            try {
                TimeUnit.MILLISECONDS.sleep(10);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return plan;
            }
            plan = plans.find(id).orElseThrow();
        }
        return plan;
    }

    private void work() {
        Instant retried = clock.instant();
        while (running) {
            Duration pause = LOOK;
            try {
                pause = turn();
                if (releases.refusal().isPresent()
                        && retried.isBefore(clock.instant().minus(RETRY_REFUSED))) {
                    retried = clock.instant();
                    releases.retryRefused();
                }
            } catch (DataAccessException | TransactionException e) {
                log.warn("Releases wait for the database: {}", e.getClass().getSimpleName());
            } catch (RuntimeException e) {
                log.error("A turn of the releases failed.", e);
            }
            try {
                if (bell.tryAcquire(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                    bell.drainPermits();
                }
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    /** Looks once; how long to wait before the next look. */
    private Duration turn() {
        long epoch = jdbc.sql("select release from epoch").query(Long.class).single();
        if (releases.active().number() < epoch) {
            releases.refreshIfOlder(epoch);
            nodes.beat();
        }
        List<ReleaseDetail.Plan> next = plans.next(AHEAD);
        Set<String> wanted = new HashSet<>();
        next.forEach(plan -> wanted.add(plan.release()));
        releases.sweep(wanted);
        for (ReleaseDetail.Plan plan : next) {
            prepare(plan);
            if (due(plan) && !carriedOut(plan)) {
                return WAITING_FOR_OTHERS;
            }
        }
        return LOOK;
    }

    private void prepare(ReleaseDetail.Plan plan) {
        if (releases.loaded().contains(plan.release()) || nodes.hasFailed(plan.id())) {
            return;
        }
        try {
            releases.prepare(plan.release());
            nodes.beat();
        } catch (DataAccessException | TransactionException e) {
            throw e;
        } catch (RuntimeException e) {
            log.error("Release {} cannot be loaded; nothing changes.", plan.release(), e);
            nodes.failed(plan.id(), Refusals.reason(e));
        }
    }

    private boolean due(ReleaseDetail.Plan plan) {
        return jdbc.sql("select clock_timestamp() >= due from release_plan where id = ?")
                .param(plan.id())
                .query(Boolean.class)
                .single();
    }

    /** Whether the plan has come to its end. */
    private boolean carriedOut(ReleaseDetail.Plan plan) {
        Boolean ended = transaction.execute(status -> {
            plans.lock();
            if (plans.find(plan.id())
                    .filter(one -> one.state().equals("planned"))
                    .isEmpty()) {
                return true;
            }
            Optional<String> failure = nodes.failure(plan.id());
            if (failure.isPresent()) {
                end(plan, "failed", failure.get());
                return true;
            }
            if (!releases.loaded().contains(plan.release())
                    || (!nodes.allLoaded(plan.release()) && !waitedLong(plan))) {
                return false;
            }
            activate(plan);
            return true;
        });
        if (!Boolean.TRUE.equals(ended)) {
            return false;
        }
        long epoch = jdbc.sql("select release from epoch").query(Long.class).single();
        releases.refreshIfOlder(epoch);
        signal.ring();
        nodes.beat();
        return true;
    }

    private boolean waitedLong(ReleaseDetail.Plan plan) {
        return jdbc.sql(
                        "select clock_timestamp() > greatest(due, recorded_at) + make_interval(secs => ?) from release_plan where id = ?")
                .params(LONGEST_SECONDS, plan.id())
                .query(Boolean.class)
                .single();
    }

    private void activate(ReleaseDetail.Plan plan) {
        String officer = plan.by().officer();
        jdbc.sql("""
                        insert into release_activation (release, activated_by, reason, credential, officer, approval, plan)
                        select release, ?, reason, credential, officer, approval, id from release_plan where id = ?
                        """)
                .param(officer == null ? String.valueOf(plan.by().credential()) : officer)
                .param(plan.id())
                .update();
        jdbc.sql("update epoch set release = release + 1").update();
        end(plan, "done", null);
    }

    private void end(ReleaseDetail.Plan plan, String outcome, @Nullable String reason) {
        jdbc.sql("insert into release_plan_end (plan, outcome, reason) values (?, ?, ?)")
                .param(plan.id())
                .param(outcome)
                .param(reason)
                .update();
    }

    private void beat() {
        try {
            nodes.beat();
        } catch (DataAccessException | TransactionException e) {
            log.debug("This node cannot tell of itself: {}", e.getClass().getSimpleName());
        } catch (RuntimeException e) {
            log.error("This node cannot tell of itself.", e);
        }
    }

    @Override
    public synchronized void start() {
        running = true;
        ScheduledExecutorService beating = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "node-heart");
            thread.setDaemon(true);
            return thread;
        });
        beat();
        beating.scheduleWithFixedDelay(this::beat, BEAT.toMillis(), BEAT.toMillis(), TimeUnit.MILLISECONDS);
        heart = beating;
        Thread thread = new Thread(this::work, "release-switch");
        thread.setDaemon(true);
        thread.start();
        worker = thread;
        signal.listen(bell::release);
    }

    @Override
    public synchronized void stop() {
        running = false;
        signal.close();
        bell.release();
        Thread thread = worker;
        ScheduledExecutorService beating = heart;
        worker = null;
        heart = null;
        try {
            if (beating != null) {
                beating.shutdown();
                beating.awaitTermination(CLOSING_MILLIS, TimeUnit.MILLISECONDS);
            }
            if (thread != null) {
                thread.join(CLOSING_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        try {
            nodes.end();
        } catch (RuntimeException e) {
            log.debug(
                    "The end of this node could not be noted: {}", e.getClass().getSimpleName());
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Before the web server: it starts earlier and ends later. */
    @Override
    public int getPhase() {
        return 0;
    }
}
