package org.jrp.server.release;

import java.time.InstantSource;
import org.jrp.decision.DecisionEngine;
import org.jrp.release.Release;
import org.springframework.stereotype.Service;

/** Keeps the release that this node decides by (发布版本). */
@Service
public class Releases {

    private volatile ActiveRelease active;

    Releases(InstantSource clock) {
        Release shipped = Release.shipped();
        this.active = new ActiveRelease(shipped, DecisionEngine.of(shipped), 0, clock.instant());
    }

    /** The release in use now. */
    public ActiveRelease active() {
        return active;
    }
}
