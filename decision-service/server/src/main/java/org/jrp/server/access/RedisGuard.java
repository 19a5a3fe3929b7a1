package org.jrp.server.access;

import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.core.RedisCallback;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.stereotype.Component;

/**
 * Asks Redis as long as it answers (缓存断路器). After one failure nothing is asked until a trial in the background, every five
 * seconds, succeeds; so that a Redis that is gone costs one call its time-out and the others nothing. It begins with such a trial.
 */
@Component
class RedisGuard implements DisposableBean {

    private static final Logger log = LoggerFactory.getLogger(RedisGuard.class);
    private static final long BETWEEN_TRIALS_MILLIS = 5_000;

    private final StringRedisTemplate redis;
    private final ScheduledExecutorService background = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "redis-guard");
        thread.setDaemon(true);
        return thread;
    });
    private volatile boolean answering;

    RedisGuard(StringRedisTemplate redis) {
        this.redis = redis;
        background.scheduleWithFixedDelay(this::tryAgain, 0, BETWEEN_TRIALS_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** What Redis answers; empty while it does not. */
    <T> Optional<T> ask(Function<StringRedisTemplate, @Nullable T> question) {
        if (!answering) {
            return Optional.empty();
        }
        try {
            return Optional.ofNullable(question.apply(redis));
        } catch (RuntimeException e) {
            answering = false;
            log.warn(
                    "Redis does not answer; this node counts by itself until it does: {}",
                    e.getClass().getSimpleName());
            return Optional.empty();
        }
    }

    boolean answering() {
        return answering;
    }

    @Override
    public void destroy() {
        background.shutdownNow();
    }

    private void tryAgain() {
        if (answering) {
            return;
        }
        try {
            redis.execute((RedisCallback<@Nullable String>) RedisConnection::ping);
            answering = true;
            log.info("Redis answers.");
        } catch (RuntimeException e) {
            log.debug("Redis does not answer yet.");
        }
    }
}
