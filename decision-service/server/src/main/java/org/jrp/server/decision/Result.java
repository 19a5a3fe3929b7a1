package org.jrp.server.decision;

import java.util.UUID;
import org.jrp.server.problem.ProblemException;

/** What one question came to (核查结果). */
sealed interface Result {

    /** Recorded, and answered by those bytes. */
    record Answered(UUID id, byte[] body) implements Result {}

    /** Refused; nothing was recorded. */
    record Refused(ProblemException problem) implements Result {}
}
