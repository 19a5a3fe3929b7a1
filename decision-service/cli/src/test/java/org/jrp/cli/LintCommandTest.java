package org.jrp.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.jrp.cli.CommandLineRun.read;
import static org.jrp.cli.CommandLineRun.shippedIn;
import static org.jrp.cli.CommandLineRun.write;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LintCommandTest {

    private static final String RULES = "rules/memoranda/2016-141-judgment-defaulter.dslr";
    private static final String INSTRUMENT = "measure-catalogue/instruments/2016-141-judgment-defaulter.yaml";

    @TempDir
    Path folder;

    @Test
    void finds_no_error_in_the_shipped_release() {
        CommandLineRun run = CommandLineRun.of("lint");
        CommandLineRun json = CommandLineRun.of("lint", "--json");

        assertThat(run.out()).doesNotContain("错误 [");
        assertThat(run.exitCode()).isZero();
        assertThat(json.json()).containsEntry("errors", 0L).containsKeys("warnings", "problems");
    }

    @Test
    void finds_each_planted_fault_at_its_file_and_line() {
        shippedIn(folder);
        int list = plant(RULES, "主体被列入 失信被执行人名单", "主体被列入 失信被执行人明单");
        int context = plant(RULES, "- 业务场景为 政府采购", "- 业务场景为 政府彩购");
        int measure = plant(INSTRUMENT, "    effect: mandatory", "    effect: mandatroy");

        CommandLineRun run = CommandLineRun.of("lint", folder);

        assertThat(run.exitCode()).isEqualTo(ExitCode.FINDINGS);
        assertThat(run.out())
                .contains(folder.resolve(RULES) + ":" + list + ": 错误 [unknown-list]", "是否为“失信被执行人名单”?")
                .contains(folder.resolve(RULES) + ":" + context + ": 错误 [unknown-context]")
                .contains(folder.resolve(INSTRUMENT) + ":" + measure + ":")
                .contains("措施目录有错误");
        assertThat(run.out().lines().filter(line -> line.contains("错误 ["))).hasSize(3);
    }

    @Test
    void gives_code_place_value_message_and_mend_as_json() {
        shippedIn(folder);
        int line = plant(RULES, "主体被列入 失信被执行人名单", "主体被列入 失信被执行人明单");

        CommandLineRun run = CommandLineRun.of("lint", folder, "--json");

        assertThat(run.exitCode()).isEqualTo(ExitCode.FINDINGS);
        assertThat(run.list("problems"))
                .singleElement()
                .satisfies(problem -> assertThat(problem)
                        .containsEntry("severity", "error")
                        .containsEntry("code", "unknown-list")
                        .containsEntry("file", RULES)
                        .containsEntry("line", (long) line)
                        .containsEntry("value", "失信被执行人明单")
                        .containsEntry(
                                "message", Map.of("zh", "名单“失信被执行人明单”不存在。", "en", "The list (失信被执行人明单) is not known."))
                        .containsEntry("mend", Map.of("zh", "是否为“失信被执行人名单”?", "en", "Maybe 失信被执行人名单?")));
    }

    @Test
    void tells_problems_in_english() {
        shippedIn(folder);
        plant(RULES, "主体被列入 失信被执行人名单", "主体被列入 失信被执行人明单");

        assertThat(CommandLineRun.in(Map.of("LC_ALL", "en_US.UTF-8"), false, "lint", folder)
                        .out())
                .contains(": error [unknown-list] The list (失信被执行人明单) is not known. Maybe 失信被执行人名单?")
                .contains("1 errors, 0 warnings.");
    }

    @Test
    void an_empty_rule_file_is_an_error() {
        Path file = write(folder.resolve("empty.dslr"), "");

        assertThat(CommandLineRun.of("lint", file).out()).contains(file + ": 错误 [no-rules]", "请写入规则,或删除此文件");
    }

    @Test
    void java_in_a_rule_file_is_an_error_at_its_line() {
        Path file = write(folder.resolve("java.dslr"), """
                // a comment may stand here
                import java.io.File;

                规则 "x-1 试"
                    @provision("2016-141-judgment-defaulter-m16")
                当
                    eval(System.exit(0))
                那么
                    Runtime.getRuntime().exec("true");
                结束
                """);

        CommandLineRun run = CommandLineRun.of("lint", file);

        assertThat(run.exitCode()).isEqualTo(ExitCode.FINDINGS);
        assertThat(run.out()).contains(file + ":2: 错误 [outside-rule]", file + ":7: 错误", file + ":9: 错误");
    }

    @Test
    void two_rules_of_one_name_are_an_error_that_names_the_first() {
        shippedIn(folder);
        String text = read(folder.resolve(RULES));
        String first = text.substring(text.indexOf("规则 "), text.indexOf("结束") + 2);
        write(folder.resolve(RULES), text + "\n" + first + "\n");
        long line = text.lines().count() + 2;

        CommandLineRun run = CommandLineRun.of("lint", folder);

        assertThat(run.exitCode()).isEqualTo(ExitCode.FINDINGS);
        assertThat(run.out())
                .contains(RULES + ":" + line + ": 错误 [duplicate-rule]")
                .contains("已用于 " + RULES + ":");
    }

    @Test
    void an_edition_that_overlaps_another_is_an_error() {
        shippedIn(folder);
        String edition = read(folder.resolve("measure-catalogue/editions/2024-national.yaml"));
        write(
                folder.resolve("measure-catalogue/editions/2024-again.yaml"),
                edition.replace("id: 2024-national", "id: 2024-again"));

        CommandLineRun run = CommandLineRun.of("lint", folder);

        assertThat(run.exitCode()).isEqualTo(ExitCode.FINDINGS);
        assertThat(run.out()).contains("measure-catalogue/editions/2024-").contains("[edition-overlap]", "重叠");
    }

    @Test
    void a_yaml_bomb_in_the_catalogue_is_an_error() {
        shippedIn(folder);
        write(
                folder.resolve("measure-catalogue/matters.yaml"),
                "a: &a [x, x]\nb: &b [*a, *a]\nmatters: [*b, *b, *b]\n");

        CommandLineRun run = CommandLineRun.of("lint", folder);

        assertThat(run.exitCode()).isEqualTo(ExitCode.FINDINGS);
        assertThat(run.out()).contains("measure-catalogue/matters.yaml:", "[yaml-alias]");
    }

    @Test
    void rules_without_a_catalogue_are_held_against_the_shipped_one() {
        shippedIn(folder.resolve("release"));
        write(
                folder.resolve("loose/mine.dslr"),
                read(folder.resolve("release").resolve(RULES)).replace("应采取措施 限制参加政府采购活动", "应采取措施 限制参加政府采够"));

        CommandLineRun run = CommandLineRun.of("lint", folder.resolve("loose"));

        assertThat(run.exitCode()).isEqualTo(ExitCode.FINDINGS);
        assertThat(run.out())
                .contains(folder.resolve("loose/mine.dslr") + ":", "[unknown-measure]", "没有自带的措施目录")
                .doesNotContain("provision-without-rule");
    }

    @Test
    void a_single_file_of_the_catalogue_is_held_against_the_rest_of_the_shipped_one() {
        shippedIn(folder);
        plant(INSTRUMENT, "    effect: mandatory", "    effect: mandatroy");

        CommandLineRun run = CommandLineRun.of("lint", folder.resolve(INSTRUMENT));

        assertThat(run.out()).contains(folder.resolve(INSTRUMENT) + ":", "mandatroy");
        assertThat(run.exitCode()).isEqualTo(ExitCode.FINDINGS);
    }

    @Test
    void a_file_that_no_release_can_hold_is_pointed_out() {
        shippedIn(folder);
        write(folder.resolve("rules/memoranda/my rules.dslr"), "x");
        write(folder.resolve("rules/lost.dslr"), "x");

        CommandLineRun run = CommandLineRun.of("lint", folder);

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("my rules.dslr: 警告 [unread-file]", "rules/lost.dslr: 警告 [unread-file]");
    }

    @Test
    void nothing_to_check_is_wrong_usage() {
        CommandLineRun run = CommandLineRun.of("lint", folder);

        assertThat(run.exitCode()).isEqualTo(ExitCode.INVALID);
        assertThat(run.err()).contains("没有规则或目录文件");
        assertThat(CommandLineRun.of("lint", folder.resolve("none")).exitCode()).isEqualTo(ExitCode.INVALID);
    }

    @Test
    void a_rule_file_of_one_endless_line_is_refused() {
        Path file = write(folder.resolve("endless.dslr"), new byte[50 << 20]);

        CommandLineRun run = CommandLineRun.of("lint", file);

        assertThat(run.exitCode()).isEqualTo(ExitCode.INVALID);
        assertThat(run.err()).contains("endless.dslr", "[too-large]");
    }

    @Test
    void nothing_of_a_faulty_release_is_loaded() {
        shippedIn(folder);
        plant(RULES, "主体被列入 失信被执行人名单", "主体被列入 失信被执行人明单");

        CommandLineRun run = CommandLineRun.of(CommandLineRun.decideArgs("--release", folder));

        assertThat(run.exitCode()).isEqualTo(ExitCode.INVALID);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains(RULES + ":", "[unknown-list]");
    }

    /** Replaces the first occurrence and gives its line. */
    private int plant(String path, String text, String fault) {
        Path file = folder.resolve(path);
        String content = read(file);
        int at = content.indexOf(text);
        assertThat(at).as(text).isNotNegative();
        write(file, content.substring(0, at) + fault + content.substring(at + text.length()));
        return (int) content.substring(0, at + text.length()).lines().count();
    }
}
