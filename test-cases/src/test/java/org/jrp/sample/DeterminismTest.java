package org.jrp.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.TimeZone;
import org.jrp.decision.CaseEntry;
import org.jrp.decision.CaseFile;
import org.jrp.decision.Decision;
import org.jrp.decision.DecisionEngine;
import org.jrp.record.CanonicalDecision;
import org.jrp.record.Verdict;
import org.jrp.release.Release;
import org.jrp.rule.Row;
import org.jrp.rule.Rule;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** The same facts give the same bytes: with or without the memo, in any order, on any thread, in any locale. */
class DeterminismTest {

    private static final Release RELEASE = Release.shipped();
    private static final boolean FULL = "full".equals(System.getProperty("jrp.scale"));
    private static final long SEED = 20261123;

    private final SampleCases cases = new SampleCases(RELEASE.catalogue(), SEED);
    private final DecisionEngine engine = DecisionEngine.of(RELEASE);

    @AfterAll
    static void close() {
        RELEASE.close();
    }

    @Test
    void the_memo_changes_no_byte() {
        DecisionEngine bare = DecisionEngine.withoutMemo(RELEASE);
        for (int i = 0; i < (FULL ? 100_000 : 5_000); i++) {
            CaseFile file = cases.at(i);

            Decision first = engine.decide(file);
            Decision again = engine.decide(file);
            Decision without = bare.decide(file);

            assertThat(again).isEqualTo(first);
            assertThat(without).isEqualTo(first);
        }
    }

    @Test
    void drools_fires_a_rule_exactly_when_all_its_conditions_hold() {
        List<Rule> rules = RELEASE.rules().rules();
        Random random = new Random(SEED);
        List<String> lists = RELEASE.catalogue().lists().stream()
                .map(list -> list.code())
                .sorted()
                .toList();
        List<String> contexts = RELEASE.catalogue().contexts().stream()
                .filter(context -> context.offered())
                .map(context -> context.code())
                .toList();
        List<String> vias = Arrays.stream(org.jrp.catalogue.Via.values())
                .map(via -> via.code())
                .toList();
        List<String> roles = new ArrayList<>(
                RELEASE.catalogue().roles().stream().map(role -> role.code()).toList());
        roles.add("");
        List<String> matters = new ArrayList<>(RELEASE.catalogue().matters().stream()
                .map(matter -> matter.code())
                .toList());
        int fired = 0;
        for (int i = 0; i < (FULL ? 200_000 : 20_000); i++) {
            Row.Facts facts = new Row.Facts(
                    pick(random, lists),
                    pick(random, contexts),
                    pick(random, vias),
                    pick(random, roles),
                    pick(random, List.of("enterprise", "sole-trader", "individual", "public-body")),
                    false,
                    random.nextBoolean(),
                    random.nextBoolean(),
                    random.nextInt(4_000),
                    random.nextInt(130),
                    random.nextInt(4) - 1,
                    pick(random, List.of("", "minor", "general", "serious")),
                    random.nextInt(20_000),
                    pick(random, List.of("341182", "110000")),
                    random.nextBoolean() ? "" : pick(random, matters),
                    random.nextInt(5) == 0);
            Row.Facts sound = withEntity(facts);

            Set<Integer> byDrools = new HashSet<>();
            for (int number : RELEASE.compiled().proposedFor(new Row(sound))) {
                byDrools.add(number);
            }

            Set<Integer> byConditions = new HashSet<>();
            for (Rule rule : rules) {
                if (!rule.principle() && speaksOf(rule, sound) && rule.holds(sound)) {
                    byConditions.add(rule.number());
                }
            }
            assertThat(byDrools).isEqualTo(byConditions);
            fired += byDrools.size();
        }
        assertThat(fired).isGreaterThan(1_000);
    }

    @Test
    void the_order_of_entries_changes_no_byte() {
        Random random = new Random(SEED);
        for (int i = 0; i < 2_000; i++) {
            CaseFile file = cases.at(i);
            List<CaseEntry> shuffled = new ArrayList<>(file.entries());
            Collections.shuffle(shuffled, random);
            CaseFile other = new CaseFile(
                    file.kind(),
                    file.underage(),
                    file.context(),
                    file.matter(),
                    file.place(),
                    file.asOf(),
                    file.knownAt(),
                    shuffled,
                    file.related(),
                    file.sources());

            assertThat(hash(engine, other)).isEqualTo(hash(engine, file));
        }
    }

