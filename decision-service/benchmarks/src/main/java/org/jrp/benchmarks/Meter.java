package org.jrp.benchmarks;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Measures contestants in alternating slices of one run (交替计时), so that whatever else the machine does falls on all of them
 * alike. One thread. Processor time of that thread and wall time are both kept, and what it allocated.
 */
final class Meter {

    private static final com.sun.management.ThreadMXBean THREADS =
            (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final long BATCH_NANOS = 200_000;

    private final Map<String, Contestant> contestants = new LinkedHashMap<>();
    private volatile @Nullable Object last;

    /** One who answers questions by number, and what each of its slices took. */
    private static final class Contestant {
        final IntFunction<?> answer;
        final int questions;
        final List<Slice> slices = new ArrayList<>();
        int batch = 1;
        int next;

        Contestant(IntFunction<?> answer, int questions) {
            this.answer = answer;
            this.questions = questions;
        }
    }

    /** Microseconds of processor and wall time, and bytes allocated, for one answer in one slice. */
    private record Slice(double cpu, double wall, double bytes) {}

    /** The median of the rounds and their range. */
    record Spread(double median, double low, double high) {

        static Spread of(double[] values) {
            double[] sorted = values.clone();
            Arrays.sort(sorted);
            int middle = sorted.length / 2;
            double median = sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
            return new Spread(median, sorted[0], sorted[sorted.length - 1]);
        }
    }

    /** Adds one who answers the questions from 0 below that number, in turn and over again. */
    void add(String name, int questions, IntFunction<?> answer) {
        contestants.put(name, new Contestant(answer, questions));
    }

    void run(Pace pace) {
        long slice = Math.max(1, (long) (pace.seconds() * 1e9));
        long warmUp = Math.max(1, (long) (pace.warmUp() * 1e9 / contestants.size() / 3));
        for (int i = 0; i < 3; i++) {
            contestants.values().forEach(one -> slice(one, warmUp));
        }
        for (int round = 0; round < pace.rounds(); round++) {
            contestants.values().forEach(one -> one.slices.add(slice(one, slice)));
        }
    }

    Spread cpu(String name) {
        return Spread.of(
                contestant(name).slices.stream().mapToDouble(Slice::cpu).toArray());
    }

    Spread wall(String name) {
        return Spread.of(
                contestant(name).slices.stream().mapToDouble(Slice::wall).toArray());
    }

    double bytes(String name) {
        return Spread.of(contestant(name).slices.stream()
                        .mapToDouble(Slice::bytes)
                        .toArray())
                .median();
    }

    /** Time of one over that of the other in processor time, round by round. */
    Spread cpuRatio(String over, String under) {
        List<Slice> a = contestant(over).slices;
        List<Slice> b = contestant(under).slices;
        double[] ratios = new double[a.size()];
        for (int i = 0; i < ratios.length; i++) {
            ratios[i] = a.get(i).cpu() / b.get(i).cpu();
        }
        return Spread.of(ratios);
    }

    /** The same in wall time. */
    Spread wallRatio(String over, String under) {
        List<Slice> a = contestant(over).slices;
        List<Slice> b = contestant(under).slices;
        double[] ratios = new double[a.size()];
        for (int i = 0; i < ratios.length; i++) {
            ratios[i] = a.get(i).wall() / b.get(i).wall();
        }
        return Spread.of(ratios);
    }

    List<String> names() {
        return List.copyOf(contestants.keySet());
    }

    private Contestant contestant(String name) {
        Contestant found = contestants.get(name);
        if (found == null) {
            throw new IllegalArgumentException("Nobody called (%s) was measured.".formatted(name));
        }
        return found;
    }

    private Slice slice(Contestant one, long nanos) {
        long thread = Thread.currentThread().getId();
        long bytes = THREADS.getThreadAllocatedBytes(thread);
        long cpu = THREADS.getCurrentThreadCpuTime();
        long start = System.nanoTime();
        long count = 0;
        long now = start;
        do {
            long before = now;
            for (int i = one.batch; i > 0; i--) {
                last = one.answer.apply(one.next);
                one.next = one.next + 1 == one.questions ? 0 : one.next + 1;
            }
            count += one.batch;
            now = System.nanoTime();
            if (now - before < BATCH_NANOS && one.batch < 1 << 16) {
                one.batch <<= 1;
            }
        } while (now - start < nanos);
        double wall = (now - start) / 1e3 / count;
        double spent = (THREADS.getCurrentThreadCpuTime() - cpu) / 1e3 / count;
        return new Slice(spent, wall, (double) (THREADS.getThreadAllocatedBytes(thread) - bytes) / count);
    }

    /** Keeps the last answer from being optimised away. */
    @Nullable Object last() {
        return last;
    }
}
