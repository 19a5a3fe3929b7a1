package org.jrp.server.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import org.jrp.seal.Checkpoint;
import org.jrp.seal.InvalidSealException;
import org.jrp.seal.MerkleTree;
import org.jrp.seal.VerifierKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files of the seals: signing keys, and tree heads outside the database. */
class SealFilesTest {

    @TempDir
    Path folder;

    @Test
    void the_key_is_made_once_and_is_its_owners_alone() throws IOException {
        Path file = folder.resolve("seal-signing.key");

        SealKeys made = SealKeys.readOrCreate(file);

        assertThat(SealKeys.readOrCreate(file).open()).isEqualTo(made.open());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void the_newest_number_signs_and_an_empty_file_gets_a_key() throws IOException {
        Path file = folder.resolve("seal-signing.key");
        SealKeys first = SealKeys.readOrCreate(file);
        Files.createFile(folder.resolve("seal-signing-2.key"));

        SealKeys second = SealKeys.readOrCreate(file);

        assertThat(second.open()).isNotEqualTo(first.open());
        assertThat(SealKeys.readOrCreate(file).open()).isEqualTo(second.open());
    }

    @Test
    void what_is_no_key_is_refused() throws IOException {
        Path file = folder.resolve("seal-signing.key");
        Files.writeString(file, "nonsense\n");

        assertThatThrownBy(() -> SealKeys.readOrCreate(file))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("seal-signing.key");
    }

    @Test
    void the_last_whole_head_counts_even_where_the_file_was_cut_off() throws IOException {
        SealKeys keys = SealKeys.readOrCreate(folder.resolve("k.key"));
        HeadFile file = new HeadFile(folder.resolve("logs/seals.log"));
        assertThat(file.last()).isEmpty();
        for (int n = 1; n <= 3; n++) {
            file.append(head(n, keys));
        }

        assertThat(file.last())
                .hasValueSatisfying(head -> assertThat(head.size()).isEqualTo(3));
        Files.writeString(file.path(), "{\"number\":4,\"sea", StandardOpenOption.APPEND);
        assertThat(file.last())
                .hasValueSatisfying(head -> assertThat(head.size()).isEqualTo(3));
        file.append(head(5, keys));
        assertThat(file.last())
                .hasValueSatisfying(head -> assertThat(head.size()).isEqualTo(5));
        Files.writeString(file.path(), "nothing\n");
        assertThatThrownBy(file::last).isInstanceOf(InvalidSealException.class);
    }

    private static SealStore.Head head(int n, SealKeys keys) {
        byte[] root = MerkleTree.leaf(new byte[] {(byte) n});
        Checkpoint head = Checkpoint.sign("jrp/t", n, root, keys.secret(), VerifierKey.of("jrp/t", keys.open()));
        return new SealStore.Head(n, n, root, head.text(), Instant.EPOCH);
    }
}
