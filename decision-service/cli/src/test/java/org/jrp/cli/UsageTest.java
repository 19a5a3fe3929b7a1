package org.jrp.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.jrp.cli.CommandLineRun.decideArgs;

import java.util.Arrays;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class UsageTest {

    private static final Map<String, String> ENGLISH = Map.of("LANG", "en_US.UTF-8");

    static Stream<String> commands() {
        return Stream.of(
                "decide",
                "lint",
                "test",
                "mutate",
                "diff",
                "changes",
                "catalogue",
                "catalogue check",
                "catalogue digest",
                "health",
                "bundle",
                "bundle keygen",
                "bundle verify",
                "bundle check",
                "bundle unpack",
                "verify",
                "replay",
                "impact",
                "help",
                "generate-completion");
    }

    @ParameterizedTest
    @MethodSource("commands")
    void every_command_and_option_is_described_in_both_languages(String command) {
        Object[] args = Stream.concat(Arrays.stream(command.split(" ")), Stream.of("--help"))
                .toArray();

        CommandLineRun chinese = CommandLineRun.of(args);
        CommandLineRun english = CommandLineRun.in(ENGLISH, false, args);

        assertThat(chinese.exitCode()).isZero();
        assertThat(chinese.out()).contains("用法:jrp " + command, "选项:", "退出码:");
        assertThat(english.out()).contains("Usage: jrp " + command, "Options:", "Exit codes:");
        for (String usage : new String[] {chinese.out(), english.out()}) {
            assertThat(Pattern.compile("(?m)^ +(-\\w, )?--[\\w-]+(=\\S+)?\\R(?! {20})")
                            .matcher(usage)
                            .results())
                    .as("options without a description")
                    .isEmpty();
        }
    }

    @Test
    void help_lists_the_commands() {
        CommandLineRun run = CommandLineRun.of("help");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("联合奖惩决策服务命令行", "decide", "lint", "mutate", "bundle", "命令:");
        assertThat(CommandLineRun.of("help", "bundle", "keygen").out()).contains("用法:jrp bundle keygen");
        assertThat(CommandLineRun.of("help", "decid").err()).contains("是否为“decide”?");
    }

    @Test
    void no_command_is_wrong_usage() {
        CommandLineRun run = CommandLineRun.of();

        assertThat(run.exitCode()).isEqualTo(ExitCode.INVALID);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains("用法:jrp");
    }

    @Test
    void a_misspelt_command_or_option_is_told_with_the_nearest() {
        assertThat(CommandLineRun.of("decied").err()).contains("不认识的参数“decied”", "是否为“decide”?");
        assertThat(CommandLineRun.of(decideArgs("--mater", "x")).err()).contains("--mater", "是否为“--matter”?");
        assertThat(CommandLineRun.of("decied").exitCode()).isEqualTo(ExitCode.INVALID);
    }

    @Test
    void missing_and_repeated_options_are_named() {
        assertThat(CommandLineRun.of("decide", "--subject", "x").err()).contains("缺少 --entries --context");
        assertThat(CommandLineRun.in(ENGLISH, false, "decide").err())
                .contains("Missing: --entries --subject --context", "See jrp decide --help");
        assertThat(CommandLineRun.of(decideArgs("--context", "政府采购")).err()).contains("--context 只能写一次");
        assertThat(CommandLineRun.of("mutate", "--sample", "many").err()).contains("--sample 的取值“many”有误");
        assertThat(CommandLineRun.of("decide", "--json").json())
                .containsEntry("code", "usage")
                .containsEntry("status", 400L);
    }

    @Test
    void language_follows_the_option_before_the_environment() {
        assertThat(CommandLineRun.in(ENGLISH, false, "help", "--lang", "zh").out())
                .contains("用法:");
        assertThat(CommandLineRun.of("help", "--lang=en").out()).contains("Usage: ");
        assertThat(CommandLineRun.in(Map.of("LANG", "C.UTF-8"), false, "help").out())
                .contains("用法:");
        assertThat(CommandLineRun.in(Map.of("LC_ALL", "zh_CN.UTF-8", "LANG", "en_US.UTF-8"), false, "help")
                        .out())
                .contains("用法:");
        CommandLineRun unknown = CommandLineRun.of("lint", "--lang", "fr");
        assertThat(unknown.exitCode()).isEqualTo(ExitCode.INVALID);
        assertThat(unknown.err()).contains("--lang", "fr");
    }

    @Test
    void colours_are_for_terminals_that_want_them() {
        assertThat(CommandLineRun.in(Map.of(), true, decideArgs()).out()).contains("\u001B[31m应予限制");
        assertThat(CommandLineRun.in(Map.of(), true, decideArgs("--no-color")).out())
                .doesNotContain("\u001B");
        assertThat(CommandLineRun.in(Map.of("NO_COLOR", "1"), true, decideArgs())
                        .out())
                .doesNotContain("\u001B");
        assertThat(CommandLineRun.in(Map.of(), true, decideArgs("--json")).out())
                .doesNotContain("\u001B");
        assertThat(CommandLineRun.in(Map.of(), false, "help").out()).doesNotContain("\u001B");
    }

    @Test
    void json_may_stand_on_one_line() {
        assertThat(CommandLineRun.of(decideArgs("--json", "--compact")).out().lines())
                .hasSize(1);
        assertThat(CommandLineRun.of(decideArgs("--json")).out()).startsWith("{\n  \"outcome\": \"restricted\",\n");
    }

    @Test
    void tells_its_version() {
        assertThat(CommandLineRun.of("--version").out()).startsWith("jrp ");
    }

    @Test
    void writes_a_completion_script() {
        assertThat(CommandLineRun.of("generate-completion").out()).contains("complete -F", "jrp", "--known-at");
    }
}
