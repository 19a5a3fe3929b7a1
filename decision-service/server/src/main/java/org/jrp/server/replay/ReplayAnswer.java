package org.jrp.server.replay;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jrp.decision.Decision;
import org.jrp.replay.Cause;
import org.jspecify.annotations.Nullable;

/**
 * What the replay of one decision gave (复算结果).
 *
 * @param replayHash null where it could not be decided again
 * @param release by which it was decided again; null where the record does not say
 * @param informationOnly whether it was decided by another release than then: what it would be, which changes nothing about what was answered
 * @param then what was recorded; null where the record cannot be read
 * @param now what it comes to; null where it could not be decided again
 */
@Schema(name = "Replay")
record ReplayAnswer(
        UUID decisionId,
        String verdict,
        List<Cause> causes,
        String decisionHash,
        @Nullable String replayHash,
        @Nullable String release,
        String engineThen,
        String engineNow,
        Instant replayedAt,
        boolean informationOnly,
        @Nullable Result then,
        @Nullable Result now) {

    /** Outcome and measures. */
    @Schema(name = "ReplayResult")
    record Result(String outcome, List<Measure> measures) {

        static @Nullable Result of(@Nullable Decision decision) {
            return decision == null
                    ? null
                    : new Result(
                            decision.outcome().code(),
                            decision.measures().stream()
                                    .map(one -> new Measure(
                                            one.code(), one.name(), one.effect().code(), one.conditional()))
                                    .toList());
        }
    }

    /** A measure, shortly. */
    @Schema(name = "ReplayMeasure")
    record Measure(String code, String name, String effect, boolean conditional) {}
}
