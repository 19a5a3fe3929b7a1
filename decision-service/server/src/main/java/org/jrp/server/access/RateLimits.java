package org.jrp.server.access;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jrp.catalogue.Text;
import org.jrp.server.problem.ProblemException;
import org.springframework.data.redis.core.script.RedisScript;
import org.springframework.stereotype.Service;

/**
 * How many requests a department may still make this minute (请求限流). The minute's budget lies in Redis for all nodes; a node takes a
 * twentieth of it at a time and counts that down by itself, so that Redis is asked about twenty times a minute and not with every
 * request. Without Redis each node counts the whole budget by itself: a department may then get as many budgets as there are nodes,
 * which is better than none.
 */
@Service
public final class RateLimits {

    private static final int SLICES = 20;
    private static final RedisScript<Long> LEASE = RedisScript.of("""
            local used = tonumber(redis.call('get', KEYS[1])) or 0
            local got = math.min(tonumber(ARGV[1]), tonumber(ARGV[2]) - used)
            if got <= 0 then return 0 end
            redis.call('set', KEYS[1], used + got, 'EX', 120)
            return got
            """, Long.class);

    private final RedisGuard redis;
    private final InstantSource clock;
    private final ConcurrentHashMap<String, Window> windows = new ConcurrentHashMap<>();

    RateLimits(RedisGuard redis, InstantSource clock) {
        this.redis = redis;
        this.clock = clock;
    }

    /** What a node holds of one department's budget of one minute. */
    private static final class Window {

        private final long minute;
        private final AtomicLong left = new AtomicLong();
        private final ReentrantLock leasing = new ReentrantLock();
        private long leased;
        private volatile boolean exhausted;

        private Window(long minute) {
            this.minute = minute;
        }

        private boolean take(int cost) {
            long had = left.get();
            while (had >= cost) {
                if (left.compareAndSet(had, had - cost)) {
                    return true;
                }
                had = left.get();
            }
            return false;
        }
    }

    /**
     * Takes from the department's budget of this minute.
     *
     * @param cost 1 for a request; for a batch or stream, the number of subjects
     * @throws ProblemException 429 {@code too-many-requests}
     */
    public void take(Caller caller, int cost) {
        long millis = clock.millis();
        long minute = TimeUnit.MILLISECONDS.toMinutes(millis);
        Department department = caller.department();
        Window window = windows.get(department.code());
        if (window == null || window.minute != minute) {
            window = windows.compute(
                    department.code(), (code, old) -> old != null && old.minute >= minute ? old : new Window(minute));
        }
        if (!window.take(cost) && !lease(window, department, cost)) {
            throw ProblemException.later(
                    429,
                    "too-many-requests",
                    new Text(
                            "本部门本分钟的请求已达上限(" + department.requestsPerMinute() + ")。",
                            "Your department has used up this minute's requests (" + department.requestsPerMinute()
                                    + ")."),
                    Duration.ofMillis(TimeUnit.MINUTES.toMillis(minute + 1) - millis + 999));
        }
    }

    /**
     * The same for a part of something long: waits for the next minute's budget instead of refusing what is left.
     *
     * @throws ProblemException 429 {@code too-many-requests} where that takes longer than the longest wait
     */
    public void await(Caller caller, int cost, Duration longest) {
        long until = System.nanoTime() + longest.toNanos();
        while (true) {
            try {
                take(caller, cost);
                return;
            } catch (ProblemException e) {
                Duration wait = e.retryAfter();
                if (wait == null || System.nanoTime() + wait.toNanos() > until) {
                    throw e;
                }
                try {
                    Thread.sleep(wait.toMillis());
                } catch (InterruptedException interrupted) {
                    Thread.currentThread().interrupt();
                    throw e;
                }
            }
        }
    }

    private boolean lease(Window window, Department department, int cost) {
        if (window.exhausted) {
            return false;
        }
        window.leasing.lock();
        try {
            if (window.take(cost)) {
                return true;
            }
            if (window.exhausted) {
                return false;
            }
            long limit = department.requestsPerMinute();
            long wanted = Math.max(Math.max(1, limit / SLICES), cost - window.left.get());
            long allowed = limit - window.leased;
            long got = redis.ask(client -> client.execute(
                            LEASE,
                            List.of("jrp:rate:" + department.code() + ':' + window.minute),
                            Long.toString(wanted),
                            Long.toString(limit)))
                    .orElse(wanted);
            // Redis is believed when it gives less, never when it gives more than there is.
            got = Math.max(0, Math.min(Math.min(got, wanted), allowed));
            window.leased += got;
            window.left.addAndGet(got);
            window.exhausted = got < wanted;
            return window.take(cost);
        } finally {
            window.leasing.unlock();
        }
    }
}
