package org.jrp.server.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.jrp.server.problem.ProblemException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.StringRedisTemplate;

class SubjectQuotaTest {

    private final MutableClock clock = new MutableClock(Instant.parse("2026-11-23T14:00:00Z"));
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Random random = new Random(1);
    private final LettuceConnectionFactory connections = closedPort();
    private final RedisGuard guard = new RedisGuard(new StringRedisTemplate(connections));
    private final SubjectQuota quota = new SubjectQuota(guard, clock, meters);

    SubjectQuotaTest() throws IOException {}

    @AfterEach
    void close() {
        quota.destroy();
        guard.destroy();
        connections.destroy();
    }

    @Test
    void the_same_subject_counts_once() {
        Caller caller = Store.caller("c", 1, 1);
        byte[] reference = reference();

        for (int i = 0; i < 1_000; i++) {
            quota.count(caller, reference);
        }

        assertThat(meters.find("jrp.quota.exceeded").counter()).isNull();
    }

    @Test
    void who_asks_about_more_than_the_quota_is_refused_until_midnight_in_shanghai_and_reported_once() {
        Caller caller = Store.caller("c", 1, 3);
        quota.count(caller, reference());
        quota.count(caller, reference());
        quota.count(caller, reference());

        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> quota.count(caller, reference()))
                    .isInstanceOfSatisfying(ProblemException.class, e -> {
                        assertThat(e.status()).isEqualTo(429);
                        assertThat(e.code()).isEqualTo("too-many-subjects");
                        assertThat(e.retryAfter()).isEqualTo(Duration.ofHours(2));
                    });
        }

        assertThat(meters.get("jrp.quota.exceeded").counter().count()).isEqualTo(1);
        clock.goOn(Duration.ofHours(2));
        quota.count(caller, reference());
    }

    @Test
    void a_large_quota_is_counted_to_a_few_per_cent() {
        Caller caller = Store.caller("c", 1, 100_000);
        int asked = 0;
        try {
            while (asked < 200_000) {
                quota.count(caller, reference());
                asked++;
            }
        } catch (ProblemException e) {
            assertThat(e.code()).isEqualTo("too-many-subjects");
        }

        assertThat(asked).isBetween(97_000, 103_000);
    }

    private byte[] reference() {
        byte[] reference = new byte[16];
        random.nextBytes(reference);
        return reference;
    }

    private static LettuceConnectionFactory closedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            LettuceConnectionFactory connections = new LettuceConnectionFactory("localhost", socket.getLocalPort());
            connections.afterPropertiesSet();
            connections.start();
            return connections;
        }
    }
}
