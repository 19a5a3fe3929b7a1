package org.jrp.server.replay;

import java.util.Optional;
import java.util.UUID;

/** Proves that a decision stands in the sealed log (存证证明), for the evidence package. The package holds none where no bean is there. */
public interface DecisionProof {

    /** The proof as JSON; empty where the decision is not sealed yet. */
    Optional<byte[]> of(UUID decision);
}
