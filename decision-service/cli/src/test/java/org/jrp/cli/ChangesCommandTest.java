package org.jrp.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jrp.json.Json;
import org.jrp.release.ReleaseFiles;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two releases become a section of docs/policy-changes.md. */
class ChangesCommandTest {

    private static final String RULES = "rules/memoranda/2016-141-judgment-defaulter.dslr";

    @TempDir
    private Path folder;

    @BeforeEach
    void write_a_release_with_one_context_less() throws IOException {
        ReleaseFiles shipped = ReleaseFiles.shipped();
        for (String path : shipped.paths()) {
            Path file = folder.resolve(path);
            Files.createDirectories(file.getParent());
            String text = new String(shipped.bytes(path), StandardCharsets.UTF_8);
            Files.writeString(file, path.equals(RULES) ? text.replaceFirst("业务场景为 政府采购、招标投标", "业务场景为 招标投标") : text);
        }
    }

    @Test
    void the_section_names_rule_list_clause_and_first_day() {
        CommandLineRun run = CommandLineRun.of("changes", folder, "--heading", "1.1.0");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out())
                .startsWith("## 1.1.0")
                .contains("修改规则 1 条。Impacted days: from 2016-01-20. Impacted matters: ")
                .contains("- 修改规则(2016-141-")
                .contains("对“失信被执行人名单”,自 2016-01-20 起")
                .contains("发改财金〔2016〕141号");
    }

    @Test
    void as_data_it_holds_what_went_and_what_came() {
        CommandLineRun run = CommandLineRun.of("changes", folder, "--json");

        Map<?, ?> body = (Map<?, ?>) Json.read(run.out());
        assertThat(body.get("rules").toString()).contains("change=changed").contains("government-procurement");
        assertThat(((Map<?, ?>) body.get("impact")).get("from")).isEqualTo("2016-01-20");
    }

    @Test
    void a_folder_that_is_no_release_is_refused() {
        CommandLineRun run = CommandLineRun.of("changes", folder.resolve("rules"));

        assertThat(run.exitCode()).isEqualTo(ExitCode.INVALID);
    }
}
