package org.jrp.server.publication;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.stereotype.Component;

/**
 * Tells the other nodes by Redis that there is something to look at (发布信号), so that they need not wait for their next look, half a second
 * at most. Nothing rests on it: it is sent in the background, and while Redis fails it is left alone for some seconds.
 */
@Component
class ReleaseSignal {

    private static final Logger log = LoggerFactory.getLogger(ReleaseSignal.class);
    private static final byte[] CHANNEL = "jrp:releases".getBytes(StandardCharsets.UTF_8);
    private static final byte[] MESSAGE = "look".getBytes(StandardCharsets.UTF_8);
    private static final Duration LEFT_ALONE = Duration.ofSeconds(5);
    private static final int WAITING = 1;

    private final @Nullable RedisConnectionFactory redis;
    private final InstantSource clock;
    private final ExecutorService sending;
    private volatile Instant notBefore = Instant.MIN;
    private volatile Runnable heard = () -> {};
    private volatile @Nullable RedisConnection listening;

    ReleaseSignal(ObjectProvider<RedisConnectionFactory> redis, InstantSource clock) {
        this.redis = redis.getIfAvailable();
        this.clock = clock;
        this.sending = new ThreadPoolExecutor(
                0,
                1,
                1,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(WAITING),
                task -> {
                    Thread thread = new Thread(task, "release-signal");
                    thread.setDaemon(true);
                    return thread;
                },
                new ThreadPoolExecutor.DiscardPolicy());
    }

    /** Tells the others; returns at once. */
    void ring() {
        sending.execute(this::send);
    }

    /** From now on runs that whenever another node tells. */
    void listen(Runnable bell) {
        heard = bell;
        ring();
    }

    void close() {
        heard = () -> {};
        sending.shutdown();
        drop();
    }

    private void send() {
        RedisConnectionFactory factory = redis;
        if (factory == null || clock.instant().isBefore(notBefore)) {
            return;
        }
        try {
            subscribe(factory);
            try (RedisConnection connection = factory.getConnection()) {
                connection.publish(CHANNEL, MESSAGE);
            }
        } catch (RuntimeException e) {
            notBefore = clock.instant().plus(LEFT_ALONE);
            drop();
            log.info(
                    "Redis does not pass on that releases changed: {}",
                    e.getClass().getSimpleName());
        }
    }

    /** Lettuce subscribes again by itself after its connection was lost. */
    private void subscribe(RedisConnectionFactory factory) {
        if (listening == null) {
            RedisConnection connection = factory.getConnection();
            connection.subscribe((message, pattern) -> heard.run(), CHANNEL);
            listening = connection;
        }
    }

    private void drop() {
        RedisConnection connection = listening;
        listening = null;
        if (connection != null) {
            try {
                connection.close();
            } catch (RuntimeException e) {
                log.debug("The subscription was not closed: {}", e.getClass().getSimpleName());
            }
        }
    }
}
