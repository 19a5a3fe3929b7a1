package org.jrp.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import org.jrp.catalogue.Effect;
import org.jrp.decision.CaseFile;
import org.jrp.decision.Decision;
import org.jrp.decision.DecisionEngine;
import org.jrp.decision.InvalidQuestionException;
import org.jrp.impact.Comparer;
import org.jrp.impact.Comparison;
import org.jrp.impact.Reach;
import org.jrp.impact.Shape;
import org.jrp.release.Release;
import org.jrp.release.ReleaseFiles;
import org.jrp.rule.Action;
import org.jrp.rule.Atom;
import org.jrp.rule.Row;
import org.jrp.rule.Rule;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the differences of two releases do not reach comes out alike; what cannot be tied to lists and contexts reaches everything. */
class ReachTest {

    private static final boolean FULL = "full".equals(System.getProperty("jrp.scale"));
    private static final int CASES = FULL ? 100_000 : 3_000;
    private static final int PAIRS = FULL ? 40 : 8;
    private static final String PROCUREMENT = "measure-catalogue/instruments/2018-1614-government-procurement.yaml";
    private static final String SAFETY = "measure-catalogue/instruments/2016-1001-work-safety.yaml";

    private static @Nullable Release loaded;

    @BeforeAll
    static void load() {
        loaded = Release.shipped();
    }

    @AfterAll
    static void close() {
        shipped().close();
    }

    private static Release shipped() {
        return Objects.requireNonNull(loaded);
    }

    private static Release with(String path, UnaryOperator<String> change) {
        Map<String, byte[]> files = new HashMap<>();
        ReleaseFiles shipped = ReleaseFiles.shipped();
        shipped.paths().forEach(one -> files.put(one, shipped.bytes(one)));
        String text = new String(shipped.bytes(path), StandardCharsets.UTF_8);
        String changed = change.apply(text);
        assertThat(changed).as(path).isNotEqualTo(text);
        files.put(path, changed.getBytes(StandardCharsets.UTF_8));
        return Release.of(ReleaseFiles.of(files));
    }

    /** The shipped release with some rules taken out, weakened, moved to other lists or contexts, or asked to hold for longer. */
    private static Release mutated(SplittableRandom random) {
        List<Rule> rules = new ArrayList<>(shipped().rules().rules());
        for (int left = 1 + random.nextInt(4); left > 0; left--) {
            int at = random.nextInt(rules.size());
            Rule rule = rules.get(at);
            if (rule.principle()) {
                continue;
            }
            Rule other = rules.get(random.nextInt(rules.size()));
            switch (random.nextInt(5)) {
                case 0 -> rules.remove(at);
                case 1 -> rules.set(at, changed(rule, rule.lists(), rule.contexts(), rule.atoms(), weakened(rule)));
                case 2 ->
                    rules.set(
                            at,
                            changed(
                                    rule,
                                    other.lists().isEmpty() ? rule.lists() : other.lists(),
                                    rule.contexts(),
                                    rule.atoms(),
                                    rule.action()));
                case 3 ->
                    rules.set(
                            at,
                            changed(
                                    rule,
                                    rule.lists(),
                                    other.contexts().isEmpty() ? rule.contexts() : other.contexts(),
                                    rule.atoms(),
                                    rule.action()));
                default -> {
                    List<Atom> atoms = new ArrayList<>(rule.atoms());
                    atoms.add(new Atom.ListedFor(true, 7, Atom.Unit.MONTH, "列入已满 7 个月", 1));
                    rules.set(at, changed(rule, rule.lists(), rule.contexts(), atoms, rule.action()));
                }
            }
        }
        return shipped().withRules(shipped().rules().with(rules), "sha256:mutated");
    }

    private static Action weakened(Rule rule) {
        Action.Propose propose = (Action.Propose) rule.action();
        return new Action.Propose(
                propose.effect() == Effect.MANDATORY ? Effect.REFERENCE : propose.effect(), propose.measure(), 1);
    }

