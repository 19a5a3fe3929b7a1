package org.jrp.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.jrp.cli.CommandLineRun.shippedIn;
import static org.jrp.cli.CommandLineRun.write;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jrp.decision.CaseFile;
import org.jrp.decision.DecisionEngine;
import org.jrp.release.Release;
import org.jrp.release.ReleaseFiles;
import org.jrp.replay.Recorded;
import org.jrp.sample.SampleCases;
import org.jrp.sample.SampleRecords;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplayCommandTest {

    private static final String RULES = "rules/memoranda/2016-141-judgment-defaulter.dslr";
    private static final int ROWS = 40;

    @TempDir
    static Path folder;

    private static Path export;
    private static Path other;
    private static String otherHash = "";
    private static final List<String> LINES = new ArrayList<>();

    /** Forty decisions by the shipped release and forty by one that says the same in another file. */
    @BeforeAll
    static void exported() {
        ReleaseFiles shipped = ReleaseFiles.shipped();
        ReleaseFiles changed = shipped.with(
                RULES,
                (new String(shipped.bytes(RULES), StandardCharsets.UTF_8) + "// 2019\n")
                        .getBytes(StandardCharsets.UTF_8));
        otherHash = changed.hash();
        LINES.add(SampleRecords.header());
        for (ReleaseFiles files : List.of(shipped, changed)) {
            try (Release release = Release.of(files)) {
                DecisionEngine engine = DecisionEngine.of(release);
                SampleCases cases = new SampleCases(release.catalogue(), 7);
                for (int i = 0; i < ROWS; i++) {
                    CaseFile file = cases.at(i);
                    Recorded row = SampleRecords.record(
                            LINES.size(), file, engine.decide(file), release.hash(), DecisionEngine.VERSION);
                    LINES.add(SampleRecords.line(row));
                }
            }
        }
        LINES.add(SampleRecords.footer(2 * ROWS));
        export = write(folder.resolve("export.ndjson"), String.join("\n", LINES) + "\n");
        other = shippedIn(folder.resolve("other"));
        write(other.resolve(RULES), changed.bytes(RULES));
    }

    @AfterAll
    static void forget() {
        LINES.clear();
    }

    @Test
    void all_comes_out_the_same_by_the_releases_given() {
        CommandLineRun run = CommandLineRun.of("replay", export, "--release", other);
        CommandLineRun json =
                CommandLineRun.of("replay", export, "--release", other, "--release", other, "--threads", "1", "--json");

        assertThat(run.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(run.out()).contains("80 个决定:逐字节相同 80");
        assertThat(json.json()).containsEntry("same", true).containsEntry("decisions", 80L);
    }

    @Test
    void a_release_that_is_not_given_is_named_with_what_to_do() {
        CommandLineRun zh = CommandLineRun.of("replay", export);
        CommandLineRun en = CommandLineRun.of("replay", export, "--lang", "en");

        assertThat(zh.exitCode()).isEqualTo(ExitCode.FINDINGS);
        assertThat(zh.out()).contains("[release-missing]", "缺少发布版本 " + otherHash + "(40 个决定)", "/bundle", "逐字节相同 40");
        assertThat(en.out()).contains("was not given (40 decisions)", "--release bundle.zip", "40 differ");
    }

    @Test
    void what_differs_is_named_with_line_id_and_cause() {
        List<String> lines = new ArrayList<>(LINES);
        String id = lines.get(3).substring(7, 43);
        lines.set(3, lines.get(3).replaceFirst("\"outcome\":\"[a-z]*\"", "\"outcome\":\"favoured?\""));
        Path changed = write(folder.resolve("changed.ndjson"), String.join("\n", lines) + "\n");

        CommandLineRun run = CommandLineRun.of("replay", changed, "--release", other);
        CommandLineRun json = CommandLineRun.of("replay", changed, "--release", other, "--json");

        assertThat(run.exitCode()).isEqualTo(ExitCode.FINDINGS);
        assertThat(run.out()).contains(":4:", id, "[record-altered] outcome");
        assertThat((List<?>) json.json().get("differences"))
                .singleElement()
                .satisfies(one -> assertThat((Map<?, ?>) one)
                        .extracting("decisionId", "engineThen")
                        .containsExactly(id, DecisionEngine.VERSION));
    }

    @Test
    void a_file_that_was_cut_or_cannot_be_used_is_said() {
        Path cut = write(folder.resolve("cut.ndjson"), String.join("\n", LINES.subList(0, 20)) + "\n");

        assertThat(CommandLineRun.of("replay", cut).exitCode()).isEqualTo(ExitCode.FINDINGS);
        assertThat(CommandLineRun.of("replay", cut).out()).contains("文件不完整");
        assertThat(CommandLineRun.of("replay", folder.resolve("none")).exitCode())
                .isEqualTo(ExitCode.INVALID);
        assertThat(CommandLineRun.of("replay", export, "--threads", "0").exitCode())
                .isEqualTo(ExitCode.INVALID);
        assertThat(CommandLineRun.of("lint", "--release", other, "--release", other)
                        .err())
                .contains("--release");
    }
}
