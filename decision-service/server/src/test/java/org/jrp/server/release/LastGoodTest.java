package org.jrp.server.release;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jrp.catalogue.InvalidFilesException;
import org.jrp.catalogue.Problem;
import org.jrp.catalogue.Text;
import org.jrp.release.ReleaseFiles;
import org.jrp.server.ServerProperties;
import org.jrp.server.publication.Uploads;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A damaged release never decides; the last good one does. */
class LastGoodTest {

    private static final InstantSource CLOCK = InstantSource.fixed(ShippedReleases.LOADED_AT);

    @Test
    void at_a_start_the_last_good_release_takes_the_place_of_a_damaged_one() {
        Damaged store = new Damaged();

        Releases releases = new Releases(store, CLOCK);

        assertThat(releases.active().hash()).isEqualTo(ShippedRelease.HASH);
        assertThat(releases.active().number()).isEqualTo(7);
        assertThat(releases.refusal()).hasValueSatisfying(refusal -> {
            assertThat(refusal.hash()).isEqualTo(Damaged.HASH);
            assertThat(refusal.reason()).contains("The file differs");
        });
    }

    @Test
    void while_running_the_release_in_use_stays_and_the_counter_moves_on() {
        Damaged store = new Damaged();
        store.active = ShippedRelease.HASH;
        Releases releases = new Releases(store, CLOCK);
        store.active = Damaged.HASH;
        store.epoch = 8;

        releases.refreshIfOlder(8);

        assertThat(releases.active().hash()).isEqualTo(ShippedRelease.HASH);
        assertThat(releases.active().number()).isEqualTo(8);
        assertThat(releases.refusal()).isPresent();

        store.active = ShippedRelease.HASH;
        releases.retryRefused();

        assertThat(releases.refusal()).isEmpty();
    }

    @Test
    void a_copy_is_kept_and_a_changed_copy_is_none(@TempDir Path folder) throws IOException {
        ReleaseFiles files = ReleaseFiles.shipped();
        InstallationKey key = new InstallationKey(new ServerProperties(folder, null, false));
        ReleaseFolder copies = new ReleaseFolder(folder.resolve("releases"), key, CLOCK);

        copies.keep(files);

        assertThat(copies.find(files.hash()).orElseThrow().hash()).isEqualTo(files.hash());

        Path copy = folder.resolve("releases").resolve(files.hash().substring("sha256:".length()) + ".zip");
        byte[] bytes = Files.readAllBytes(copy);
        bytes[bytes.length / 2]++;
        Files.write(copy, bytes);

        assertThat(copies.find(files.hash())).isEmpty();
    }

    @Test
    void a_compiled_release_that_nobody_needs_is_given_back_after_a_while() {
        ReleaseFiles other = ReleaseFiles.of(Uploads.changed("sweep"));
        AtomicReference<Instant> now = new AtomicReference<>(ShippedReleases.LOADED_AT);
        Damaged store = new Damaged();
        store.active = ShippedRelease.HASH;
        store.other = other;
        Releases releases = new Releases(store, now::get);
        releases.prepare(other.hash());

        releases.sweep(Set.of(other.hash()));
        now.set(now.get().plusSeconds(600));
        releases.sweep(Set.of());
        now.set(now.get().plusSeconds(60));
        releases.sweep(Set.of());
        assertThat(releases.loaded()).contains(other.hash());

        now.set(now.get().plusSeconds(61));
        releases.sweep(Set.of());
        assertThat(releases.loaded()).containsExactly(ShippedRelease.HASH);
        assertThat(releases.prepare(other.hash()).release().hash()).isEqualTo(other.hash());
    }

    /** A store whose active release was changed. */
    private static final class Damaged implements ReleaseStore {

        static final String HASH = "sha256:" + "0".repeat(64);

        private String active = HASH;
        private long epoch = 7;
        private ReleaseFiles other = ReleaseFiles.shipped();

        @Override
        public Activation active() {
            return new Activation(active, epoch);
        }

        @Override
        public ReleaseFiles files(String hash) {
            if (hash.equals(HASH)) {
                throw new InvalidFilesException(Problem.error(
                        "digest-differs",
                        "rules",
                        0,
                        0,
                        null,
                        new Text("文件与清单不符。", "The file differs from the manifest."),
                        new Text("请重新索取。", "Ask for it again.")));
            }
            return hash.equals(other.hash()) ? other : ReleaseFiles.shipped();
        }

        @Override
        public List<String> before() {
            return List.of(HASH, ShippedRelease.HASH);
        }
    }
}
