package org.jrp.server.impact;

import java.util.Optional;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jrp.decision.DecisionEngine;
import org.jrp.impact.Comparer;
import org.jrp.server.decision.Weighing;
import org.jrp.server.entry.ListingStore;
import org.jrp.server.release.PastReleases;
import org.jrp.server.subject.SubjectVault;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Works impacts off (影响分析执行), one at a time on each node, a page to a transaction: what was found and how far it got are written together, so
 * that a node that dies leaves a job that another goes on with.
 */
@Component
class ImpactWorker implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(ImpactWorker.class);
    private static final long LOOK_MILLIS = 300;

    private final ImpactStore store;
    private final ShapeIndex index;
    private final PastReleases releases;
    private final Weighing weighing;
    private final ListingStore listings;
    private final SubjectVault vault;
    private final JsonMapper json;
    private final String place;
    private @Nullable ScheduledThreadPoolExecutor worker;

    ImpactWorker(
            ImpactStore store,
            ShapeIndex index,
            PastReleases releases,
            Weighing weighing,
            ListingStore listings,
            SubjectVault vault,
            JsonMapper json,
            @Value("${jrp.place:341182}") String place) {
        this.store = store;
        this.index = index;
        this.releases = releases;
        this.weighing = weighing;
        this.listings = listings;
        this.vault = vault;
        this.json = json;
        this.place = place;
    }

    /**
     * Works off one job as far as this node is let.
     *
     * @return whether there was one
     */
    private boolean work() {
        Optional<Job> taken = store.take();
        if (taken.isEmpty()) {
            return false;
        }
        Job job = taken.get();
        try (PastReleases.Lease before = lease(job.against());
                PastReleases.Lease after = lease(job.release())) {
            store.begin(job);
            Run run = run(job, before.engine(), after.engine());
            while (run.step()) {
                if (!isRunning()) {
                    store.release(job);
                    return false;
                }
            }
        } catch (DataAccessException | TransactionException e) {
            throw e;
        } catch (RuntimeException e) {
            log.error("The impact {} failed.", job.id(), e);
            store.fail(job, e);
        }
        return true;
    }

    private Run run(Job job, DecisionEngine before, DecisionEngine after) {
        Comparer comparer = new Comparer(before, after);
        Timing timing = new Timing(before, after);
        Findings findings = new Findings(job.id(), store.lastFinding(job), json);
        return job.ofDecisions()
                ? new DecisionRun(store, index, comparer, timing, findings, job)
                : new SubjectRun(
                        store,
                        weighing,
                        listings,
                        vault,
                        place,
                        before.release().catalogue().contexts(),
                        comparer,
                        timing,
                        findings,
                        job);
    }

    private PastReleases.Lease lease(String hash) {
        return releases.lease(hash)
                .orElseThrow(() -> new IllegalStateException("The release " + hash + " is kept no more."));
    }

    private void run() {
        try {
            while (isRunning() && work()) {
                Thread.onSpinWait();
            }
        } catch (DataAccessException | TransactionException e) {
            log.warn("Impacts rest for a while: {}", e.getClass().getSimpleName());
        }
    }

    @Override
    public synchronized void start() {
        ScheduledThreadPoolExecutor fresh = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "jrp-impact");
            thread.setDaemon(true);
            return thread;
        });
        worker = fresh;
        fresh.scheduleWithFixedDelay(this::run, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }

    @Override
    public void stop() {
        ScheduledThreadPoolExecutor before;
        synchronized (this) {
            before = worker;
            worker = null;
        }
        if (before != null) {
            before.shutdown();
            try {
                before.awaitTermination(20, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return worker != null;
    }
}
