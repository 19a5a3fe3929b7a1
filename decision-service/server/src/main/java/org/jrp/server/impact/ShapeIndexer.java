package org.jrp.server.impact;

import java.time.Duration;
import java.time.InstantSource;
import java.util.UUID;
import org.jrp.server.Uuids;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Has the shapes of decisions found as they are recorded (特征索引线程): at the start of whatever has none, then each second of the last seconds',
 * and now and then of what was committed late.
 */
@Component
class ShapeIndexer implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(ShapeIndexer.class);
    private static final UUID FIRST = new UUID(0, 0);
    private static final UUID BEYOND = new UUID(-1, -1);
    private static final long PAUSE_MILLIS = 1_000;
    private static final long LONGEST_CLOSING_MILLIS = 5_000;
    private static final Duration SECONDS = Duration.ofSeconds(10);
    private static final Duration QUARTER = Duration.ofMinutes(15);
    private static final int PASSES_A_QUARTER_LOOK = 180;
    private static final int PASSES_A_DAY = 86_400;

    private final ShapeIndex index;
    private final ImpactProperties properties;
    private final InstantSource clock;
    private @Nullable Thread thread;

    ShapeIndexer(ShapeIndex index, ImpactProperties properties, InstantSource clock) {
        this.index = index;
        this.properties = properties;
        this.clock = clock;
    }

    @Override
    public synchronized void start() {
        if (thread == null && properties.index()) {
            Thread fresh = new Thread(this::indexOn, "jrp-shapes");
            fresh.setDaemon(true);
            fresh.start();
            thread = fresh;
        }
    }

    @Override
    public synchronized void stop() {
        Thread stopping = thread;
        thread = null;
        if (stopping == null) {
            return;
        }
        stopping.interrupt();
        try {
            stopping.join(LONGEST_CLOSING_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return thread != null;
    }

    private void indexOn() {
        long passes = 0;
        boolean failing = false;
        while (!Thread.currentThread().isInterrupted()) {
            try {
                index(since(passes));
                passes++;
                failing = false;
            } catch (DataAccessException | TransactionException e) {
                if (!failing && !Thread.currentThread().isInterrupted()) {
                    log.warn("Shapes could not be found yet: {}", e.getClass().getSimpleName());
                }
                failing = true;
            }
            try {
                Thread.sleep(PAUSE_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private UUID since(long passes) {
        if (passes % PASSES_A_DAY == 0) {
            return FIRST;
        }
        Duration window = passes % PASSES_A_QUARTER_LOOK == 0 ? QUARTER : SECONDS;
        return Uuids.first(clock.instant().minus(window));
    }

    private void index(UUID since) {
        UUID after = since;
        while (!Thread.currentThread().isInterrupted()) {
            ShapeIndex.Step step = index.step(after, BEYOND);
            UUID last = step.last();
            if (!step.alone() || !step.more() || last == null) {
                return;
            }
            after = last;
        }
    }
}
