package org.jrp.server.notification;

import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/** Works on the lanes that this node has, a thread for each (投递线程). */
@Component
class LaneWorker implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(LaneWorker.class);
    private static final long LONGEST_CLOSING_MILLIS = 2_000;
    private static final long BETWEEN_LOOKS_MILLIS = 5;
    private static final long IDLE_SECONDS = 10;
    private static final Duration AFTER_A_FAULT = Duration.ofSeconds(1);

    private final LaneStore store;
    private final Lane lane;
    private final Bells bells;
    private final NotificationMetrics metrics;
    private final WebhookProperties properties;
    private @Nullable Shift shift;

    LaneWorker(LaneStore store, Lane lane, Bells bells, NotificationMetrics metrics, WebhookProperties properties) {
        this.store = store;
        this.lane = lane;
        this.bells = bells;
        this.metrics = metrics;
        this.properties = properties;
    }

    /** From one start to the next stop; under a name of its own, so that what is left of one before counts no more. */
    private record Shift(String node, Thread looking, ExecutorService lanes) {}

    @Override
    public synchronized void start() {
        if (shift != null) {
            return;
        }
        String node = UUID.randomUUID().toString();
        ExecutorService lanes = new ThreadPoolExecutor(
                0, properties.lanes(), IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> {
                    Thread thread = new Thread(task, "webhook-lane");
                    thread.setDaemon(true);
                    return thread;
                });
        Thread looking = new Thread(() -> lookOn(node, lanes), "webhook-lanes");
        looking.setDaemon(true);
        looking.start();
        shift = new Shift(node, looking, lanes);
    }

    @Override
    public synchronized void stop() {
        Shift ending = shift;
        shift = null;
        if (ending == null) {
            return;
        }
        ending.looking().interrupt();
        ending.lanes().shutdownNow();
        try {
            ending.looking().join(LONGEST_CLOSING_MILLIS);
            if (!ending.lanes().awaitTermination(LONGEST_CLOSING_MILLIS, TimeUnit.MILLISECONDS)) {
                log.warn("Some receivers are still being called; their messages are sent again.");
            }
            store.releaseAll(ending.node());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (DataAccessException e) {
            log.info(
                    "The lanes are free when their leases end: {}", e.getClass().getSimpleName());
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return shift != null;
    }

    private void lookOn(String node, ExecutorService lanes) {
        Set<UUID> busy = ConcurrentHashMap.newKeySet();
        try {
            while (!Thread.currentThread().isInterrupted()) {
                look(node, lanes, busy);
                bells.placed().await(properties.poll());
                Thread.sleep(BETWEEN_LOOKS_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void look(String node, ExecutorService lanes, Set<UUID> busy) {
        try {
            for (UUID webhook : store.due(node)) {
                if (busy.add(webhook)) {
                    try {
                        lanes.execute(() -> work(webhook, node, busy));
                    } catch (RejectedExecutionException e) {
                        busy.remove(webhook);
                        return;
                    }
                }
            }
            metrics.refresh();
        } catch (DataAccessException | TransactionException e) {
            if (!Thread.currentThread().isInterrupted()) {
                log.warn("Receivers wait for the database: {}", e.getClass().getSimpleName());
            }
        }
    }

    private void work(UUID webhook, String node, Set<UUID> busy) {
        try {
            try {
                lane.run(webhook, node);
            } catch (DataAccessException | TransactionException e) {
                if (!Thread.currentThread().isInterrupted()) {
                    log.warn(
                            "The receiver {} waits for the database: {}",
                            webhook,
                            e.getClass().getSimpleName());
                    Thread.sleep(AFTER_A_FAULT.toMillis());
                }
            } catch (RuntimeException e) {
                log.error("The receiver {} cannot be served.", webhook, e);
                Thread.sleep(AFTER_A_FAULT.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            busy.remove(webhook);
            // A message may have come while the lane was being given back.
            bells.placed().ring();
        }
    }
}
