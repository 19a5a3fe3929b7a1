package org.jrp.server.decision;

import java.util.UUID;
import org.jrp.server.problem.ProblemException;
import org.jspecify.annotations.Nullable;

/** What one question came to (核查结果). */
sealed interface Result {

    /**
     * Recorded, and answered by those bytes.
     *
     * @param evaluation null where the answer repeats an earlier one
     */
    record Answered(UUID id, byte[] body, @Nullable Evaluation evaluation) implements Result {}

    /** Refused; nothing was recorded. */
    record Refused(ProblemException problem) implements Result {}
}
