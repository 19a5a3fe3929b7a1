package org.jrp.benchmarks;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jrp.decision.CaseFile;
import org.jrp.decision.DecisionEngine;
import org.jrp.decision.DecisionEngine.Explanation;
import org.jrp.decision.Finding;
import org.jrp.release.Release;

/** The engine on the shipped release, and on the same grown (发布版本上的决定), at 1, 3 and 10 entries. */
final class Releases {

    private static final int FILES = 64;
    private static final List<Integer> ENTRIES = List.of(1, 3, 10);

    private Releases() {}

    static List<Figure> shipped(Pace pace) {
        try (Release release = Release.shipped()) {
            return measure(release, true, pace);
        }
    }

    static List<Figure> grown(int rules, Pace pace) {
        try (Release release = GrownRelease.of(rules)) {
            return measure(release, false, pace);
        }
    }

    private static List<Figure> measure(Release release, boolean whole, Pace pace) {
        DecisionEngine cold = DecisionEngine.withoutMemo(release);
        DecisionEngine memo = DecisionEngine.of(release);
        CaseMap map = new CaseMap(release);
        Meter meter = new Meter();
        for (int entries : ENTRIES) {
            List<CaseFile> files = Dossiers.of(release, entries, FILES, 7);
            for (CaseFile file : files) {
                check(map, cold, memo, file);
            }
            meter.add("cold " + entries, FILES, i -> cold.decide(files.get(i), Explanation.REASONS));
            meter.add("memo " + entries, FILES, i -> memo.decide(files.get(i), Explanation.REASONS));
            if (whole) {
                meter.add("silent cold " + entries, FILES, i -> cold.decide(files.get(i), Explanation.NONE));
                meter.add("silent memo " + entries, FILES, i -> memo.decide(files.get(i), Explanation.NONE));
                meter.add("map " + entries, FILES, i -> map.decide(files.get(i)));
                meter.add("remedies " + entries, FILES, i -> memo.decide(files.get(i), Explanation.FULL));
            }
        }
        meter.run(pace);
        return figures(release, whole, meter);
    }

    private static List<Figure> figures(Release release, boolean whole, Meter meter) {
        long rules = release.rules().rules().stream()
                .filter(rule -> !rule.principle())
                .count();
        String size = String.format(Locale.ROOT, ", %,d rules", rules);
        List<Figure> figures = new ArrayList<>();
        for (int entries : ENTRIES) {
            String what = (entries == 1 ? ", 1 entry" : ", " + entries + " entries") + size;
            if (whole) {
                figures.add(Figure.faster(
                        "P1",
                        "engine from the memo ÷ hand-written map" + what,
                        meter,
                        "map " + entries,
                        "memo " + entries,
                        entries == 1 ? "≥ 0.10" : null));
                figures.add(Figure.faster(
                        "P5",
                        "with reasons ÷ silent, cold" + what,
                        meter,
                        "silent cold " + entries,
                        "cold " + entries,
                        "≥ 0.8"));
                figures.add(Figure.faster(
                        "P5",
                        "with reasons ÷ silent, from the memo" + what,
                        meter,
                        "silent memo " + entries,
                        "memo " + entries,
                        "≥ 0.8"));
                figures.add(Figure.time("decide", "hand-written map" + what, meter, "map " + entries));
                figures.add(Figure.time("decide", "from the memo, silent" + what, meter, "silent memo " + entries));
                figures.add(Figure.time("decide", "cold, silent" + what, meter, "silent cold " + entries));
            }
            figures.add(Figure.time("decide", "from the memo, with reasons" + what, meter, "memo " + entries));
            figures.add(Figure.time("decide", "cold, with reasons" + what, meter, "cold " + entries));
            if (whole) {
                figures.add(Figure.time(
                        "decide", "from the memo, with reasons and remedies" + what, meter, "remedies " + entries));
            }
        }
        return figures;
    }

    /** The map against the engine's own findings before any principle speaks, and the memo against the engine without. */
    private static void check(CaseMap map, DecisionEngine cold, DecisionEngine memo, CaseFile file) {
        Map<String, Set<String>> found = new TreeMap<>();
        for (Finding finding : cold.findings(file)) {
            found.computeIfAbsent(finding.measure(), unused -> new TreeSet<>()).add(finding.entryId());
        }
        Map<String, Set<String>> expected = new TreeMap<>();
        map.decide(file).forEach((measure, entries) -> expected.put(measure, new HashSet<>(entries)));
        if (!expected.equals(found)) {
            throw new IllegalStateException(
                    "The engine finds (%s) for %s, expected (%s).".formatted(found, file, expected));
        }
        for (int again = 0; again < 2; again++) {
            if (!memo.decide(file, Explanation.REASONS).equals(cold.decide(file, Explanation.REASONS))) {
                throw new IllegalStateException("The memo changes the answer to (%s).".formatted(file));
            }
        }
    }
}
