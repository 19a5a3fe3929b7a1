package org.jrp.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jrp.decision.Applied;
import org.jrp.decision.CaseFile;
import org.jrp.decision.Decision;
import org.jrp.decision.DecisionEngine;
import org.jrp.decision.DecisionEngine.Explanation;
import org.jrp.release.Release;

/** Every engine on one generated table, each answer checked against the loop first (同表比对). */
final class Tables {

    /** Different questions: a day's mix. */
    private static final int QUESTIONS = 32;

    private static final int CHECKED = 512;
    private static final long SEED = 42;

    private Tables() {}

    static List<Figure> of(int size, Pace pace, Set<String> ids) {
        RuleTable table = RuleTable.of(size);
        List<Input> questions = table.questions(QUESTIONS, SEED);
        boolean beside = ids.contains("peers");
        List<String> names = new ArrayList<>(List.of("engine", "engine-stage-1"));
        if (beside) {
            names.addAll(List.of("loop", "map", "openl", "easy-rules", "kie-dmn", "camunda-juel"));
        } else {
            names.addAll(ids.contains("P4") ? List.of("openl") : List.of());
            names.addAll(ids.contains("P3") ? List.of("kie-dmn") : List.of());
        }
        Meter meter = new Meter();
        List<Peer> peers = new ArrayList<>();
        for (String name : names) {
            Peer peer = Peers.load(name, table);
            check(peer, table);
            peers.add(peer);
            meter.add(name, QUESTIONS, i -> peer.decide(questions.get(i)));
        }
        try (Release release = TableRelease.of(table)) {
            memoBesideMap(table, release, questions, meter);
            meter.run(pace);
        }
        peers.forEach(Peer::close);
        return figures(size, meter, names);
    }

    private static void memoBesideMap(RuleTable table, Release release, List<Input> questions, Meter meter) {
        DecisionEngine engine = DecisionEngine.of(release);
        TableMap map = new TableMap(table);
        List<CaseFile> files = questions.stream().map(TableRelease::caseFile).toList();
        for (CaseFile file : files) {
            Map<String, List<String>> expected = map.decide(file);
            for (int again = 0; again < 2; again++) {
                check(expected, engine.decide(file, Explanation.REASONS), file);
            }
        }
        meter.add("memo", QUESTIONS, i -> engine.decide(files.get(i), Explanation.REASONS));
        meter.add("memo, silent", QUESTIONS, i -> engine.decide(files.get(i), Explanation.NONE));
        meter.add("case map", QUESTIONS, i -> map.decide(files.get(i)));
    }

    private static List<Figure> figures(int size, Meter meter, List<String> names) {
        String rules = String.format(Locale.ROOT, ", %,d rules", size);
        List<Figure> figures = new ArrayList<>();
        boolean p1 = size == 10 || size == 100 || size == 1_000;
        figures.add(Figure.faster(
                "P1",
                "engine from the memo ÷ hand-written map" + rules,
                meter,
                "case map",
                "memo",
                p1 ? "≥ 0.10" : null));
        if (names.contains("kie-dmn")) {
            String target = size == 100 ? "≥ 20" : size == 1_000 ? "≥ 100" : null;
            figures.add(Figure.faster("P3", "engine cold ÷ KIE DMN" + rules, meter, "kie-dmn", "engine", target));
            figures.add(Figure.faster(
                    "P3", "engine cold, stage 1 alone ÷ KIE DMN" + rules, meter, "kie-dmn", "engine-stage-1", target));
        }
        if (names.contains("openl")) {
            String target = size <= 1_000 ? "≥ 1" : null;
            figures.add(Figure.faster("P4", "engine cold ÷ OpenL" + rules, meter, "openl", "engine", target));
            figures.add(Figure.faster(
                    "P4", "engine cold, stage 1 alone ÷ OpenL" + rules, meter, "openl", "engine-stage-1", target));
            figures.add(Figure.faster("P4", "engine from the memo ÷ OpenL" + rules, meter, "openl", "memo", null));
        }
        for (String name : meter.names()) {
            figures.add(Figure.time("peers", name + rules, meter, name));
        }
        return figures;
    }

    /** P2: the same number of different questions, spread over the whole table, at both sizes. */
    static List<Figure> growth(Pace pace) {
        Meter meter = new Meter();
        List<Release> releases = new ArrayList<>();
        for (int size : List.of(400, 20_000)) {
            RuleTable table = RuleTable.of(size);
            Release release = TableRelease.of(table);
            releases.add(release);
            DecisionEngine engine = DecisionEngine.withoutMemo(release);
            TableMap map = new TableMap(table);
            for (int count : List.of(QUESTIONS, 1_024)) {
                List<CaseFile> files = table.questions(count, SEED).stream()
                        .map(TableRelease::caseFile)
                        .toList();
                files.forEach(file -> check(map.decide(file), engine.decide(file, Explanation.REASONS), file));
                meter.add(size + "/" + count, count, i -> engine.decide(files.get(i), Explanation.REASONS));
            }
        }
        meter.run(pace);
        releases.forEach(Release::close);
        List<Figure> figures = new ArrayList<>();
        figures.add(
                Figure.faster("P2", "cold at 20,000 rules ÷ at 400, 32 questions", meter, "20000/32", "400/32", "≤ 2"));
        figures.add(Figure.faster(
                "P2", "cold at 20,000 rules ÷ at 400, 1,024 questions", meter, "20000/1024", "400/1024", null));
        for (String name : meter.names()) {
            String[] parts = name.split("/", 2);
            figures.add(Figure.time(
                    "P2",
                    String.format(
                            Locale.ROOT,
                            "cold, %,d rules, %,d questions",
                            Integer.parseInt(parts[0]),
                            Integer.parseInt(parts[1])),
                    meter,
                    name));
        }
        return figures;
    }

    /**
     * Holds a peer against the loop.
     *
     * @throws IllegalStateException for the first answer that differs
     */
    static void check(Peer peer, RuleTable table) {
        LoopPeer loop = new LoopPeer(table);
        List<Input> questions = new ArrayList<>(table.questions(QUESTIONS, SEED));
        questions.addAll(table.questions(CHECKED, SEED + 1));
        for (Input question : questions) {
            List<String> expected = loop.decide(question);
            List<String> answer = peer.decide(question);
            if (!expected.equals(answer)) {
                throw new IllegalStateException(
                        "%s answers (%s) to %s, expected (%s).".formatted(peer.name(), answer, question, expected));
            }
        }
    }

    private static void check(Map<String, List<String>> expected, Decision decision, CaseFile file) {
        List<Applied> measures = decision.measures();
        boolean same = measures.size() == expected.size();
        for (Applied measure : measures) {
            same &= measure.triggeredBy().equals(expected.get(measure.code()));
        }
        if (!same) {
            throw new IllegalStateException("The engine answers (%s) to %s, expected (%s)."
                    .formatted(measures.stream().map(Applied::code).toList(), file, expected));
        }
    }
}
