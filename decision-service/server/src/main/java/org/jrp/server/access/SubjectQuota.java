package org.jrp.server.access;

import io.micrometer.core.instrument.MeterRegistry;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import org.jrp.catalogue.Text;
import org.jrp.server.problem.ProblemException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Service;

/**
 * How many distinct subjects a department has asked about today (主体数配额): who asks about very many tries numbers out. A node counts
 * by itself in a bitmap, for references are evenly spread, and tells Redis in the background of those that are new to it; Redis counts
 * for all nodes (HyperLogLog). Both are estimates, good to a few per cent. References alone go to Redis: they cannot be turned into
 * numbers without the key.
 */
@Service
public final class SubjectQuota implements DisposableBean {

    private static final Logger log = LoggerFactory.getLogger(SubjectQuota.class);
    private static final ZoneId SHANGHAI = ZoneId.of("Asia/Shanghai");
    private static final int WAITING = 65_536;
    private static final long BETWEEN_REPORTS_MILLIS = 200;

    private final RedisGuard redis;
    private final InstantSource clock;
    private final MeterRegistry meters;
    private final ConcurrentHashMap<String, Day> days = new ConcurrentHashMap<>();
    private final BlockingQueue<News> waiting = new ArrayBlockingQueue<>(WAITING);
    private final ScheduledExecutorService background = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "subject-quota");
        thread.setDaemon(true);
        return thread;
    });

    private record News(Day day, byte[] reference) {}

    /** One department's day, on this node. */
    private static final class Day {

        private static final int BITS_A_SUBJECT = 8;
        private static final int FEWEST_BITS = 1 << 12;
        private static final int MOST_BITS = 1 << 26;

        private final String department;
        private final LocalDate date;
        private final Instant end;
        private final AtomicLongArray words;
        private final int mask;
        private final AtomicLong set = new AtomicLong();
        private final AtomicBoolean alarmed = new AtomicBoolean();
        private volatile long everywhere;

        private Day(Department department, LocalDate date) {
            this.department = department.code();
            this.date = date;
            this.end = date.plusDays(1).atStartOfDay(SHANGHAI).toInstant();
            long wanted =
                    Math.min(MOST_BITS, Math.max(FEWEST_BITS, (long) BITS_A_SUBJECT * department.subjectsPerDay()));
            int bits = Integer.highestOneBit((int) wanted - 1) << 1;
            this.words = new AtomicLongArray(bits / Long.SIZE);
            this.mask = bits - 1;
        }

        /** Whether the subject is new to this node today, as far as can be told. */
        private boolean add(byte[] reference) {
            int bit = ByteBuffer.wrap(reference).getInt() & mask;
            long flag = 1L << bit;
            int word = bit / Long.SIZE;
            if ((words.get(word) & flag) != 0) {
                return false;
            }
            // Two threads may both come here; one of them sets the bit.
            long before = words.getAndUpdate(word, old -> old | flag);
            if ((before & flag) != 0) {
                return false;
            }
            set.incrementAndGet();
            return true;
        }

        /** Subjects by linear counting: -m ln(share of bits not set). */
        private long count() {
            double size = mask + 1.0;
            long here = Math.round(-size * Math.log1p(-Math.min(set.get(), size - 1) / size));
            return Math.max(here, everywhere);
        }
    }

    SubjectQuota(RedisGuard redis, InstantSource clock, MeterRegistry meters) {
        this.redis = redis;
        this.clock = clock;
        this.meters = meters;
        background.scheduleWithFixedDelay(
                this::report, BETWEEN_REPORTS_MILLIS, BETWEEN_REPORTS_MILLIS, TimeUnit.MILLISECONDS);
    }

    /**
     * Counts that the department asks about the subject.
     *
     * @param reference as the vault gives it
     * @throws ProblemException 429 {@code too-many-subjects} when the day's quota is exceeded, until the day ends
     */
    public void count(Caller caller, byte[] reference) {
        Instant now = clock.instant();
        Department department = caller.department();
        Day day = days.get(department.code());
        if (day == null || !now.isBefore(day.end)) {
            LocalDate today = LocalDate.ofInstant(now, SHANGHAI);
            day = days.compute(
                    department.code(),
                    (code, old) -> old != null && !old.date.isBefore(today) ? old : new Day(department, today));
        }
        if (day.add(reference) && !waiting.offer(new News(day, reference.clone()))) {
            log.debug("More new subjects than can be reported; this node has counted them.");
        }
        if (day.count() > department.subjectsPerDay()) {
            alarm(day, department);
            throw ProblemException.later(
                    429,
                    "too-many-subjects",
                    new Text(
                            "本部门今日查询的主体数已超过配额(" + department.subjectsPerDay() + "),已告警。",
                            "Your department has asked about more subjects today than its quota ("
                                    + department.subjectsPerDay() + "); this was reported."),
                    Duration.between(now, day.end));
        }
    }

    @Override
    public void destroy() {
        background.shutdownNow();
    }

    private void alarm(Day day, Department department) {
        if (day.alarmed.compareAndSet(false, true)) {
            log.warn(
                    "Department {} has asked about more than {} subjects today: somebody may be trying numbers out.",
                    department.code(),
                    department.subjectsPerDay());
            meters.counter("jrp.quota.exceeded", "department", department.code())
                    .increment();
        }
    }

    private void report() {
        try {
            List<News> news = new ArrayList<>();
            waiting.drainTo(news);
            Map<Day, List<String>> byDay = new HashMap<>();
            for (News one : news) {
                byDay.computeIfAbsent(one.day(), day -> new ArrayList<>())
                        .add(Base64.getEncoder().encodeToString(one.reference()));
            }
            byDay.forEach((day, references) -> redis.ask(client -> {
                        String key = "jrp:subjects:" + day.department + ':' + day.date;
                        client.opsForHyperLogLog().add(key, references.toArray(new String[0]));
                        client.expire(key, Duration.ofDays(2));
                        return client.opsForHyperLogLog().size(key);
                    })
                    .ifPresent(count -> day.everywhere = Math.max(day.everywhere, count)));
        } catch (RuntimeException e) {
            log.warn(
                    "Numbers of subjects could not be reported: {}",
                    e.getClass().getSimpleName());
        }
    }
}
