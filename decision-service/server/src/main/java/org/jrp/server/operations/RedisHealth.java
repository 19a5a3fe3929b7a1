package org.jrp.server.operations;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.dao.DataAccessException;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.stereotype.Component;

/**
 * Whether Redis answers (缓存状态). Without it every answer is still right, only slower: its absence is shown as {@code UNKNOWN}, which
 * fails neither the health nor the readiness of the service.
 */
@Component("redis")
final class RedisHealth implements HealthIndicator {

    private final ObjectProvider<RedisConnectionFactory> factory;

    RedisHealth(ObjectProvider<RedisConnectionFactory> factory) {
        this.factory = factory;
    }

    @Override
    public Health health() {
        RedisConnectionFactory redis = factory.getIfAvailable();
        if (redis == null) {
            return Health.unknown().withDetail("enabled", false).build();
        }
        try (RedisConnection connection = redis.getConnection()) {
            connection.ping();
            return Health.up().build();
        } catch (DataAccessException away) {
            return Health.unknown().withDetail("reachable", false).build();
        }
    }
}
