package org.jrp.server.whole;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/**
 * How long the slowest of a hundred answers takes during 20 activations a minute, beside a time at rest (P16), in turns of the same length. Not
 * run with the tests; {@code -c org.jrp.server.whole.SwitchMeter -Djrp.rounds=5 -Djrp.seconds=30}.
 */
class SwitchMeter {

    private static final int ROUNDS = Integer.getInteger("jrp.rounds", 5);
    private static final int SECONDS = Integer.getInteger("jrp.seconds", 30);
    private static final int CLIENTS = 2;
    private static final long EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
    private static final long BETWEEN_NANOS = TimeUnit.SECONDS.toNanos(3);

    @Test
    void activations_and_rest_take_turns() throws Exception {
        TwoNodes nodes = TwoNodes.running();
        TwoReleases releases = new TwoReleases(nodes, "meter");
        turn(nodes, releases, true);
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < ROUNDS; i++) {
            boolean restFirst = i % 2 == 0;
            long[] first = turn(nodes, releases, !restFirst);
            long[] second = turn(nodes, releases, restFirst);
            long[] rest = restFirst ? first : second;
            long[] switching = restFirst ? second : first;
            double ratio = (double) quantile(switching, 0.99) / quantile(rest, 0.99);
            ratios.add(ratio);
            System.out.printf(
                    Locale.ROOT,
                    "METER rest n %d p50 %.2f ms p99 %.2f ms; switching n %d p50 %.2f ms p99 %.2f ms; ratio %.2f; load %.1f%n",
                    rest.length,
                    quantile(rest, 0.5) / 1e6,
                    quantile(rest, 0.99) / 1e6,
                    switching.length,
                    quantile(switching, 0.5) / 1e6,
                    quantile(switching, 0.99) / 1e6,
                    ratio,
                    java.lang.management.ManagementFactory.getOperatingSystemMXBean()
                            .getSystemLoadAverage());
        }
        ratios.sort(Double::compare);
        System.out.printf(Locale.ROOT, "METER P16 median ratio %.2f of %s%n", ratios.get(ROUNDS / 2), ratios);
    }

    /** The time of every answer of one turn, sorted. */
    private static long[] turn(TwoNodes nodes, TwoReleases releases, boolean switching) throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        List<List<Long>> times = new ArrayList<>();
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        List<Future<?>> running = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            Service node = i % 2 == 0 ? nodes.one() : nodes.two();
            List<Long> mine = new ArrayList<>();
            times.add(mine);
            running.add(clients.submit(() -> {
                for (long due = System.nanoTime(); !over.get(); due += EVERY_NANOS) {
                    long early = due - System.nanoTime();
                    if (early > 0) {
                        java.util.concurrent.locks.LockSupport.parkNanos(early);
                    }
                    long start = System.nanoTime();
                    if (releases.check(node).status() != 201) {
                        throw new IllegalStateException("An answer failed.");
                    }
                    mine.add(System.nanoTime() - start);
                    due = Math.max(due, System.nanoTime() - EVERY_NANOS);
                }
            }));
        }
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
        for (int i = 0; System.nanoTime() < end; i++) {
            if (switching) {
                Reply reply = i % 2 == 0
                        ? releases.activate(nodes.one(), releases.changed())
                        : releases.activate(nodes.two(), TwoReleases.SHIPPED);
                if (reply.status() != 200) {
                    throw new IllegalStateException("A switch failed: " + reply);
                }
            }
            TimeUnit.NANOSECONDS.sleep(BETWEEN_NANOS);
        }
        over.set(true);
        for (Future<?> one : running) {
            one.get();
        }
        clients.shutdown();
        if (!releases.current(nodes.one()).field("hash").equals(TwoReleases.SHIPPED)) {
            releases.activate(nodes.one(), TwoReleases.SHIPPED);
        }
        return times.stream()
                .flatMap(List::stream)
                .mapToLong(Long::longValue)
                .sorted()
                .toArray();
    }

    private static long quantile(long[] sorted, double share) {
        return sorted.length == 0 ? 0 : sorted[Math.min(sorted.length - 1, (int) (sorted.length * share))];
    }
}
