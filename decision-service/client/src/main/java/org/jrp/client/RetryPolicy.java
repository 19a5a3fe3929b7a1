package org.jrp.client;

import java.time.Duration;

/**
 * How often and how long a call is tried (重试策略). Between attempts it waits a random part of {@code firstWait}, doubled each time up
 * to {@code longestWait}; never shorter than the service asked for.
 *
 * @param attempts at least 1
 * @param total time for all attempts and waits of one call together
 */
public record RetryPolicy(int attempts, Duration total, Duration firstWait, Duration longestWait) {

    /** Four attempts within 30 seconds, waiting 0.2 to 5 seconds. */
    public static final RetryPolicy USUAL =
            new RetryPolicy(4, Duration.ofSeconds(30), Duration.ofMillis(200), Duration.ofSeconds(5));

    public RetryPolicy {
        if (attempts < 1) {
            throw new IllegalArgumentException("The attempts (%d) should be 1 or more.".formatted(attempts));
        }
        if (total.isNegative() || total.isZero() || firstWait.isNegative() || longestWait.compareTo(firstWait) < 0) {
            throw new IllegalArgumentException(
                    "The times (%s, %s, %s) should be positive, the longest wait not shorter than the first."
                            .formatted(total, firstWait, longestWait));
        }
    }

    /** One attempt only, within that time. */
    public static RetryPolicy once(Duration total) {
        return new RetryPolicy(1, total, Duration.ZERO, Duration.ZERO);
    }

    /** How long to wait after that attempt. */
    Duration wait(int attempt, double jitter) {
        double factor = Math.pow(2, Math.min(attempt - 1, 30));
        double millis = Math.min(firstWait.toMillis() * factor, longestWait.toMillis());
        return Duration.ofMillis(Math.round(millis * jitter));
    }
}
