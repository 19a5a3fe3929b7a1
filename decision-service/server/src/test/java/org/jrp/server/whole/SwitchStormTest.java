package org.jrp.server.whole;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/**
 * Two nodes switch together while both answer: no request fails, no answer mixes two releases, and none that was asked after an activation had
 * been answered is by the release before. {@code -Djrp.scale=full} switches 500 times.
 */
class SwitchStormTest {

    private static final boolean FULL = "full".equals(System.getProperty("jrp.scale"));
    private static final int SWITCHES = FULL ? 500 : 21;
    private static final int CLIENTS = 4;
    private static final Duration LATEST = Duration.ofSeconds(2);
    private static final long MEBIBYTE = 1 << 20;

    private final List<String> activated = java.util.Collections.synchronizedList(new ArrayList<>());
    /** Index of the activation last answered with 200, and of the one last asked for. */
    private final AtomicInteger settled = new AtomicInteger();

    private final AtomicInteger asked = new AtomicInteger();
    private final Map<String, LongAdder> by = new ConcurrentHashMap<>();
    private final LongAdder strict = new LongAdder();
    private final ConcurrentLinkedQueue<String> failed = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<String> mixed = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<String> stale = new ConcurrentLinkedQueue<>();

    @Test
    void whatever_is_switched_no_answer_fails_is_mixed_or_is_stale() throws Exception {
        TwoNodes nodes = TwoNodes.running();
        List<Service> both = List.of(nodes.one(), nodes.two());
        TwoReleases releases = new TwoReleases(nodes, "storm");
        activated.add(TwoReleases.SHIPPED);
        AtomicBoolean over = new AtomicBoolean();
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        List<Future<?>> running = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            Service node = both.get(i % both.size());
            running.add(clients.submit(() -> {
                while (!over.get()) {
                    ask(releases, node);
                }
            }));
        }
        List<Long> lags = new ArrayList<>();
        List<long[]> memory = new ArrayList<>();
        long start = System.nanoTime();
        for (int i = 1; i <= SWITCHES; i++) {
            Service node = both.get(i / 2 % both.size());
            String next = i % 2 == 1 ? releases.changed() : TwoReleases.SHIPPED;
            activated.add(next);
            asked.set(i);
            Reply reply = i % 2 == 1 ? releases.activate(node, next) : releases.rollback(node);
            assertThat(reply.status()).as("%s", reply).isEqualTo(200);
            settled.set(i);
            for (Service one : both) {
                assertThat(releases.check(one).field("release")).isEqualTo(next);
            }
            lags.add(lag(releases, both, next));
            if (i % (SWITCHES / 3) == 0) {
                memory.add(used());
            }
        }
        long millis = (System.nanoTime() - start) / 1_000_000;
        over.set(true);
        for (Future<?> one : running) {
            one.get();
        }
        clients.shutdown();
        if (SWITCHES % 2 == 1) {
            assertThat(releases.activate(nodes.one(), TwoReleases.SHIPPED).status())
                    .isEqualTo(200);
        }

        long latest = lags.stream().mapToLong(Long::longValue).max().orElse(0);
        System.out.printf(
                Locale.ROOT,
                "STORM %d switches in %d ms; answers %s, %d of them between two switches; failed %d, mixed %d, stale %d; last node at most %d ms"
                        + " behind; heap MiB after each third %s, metaspace %s%n",
                SWITCHES,
                millis,
                by,
                strict.sum(),
                failed.size(),
                mixed.size(),
                stale.size(),
                latest,
                memory.stream().map(one -> one[0] / MEBIBYTE).toList(),
                memory.stream().map(one -> one[1] / MEBIBYTE).toList());
        assertThat(failed).isEmpty();
        assertThat(mixed).isEmpty();
        assertThat(stale).isEmpty();
        assertThat(strict.sum()).isPositive();
        assertThat(by).containsOnlyKeys(TwoReleases.SHIPPED, releases.changed());
        assertThat(latest).isLessThanOrEqualTo(LATEST.toMillis());
        long[] first = memory.get(0);
        long[] last = memory.get(memory.size() - 1);
        assertThat(last[0]).as("heap").isLessThan(first[0] + first[0] / 5 + 16 * MEBIBYTE);
        assertThat(last[1]).as("metaspace").isLessThan(first[1] + first[1] / 20 + 4 * MEBIBYTE);
    }

    private void ask(TwoReleases releases, Service node) {
        int before = settled.get();
        Reply reply = releases.check(node);
        int after = asked.get();
        if (reply.status() != 201) {
            failed.add(reply.toString());
            return;
        }
        String release = reply.field("release");
        by.computeIfAbsent(release, hash -> new LongAdder()).increment();
        if (!TwoReleases.whole(reply)) {
            mixed.add(reply.toString());
        }
        if (before == after) {
            strict.increment();
        }
        if (!activated.subList(before, after + 1).contains(release)) {
            stale.add(before + " to " + after + ": " + reply);
        }
    }

    /** How long after the first node the last one began to decide by that release, in milliseconds. */
    private static long lag(TwoReleases releases, List<Service> nodes, String hash) {
        List<Instant> began = new ArrayList<>();
        for (Service node : nodes) {
            Reply current = Awaitility.await()
                    .pollInterval(Duration.ofMillis(10))
                    .atMost(LATEST)
                    .until(
                            () -> releases.current(node),
                            reply -> reply.field("hash").equals(hash));
            began.add(Instant.parse(current.field("loadedAt")));
        }
        return Math.abs(Duration.between(began.get(0), began.get(1)).toMillis());
    }

    /** Heap and metaspace in use after a collection, in bytes. */
    private static long[] used() {
        System.gc();
        long metaspace = ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getName().equals("Metaspace"))
                .mapToLong(SwitchStormTest::used)
                .sum();
        return new long[] {
            ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed(), metaspace
        };
    }

    private static long used(MemoryPoolMXBean pool) {
        return pool.getUsage().getUsed();
    }
}
