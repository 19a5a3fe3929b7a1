package org.jrp.server.seal;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/** Whether the log is the one that was sealed (封存状态). It fails the health, not the readiness: the service goes on answering. */
@Component("seals")
final class SealHealth implements HealthIndicator {

    private final Sealer sealer;
    private final Verifications verifications;

    SealHealth(Sealer sealer, Verifications verifications) {
        this.sealer = sealer;
        this.verifications = verifications;
    }

    @Override
    public Health health() {
        String mismatch = sealer.mismatch();
        Verification last = verifications.known();
        Health.Builder health = mismatch == null && (last == null || last.found() == 0) ? Health.up() : Health.down();
        if (mismatch != null) {
            health.withDetail("mismatch", mismatch);
        }
        if (last != null) {
            health.withDetail("lastCheck", last.state());
            health.withDetail("lastCheckAt", last.startedAt().toString());
            health.withDetail("lastCheckFound", last.found());
        }
        return health.withDetail("size", sealer.size())
                .withDetail("unsealed", sealer.unsealed())
                .withDetail("lagSeconds", sealer.lag().toSeconds())
                .build();
    }
}
