package org.jrp.server.seal;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/** Whether the log is the one that was sealed (封存状态). It fails the health, not the readiness: the service goes on answering. */
@Component("seals")
final class SealHealth implements HealthIndicator {

    private final Sealer sealer;

    SealHealth(Sealer sealer) {
        this.sealer = sealer;
    }

    @Override
    public Health health() {
        String mismatch = sealer.mismatch();
        Health.Builder health = mismatch == null ? Health.up() : Health.down().withDetail("mismatch", mismatch);
        return health.withDetail("size", sealer.size())
                .withDetail("unsealed", sealer.unsealed())
                .withDetail("lagSeconds", sealer.lag().toSeconds())
                .build();
    }
}
