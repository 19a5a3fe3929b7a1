package org.jrp.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.jrp.cli.CommandLineRun.decide;
import static org.jrp.cli.CommandLineRun.shippedIn;
import static org.jrp.cli.CommandLineRun.write;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BundleCommandTest {

    @TempDir
    Path folder;

    private Path secret;
    private Path open;
    private Path zip;

    @BeforeEach
    void keys() {
        assertThat(CommandLineRun.of("bundle", "keygen", "--out", folder.resolve("keys"))
                        .exitCode())
                .isZero();
        secret = folder.resolve("keys/private.pem");
        open = folder.resolve("keys/public.pem");
        zip = folder.resolve("release.zip");
    }

    @Test
    void keys_are_pem_files_and_the_private_one_is_its_owners_alone() throws IOException {
        assertThat(Files.readString(secret)).startsWith("-----BEGIN PRIVATE KEY-----\n");
        assertThat(Files.readString(open)).startsWith("-----BEGIN PUBLIC KEY-----\n");
        if (Files.getFileStore(secret).supportsFileAttributeView("posix")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(secret)))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void keys_are_never_overwritten() {
        CommandLineRun again = CommandLineRun.of("bundle", "keygen", "--out", folder.resolve("keys"));

        assertThat(again.exitCode()).isEqualTo(ExitCode.INVALID);
        assertThat(again.err()).contains("private.pem", "已存在");
    }

    @Test
    void a_bundle_decides_as_the_shipped_release_does() {
        CommandLineRun made = CommandLineRun.of("bundle", "--out", zip, "--key", secret, "--json");
        CommandLineRun verified = CommandLineRun.of("bundle", "verify", zip, "--trust", open);

        CommandLineRun decided = decide("--release", zip, "--trust", open, "--json");

        assertThat(made.exitCode()).isZero();
        assertThat(verified.exitCode()).isZero();
        assertThat(verified.out()).contains("签名有效", String.valueOf(made.json().get("hash")));
        assertThat(decided.json()).containsEntry("release", made.json().get("hash"));
        assertThat(decided.json().get("decisionHash"))
                .isEqualTo(decide("--json").json().get("decisionHash"));
    }

    @Test
    void equal_files_and_key_give_an_equal_bundle() throws IOException {
        CommandLineRun.of("bundle", "--out", zip, "--key", secret);
        CommandLineRun.of(
                "bundle",
                "--out",
                folder.resolve("again.zip"),
                "--key",
                secret,
                "--release",
                shippedIn(folder.resolve("r")));

        assertThat(folder.resolve("again.zip")).hasSameBinaryContentAs(zip);
        try (var children = Files.list(folder)) {
            assertThat(children.map(String::valueOf)).noneMatch(name -> name.endsWith(".part"));
        }
    }

    @Test
    void a_bundle_is_checked_and_unpacked_as_what_was_signed() {
        CommandLineRun made = CommandLineRun.of("bundle", "--out", zip, "--key", secret, "--json");
        Path unpacked = folder.resolve("unpacked");

        CommandLineRun checked = CommandLineRun.of("bundle", "check", zip, "--key", open, "--json");
        CommandLineRun out = CommandLineRun.of("bundle", "unpack", zip, "--key", open, "--out", unpacked);
        CommandLineRun over = CommandLineRun.of("bundle", "unpack", zip, "--key", open, "--out", unpacked);

        assertThat(checked.exitCode()).isZero();
        assertThat(checked.json())
                .containsEntry("hash", made.json().get("hash"))
                .containsEntry("errors", 0L);
        assertThat(out.exitCode()).isZero();
        assertThat(org.jrp.release.ReleaseFiles.fromFolder(unpacked).hash())
                .isEqualTo(made.json().get("hash"));
        assertThat(over.exitCode()).isEqualTo(ExitCode.INVALID);
    }

    @Test
    void a_bundle_with_any_byte_changed_is_neither_checked_nor_unpacked() throws IOException {
        CommandLineRun.of("bundle", "--out", zip, "--key", secret);
        byte[] good = Files.readAllBytes(zip);
        java.util.Random random = new java.util.Random(1);
        for (int i = 0; i < 20; i++) {
            byte[] changed = good.clone();
            changed[random.nextInt(good.length * 9 / 10)] ^= (byte) (1 + random.nextInt(255));
            Files.write(zip, changed);

            CommandLineRun run =
                    CommandLineRun.of("bundle", "unpack", zip, "--key", open, "--out", folder.resolve("bad" + i));

            boolean untouched = run.exitCode() == 0
                    && org.jrp.release.ReleaseFiles.fromFolder(folder.resolve("bad" + i))
                            .hash()
                            .equals(org.jrp.release.ReleaseFiles.shipped().hash());
            assertThat(run.exitCode() == ExitCode.INVALID || untouched)
                    .as("change %d: %s", i, run.err())
                    .isTrue();
        }
    }

    @Test
    void a_bundle_needs_a_trusted_key() {
        CommandLineRun.of("bundle", "--out", zip, "--key", secret);
        CommandLineRun.of("bundle", "keygen", "--out", folder.resolve("others"));

        CommandLineRun none = CommandLineRun.of("bundle", "verify", zip);
        CommandLineRun wrong =
                CommandLineRun.of("bundle", "verify", zip, "--trust", folder.resolve("others/public.pem"), "--json");
        CommandLineRun decided = decide("--release", zip, "--trust", folder.resolve("others/public.pem"));
        CommandLineRun either = CommandLineRun.of(
                "bundle", "verify", zip, "--trust", folder.resolve("others/public.pem"), "--trust", open);

        assertThat(none.exitCode()).isEqualTo(ExitCode.INVALID);
        assertThat(none.err()).contains("--trust");
        assertThat(wrong.exitCode()).isEqualTo(ExitCode.INVALID);
        assertThat(wrong.list("errors"))
                .singleElement()
                .satisfies(error -> assertThat(error)
                        .containsEntry("file", "release.zip")
                        .containsEntry("code", "wrong-signature"));
        assertThat(decided.exitCode()).isEqualTo(ExitCode.INVALID);
        assertThat(decided.out()).isEmpty();
        assertThat(either.exitCode()).isZero();
    }

    @Test
    void a_path_that_climbs_out_is_refused() throws IOException {
        CommandLineRun.of("bundle", "--out", zip, "--key", secret);
        Map<String, byte[]> entries = entries();
        entries.put("rules/../../evil.dslr", new byte[] {'x'});
        rewrite(entries);

        CommandLineRun run = CommandLineRun.of("bundle", "verify", zip, "--trust", open);

        assertThat(run.exitCode()).isEqualTo(ExitCode.INVALID);
        assertThat(run.err()).contains("release.zip", "[unexpected-entry]", "rules/../../evil.dslr");
        assertThat(folder.resolve("evil.dslr")).doesNotExist();
    }

    @Test
    void a_changed_file_is_named() throws IOException {
        CommandLineRun.of("bundle", "--out", zip, "--key", secret);
        Map<String, byte[]> entries = entries();
        entries.put("measure-catalogue/lists.yaml", "lists: []\n".getBytes(StandardCharsets.UTF_8));
        rewrite(entries);

        CommandLineRun run = CommandLineRun.of("bundle", "verify", zip, "--trust", open);

        assertThat(run.exitCode()).isEqualTo(ExitCode.INVALID);
        assertThat(run.err()).contains("measure-catalogue/lists.yaml", "[digest-differs]");
    }

    @Test
    void what_is_no_zip_is_refused() {
        write(zip, "not a zip");

        CommandLineRun run = CommandLineRun.of("bundle", "verify", zip, "--trust", open);

        assertThat(run.exitCode()).isEqualTo(ExitCode.INVALID);
        assertThat(run.err()).contains("release.zip");
    }

    @Test
    void a_release_with_errors_is_not_signed() {
        shippedIn(folder.resolve("r"));
        write(folder.resolve("r/rules/memoranda/bad.dslr"), "");

        CommandLineRun run =
                CommandLineRun.of("bundle", "--out", zip, "--key", secret, "--release", folder.resolve("r"));

        assertThat(run.exitCode()).isEqualTo(ExitCode.INVALID);
        assertThat(run.err()).contains("rules/memoranda/bad.dslr", "[no-rules]");
        assertThat(zip).doesNotExist();
    }

    @Test
    void keys_of_the_wrong_kind_are_refused() {
        CommandLineRun swapped = CommandLineRun.of("bundle", "--out", zip, "--key", open);
        CommandLineRun none = CommandLineRun.of("bundle", "--out", zip);
        CommandLineRun absent = CommandLineRun.of("bundle", "--out", zip, "--key", folder.resolve("none.pem"));

        assertThat(swapped.exitCode()).isEqualTo(ExitCode.INVALID);
        assertThat(swapped.err()).contains("--key", "-----BEGIN PRIVATE KEY-----");
        assertThat(none.err()).contains("--key", "缺少该参数");
        assertThat(absent.err()).contains("none.pem", "不存在");
    }

    private Map<String, byte[]> entries() throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        try (ZipInputStream in = new ZipInputStream(Files.newInputStream(zip))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                entries.put(entry.getName(), in.readAllBytes());
            }
        }
        return entries;
    }

    private void rewrite(Map<String, byte[]> entries) throws IOException {
        try (OutputStream out = Files.newOutputStream(zip);
                ZipOutputStream changed = new ZipOutputStream(out)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                changed.putNextEntry(new ZipEntry(entry.getKey()));
                changed.write(entry.getValue());
                changed.closeEntry();
            }
        }
    }
}
