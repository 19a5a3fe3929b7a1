package org.jrp.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.jrp.decision.CaseEntry;
import org.jrp.decision.CaseFile;
import org.jrp.decision.Decision;
import org.jrp.decision.DecisionEngine;
import org.jrp.decision.InvalidQuestionException;
import org.jrp.decision.Question;
import org.jrp.decision.Source;
import org.jrp.impact.Comparer;
import org.jrp.impact.Comparison;
import org.jrp.impact.Shape;
import org.jrp.listing.Event;
import org.jrp.listing.EventType;
import org.jrp.release.Release;
import org.jrp.release.ReleaseFiles;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A shape comes out under every release as the case does that it was taken from, and patterns tell what rules would. */
class ShapeTest {

    private static final boolean FULL = "full".equals(System.getProperty("jrp.scale"));
    private static final int CASES = FULL ? 200_000 : 4_000;

    private static List<Release> releases = List.of();

    @BeforeAll
    static void load() {
        releases = List.of(
                Release.shipped(),
                rules(text -> text.replaceAll("(?m)^(    - 业务场景为 .*)$", "$1\n    - 列入已满 7 个月")),
                rules(text -> text.replaceAll("(?m)^(    - 业务场景为 .*)$", "$1\n    - 认定于 2020-03-01 之前")),
                rules(text ->
                        text.contains("失信") && !text.contains("奖励") && !text.contains("守信") && !text.contains("绿色通道")
                                ? text.replaceAll("(?m)^(    - 业务场景为 .*)$", "$1\n    - 失信程度为 严重、一般")
                                : text),
                rules(text -> text.replaceAll("(?m)^(    - 业务场景为 .*)$", "$1\n    - 所在地为 341182")),
                of(Map.of("measure-catalogue/lists.yaml", text -> text.replace("freshness: P7D", "freshness: P31D"))),
                of(Map.of("rules/principles/03-subject.dslr", text -> text.replace("失信程度轻微且已纠正", "条目存在异议"))));
    }

    @AfterAll
    static void close() {
        releases.forEach(Release::close);
    }

    private interface Change {
        String of(String text);
    }

    private static Release rules(Change change) {
        Map<String, Change> changes = new HashMap<>();
        ReleaseFiles.shipped().paths().stream()
                .filter(path -> path.startsWith("rules/memoranda/"))
                .forEach(path -> changes.put(path, change));
        return of(changes);
    }

    private static Release of(Map<String, Change> changes) {
        Map<String, byte[]> files = new HashMap<>();
        ReleaseFiles shipped = ReleaseFiles.shipped();
        for (String path : shipped.paths()) {
            String text = new String(shipped.bytes(path), StandardCharsets.UTF_8);
            Change change = changes.get(path);
            String changed = change == null ? text : change.of(text);
            files.put(path, changed.getBytes(StandardCharsets.UTF_8));
        }
        return Release.of(ReleaseFiles.of(files));
    }

    /** The sample with what it lacks: sources for some lists of any age, entries that were pushed, amended, or are on no known list. */
    static CaseFile varied(CaseFile file, int index) {
        SplittableRandom random = new SplittableRandom(index);
        List<CaseEntry> entries = new ArrayList<>();
        for (CaseEntry entry : file.entries()) {
            entries.add(
                    switch (random.nextInt(8)) {
                        case 0 ->
                            with(
                                    entry,
                                    entry.list(),
                                    event(EventType.RECOGNISED, entry, 0, Map.of()),
                                    event(EventType.PUSHED, entry, 1, Map.of()));
                        case 1 ->
                            with(
                                    entry,
                                    entry.list(),
                                    event(EventType.DISPUTED, entry, 1, Map.of()),
                                    event(
                                            EventType.AMENDED,
                                            entry,
                                            2,
                                            Map.of(
                                                    "severity", random.nextBoolean() ? "minor" : "",
                                                    "corrected", "true",
                                                    "courtOrder", "true",
                                                    "personalResponsibility", "")));
                        case 2 ->
                            random.nextInt(20) == 0
                                    ? with(entry, "no-such-list", event(EventType.WITHDRAWN, entry, 0, Map.of()))
                                    : entry;
                        default -> entry;
                    });
        }
        List<Source> sources = new ArrayList<>(file.sources());
        if (random.nextInt(3) == 0) {
            sources.clear();
            for (String lists : List.of("", "judgment-defaulter", "tax-credit-a,abnormal-operation")) {
                if (random.nextInt(4) > 0) {
                    sources.add(new Source(
                            "source-" + sources.size() + random.nextInt(9),
                            lists.isEmpty() ? List.of() : List.of(lists.split(",")),
                            random.nextInt(9) == 0
                                    ? null
                                    : file.knownAt().minusSeconds(random.nextInt(-3, 800) * 3_600L + random.nextInt(2)),
                            random.nextInt(12) > 0));
                }
            }
        }
        return new CaseFile(
                file.kind(),
                file.underage(),
                file.context(),
                file.matter(),
                file.place(),
                file.asOf(),
                file.knownAt().plusSeconds(random.nextInt(3_600)),
                entries,
                file.related(),
                sources);
    }

