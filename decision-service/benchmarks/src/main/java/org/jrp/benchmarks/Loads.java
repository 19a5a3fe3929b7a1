package org.jrp.benchmarks;

import java.lang.management.ClassLoadingMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.util.ArrayList;
import java.util.List;
import org.jrp.decision.CaseFile;
import org.jrp.decision.DecisionEngine;
import org.jrp.release.Release;

/** Loading releases: in a new Java process, again and again, and what two hundred reloads leave behind (载入与重载). */
final class Loads {

    private static final int COLD = 5;
    private static final int WARM = 9;
    private static final double MB = 1 << 20;

    private Loads() {}

    static List<Figure> coldAndWarm() {
        double[] cold = new double[COLD];
        double[] thread = new double[COLD];
        for (int i = 0; i < COLD; i++) {
            List<String> lines = Child.lines("--load-once");
            cold[i] = Double.parseDouble(lines.get(0));
            thread[i] = Double.parseDouble(lines.get(1));
        }
        for (int i = 0; i < 3; i++) {
            once();
        }
        double[] warm = new double[WARM];
        for (int i = 0; i < WARM; i++) {
            warm[i] = once();
        }
        return List.of(
                Figure.plain("P19", "s", "load of the shipped release, first in a new process", cold, "≤ 4"),
                Figure.plain("P19", "s", "… of which processor time of the loading thread", thread, null),
                Figure.plain("P19", "s", "load of the shipped release, repeated", warm, "≤ 1.5"));
    }

    /** Seconds of wall time from nothing to a release that has answered one question. */
    static double once() {
        long start = System.nanoTime();
        try (Release release = Release.shipped()) {
            CaseFile file = Dossiers.of(release, 1, 1, 7).get(0);
            DecisionEngine.of(release).decide(file, DecisionEngine.Explanation.REASONS);
            return (System.nanoTime() - start) / 1e9;
        }
    }

    static List<Figure> reloads(int times) {
        ClassLoadingMXBean classes = ManagementFactory.getClassLoadingMXBean();
        List<double[]> seen = new ArrayList<>();
        for (int i = 0; i <= times; i++) {
            try (Release release = Release.shipped()) {
                DecisionEngine engine = DecisionEngine.of(release);
                for (CaseFile file : Dossiers.of(release, 3, 200, i)) {
                    engine.decide(file, DecisionEngine.Explanation.REASONS);
                }
            }
            if (i == times / 10 || i == times) {
                collect();
                seen.add(new double[] {metaspace(), heap(), classes.getLoadedClassCount()});
            }
        }
        double[] before = seen.get(0);
        double[] after = seen.get(1);
        return List.of(
                Figure.plain(
                        "reloads", "MB", "metaspace after " + times / 10 + " reloads", new double[] {before[0]}, null),
                Figure.plain("reloads", "MB", "metaspace after " + times + " reloads", new double[] {after[0]}, null),
                Figure.plain(
                        "reloads",
                        "",
                        "metaspace after " + times + " ÷ after " + times / 10,
                        new double[] {after[0] / before[0]},
                        "≤ 1.1"),
                Figure.plain("reloads", "MB", "heap after " + times / 10 + " reloads", new double[] {before[1]}, null),
                Figure.plain("reloads", "MB", "heap after " + times + " reloads", new double[] {after[1]}, null),
                Figure.plain("reloads", "", "classes after " + times / 10 + " reloads", new double[] {before[2]}, null),
                Figure.plain("reloads", "", "classes after " + times + " reloads", new double[] {after[2]}, null));
    }

    private static void collect() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
    }

    private static double metaspace() {
        for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
            if (pool.getName().equals("Metaspace")) {
                return pool.getUsage().getUsed() / MB;
            }
        }
        return Double.NaN;
    }

    private static double heap() {
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / MB;
    }
}
