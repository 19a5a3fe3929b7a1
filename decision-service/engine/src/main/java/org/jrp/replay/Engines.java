package org.jrp.replay;

import java.util.Optional;
import org.jrp.decision.CaseFile;
import org.jrp.decision.Decision;

/** What decides again, release by release (复算所用引擎). As many threads may ask it as use it. */
public interface Engines {

    /** Decides a case file by one release; pure. */
    @FunctionalInterface
    interface Decider {
        Decision decide(CaseFile file);
    }

    /** The version of the engine, as its answers name it. */
    String version();

    /**
     * What decides by that release; empty where the release is not at hand.
     *
     * @param release {@code sha256:} and its hash
     * @throws org.jrp.catalogue.InvalidFilesException when the release was changed or damaged; {@link IllegalStateException} too
     */
    Optional<Decider> find(String release);
}
