package org.jrp.server.publication;

import java.time.Instant;
import org.jrp.decision.DecisionEngine;
import org.jrp.release.Release;
import org.jrp.server.release.ActiveRelease;

/**
 * The release in use on this node (现行发布版本).
 *
 * @param language version of the rule language
 * @param engine version of the decision engine
 * @param loadedAt when this node began to decide by it
 */
record ReleaseView(
        String hash,
        int language,
        String engine,
        Instant loadedAt,
        int rules,
        int provisions,
        int measures,
        int lists) {

    static ReleaseView of(ActiveRelease active) {
        return new ReleaseView(
                active.hash(),
                Release.LANGUAGE,
                DecisionEngine.VERSION,
                active.loadedAt(),
                active.release().rules().rules().size(),
                active.catalogue().provisions().size(),
                active.catalogue().measures().size(),
                active.catalogue().lists().size());
    }
}
