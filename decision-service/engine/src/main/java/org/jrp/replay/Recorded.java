package org.jrp.replay;

import org.jrp.record.DecisionRecord;
import org.jspecify.annotations.Nullable;

/**
 * A recorded decision as it is kept or exported (所存决定): what a replay needs of it.
 *
 * @param envelope with the engine that answered
 * @param asOf as {@code YYYY-MM-DD}
 * @param decisionHash {@code sha256:…}, as kept
 * @param recordHash {@code sha256:…}, as kept
 * @param canonical empty where the record was erased; not copied, and not to be changed
 */
public record Recorded(
        DecisionRecord.Envelope envelope,
        String context,
        @Nullable String matter,
        String outcome,
        String asOf,
        String decisionHash,
        String recordHash,
        byte[] canonical) {

    /** The id of the decision. */
    public String id() {
        return envelope.decisionId();
    }

    /** The version of the engine that answered. */
    public String engine() {
        return envelope.engineBuild();
    }
}
