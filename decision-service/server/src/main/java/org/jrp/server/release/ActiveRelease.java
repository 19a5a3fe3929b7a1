package org.jrp.server.release;

import org.jrp.catalogue.Catalogue;
import org.jrp.decision.DecisionEngine;
import org.jrp.release.Release;

/**
 * A release in use (现行发布版本): a request takes it once and is decided by it from beginning to end.
 *
 * @param number the store's count of activations when this one was taken
 */
public record ActiveRelease(Release release, DecisionEngine engine, long number) {

    /** {@code sha256:} and the hash of its files. */
    public String hash() {
        return release.hash();
    }

    public Catalogue catalogue() {
        return release.catalogue();
    }
}
