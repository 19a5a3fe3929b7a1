package org.jrp.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.jrp.catalogue.Effect;
import org.jrp.decision.Applied;
import org.jrp.decision.CaseFile;
import org.jrp.decision.Decision;
import org.jrp.decision.DecisionEngine;
import org.jrp.record.ByteComparison;
import org.jrp.record.CanonicalDecision;
import org.jrp.release.ReleaseFiles;
import org.jrp.replay.Cause;
import org.jrp.replay.Engines;
import org.jrp.replay.ExportReplay;
import org.jrp.replay.GivenReleases;
import org.jrp.replay.Recorded;
import org.jrp.replay.Replayer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Exports of decisions by three releases: what comes out the same, and the cause of what does not. */
class ExportReplayTest {

    private static final int EACH = 1_000;
    private static final String ENGINE = DecisionEngine.VERSION;
    private static final String INSTRUMENT = "2016-141-judgment-defaulter";
    private static final ReleaseFiles SHIPPED = ReleaseFiles.shipped();
    private static final ReleaseFiles NARROWED = narrowed();
    private static final ReleaseFiles RENAMED = SHIPPED.with(
            "measure-catalogue/instruments/" + INSTRUMENT + ".yaml",
            text("measure-catalogue/instruments/" + INSTRUMENT + ".yaml")
                    .replaceFirst("(?m)^title: (.*)$", "title: $1(修订)")
                    .getBytes(StandardCharsets.UTF_8));
    private static final GivenReleases ALL = new GivenReleases(List.of(SHIPPED, NARROWED, RENAMED));

    private static final List<CaseFile> FILES = new ArrayList<>();
    private static final List<Recorded> ROWS = new ArrayList<>();

    @BeforeAll
    static void decide() {
        DecisionEngine engine = DecisionEngine.of(org.jrp.release.Release.shipped());
        SampleCases cases = new SampleCases(engine.release().catalogue(), 20261126);
        for (String release : List.of(SHIPPED.hash(), NARROWED.hash(), RENAMED.hash())) {
            Engines.Decider decider = ALL.find(release).orElseThrow();
            for (int i = 0; i < EACH; i++) {
                CaseFile file = cases.at(i);
                FILES.add(file);
                ROWS.add(SampleRecords.record(ROWS.size(), file, decider.decide(file), release, ENGINE));
            }
        }
        engine.release().close();
    }

    @AfterAll
    static void close() {
        ALL.close();
    }

    @Test
    void three_releases_replay_identical_by_one_thread_or_more() throws IOException {
        for (int threads : new int[] {1, 2, 5}) {
            ExportReplay.Result result = replay(lines(ROWS), ALL, threads);

            assertThat(result.identical()).isEqualTo(3L * EACH);
            assertThat(result.decisions()).isEqualTo(3L * EACH);
            assertThat(result.differences()).isEmpty();
            assertThat(result.same()).isTrue();
        }
    }

    @Test
    void an_engine_of_another_version_and_the_same_semantics_changes_nothing() throws IOException {
        ExportReplay.Result result = replay(lines(ROWS), engines("9.9.9", false), 2);

        assertThat(result.identical()).isEqualTo(3L * EACH);
    }

    @Test
    void an_engine_that_decides_otherwise_is_the_cause_of_what_it_changes_and_of_nothing_else() throws IOException {
        Set<String> affected = new TreeSet<>();
        for (int i = 0; i < ROWS.size(); i++) {
            Decision decision = CanonicalDecision.read(ROWS.get(i).canonical()).decision();
            if (!altered(decision).equals(decision)) {
                affected.add(ROWS.get(i).id());
            }
        }

        ExportReplay.Result result = replay(lines(ROWS), engines("9.9.9", true), 2);

        assertThat(affected).hasSizeBetween(10, 2 * EACH);
        assertThat(result.differences()).extracting(ExportReplay.Difference::id).containsExactlyElementsOf(affected);
        assertThat(result.identical()).isEqualTo(3L * EACH - affected.size());
        assertThat(result.differences()).allSatisfy(one -> {
            assertThat(one.verdict()).isEqualTo("differs");
            assertThat(one.causes().get(0).code()).isEqualTo("engine-version");
            assertThat(one.causes().get(0).en()).contains(ENGINE + " → 9.9.9");
            assertThat(one.causes().subList(1, one.causes().size()))
                    .extracting(Cause::code)
                    .containsOnly("follows");
        });
    }

    @Test
    void a_release_that_is_not_given_is_named_and_counted() throws IOException {
        try (GivenReleases shipped = new GivenReleases(List.of(SHIPPED))) {
            ExportReplay.Result result = replay(lines(ROWS), shipped, 2);

            assertThat(result.identical()).isEqualTo(EACH);
            assertThat(result.differs()).isEqualTo(2L * EACH);
            assertThat(result.missing())
                    .containsEntry(NARROWED.hash(), (long) EACH)
                    .containsEntry(RENAMED.hash(), (long) EACH);
            assertThat(result.differences().get(0).line()).isEqualTo(EACH + 2);
            assertThat(result.differences().get(0).causes().get(0).code()).isEqualTo("release-missing");
        }
    }

