package org.jrp.server.notification;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.RedisStreamCommands.XAddOptions;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.connection.stream.ByteRecord;
import org.springframework.data.redis.connection.stream.ReadOffset;
import org.springframework.data.redis.connection.stream.RecordId;
import org.springframework.data.redis.connection.stream.StreamOffset;
import org.springframework.data.redis.connection.stream.StreamReadOptions;
import org.springframework.data.redis.connection.stream.StreamRecords;
import org.springframework.stereotype.Component;

/**
 * The Redis Stream {@code jrp:notifications} (通知流): tells all nodes, and whoever else reads it, which messages have their place.
 * It says what and for whom, never about whom. It wakes; what counts stands in the database. While Redis fails it is left alone for
 * some seconds, and nodes find their work by looking.
 */
@Component
class NotificationStream {

    static final String KEY = "jrp:notifications";

    private static final Logger log = LoggerFactory.getLogger(NotificationStream.class);
    private static final long LONGEST = 100_000;
    private static final int AT_ONCE = 500;
    private static final Duration LEFT_ALONE = Duration.ofSeconds(5);
    private static final Duration LISTENING = Duration.ofSeconds(2);
    private static final Duration COMMAND = Duration.ofSeconds(5);
    private static final Duration QUICK = Duration.ofMillis(50);

    private final @Nullable RedisConnectionFactory redis;
    private final InstantSource clock;
    private volatile Instant notBefore = Instant.MIN;

    NotificationStream(ObjectProvider<RedisConnectionFactory> redis, InstantSource clock) {
        this.redis = redis.getIfAvailable();
        this.clock = clock;
    }

    /** Adds them, in order; whether it could. */
    boolean add(List<Relay.Placed> messages) {
        RedisConnectionFactory factory = redis;
        if (factory == null || clock.instant().isBefore(notBefore)) {
            return false;
        }
        try (RedisConnection connection = factory.getConnection()) {
            XAddOptions options = XAddOptions.maxlen(LONGEST).approximateTrimming(true);
            for (int from = 0; from < messages.size(); from += AT_ONCE) {
                connection.openPipeline();
                for (Relay.Placed one : messages.subList(from, Math.min(from + AT_ONCE, messages.size()))) {
                    connection
                            .streamCommands()
                            .xAdd(StreamRecords.rawBytes(fields(one)).withStreamKey(bytes(KEY)), options);
                }
                connection.closePipeline();
            }
            return true;
        } catch (RuntimeException e) {
            notBefore = clock.instant().plus(LEFT_ALONE);
            log.warn(
                    "Redis does not take messages ({}); nodes look for their work by themselves.",
                    e.getClass().getSimpleName());
            return false;
        }
    }

    /** Rings the bell with all that comes, until the thread is interrupted. */
    void listen(Bell bell) throws InterruptedException {
        if (!(redis instanceof LettuceConnectionFactory shared)) {
            return;
        }
        boolean answered = true;
        while (!Thread.currentThread().isInterrupted()) {
            LettuceConnectionFactory own = waiting(shared);
            try {
                own.afterPropertiesSet();
                own.start();
                answered = true;
                follow(own, bell);
            } catch (RuntimeException e) {
                if (Thread.currentThread().isInterrupted() || causedByInterruption(e)) {
                    return;
                }
                if (answered) {
                    answered = false;
                    log.info(
                            "Redis is not listened to for now: {}", e.getClass().getSimpleName());
                }
            } finally {
                destroy(own);
            }
            Thread.sleep(LEFT_ALONE.toMillis());
        }
    }

    private static void follow(LettuceConnectionFactory own, Bell bell) {
        try (RedisConnection connection = own.getConnection()) {
            StreamReadOptions options = StreamReadOptions.empty().count(1_000).block(LISTENING);
            ReadOffset after = ReadOffset.latest();
            while (!Thread.currentThread().isInterrupted()) {
                List<ByteRecord> records =
                        connection.streamCommands().xRead(options, StreamOffset.create(bytes(KEY), after));
                if (records != null && !records.isEmpty()) {
                    RecordId last = records.get(records.size() - 1).getId();
                    after = ReadOffset.from(last);
                    bell.ring();
                }
            }
        }
    }

    /** To close it in peace, the thread must not be interrupted meanwhile. */
    private static void destroy(LettuceConnectionFactory own) {
        boolean interrupted = Thread.interrupted();
        own.destroy();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** A connection of its own, whose calls may wait longer than others. */
    private static LettuceConnectionFactory waiting(LettuceConnectionFactory shared) {
        LettuceClientConfiguration.LettuceClientConfigurationBuilder client = LettuceClientConfiguration.builder()
                .commandTimeout(COMMAND)
                .shutdownTimeout(QUICK)
                .shutdownQuietPeriod(Duration.ZERO);
        if (shared.getClientConfiguration().isUseSsl()) {
            client.useSsl();
        }
        LettuceClientConfiguration settings = client.build();
        if (shared.getClusterConfiguration() != null) {
            return new LettuceConnectionFactory(shared.getClusterConfiguration(), settings);
        }
        return shared.getSentinelConfiguration() == null
                ? new LettuceConnectionFactory(shared.getStandaloneConfiguration(), settings)
                : new LettuceConnectionFactory(shared.getSentinelConfiguration(), settings);
    }

    private static boolean causedByInterruption(Throwable e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof InterruptedException) {
                return true;
            }
        }
        return false;
    }

    private static Map<byte[], byte[]> fields(Relay.Placed one) {
        Map<byte[], byte[]> fields = new LinkedHashMap<>();
        fields.put(bytes("position"), bytes(Long.toString(one.position())));
        fields.put(bytes("department"), bytes(one.department()));
        fields.put(bytes("kind"), bytes(one.kind()));
        fields.put(bytes("id"), bytes(Long.toString(one.id())));
        return fields;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
