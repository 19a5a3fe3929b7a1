package org.jrp.server.operations;

import org.jrp.server.release.ActiveRelease;
import org.jrp.server.release.Releases;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.stereotype.Component;

/** Whether this node has a release to decide by, and which (发布版本状态). */
@Component("release")
final class ReleaseHealth implements HealthIndicator {

    private final Releases releases;

    ReleaseHealth(Releases releases) {
        this.releases = releases;
    }

    @Override
    public Health health() {
        ActiveRelease active = releases.active();
        Health.Builder health = Health.up().withDetail("release", active.hash()).withDetail("number", active.number());
        releases.refusal()
                .ifPresent(refusal -> health.status(new Status("DEGRADED"))
                        .withDetail("refused", refusal.hash())
                        .withDetail("reason", refusal.reason())
                        .withDetail("refusedAt", refusal.at().toString()));
        return health.build();
    }
}