    @Test
    void a_damaged_release_and_one_that_fails_are_told_apart() {
        Recorded row = ROWS.get(0);
        Engines damaged = engines(release -> {
            throw new IllegalStateException("damaged");
        });
        Engines failing = engines(release -> Optional.of(file -> {
            throw new ArithmeticException();
        }));

        assertThat(codes(new Replayer(damaged, unused -> true).replay(row, null)))
                .containsExactly("release-damaged");
        assertThat(codes(new Replayer(failing, unused -> true).replay(row, null)))
                .startsWith("evaluation-fails-now", "engine-version");
    }

    @Test
    void under_another_release_the_rule_and_the_row_are_named() {
        Replayer replayer = new Replayer(ALL, unused -> true);
        Set<String> rules = new TreeSet<>();
        Set<String> rows = new TreeSet<>();
        String narrowed = NARROWED.hash();
        String renamed = RENAMED.hash();
        for (int i = 0; i < EACH; i++) {
            for (Cause cause : replayer.replay(ROWS.get(i), narrowed).causes()) {
                if (cause.code().equals("rule-text")) {
                    rules.add(cause.zh());
                }
            }
        }
        for (int i = 0; i < EACH; i++) {
            for (Cause cause : replayer.replay(ROWS.get(i), renamed).causes()) {
                assertThat(cause.code()).isIn("catalogue-row", "follows");
                if (cause.code().equals("catalogue-row")) {
                    rows.add(cause.zh());
                }
            }
        }

        assertThat(rules).anyMatch(cause -> cause.contains("2016-141-m17"));
        assertThat(rows).isNotEmpty().allMatch(cause -> cause.contains(INSTRUMENT));
    }

    @Test
    void a_record_that_lacks_a_fact_cannot_be_decided() throws IOException {
        Recorded whole = ROWS.get(3);
        String text = new String(whole.canonical(), StandardCharsets.UTF_8);
        byte[] without = text.replaceFirst("\"kind\":\"[a-z-]*\",", "").getBytes(StandardCharsets.UTF_8);
        List<Recorded> rows = List.of(
                SampleRecords.record(1, FILES.get(3), whole.outcome(), without, ENGINE),
                SampleRecords.record(2, FILES.get(3), whole.outcome(), Arrays.copyOf(whole.canonical(), 300), ENGINE));

        ExportReplay.Result result = replay(lines(rows), ALL, 1);

        assertThat(result.differs()).isEqualTo(2);
        assertThat(result.differences())
                .allSatisfy(
                        one -> assertThat(one.causes()).extracting(Cause::code).containsExactly("fact-missing"));
        assertThat(result.differences().get(0).causes().get(0).en()).contains("caseFile.kind");
    }

    @Test
    void altered_columns_erased_records_and_unreadable_lines_are_told_apart() throws IOException {
        Recorded row = ROWS.get(5);
        List<String> lines = lines(List.of(row, row, row, row));
        lines.set(1, lines.get(1).replace("\"purpose\":\"办", "\"purpose\":\"自"));
        lines.set(2, lines.get(2).replaceFirst("\"canonical\":\"[^\"]*\"", "\"canonical\":\"\""));
        lines.set(3, lines.get(3).substring(0, 200));

        ExportReplay.Result result = replay(lines, ALL, 1);

        assertThat(result.identical()).isEqualTo(1);
        assertThat(result.erased()).isEqualTo(1);
        assertThat(result.differences())
                .extracting(ExportReplay.Difference::line)
                .containsExactly(2L, 4L);
        assertThat(result.differences().get(0).causes().get(0).code()).isEqualTo("record-altered");
        assertThat(result.differences().get(1).id()).isEmpty();
        assertThat(result.complete()).isTrue();
    }

    @Test
    void a_file_that_was_cut_is_not_whole() throws IOException {
        List<String> lines = lines(ROWS.subList(0, 10));

        assertThat(replay(lines.subList(0, 11), ALL, 1).same()).isFalse();
        assertThat(replay(lines.subList(1, 12), ALL, 1).same()).isFalse();
        List<String> removed = new ArrayList<>(lines);
        removed.remove(4);
        assertThat(replay(removed, ALL, 1).complete()).isFalse();
        assertThat(replay(lines, ALL, 1).same()).isTrue();
        assertThat(replay(List.of(), ALL, 1).complete()).isFalse();
    }

    @Test
    void a_line_that_another_program_wrote_is_read_the_long_way() throws IOException {
        List<String> lines = lines(ROWS.subList(0, 2));
        lines.set(1, lines.get(1).replace("\"purpose\":\"办", "\"purpose\": \"\\u529e"));

        assertThat(replay(lines, ALL, 1).identical()).isEqualTo(2);
    }

