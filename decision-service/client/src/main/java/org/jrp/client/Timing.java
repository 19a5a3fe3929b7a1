package org.jrp.client;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/**
 * Where time and chance come from (时间与随机), so that tests neither sleep nor throw dice.
 *
 * @param nanos a clock that never goes back
 * @param jitter from 0 to 1
 * @param wall the time of day, for {@code Retry-After} as a date
 */
record Timing(LongSupplier nanos, Sleeper sleeper, DoubleSupplier jitter, InstantSource wall) {

    static final Timing REAL = new Timing(
            System::nanoTime,
            time -> TimeUnit.NANOSECONDS.sleep(time.toNanos()),
            () -> ThreadLocalRandom.current().nextDouble(),
            InstantSource.system());

    /** Waits. */
    interface Sleeper {
        void sleep(Duration time) throws InterruptedException;
    }
}