    private static Rule changed(Rule rule, List<String> lists, List<String> contexts, List<Atom> atoms, Action action) {
        return new Rule(
                rule.number(),
                rule.id(),
                rule.name(),
                rule.file(),
                rule.line(),
                rule.citationLine(),
                rule.openingLine(),
                rule.contextLine(),
                rule.provision(),
                rule.basis(),
                rule.principle(),
                lists,
                contexts,
                rule.via(),
                atoms,
                action);
    }

    private static @Nullable Decision decided(DecisionEngine engine, CaseFile file) {
        try {
            return engine.decide(file, DecisionEngine.Explanation.NONE);
        } catch (InvalidQuestionException e) {
            return null;
        }
    }

    /** How many of the cases come out otherwise; each of these is reached, and the comparer finds just these. */
    private static int held(Release after, int seed, int[] unreached) {
        Reach reach = Reach.of(shipped(), after);
        DecisionEngine earlier = DecisionEngine.withoutMemo(shipped());
        DecisionEngine later = DecisionEngine.withoutMemo(after);
        Comparer comparer = new Comparer(DecisionEngine.of(shipped()), DecisionEngine.of(after));
        SampleCases cases = new SampleCases(shipped().catalogue(), seed);
        int otherwise = 0;
        for (int i = 0; i < CASES; i++) {
            CaseFile file = ShapeTest.varied(cases.at(i), i);
            Shape shape = Shape.of(file);

            boolean reached = reach.touches(shape.words());
            Optional<Comparison> comparison = Comparison.of(decided(earlier, file), decided(later, file));

            assertThat(comparison.isEmpty() || reached).as("%s", file).isTrue();
            assertThat(reach.touches(file) || !reached).as("%s", file).isTrue();
            assertThat(comparer.compare(shape.caseFile())).as("%s", file).isEqualTo(comparison);
            otherwise += comparison.isPresent() ? 1 : 0;
            unreached[0] += reached ? 0 : 1;
        }
        return otherwise;
    }

