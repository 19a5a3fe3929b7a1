package org.jrp.server.notification;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/** Has messages placed as they come, and hears of those that other nodes placed (通知定序线程). */
@Component
class RelayWorker implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(RelayWorker.class);
    private static final long LONGEST_CLOSING_MILLIS = 2_000;

    private final Relay relay;
    private final NotificationStream stream;
    private final Bells bells;
    private final WebhookProperties properties;
    private @Nullable List<Thread> threads;

    RelayWorker(Relay relay, NotificationStream stream, Bells bells, WebhookProperties properties) {
        this.relay = relay;
        this.stream = stream;
        this.bells = bells;
        this.properties = properties;
    }

    @Override
    public synchronized void start() {
        if (threads != null) {
            return;
        }
        List<Thread> fresh = new ArrayList<>();
        fresh.add(new Thread(this::placeOn, "notification-relay"));
        fresh.add(new Thread(this::listenOn, "notification-stream"));
        for (Thread thread : fresh) {
            thread.setDaemon(true);
            thread.start();
        }
        threads = fresh;
    }

    @Override
    public synchronized void stop() {
        List<Thread> stopping = threads;
        threads = null;
        if (stopping == null) {
            return;
        }
        stopping.forEach(Thread::interrupt);
        try {
            for (Thread thread : stopping) {
                thread.join(LONGEST_CLOSING_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return threads != null;
    }

    private void placeOn() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                if (!placed()) {
                    bells.told().await(properties.poll());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether there may be more. */
    private boolean placed() {
        try {
            List<Relay.Placed> placed = relay.place();
            if (placed.isEmpty()) {
                return false;
            }
            bells.placed().ring();
            stream.add(placed.stream()
                    .sorted(Comparator.comparingLong(Relay.Placed::position))
                    .toList());
            return true;
        } catch (DataAccessException | TransactionException e) {
            if (!Thread.currentThread().isInterrupted()) {
                log.warn("Messages could not be placed yet: {}", e.getClass().getSimpleName());
            }
            return false;
        }
    }

    private void listenOn() {
        try {
            stream.listen(bells.placed());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
