package org.jrp.server.replay;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jrp.replay.Replayer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Works through jobs of replay, one at a time (复算线程): one thread reads a page while two decide the one before, and the one before that is
 * counted. What it holds in memory is three pages. Stopped, it leaves the job where the last counted page ended.
 */
@Component
class ReplayWorker implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(ReplayWorker.class);
    private static final int PAGE = 1_000;
    private static final int THREADS = 2;
    private static final int MOST_CAUSES = 5;
    private static final long POLL_SECONDS = 5;
    private static final long LONGEST_CLOSING_MILLIS = 10_000;

    private final ReplayJobs jobs;
    private final StoredDecisions decisions;
    private final ReplaySessions sessions;
    private final Counter replayed;
    private final UUID node = UUID.randomUUID();
    private final Semaphore bell = new Semaphore(0);
    private volatile @Nullable Thread thread;

    ReplayWorker(ReplayJobs jobs, StoredDecisions decisions, ReplaySessions sessions, MeterRegistry registry) {
        this.jobs = jobs;
        this.decisions = decisions;
        this.sessions = sessions;
        this.replayed = Counter.builder("jrp.replays")
                .description("Decisions that jobs of this node replayed")
                .register(registry);
    }

    /** There is a job. */
    void ring() {
        bell.release();
    }

    @Override
    public synchronized void start() {
        if (thread == null) {
            Thread fresh = new Thread(this::workOn, "replay");
            fresh.setDaemon(true);
            thread = fresh;
            fresh.start();
        }
    }

    @Override
    public synchronized void stop() {
        Thread stopping = thread;
        thread = null;
        if (stopping != null) {
            bell.release();
            try {
                stopping.join(LONGEST_CLOSING_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return thread != null;
    }

    private boolean on() {
        return thread == Thread.currentThread();
    }

    private void workOn() {
        ExecutorService pool = Executors.newFixedThreadPool(THREADS + 1, task -> {
            Thread worker = new Thread(task, "replay-worker");
            worker.setDaemon(true);
            return worker;
        });
        try {
            while (on()) {
                if (!worked(pool)) {
                    bell.tryAcquire(POLL_SECONDS, TimeUnit.SECONDS);
                    bell.drainPermits();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            pool.shutdownNow();
        }
    }

    /** Whether there was a job. */
    private boolean worked(ExecutorService pool) throws InterruptedException {
        try {
            Optional<ReplayJobs.Work> work = jobs.take(node);
            if (work.isEmpty()) {
                return false;
            }
            work(work.get(), pool);
            return true;
        } catch (DataAccessException | TransactionException e) {
            log.warn("Replays wait: {}", e.getClass().getSimpleName());
            return false;
        }
    }

    private void work(ReplayJobs.Work work, ExecutorService pool) throws InterruptedException {
        try {
            if (!work.counted() && !jobs.counted(work, node, decisions.count(work.range(), work.department()))) {
                return;
            }
            Page page = deciding(page(work, work.last()), work, pool);
            while (!page.rows().isEmpty()) {
                UUID last = page.last();
                Future<List<StoredDecision>> reading = pool.submit(() -> page(work, last));
                ReplayJobs.Tally tally = page.tally();
                Page next = deciding(reading.get(), work, pool);
                if (!jobs.done(work, node, last, tally)) {
                    next.cancel();
                    return;
                }
                replayed.increment(page.rows().size());
                if (!on()) {
                    next.cancel();
                    jobs.release(work, node);
                    return;
                }
                page = next;
            }
            jobs.finish(work, node, null);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            if (cause instanceof DataAccessException away) {
                throw away; // held for a while longer, then taken up again
            }
            log.error("The replay {} failed.", work.id(), cause);
            jobs.finish(work, node, cause == null ? "" : cause.getClass().getSimpleName());
        }
    }

    private List<StoredDecision> page(ReplayJobs.Work work, @Nullable UUID after) {
        return decisions.page(work.range(), after, work.department(), PAGE);
    }

    /** Gives each thread its part of a page. */
    private Page deciding(List<StoredDecision> rows, ReplayJobs.Work work, ExecutorService pool) {
        List<Future<ReplayJobs.Tally>> parts = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            List<StoredDecision> part = rows.subList(rows.size() * i / THREADS, rows.size() * (i + 1) / THREADS);
            parts.add(pool.submit(() -> part(part, work.release())));
        }
        return new Page(rows, parts);
    }

    /** A page that is being decided (一页). */
    private record Page(List<StoredDecision> rows, List<Future<ReplayJobs.Tally>> parts) {

        UUID last() {
            return rows.get(rows.size() - 1).id();
        }

        void cancel() {
            parts.forEach(part -> part.cancel(false));
        }

        /** What it came to; waits for it. */
        ReplayJobs.Tally tally() throws InterruptedException, ExecutionException {
            long identical = 0;
            long sameMeasures = 0;
            long differs = 0;
            long erased = 0;
            List<ReplayJob.Difference> differences = new ArrayList<>();
            for (Future<ReplayJobs.Tally> part : parts) {
                ReplayJobs.Tally one = part.get();
                identical += one.identical();
                sameMeasures += one.sameMeasures();
                differs += one.differs();
                erased += one.erased();
                differences.addAll(one.differences());
            }
            return new ReplayJobs.Tally(identical, sameMeasures, differs, erased, differences);
        }
    }

    private ReplayJobs.Tally part(List<StoredDecision> rows, @Nullable String release) {
        long identical = 0;
        long sameMeasures = 0;
        long differs = 0;
        long erased = 0;
        List<ReplayJob.Difference> differences = new ArrayList<>();
        try (ReplaySessions.Session session = sessions.open()) {
            for (StoredDecision row : rows) {
                Replayer.Replay replay = session.replay(row, release);
                switch (replay.verdict()) {
                    case "identical" -> identical++;
                    case "same-measures" -> sameMeasures++;
                    case "erased" -> erased++;
                    default -> differs++;
                }
                if (!replay.verdict().equals("identical")) {
                    differences.add(new ReplayJob.Difference(
                            row.id(),
                            replay.verdict(),
                            replay.causes().stream().limit(MOST_CAUSES).toList()));
                }
            }
        }
        return new ReplayJobs.Tally(identical, sameMeasures, differs, erased, differences);
    }
}
