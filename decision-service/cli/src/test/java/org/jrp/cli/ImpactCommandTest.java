package org.jrp.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.jrp.cli.CommandLineRun.write;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A candidate in which judgment defaulters are kept from forestry projects only after ten years. */
class ImpactCommandTest {

    private static final String RULES = "rules/memoranda/2016-141-judgment-defaulter.dslr";
    private static final String RULE = "规则 \"2016-141-m07b ";
    private static final String WANTED = "    - 业务场景为 行政审批、政府性资金安排\n";

    @TempDir
    Path folder;

    private Path candidate;

    @BeforeEach
    void candidate() {
        candidate = CommandLineRun.shippedIn(folder.resolve("candidate"));
        String rules = CommandLineRun.read(candidate.resolve(RULES));
        int at = rules.indexOf(WANTED, rules.indexOf(RULE)) + WANTED.length();
        write(candidate.resolve(RULES), rules.substring(0, at) + "    - 列入已满 10 年\n" + rules.substring(at));
    }

    @Test
    void subjects_of_an_entries_file_are_named_with_the_rule_and_its_clause() {
        CommandLineRun run = impact("--json");

        assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.OK);
        assertThat(run.list("cases")).isNotEmpty().allSatisfy(one -> {
            assertThat(one).containsEntry("kind", "changed");
            assertThat((List<?>) one.get("removed")).hasToString("[restrict-key-forestry-projects mandatory]");
            assertThat((List<?>) one.get("rulesRemoved"))
                    .allSatisfy(rule -> assertThat((String) rule).startsWith("2016-141-m07b"));
            assertThat((List<?>) one.get("groundsRemoved"))
                    .allSatisfy(ground ->
                            assertThat(((Map<?, ?>) ground).get("docNo")).isEqualTo("发改财金〔2016〕141号"));
        });
        assertThat(run.list("kinds")).anySatisfy(count -> assertThat(count).containsEntry("word", "changed"));
    }

    @Test
    void text_and_table_say_the_same_and_hide_peoples_numbers() {
        CommandLineRun text = impact();
        CommandLineRun english = impact("--lang", "en");
        CommandLineRun table = impact("--csv");

        assertThat(text.out()).contains("有变", "2016-141-m07b", "共对照");
        assertThat(english.out()).contains("changed", "questions compared");
        assertThat(table.out()).startsWith("\uFEFF决定编号,").contains("发改财金〔2016〕141号");
        assertThat(table.out().lines().count() - 1)
                .isEqualTo(impact("--json").list("cases").size());
        for (CommandLineRun run : List.of(text, english, table)) {
            assertThat(run.out()).doesNotContain(CommandLineRun.PERSON);
        }
    }

    @Test
    void an_export_is_compared_from_its_records_alone() throws IOException {
        Path export = write(folder.resolve("export.ndjson"), resource("sample-export.ndjson"));

        CommandLineRun same = CommandLineRun.of(
                "impact", "--export", export, "--release", CommandLineRun.shippedIn(folder.resolve("same")), "--json");

        assertThat(same.exitCode()).as(same.err()).isEqualTo(ExitCode.OK);
        assertThat(same.list("cases")).isEmpty();
        assertThat(same.json()).containsKey("questions");
        CommandLineRun cut = CommandLineRun.of(
                "impact",
                "--export",
                write(folder.resolve("cut.ndjson"), "{\"format\":\"jrp-export\",\"version\":1}\n"),
                "--release",
                candidate);
        assertThat(cut.exitCode()).isEqualTo(ExitCode.INVALID);
        assertThat(cut.err()).contains("不是完整的导出文件");
    }

    @Test
    void what_is_missing_is_told() {
        assertThat(CommandLineRun.of("impact", "--release", candidate).err()).contains("--export 或 --entries");
        assertThat(CommandLineRun.of("impact", "--entries", CommandLineRun.demo())
                        .err())
                .contains("--release");
    }

    private CommandLineRun impact(Object... more) {
        Object[] args = {"impact", "--entries", CommandLineRun.demo(), "--as-of", "2018-09-01", "--release", candidate};
        return CommandLineRun.of(
                java.util.stream.Stream.concat(java.util.Arrays.stream(args), java.util.Arrays.stream(more))
                        .toArray());
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(ImpactCommandTest.class.getResourceAsStream(name))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