    private static Event event(EventType type, CaseEntry entry, int days, Map<String, String> changes) {
        LocalDate day = entry.validFrom().plusDays(days);
        return new Event(type, day, day.atStartOfDay().toInstant(Question.SHANGHAI), null, null, null, null, changes);
    }

    private static CaseEntry with(CaseEntry entry, String list, Event... events) {
        return new CaseEntry(
                entry.entryId(),
                entry.about(),
                entry.via(),
                entry.role(),
                entry.personallyResponsible(),
                list,
                entry.recogniser(),
                entry.docNo(),
                entry.basis(),
                entry.recognisedAt(),
                entry.validFrom(),
                entry.validTo(),
                entry.ground(),
                entry.severity(),
                entry.corrected(),
                entry.courtOrder(),
                entry.personalResponsibility(),
                List.of(events));
    }

    @Test
    void a_shape_is_read_as_it_was_written_and_is_its_own_shape() {
        SampleCases cases = new SampleCases(releases.get(0).catalogue(), 20261126);
        for (int i = 0; i < CASES; i++) {
            Shape shape = Shape.of(varied(cases.at(i), i));

            Shape again = Shape.of(Shape.read(shape.bytes()).caseFile());

            assertThat(again).isEqualTo(shape);
            assertThat(again.bytes()).isEqualTo(shape.bytes());
        }
    }

    @Test
    void outcome_measures_and_rules_of_a_shape_are_those_of_the_case_under_any_release() {
        SampleCases cases = new SampleCases(releases.get(0).catalogue(), 20261127);
        Set<String> outcomes = new HashSet<>();
        for (Release release : releases) {
            DecisionEngine engine = DecisionEngine.of(release);
            Map<DecisionEngine.Pattern, Decision> patterns = new HashMap<>();
            for (int i = 0; i < CASES; i++) {
                CaseFile file = varied(cases.at(i), i);
                CaseFile shape = Shape.of(file).caseFile();

                Decision whole = decided(engine, file);
                Decision bare = decided(engine, shape);

                assertThat(Comparison.of(whole, bare)).as("%s", file).isEmpty();
                assertThat(said(bare)).as("%s", file).isEqualTo(said(whole));
                if (whole != null) {
                    outcomes.add(whole.outcome().code());
                    assertThat(engine.pattern(shape)).as("%s", file).isEqualTo(engine.pattern(file));
                    Decision first = patterns.putIfAbsent(engine.pattern(file), whole);
                    assertThat(first == null || said(first).equals(said(whole)))
                            .as("%s", file)
                            .isTrue();
                }
            }
        }
        assertThat(outcomes).contains("clear", "restricted", "caution", "favoured", "review");
    }

    @Test
    void what_patterns_tell_is_what_deciding_every_case_tells() {
        SampleCases cases = new SampleCases(releases.get(0).catalogue(), 20261128);
        Release before = releases.get(0);
        DecisionEngine earlier = DecisionEngine.withoutMemo(before);
        for (Release after : releases.subList(1, releases.size())) {
            DecisionEngine later = DecisionEngine.withoutMemo(after);
            Comparer comparer = new Comparer(DecisionEngine.of(before), DecisionEngine.of(after));
            List<Comparison> affected = new ArrayList<>();
            for (int i = 0; i < CASES / 2; i++) {
                CaseFile file = varied(cases.at(i), i);

                Optional<Comparison> byPattern = comparer.compare(Shape.of(file).caseFile());

                assertThat(byPattern)
                        .as("%s", file)
                        .isEqualTo(Comparison.of(decided(earlier, file), decided(later, file)));
                byPattern.ifPresent(affected::add);
            }
            assertThat(affected).isNotEmpty();
            assertThat(affected)
                    .allSatisfy(one -> assertThat(one.groundsAdded().size()
                                    + one.groundsRemoved().size())
                            .as("%s", one)
                            .isPositive());
        }
    }

    private static @Nullable Decision decided(DecisionEngine engine, CaseFile file) {
        try {
            return engine.decide(file, DecisionEngine.Explanation.NONE);
        } catch (InvalidQuestionException e) {
            return null;
        }
    }

    /** Outcome, measures with their citations, and why a person must look; no ids, no due days. */
    private static String said(@Nullable Decision decision) {
        if (decision == null) {
            return "";
        }
        StringBuilder said = new StringBuilder(decision.outcome().code());
        decision.measures()
                .forEach(one -> said.append('\n')
                        .append(one.code())
                        .append(one.effect())
                        .append(one.conditional())
                        .append(one.disputed())
                        .append(one.edition())
                        .append(one.citations()));
        decision.reviews().stream().map(one -> one.code()).distinct().sorted().forEach(said::append);
        return said.toString();
    }
}