    @Test
    void the_case_file_read_alone_is_that_of_the_record() {
        ByteComparison comparison = new ByteComparison();
        for (int i = 0; i < ROWS.size(); i++) {
            byte[] canonical = ROWS.get(i).canonical();
            CanonicalDecision.Stored stored = CanonicalDecision.read(canonical);

            ByteComparison.Asked asked = comparison.asked(canonical).orElseThrow();

            assertThat(asked.caseFile()).isEqualTo(FILES.get(i));
            assertThat(asked.release()).isEqualTo(stored.release());
            assertThat(comparison.same(canonical, asked, stored.decision())).isTrue();
        }
    }

    @Test
    void no_byte_can_be_changed_without_being_noticed() {
        ByteComparison comparison = new ByteComparison();
        Random random = new Random(5);
        for (int i = 0; i < 20_000; i++) {
            byte[] canonical = ROWS.get(i % EACH).canonical();
            CanonicalDecision.Stored stored = i < EACH ? CanonicalDecision.read(canonical) : null;
            byte[] changed = canonical.clone();
            changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(8));

            Optional<ByteComparison.Asked> asked = comparison.asked(changed);

            if (asked.isPresent() && stored != null) {
                assertThat(comparison.same(canonical, asked.get(), stored.decision())
                                && comparison.same(changed, asked.get(), stored.decision()))
                        .isFalse();
            }
        }
        assertThat(comparison.asked(new byte[0])).isEmpty();
        assertThat(comparison.asked("{}".getBytes(StandardCharsets.UTF_8))).isEmpty();
    }

    private static List<String> codes(Replayer.Replay replay) {
        return replay.causes().stream().map(Cause::code).toList();
    }

    private static List<String> lines(List<Recorded> rows) {
        List<String> lines = new ArrayList<>();
        lines.add(SampleRecords.header());
        rows.forEach(row -> lines.add(SampleRecords.line(row)));
        lines.add(SampleRecords.footer(rows.size()));
        return lines;
    }

    private static ExportReplay.Result replay(List<String> lines, Engines engines, int threads) throws IOException {
        byte[] file = (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
        return ExportReplay.replay(
                new ByteArrayInputStream(file),
                engines,
                threads,
                bytes -> assertThat(bytes).isLessThanOrEqualTo(file.length));
    }

    private interface Finding {
        Optional<Engines.Decider> find(String release);
    }

    private static Engines engines(Finding finding) {
        return new Engines() {
            @Override
            public String version() {
                return ENGINE;
            }

            @Override
            public Optional<Decider> find(String release) {
                return finding.find(release);
            }
        };
    }

    /** The same rules and catalogues by an engine of that version, which may decide one thing otherwise. */
    private static Engines engines(String version, boolean altering) {
        return new Engines() {
            @Override
            public String version() {
                return version;
            }

            @Override
            public Optional<Decider> find(String release) {
                return ALL.find(release)
                        .map(whole -> file -> altering ? altered(whole.decide(file)) : whole.decide(file));
            }
        };
    }

    /** Makes the mandatory measures of a decision ones to consider. */
    private static Decision altered(Decision decision) {
        List<Applied> measures = new ArrayList<>();
        for (Applied one : decision.measures()) {
            measures.add(new Applied(
                    one.code(),
                    one.name(),
                    one.kind(),
                    one.effect() == Effect.MANDATORY ? Effect.REFERENCE : one.effect(),
                    one.measureClass(),
                    one.category(),
                    one.edition(),
                    one.departments(),
                    one.conditional(),
                    one.matters(),
                    one.qualifiers(),
                    one.basisUnverified(),
                    one.disputed(),
                    one.citations(),
                    one.triggeredBy(),
                    one.feedbackDue()));
        }
        return new Decision(
                decision.outcome(),
                decision.validUntil(),
                decision.requiresConfirmation(),
                decision.reviews(),
                measures,
                decision.withheld(),
                decision.nearMisses(),
                decision.remedies(),
                decision.entries(),
                decision.checked(),
                decision.editions(),
                decision.assumed());
    }

    /** Takes government procurement out of a rule and its clause. */
    private static ReleaseFiles narrowed() {
        String rules = "rules/memoranda/" + INSTRUMENT + ".dslr";
        String provisions = "measure-catalogue/instruments/" + INSTRUMENT + ".yaml";
        return SHIPPED.with(
                        rules, after(rules, "@provision(\"" + INSTRUMENT + "-m17\")", "业务场景为 政府采购、招标投标", "业务场景为 招标投标"))
                .with(
                        provisions,
                        after(
                                provisions,
                                "id: " + INSTRUMENT + "-m17",
                                "contexts: [government-procurement, ",
                                "contexts: ["));
    }

    private static byte[] after(String file, String place, String old, String fresh) {
        String text = text(file);
        int at = text.indexOf(old, text.indexOf(place));
        return (text.substring(0, at) + fresh + text.substring(at + old.length())).getBytes(StandardCharsets.UTF_8);
    }

    private static String text(String file) {
        return new String(SHIPPED.bytes(file), StandardCharsets.UTF_8);
    }
}
