package org.jrp.server.publication;

import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jrp.decision.CaseFile;
import org.jrp.decision.Decision;
import org.jrp.server.decision.DecisionListener;
import org.jrp.server.release.PastReleases;
import org.jrp.server.release.Refusals;
import org.jrp.server.release.Releases;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Lets a candidate decide what is decided live (试运行), in one thread that rests as long as it works, so that it takes half a processor at most.
 * Who answers only puts the case into a queue; where that is full the case is dropped, and counted.
 */
@Component
class ShadowRunner implements DecisionListener, SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(ShadowRunner.class);
    private static final int WAITING = 1_000;
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final long CLOSING_MILLIS = 5_000;

    private final Shadows shadows;
    private final PastReleases past;
    private final Releases releases;
    private final UUID node = UUID.randomUUID();
    private final BlockingQueue<Heard> waiting = new ArrayBlockingQueue<>(WAITING);
    private final AtomicLong dropped = new AtomicLong();
    private volatile @Nullable Run current;
    private volatile boolean running;
    private @Nullable Thread worker;

    ShadowRunner(Shadows shadows, PastReleases past, Releases releases) {
        this.shadows = shadows;
        this.past = past;
        this.releases = releases;
    }

    private record Heard(UUID id, CaseFile file, Decision decision) {}

    /**
     * A run on this node; its tally belongs to the worker.
     *
     * @param lease null where the candidate cannot be loaded
     * @param most ids whose last bits are not above that are taken
     */
    private record Run(
            Shadows.Shadow shadow, PastReleases.@Nullable Lease lease, long most, ShadowCounts.Tally tally) {}

    @Override
    public void decided(UUID id, CaseFile file, Decision decision, String release) {
        Run run = current;
        if (run == null
                || run.lease() == null
                || release.equals(run.shadow().release())
                || (id.getLeastSignificantBits() & Integer.MAX_VALUE) > run.most()) {
            return;
        }
        if (!waiting.offer(new Heard(id, file, decision))) {
            dropped.incrementAndGet();
        }
    }

    private void work() {
        long looked = System.nanoTime() - LOOK.toNanos();
        while (running) {
            try {
                Heard heard = waiting.poll(LOOK.toMillis() / 4, TimeUnit.MILLISECONDS);
                Run run = current;
                if (heard != null && run != null) {
                    weigh(run, heard);
                }
                if (System.nanoTime() - looked >= LOOK.toNanos()) {
                    looked = System.nanoTime();
                    look();
                }
            } catch (InterruptedException e) {
                return;
            } catch (DataAccessException | TransactionException e) {
                log.debug(
                        "The shadow run waits for the database: {}",
                        e.getClass().getSimpleName());
            } catch (RuntimeException e) {
                log.error("A turn of the shadow run failed.", e);
            }
        }
    }

    private static void weigh(Run run, Heard heard) {
        PastReleases.Lease lease = run.lease();
        if (lease == null) {
            return;
        }
        long start = System.nanoTime();
        try {
            Decision candidate = lease.engine().decide(heard.file());
            run.tally()
                    .compared(
                            heard.id(), heard.file().context(), heard.decision(), candidate, System.nanoTime() - start);
        } catch (RuntimeException e) {
            run.tally().failed();
        }
        LockSupport.parkNanos(System.nanoTime() - start);
    }

    /** Looks which run is under way, and keeps what was found. */
    private void look() {
        Run run = current;
        Shadows.Shadow wanted = shadows.running().orElse(null);
        if (wanted != null && releases.active().hash().equals(wanted.release())) {
            shadows.activated(wanted.id());
            wanted = null;
        }
        if (run != null && (wanted == null || !wanted.id().equals(run.shadow().id()))) {
            current = null;
            finish(run);
            run = null;
        }
        if (run != null) {
            keep(run);
        } else if (wanted != null) {
            begin(wanted);
        }
    }

    private void begin(Shadows.Shadow shadow) {
        dropped.set(0);
        ShadowCounts.Tally tally = new ShadowCounts.Tally();
        PastReleases.Lease lease = null;
        try {
            lease = past.lease(shadow.release()).orElse(null);
        } catch (DataAccessException | TransactionException e) {
            throw e;
        } catch (RuntimeException e) {
            log.warn("The candidate {} cannot be loaded.", shadow.release());
            tally.error(Refusals.reason(e));
        }
        Run run = new Run(shadow, lease, shadow.percent() * (long) Integer.MAX_VALUE / 100, tally);
        keep(run);
        current = run;
    }

    private void keep(Run run) {
        run.tally().dropped(dropped.get());
        shadows.keep(run.shadow().id(), node, run.tally().counts());
    }

    private void finish(Run run) {
        try {
            for (Heard heard = waiting.poll(); heard != null; heard = waiting.poll()) {
                weigh(run, heard);
            }
            keep(run);
        } finally {
            PastReleases.Lease lease = run.lease();
            if (lease != null) {
                lease.close();
            }
        }
    }

    @Override
    public synchronized void start() {
        running = true;
        Thread thread = new Thread(this::work, "release-shadow");
        thread.setDaemon(true);
        thread.start();
        worker = thread;
    }

    @Override
    public synchronized void stop() {
        running = false;
        Thread thread = worker;
        worker = null;
        if (thread == null) {
            return;
        }
        try {
            thread.join(CLOSING_MILLIS);
            Run run = current;
            current = null;
            if (run != null && !thread.isAlive()) {
                finish(run);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            log.debug(
                    "The last of the shadow run was not kept: {}", e.getClass().getSimpleName());
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