    @Test
    void locale_and_time_zone_change_no_byte() {
        Locale locale = Locale.getDefault();
        TimeZone zone = TimeZone.getDefault();
        String before = Fingerprint.of(engine, cases, 0, 2_000, false, 1).toString();
        try {
            for (String tag : List.of("tr-TR", "ar-EG", "th-TH-u-ca-buddhist")) {
                Locale.setDefault(Locale.forLanguageTag(tag));
                TimeZone.setDefault(TimeZone.getTimeZone("Pacific/Kiritimati"));
                try (Release fresh = Release.shipped()) {
                    assertThat(Fingerprint.of(DecisionEngine.of(fresh), cases, 0, 2_000, true, 2)
                                    .toString())
                            .isEqualTo(before);
                }
            }
        } finally {
            Locale.setDefault(locale);
            TimeZone.setDefault(zone);
        }
    }

    /**
     * A million in the full suite: decided, decided again on a fresh engine in shuffled order, and held against the
     * fingerprint on file, which another Java wrote.
     */
    @Test
    void decisions_replay_on_a_fresh_engine_and_equal_those_on_file() throws IOException {
        long count = FULL ? 1_000_000 : 10_000;
        Fingerprint inOrder = Fingerprint.of(engine, cases, 0, count, false, 2);
        Fingerprint shuffled;
        try (Release fresh = Release.shipped()) {
            shuffled = Fingerprint.of(DecisionEngine.of(fresh), cases, 0, count, true, 2);
        }

        assertThat(shuffled).isEqualTo(inOrder);
        System.out.println("Replay: " + count + " of " + count + " decision hashes equal, fingerprint " + inOrder
                + ", Java " + Runtime.version().feature());
        Path golden = Path.of(System.getProperty("jrp.root", "..")).resolve("test-cases/golden/" + count + ".txt");
        String line = RELEASE.hash() + " " + inOrder + "\n";
        if (Boolean.getBoolean("jrp.golden.write")) {
            Files.createDirectories(golden.getParent());
            Files.writeString(golden, line);
        }
        assertThat(golden)
                .as("run with -Djrp.golden.write=true after a change of rules or catalogue")
                .exists();
        assertThat(Files.readString(golden)).isEqualTo(line);
    }

    @Test
    void a_verdict_names_what_differs() {
        CaseFile file = cases.at(7);
        byte[] recorded = CanonicalDecision.bytes(file, engine.decide(file), RELEASE.hash());
        byte[] otherRelease = CanonicalDecision.bytes(file, engine.decide(file), "sha256:0");
        byte[] otherOutcome = new String(recorded, StandardCharsets.UTF_8)
                .replaceFirst("\"outcome\":\"[a-z]+\",\"remedies\"", "\"outcome\":\"x\",\"remedies\"")
                .getBytes(StandardCharsets.UTF_8);

        assertThat(Verdict.of(recorded, recorded).code()).isEqualTo("identical");
        assertThat(Verdict.of(recorded, otherRelease).code()).isEqualTo("same-measures");
        assertThat(Verdict.of(recorded, otherOutcome))
                .isInstanceOfSatisfying(
                        Verdict.Differs.class,
                        differs -> assertThat(differs.causes())
                                .singleElement()
                                .asString()
                                .startsWith("decision.outcome: "));
    }

    private static boolean speaksOf(Rule rule, Row.Facts facts) {
        return rule.lists().isEmpty()
                || rule.lists().contains(facts.list())
                        && rule.contexts().contains(facts.context())
                        && rule.via().code().equals(facts.via());
    }

    private static Row.Facts withEntity(Row.Facts facts) {
        return new Row.Facts(
                facts.list(),
                facts.context(),
                facts.via(),
                facts.role(),
                facts.kind(),
                !facts.kind().equals("individual"),
                facts.personal(),
                facts.courtOrder(),
                facts.listedDays(),
                facts.listedMonths(),
                facts.ground(),
                facts.severity(),
                facts.recognisedOn(),
                facts.place(),
                facts.matter(),
                facts.keyAttention());
    }

    private static String hash(DecisionEngine engine, CaseFile file) {
        return CanonicalDecision.hash(
                file, engine.decide(file), engine.release().hash());
    }

    private static <T> T pick(Random random, List<T> from) {
        return from.get(random.nextInt(from.size()));
    }
}
