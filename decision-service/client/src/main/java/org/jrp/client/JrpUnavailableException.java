package org.jrp.client;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Thrown when no answer could be had or none could be recorded (暂时无法核查). It is no "clear": the matter must wait or go to a
 * person. Asking again later, with the same idempotency key, is safe.
 */
public final class JrpUnavailableException extends JrpException {

    private static final long serialVersionUID = 1L;

    private final List<String> reasons;
    private final Duration elapsed;

    JrpUnavailableException(List<String> reasons, Duration elapsed, @Nullable Throwable cause) {
        super(
                "No answer after %d %s in %d ms: %s."
                        .formatted(
                                reasons.size(),
                                reasons.size() == 1 ? "attempt" : "attempts",
                                elapsed.toMillis(),
                                String.join("; ", reasons)),
                cause);
        this.reasons = List.copyOf(reasons);
        this.elapsed = elapsed;
    }

    /** How often it was tried. */
    public int attempts() {
        return reasons.size();
    }

    /** Why each attempt failed, in order, such as {@code 503 not-recorded} or {@code timed out}. */
    public List<String> reasons() {
        return reasons;
    }

    /** How long it was tried. */
    public Duration elapsed() {
        return elapsed;
    }
}
