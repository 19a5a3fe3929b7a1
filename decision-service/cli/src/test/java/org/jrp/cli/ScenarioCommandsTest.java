package org.jrp.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.jrp.cli.CommandLineRun.write;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code test} and {@code mutate}. */
class ScenarioCommandsTest {

    private static final String PASSING = """
            - scenario: 失信被执行人参加政府采购,2018年受限
              given:
                subject: {kind: enterprise}
                entries:
                  - {list: 失信被执行人名单, from: 2018-03-01, to: 2020-03-01}
              when: {context: 政府采购, on: 2018-09-01}
              then:
                outcome: restricted
                includes: [限制参加政府采购活动]
                cites: [发改财金〔2016〕141号]
            """;

    @TempDir
    Path folder;

    @BeforeEach
    void scenarios() {
        write(folder.resolve("scenarios/mine.yaml"), PASSING);
    }

    @Test
    void passing_scenarios_end_well() {
        CommandLineRun run = CommandLineRun.of("test", folder);
        CommandLineRun covered = CommandLineRun.of("test", folder, "--coverage", "--lang", "en");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("用例:1 个通过,0 个不通过");
        assertThat(covered.out()).contains("1 passed, 0 failed", "Rules without coverage", "fires in no scenario");
    }

    @Test
    void a_failing_scenario_is_told_with_expected_and_actual() {
        write(folder.resolve("scenarios/mine.yaml"), PASSING.replace("outcome: restricted", "outcome: clear"));

        CommandLineRun run = CommandLineRun.of("test", folder);
        CommandLineRun json = CommandLineRun.of("test", folder, "--json");

        assertThat(run.exitCode()).isEqualTo(ExitCode.FINDINGS);
        assertThat(run.out()).contains("scenarios/mine.yaml:1: 失信被执行人", "预期: clear", "实际: restricted", "触发的规则:");
        assertThat(json.exitCode()).isEqualTo(ExitCode.FINDINGS);
        assertThat(json.json()).containsEntry("failed", 1L).containsEntry("passed", 0L);
        assertThat(json.list("failures"))
                .singleElement()
                .satisfies(failure -> assertThat(failure)
                        .containsEntry("file", "scenarios/mine.yaml")
                        .containsKeys("scenario", "line", "differences", "fired", "nearest"));
    }

    @Test
    void a_malformed_scenario_is_told_with_its_line() {
        write(folder.resolve("scenarios/mine.yaml"), PASSING.replace("outcome: restricted", "outcom: restricted"));

        CommandLineRun run = CommandLineRun.of("test", folder);

        assertThat(run.exitCode()).isEqualTo(ExitCode.INVALID);
        assertThat(run.err()).contains("scenarios/mine.yaml:8:", "outcom");
    }

    @Test
    void no_scenarios_are_wrong_usage(@TempDir Path empty) {
        assertThat(CommandLineRun.of("test", empty).exitCode()).isEqualTo(ExitCode.INVALID);
        assertThat(CommandLineRun.of("test", empty.resolve("none")).err()).contains("[missing-folder]");
    }

    @Test
    void mutants_are_tried_and_survivors_told() {
        CommandLineRun run = CommandLineRun.of("mutate", folder, "--sample", "20", "--seed", "7");
        CommandLineRun json =
                CommandLineRun.of("mutate", folder, "--sample", "20", "--seed", "7", "--at-least", "100", "--json");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("变异测试:", "试了 20 个", "rules/");
        assertThat(json.exitCode()).as("one scenario notices little").isEqualTo(ExitCode.FINDINGS);
        assertThat(json.json()).containsEntry("tried", 20L).containsKeys("mutants", "killed", "percent");
        assertThat(json.list("survivors"))
                .allSatisfy(
                        survivor -> assertThat(survivor).containsKeys("rule", "file", "line", "kind", "description"));
        assertThat(CommandLineRun.of("mutate", "--sample", "0").exitCode()).isEqualTo(ExitCode.INVALID);
    }
}
