package org.jrp.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.jrp.cli.CommandLineRun.read;
import static org.jrp.cli.CommandLineRun.shippedIn;
import static org.jrp.cli.CommandLineRun.write;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code catalogue}, {@code diff} and {@code health}. */
class CatalogueCommandsTest {

    private static final String EDITION = "measure-catalogue/editions/2018-mingguang.yaml";

    @TempDir
    Path folder;

    @Test
    void the_shipped_catalogue_passes_its_check() {
        CommandLineRun run = CommandLineRun.of("catalogue", "check");
        CommandLineRun english = CommandLineRun.of("catalogue", "check", "--lang=en");
        CommandLineRun json = CommandLineRun.of("catalogue", "check", "--json");

        assertThat(run.out()).doesNotContain("错误 [");
        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("条款", "版次 2018-mingguang");
        assertThat(english.out()).contains("provisions", "Edition 2018-mingguang");
        assertThat(json.json()).containsEntry("errors", 0L).containsKeys("counts", "editions", "citations");
    }

    @Test
    void a_fault_in_the_catalogue_is_told_with_file_and_line() {
        shippedIn(folder);
        String text = read(folder.resolve(EDITION));
        write(folder.resolve(EDITION), text.replaceFirst("(?m)^layer: city$", "layer: town"));
        long line = text.substring(0, text.indexOf("\nlayer:") + 1).lines().count() + 1;

        CommandLineRun run = CommandLineRun.of("catalogue", "check", folder);

        assertThat(run.exitCode()).isEqualTo(ExitCode.FINDINGS);
        assertThat(run.out()).contains(folder.resolve(EDITION) + ":" + line + ":", "town");
    }

    @Test
    void digests_are_printed_and_written_once() {
        shippedIn(folder);

        CommandLineRun printed = CommandLineRun.of("catalogue", "digest", folder);
        CommandLineRun json = CommandLineRun.of("catalogue", "digest", folder, "--json");
        CommandLineRun written = CommandLineRun.of("catalogue", "digest", folder, "--write");

        assertThat(printed.out()).contains("digests:\n", "  2018-mingguang: sha256:");
        assertThat(json.json()).containsKey("digests");
        assertThat(written.exitCode()).isZero();
        assertThat(read(folder.resolve("measure-catalogue/digests.yaml"))).isEqualTo(printed.out());
        assertThat(CommandLineRun.of("catalogue", "digest", "--write").exitCode())
                .isEqualTo(ExitCode.INVALID);
    }

    @Test
    void a_published_edition_that_was_changed_gets_no_new_digest() {
        shippedIn(folder);
        CommandLineRun.of("catalogue", "digest", folder, "--write");
        String recorded = read(folder.resolve("measure-catalogue/digests.yaml"));
        write(folder.resolve(EDITION), read(folder.resolve(EDITION)).replaceFirst("(?m)^title: (.*)$", "title: $1修改"));

        CommandLineRun digest = CommandLineRun.of("catalogue", "digest", folder, "--write");
        CommandLineRun check = CommandLineRun.of("catalogue", "check", folder);

        assertThat(digest.exitCode()).isEqualTo(ExitCode.INVALID);
        assertThat(digest.err()).contains("2018-mingguang", "[published-edition-changed]");
        assertThat(read(folder.resolve("measure-catalogue/digests.yaml"))).isEqualTo(recorded);
        assertThat(check.exitCode()).isEqualTo(ExitCode.FINDINGS);
        assertThat(check.out()).contains("[published-edition-changed]");
    }

    @Test
    void a_folder_without_a_catalogue_is_wrong_usage() {
        assertThat(CommandLineRun.of("catalogue", "check", folder).exitCode()).isEqualTo(ExitCode.INVALID);
        assertThat(CommandLineRun.of("catalogue").exitCode()).isEqualTo(ExitCode.INVALID);
    }

    @Test
    void two_editions_are_compared_in_sentences() {
        CommandLineRun run = CommandLineRun.of("diff", "2018-mingguang-punishment", "2018-mingguang");
        CommandLineRun json = CommandLineRun.of("diff", "2018-mingguang-punishment", "2018-mingguang", "--json");
        CommandLineRun same = CommandLineRun.of("diff", "2018-mingguang", "2018-mingguang", "--lang", "en");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out())
                .startsWith("2018-mingguang-punishment → 2018-mingguang\n")
                .contains("  - 新增措施“", "项未变。");
        assertThat(json.list("changes")).isNotEmpty();
        assertThat(same.out()).contains("No difference.");
    }

    @Test
    void one_edition_is_compared_in_two_releases() {
        shippedIn(folder);
        write(folder.resolve(EDITION), read(folder.resolve(EDITION)).replaceFirst("(?m)^title: (.*)$", "title: 试"));

        CommandLineRun run = CommandLineRun.of("diff", "2018-mingguang", "--to", folder);

        assertThat(run.out()).contains("标题由“").contains("改为“试”");
    }

    @Test
    void an_unknown_edition_is_told_with_the_nearest() {
        CommandLineRun run = CommandLineRun.of("diff", "2018-minguang", "2018-mingguang");

        assertThat(run.exitCode()).isEqualTo(ExitCode.INVALID);
        assertThat(run.err()).contains("2018-minguang", "是否为“2018-mingguang”?");
    }

    @Test
    void health_names_what_lapsed_and_what_rests_on_it() {
        CommandLineRun run = CommandLineRun.of("health", "--on", "2026-01-01");
        CommandLineRun today = CommandLineRun.of("health", "--json");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("[").contains("涉及条款").contains("2026-01-01:来源 ");
        assertThat(CommandLineRun.of("health", "--lang", "en").out()).contains("rest on it.", "sources, ");
        assertThat(today.json()).containsEntry("on", "2026-11-23").containsKeys("counts", "findings");
        assertThat(CommandLineRun.of("health", "--on", "2026-02-29").exitCode()).isEqualTo(ExitCode.INVALID);
    }
}
