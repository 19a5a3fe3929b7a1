package org.jrp.server.seal;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Has the log sealed as it grows (封存线程): first the start check, then what was written since the last head, then twice a second what was
 * written in the last seconds, and now and then what was committed late: within a minute, a quarter of an hour. Beside that, at each
 * start and daily, all rows are looked through, some thousand at a time.
 */
@Component
class SealerWorker implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(SealerWorker.class);
    private static final long PAUSE_MILLIS = 500;
    private static final long LONGEST_CLOSING_MILLIS = 5_000;
    private static final Duration SECONDS = Duration.ofSeconds(6);
    private static final Duration MINUTE = Duration.ofSeconds(75);
    private static final Duration QUARTER = Duration.ofMinutes(15);
    private static final int PASSES_A_MINUTE_LOOK = 10;
    private static final int PASSES_A_QUARTER_LOOK = 360;
    private static final int PASSES_A_DAY = 172_800;

    private final Sealer sealer;
    private final SealProperties properties;
    private final InstantSource clock;
    private @Nullable Thread thread;
    private boolean failing;

    SealerWorker(Sealer sealer, SealProperties properties, InstantSource clock) {
        this.sealer = sealer;
        this.properties = properties;
        this.clock = clock;
    }

    @Override
    public synchronized void start() {
        if (thread == null && properties.enabled()) {
            Thread fresh = new Thread(this::sealOn, "sealer");
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

    private void sealOn() {
        boolean checked = false;
        @Nullable Instant behind = null;
        long passes = 0;
        while (!Thread.currentThread().isInterrupted()) {
            boolean more = false;
            try {
                if (!checked) {
                    sealer.check();
                    checked = true;
                }
                if (passes % PASSES_A_DAY == 0) {
                    behind = behind == null ? sealer.behind() : behind;
                    more = sealer.seal(behind);
                    if (!more) {
                        behind = null;
                        sealer.sweepAgain();
                        passes++;
                    }
                } else {
                    more = sealer.seal(since(passes));
                    more |= sealer.sweep();
                    passes++;
                }
                failing = false;
            } catch (DataAccessException | TransactionException | UncheckedIOException e) {
                if (!failing && !Thread.currentThread().isInterrupted()) {
                    log.warn("The log could not be sealed yet: {}", e.getClass().getSimpleName(), e);
                }
                failing = true;
            }
            if (!more || failing) {
                pause();
            }
        }
    }

    private Instant since(long passes) {
        Duration window =
                passes % PASSES_A_QUARTER_LOOK == 0 ? QUARTER : passes % PASSES_A_MINUTE_LOOK == 0 ? MINUTE : SECONDS;
        return clock.instant().minus(window);
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
