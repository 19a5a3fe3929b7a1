package org.jrp.benchmarks.load;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Several who are measured in alternating slices of one run (交替计时), and who used the processors meanwhile. */
final class Contest {

    private final ServerProcess server;
    private final Map<String, Contestant> contestants = new LinkedHashMap<>();

    Contest(ServerProcess server) {
        this.server = server;
    }

    /** One slice of somebody's. */
    interface Turn {
        Generator.Slice run(Duration length) throws IOException, InterruptedException;
    }

    private static final class Contestant {

        private final Turn turn;
        private final List<Generator.Slice> slices = new ArrayList<>();
        private double wall;
        private double serverCpu;
        private double postgresCpu;
        private double ownCpu;

        Contestant(Turn turn) {
            this.turn = turn;
        }
    }

    void add(String name, Turn turn) {
        contestants.put(name, new Contestant(turn));
    }

    void run(double seconds, double warmUp, int rounds) throws IOException, InterruptedException {
        Duration slice = duration(seconds);
        Duration first = duration(warmUp / contestants.size());
        for (Contestant one : contestants.values()) {
            one.turn.run(first);
        }
        for (int round = 0; round < rounds; round++) {
            for (Contestant one : contestants.values()) {
                measure(one, slice);
            }
        }
    }

    private void measure(Contestant one, Duration slice) throws IOException, InterruptedException {
        double own = ownCpu();
        double its = server.cpu();
        double postgres = server.postgresCpu();
        Generator.Slice measured = one.turn.run(slice);
        one.slices.add(measured);
        one.wall += measured.seconds();
        one.ownCpu += ownCpu() - own;
        one.serverCpu += server.cpu() - its;
        one.postgresCpu += Math.max(0, server.postgresCpu() - postgres);
    }

    private static double ownCpu() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                        .getProcessCpuTime()
                / 1e9;
    }

    private static Duration duration(double seconds) {
        return Duration.ofNanos((long) (seconds * 1e9));
    }

    double[] perSecond(String name) {
        return slices(name).stream().mapToDouble(Generator.Slice::perSecond).toArray();
    }

    /** How many times faster one is than the other, round by round. */
    double[] ratio(String over, String under) {
        double[] a = perSecond(over);
        double[] b = perSecond(under);
        double[] ratio = new double[a.length];
        for (int i = 0; i < ratio.length; i++) {
            ratio[i] = a[i] / b[i];
        }
        return ratio;
    }

    /** Answers other than 201. */
    long refused() {
        return contestants.values().stream()
                .flatMap(one -> one.slices.stream())
                .mapToLong(Generator.Slice::refused)
                .sum();
    }

    long answered(String name) {
        return slices(name).stream().mapToLong(Generator.Slice::answered).sum();
    }

    /** Processors in use by the server, PostgreSQL and the generator during somebody's slices. */
    String shares(String name) {
        Contestant one = contestant(name);
        return String.format(
                Locale.ROOT,
                "%s: server %.2f, PostgreSQL %.2f, generator %.2f",
                name,
                one.serverCpu / one.wall,
                one.postgresCpu / one.wall,
                one.ownCpu / one.wall);
    }

    List<String> names() {
        return List.copyOf(contestants.keySet());
    }

    private List<Generator.Slice> slices(String name) {
        return contestant(name).slices;
    }

    private Contestant contestant(String name) {
        Contestant found = contestants.get(name);
        if (found == null) {
            throw new IllegalArgumentException("Nobody called (%s) was measured.".formatted(name));
        }
        return found;
    }
}