    @Test
    void what_changed_rules_do_not_reach_comes_out_alike() {
        SplittableRandom random = new SplittableRandom(20261126);
        int[] unreached = new int[1];
        int otherwise = 0;
        for (int pair = 0; pair < PAIRS; pair++) {
            try (Release after = mutated(random)) {
                otherwise += held(after, pair, unreached);
            }
        }
        assertThat(otherwise).isPositive();
        assertThat(unreached[0]).isGreaterThan(PAIRS * CASES / 3);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "an instrument begins later~" + PROCUREMENT + "~validFrom: 2018-11-20~validFrom: 2019-05-20",
                "an instrument ends~" + SAFETY + "~validTo: null~validTo: 2020-01-01",
                "an instrument is replaced~" + SAFETY + "~replacedBy: null~replacedBy: 2017-1164-salt",
                "an instrument binds elsewhere~" + SAFETY + "~level: memorandum~level: other",
                "a measure is another~measure-catalogue/measures.yaml~restrict-government-procurement, name: 限制参加政府采购活动, kind: sanction, category: N01, class: 1"
                        + "~restrict-government-procurement, name: 限制参加政府采购活动, kind: sanction, category: N01, class: 2"
            })
    void what_changed_rows_do_not_reach_comes_out_alike(String name, String path, String from, String to) {
        int[] unreached = new int[1];
        try (Release after = with(path, text -> replaced(text, from, to))) {
            Reach reach = Reach.of(shipped(), after);

            held(after, name.hashCode(), unreached);

            assertThat(reach.everything()).isFalse();
            assertThat(reach.words()).isNotEmpty();
            assertThat(unreached[0]).isPositive();
        }
    }

    private static String replaced(String text, String from, String to) {
        int at = text.indexOf(from);
        return at < 0 ? text : text.substring(0, at) + to + text.substring(at + from.length());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "rules/principles/03-subject.dslr~失信程度轻微且已纠正~条目存在异议",
                "measure-catalogue/calendar.yaml~{name: 元旦, from: 2016-01-01, to: 2016-01-03}~{name: 元旦, from: 2016-01-01, to: 2016-01-02}",
                "measure-catalogue/lists.yaml~freshness: P7D~freshness: P31D",
                "measure-catalogue/statutes.yaml~validFrom: 2003-01-01~validFrom: 2003-02-01",
                "measure-catalogue/matters.yaml~name: 企业债券发行~name: 发行企业债券",
                "measure-catalogue/roles.yaml~{code: legal-representative, name: 法定代表人}~{code: legal-representative, name: 法定的代表人}",
                "measure-catalogue/contexts.yaml~aliases: [LICENSING, 许可~aliases: [LICENSING",
                "measure-catalogue/departments.yaml~name: 市信用办~name: 市信用办公室"
            })
    void what_is_tied_to_no_list_reaches_everything(String path, String from, String to) {
        String everywhere = path.endsWith("matters.yaml") || path.endsWith("roles.yaml") ? from : "";
        try (Release after =
                everywhere.isEmpty() ? with(path, text -> replaced(text, from, to)) : everywhere(path, from, to)) {
            Reach reach = Reach.of(shipped(), after);

            assertThat(reach.everything()).isTrue();
            assertThat(reach.touches(List.of())).isTrue();
        }
    }

    /** A word that rules speak too is changed in them as well. */
    private static Release everywhere(String path, String from, String to) {
        String word = from.replaceAll(".*name: ([^,}]*).*", "$1");
        String other = to.replaceAll(".*name: ([^,}]*).*", "$1");
        Map<String, byte[]> files = new HashMap<>();
        ReleaseFiles shipped = ReleaseFiles.shipped();
        for (String one : shipped.paths()) {
            String text = new String(shipped.bytes(one), StandardCharsets.UTF_8);
            String changed = one.equals(path)
                    ? replaced(text, from, to)
                    : one.startsWith("rules/memoranda/")
                            ? text.replace("为 " + word, "为 " + other)
                                    .replace("、" + word, "、" + other)
                                    .replace("的 " + word, "的 " + other)
                            : text;
            files.put(one, changed.getBytes(StandardCharsets.UTF_8));
        }
        return Release.of(ReleaseFiles.of(files));
    }

    @Test
    void an_edition_reaches_everything() {
        String edition = ReleaseFiles.shipped().paths().stream()
                .filter(path -> path.endsWith("editions/2020-gate.yaml"))
                .findFirst()
                .orElseThrow();
        try (Release after = with(edition, text -> text.replaceFirst("(?m)^title: (.*)$", "title: 另一$1"))) {
            assertThat(Reach.of(shipped(), after).everything()).isTrue();
        }
    }

    @Test
    void equal_releases_reach_nothing_and_a_rule_reaches_its_list_in_its_contexts() {
        Rule rule = shipped().rules().find("2016-1001-m21").orElseThrow();
        List<Rule> rules = new ArrayList<>(shipped().rules().rules());
        rules.removeIf(one -> one.id().equals(rule.id()));
        List<String> expected = new ArrayList<>();
        for (String list : rule.lists()) {
            rule.contexts()
                    .forEach(context ->
                            expected.add(Row.key(list, context, rule.via().code())));
        }
        try (Release same = shipped().withRules(shipped().rules(), "sha256:same");
                Release without = shipped().withRules(shipped().rules().with(rules), "sha256:without")) {
            assertThat(Reach.of(shipped(), same).everything()).isFalse();
            assertThat(Reach.of(shipped(), same).words()).isEmpty();
            assertThat(Reach.of(shipped(), without).words()).containsExactlyInAnyOrderElementsOf(expected);
        }
    }

    @Test
    void a_list_that_a_context_no_longer_asks_about_reaches_the_whole_context() {
        Rule some = shipped().rules().find("2016-1001-m21").orElseThrow();
        String list = some.lists().get(0);
        String context = some.contexts().get(0);
        List<Rule> rules = shipped().rules().rules().stream()
                .filter(rule -> !rule.lists().contains(list) || !rule.contexts().contains(context))
                .toList();
        try (Release after = shipped().withRules(shipped().rules().with(rules), "sha256:fewer")) {
            Reach reach = Reach.of(shipped(), after);

            assertThat(reach.words()).contains(context);
            assertThat(reach.touches(Arrays.asList("bidding", context))).isTrue();
            assertThat(held(after, 7, new int[1])).isPositive();
        }
    }
}
