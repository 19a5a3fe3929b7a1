package org.jrp.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.jrp.cli.CommandLineRun.write;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jrp.json.Json;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The export in the resources was made by the engine's {@code SampleExport} with a key that was thrown away. */
class VerifyCommandTest {

    @TempDir
    Path folder;

    private Path export;
    private Path key;
    private List<String> lines;

    @BeforeEach
    void sample() throws IOException {
        lines = new ArrayList<>(resource("sample-export.ndjson").lines().toList());
        export = write(folder.resolve("export.ndjson"), String.join("\n", lines) + "\n");
        key = write(folder.resolve("key.txt"), resource("sample-export.key"));
    }

    @Test
    void an_untouched_export_passes() throws IOException {
        CommandLineRun run = CommandLineRun.of("verify", export, "--key", key);
        CommandLineRun byText = CommandLineRun.of(
                "verify", export, "--key", Files.readString(key).strip(), "--json");

        assertThat(run.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(run.out()).contains("12 个决定", "通过");
        assertThat(byText.json()).containsEntry("intact", true).containsEntry("decisions", 12L);
    }

    @Test
    void the_servers_answer_about_its_keys_is_taken_as_it_is() throws IOException {
        String text = Files.readString(key).strip();
        Path answer = write(folder.resolve("key.json"), "{\"current\":\"" + text + "\",\"all\":[\"" + text + "\"]}\n");

        assertThat(CommandLineRun.of("verify", export, "--key", answer).exitCode())
                .isEqualTo(ExitCode.OK);
        write(answer, "{\"all\":[]}");
        assertThat(CommandLineRun.of("verify", export, "--key", answer).exitCode())
                .isEqualTo(ExitCode.INVALID);
        write(answer, "{");
        assertThat(CommandLineRun.of("verify", export, "--key", answer).exitCode())
                .isEqualTo(ExitCode.INVALID);
    }

    @Test
    void a_changed_record_is_named_in_both_languages() {
        lines.set(4, lines.get(4).replace("\"outcome\":\"clear\"", "\"outcome\":\"review\""));
        write(export, String.join("\n", lines) + "\n");
        String id = String.valueOf(((java.util.Map<?, ?>) Json.read(lines.get(4))).get("id"));

        CommandLineRun zh = CommandLineRun.of("verify", export, "--key", key);
        CommandLineRun en = CommandLineRun.of("verify", export, "--key", key, "--lang", "en");

        assertThat(zh.exitCode()).isEqualTo(ExitCode.FINDINGS);
        assertThat(zh.out()).contains(":5:", id, "[record-changed]", "与封存时不同");
        assertThat(en.out()).contains(":5:", id, "not what was sealed");
    }

    @Test
    void a_head_from_outside_is_compared() {
        String last = lines.get(lines.size() - 2);
        Object text = ((java.util.Map<?, ?>) ((java.util.Map<?, ?>) Json.read(last)).get("checkpoint")).get("text");
        Path head = write(folder.resolve("head.txt"), String.valueOf(text));

        assertThat(CommandLineRun.of("verify", export, "--key", key, "--checkpoint", head)
                        .exitCode())
                .isEqualTo(ExitCode.OK);
        write(head, String.valueOf(text).replaceFirst("\n\\d+\n", "\n9999\n"));
        assertThat(CommandLineRun.of("verify", export, "--key", key, "--checkpoint", head)
                        .exitCode())
                .isEqualTo(ExitCode.FINDINGS);
    }

    @Test
    void what_cannot_be_used_is_said() {
        assertThat(CommandLineRun.of("verify", export).exitCode()).isEqualTo(ExitCode.INVALID);
        CommandLineRun noKey = CommandLineRun.of("verify", export, "--key", "nonsense");
        assertThat(noKey.exitCode()).isEqualTo(ExitCode.INVALID);
        assertThat(noKey.err()).contains("--key", "nonsense");
        assertThat(CommandLineRun.of("verify", folder.resolve("none"), "--key", key)
                        .exitCode())
                .isEqualTo(ExitCode.INVALID);
        assertThat(CommandLineRun.of("verify", key, "--key", key).exitCode()).isEqualTo(ExitCode.FINDINGS);
    }

    private static String resource(String name) throws IOException {
        try (var in = VerifyCommandTest.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        }
    }
}
