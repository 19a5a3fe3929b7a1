package org.jrp.server.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jrp.server.TestStores;
import org.jrp.server.problem.ProblemException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.StringRedisTemplate;

class RateLimitsTest {

    private final MutableClock clock = new MutableClock(Instant.parse("2026-11-23T08:00:10Z"));
    private final java.util.List<AutoCloseable> open = new java.util.ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable one : open) {
            one.close();
        }
    }

    @Test
    void without_redis_a_department_gets_its_minute_and_no_more() throws IOException {
        RateLimits limits = new RateLimits(guard(closedPort()), clock);
        Caller caller = Store.caller("c", 100, 1);

        assertThat(taken(limits, caller, 150)).isEqualTo(100);

        assertThatThrownBy(() -> limits.take(caller, 1)).isInstanceOfSatisfying(ProblemException.class, e -> {
            assertThat(e.status()).isEqualTo(429);
            assertThat(e.code()).isEqualTo("too-many-requests");
            assertThat(e.retryAfter()).isBetween(Duration.ofSeconds(50), Duration.ofSeconds(51));
        });
        clock.goOn(Duration.ofSeconds(50));
        assertThat(taken(limits, caller, 150)).isEqualTo(100);
    }

    @Test
    void a_batch_costs_by_subject_and_takes_nothing_when_it_is_refused() throws IOException {
        RateLimits limits = new RateLimits(guard(closedPort()), clock);
        Caller caller = Store.caller("c", 1_000, 1);

        limits.take(caller, 900);
        assertThatThrownBy(() -> limits.take(caller, 101)).isInstanceOf(ProblemException.class);
        limits.take(caller, 100);
        assertThatThrownBy(() -> limits.take(caller, 1)).isInstanceOf(ProblemException.class);
    }

    @Test
    void many_at_once_get_no_more_than_the_minute_holds() throws IOException {
        RateLimits limits = new RateLimits(guard(closedPort()), clock);
        Caller caller = Store.caller("c", 5_000, 1);
        AtomicInteger taken = new AtomicInteger();

        CompletableFuture.allOf(IntStream.range(0, 8)
                        .mapToObj(i -> CompletableFuture.runAsync(() -> taken.addAndGet(taken(limits, caller, 1_000))))
                        .toArray(CompletableFuture[]::new))
                .join();

        assertThat(taken).hasValue(5_000);
    }

    @Test
    void two_nodes_share_one_minute_in_redis() {
        RedisGuard guard = guard(TestStores.redisUrl());
        await().until(guard::answering);
        RateLimits here = new RateLimits(guard, clock);
        RateLimits there = new RateLimits(guard, clock);
        Caller caller = Store.caller("c", 200, 1);
        clock.goOn(Duration.ofMinutes(ThreadLocalRandom.current().nextInt(1, 1_000_000)));

        int both = taken(here, caller, 120) + taken(there, caller, 200);

        assertThat(both).isEqualTo(200);
    }

    @Test
    void a_redis_that_holds_nonsense_is_no_reason_to_refuse_or_to_fail() {
        RedisGuard guard = guard(TestStores.redisUrl());
        await().until(guard::answering);
        long minute = clock.millis() / 60_000;
        guard.ask(redis -> {
            redis.opsForValue().set("jrp:rate:finance-bureau:" + minute, "nonsense", Duration.ofMinutes(1));
            return true;
        });

        assertThat(taken(new RateLimits(guard, clock), Store.caller("c", 100, 1), 150))
                .isEqualTo(100);
    }

    private static int taken(RateLimits limits, Caller caller, int tries) {
        int taken = 0;
        for (int i = 0; i < tries; i++) {
            try {
                limits.take(caller, 1);
                taken++;
            } catch (ProblemException e) {
                assertThat(e.status()).isEqualTo(429);
            }
        }
        return taken;
    }

    private RedisGuard guard(String url) {
        LettuceConnectionFactory connections = new LettuceConnectionFactory(
                LettuceConnectionFactory.createRedisConfiguration(
                        URI.create(url).toString()),
                LettuceClientConfiguration.builder()
                        .commandTimeout(Duration.ofMillis(500))
                        .build());
        connections.afterPropertiesSet();
        connections.start();
        RedisGuard guard = new RedisGuard(new StringRedisTemplate(connections));
        open.add(guard::destroy);
        open.add(connections::destroy);
        return guard;
    }

    private static String closedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return "redis://localhost:" + socket.getLocalPort();
        }
    }
}
