package org.jrp.server.release;

import java.time.Instant;
import org.jrp.catalogue.Catalogue;
import org.jrp.decision.DecisionEngine;
import org.jrp.release.Release;

/**
 * A release in use (现行发布版本): a request takes it once and is decided by it from beginning to end.
 *
 * @param number the store's count of activations when this one was taken
 * @param loadedAt when this node began to decide by it
 */
public record ActiveRelease(Release release, DecisionEngine engine, long number, Instant loadedAt) {

    /** {@code sha256:} and the hash of its files. */
    public String hash() {
        return release.hash();
    }

    public Catalogue catalogue() {
        return release.catalogue();
    }
}
