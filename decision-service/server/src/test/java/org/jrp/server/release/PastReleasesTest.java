package org.jrp.server.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jrp.decision.DecisionEngine;
import org.jrp.release.ReleaseFiles;
import org.jrp.sample.SampleCases;
import org.junit.jupiter.api.Test;
import org.springframework.dao.EmptyResultDataAccessException;

/** A few past releases stay loaded; none is closed while somebody decides by it. */
class PastReleasesTest {

    private static final String FILE = "rules/memoranda/2016-141-judgment-defaulter.dslr";

    private final Map<String, ReleaseFiles> kept = new LinkedHashMap<>();
    private final List<String> read = new ArrayList<>();
    private ReleaseStore.Activation active =
            new ReleaseStore.Activation(ReleaseFiles.shipped().hash(), 0);
    private Instant now = Instant.parse("2018-09-01T00:00:00Z");

    private final ReleaseStore store = new ReleaseStore() {
        @Override
        public Activation active() {
            return active;
        }

        @Override
        public ReleaseFiles files(String hash) {
            read.add(hash);
            if (ReleaseFiles.shipped().hash().equals(hash)) {
                return ReleaseFiles.shipped();
            }
            ReleaseFiles files = kept.get(hash);
            if (files == null) {
                throw new EmptyResultDataAccessException(1);
            }
            return files;
        }
    };

    private final Releases releases = new Releases(store, () -> now);
    private final PastReleases past = new PastReleases(releases, store);

    @Test
    void the_last_three_stay_loaded_and_one_in_use_is_not_closed() {
        List<String> hashes = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            hashes.add(keep(i));
        }
        PastReleases.Lease used = past.lease(hashes.get(0)).orElseThrow();
        DecisionEngine engine = used.engine();

        for (String hash : hashes) {
            past.lease(hash).orElseThrow().close();
        }

        assertThat(past.loaded()).isEqualTo(3);
        SampleCases cases = new SampleCases(engine.release().catalogue(), 1);
        for (int i = 0; i < 200; i++) {
            assertThat(engine.decide(cases.at(i))).isNotNull();
        }
        used.close();
        used.close();
        read.clear();
        past.lease(hashes.get(4)).orElseThrow().close();
        assertThat(read).as("still loaded").isEmpty();
        past.lease(hashes.get(1)).orElseThrow().close();
        assertThat(read).as("loaded again").containsExactly(hashes.get(1));
        past.destroy();
        assertThat(past.loaded()).isZero();
    }

    @Test
    void what_is_not_kept_is_empty_and_what_was_exchanged_is_refused() {
        String hash = keep(1);
        kept.put("sha256:" + "2".repeat(64), kept.get(hash));

        assertThat(past.lease("sha256:" + "1".repeat(64))).isEmpty();
        assertThatThrownBy(() -> past.lease("sha256:" + "2".repeat(64))).isInstanceOf(IllegalStateException.class);
        assertThat(past.loaded()).isZero();
        assertThat(past.lease(ReleaseFiles.shipped().hash()))
                .hasValueSatisfying(
                        lease -> assertThat(lease.engine().release().hash()).isEqualTo(past.active()));
    }

    @Test
    void a_superseded_release_is_not_closed_while_it_is_lent() {
        String first = keep(1);
        activate(first, 1);
        PastReleases.Lease lease = past.lease(first).orElseThrow();
        PastReleases.Lease other = past.lease(first).orElseThrow();
        activate(keep(2), 2);
        activate(keep(3), 3);

        sweepTwice();
        other.close();
        other.close();
        sweepTwice();

        assertThat(releases.loaded()).contains(first);
        SampleCases cases = new SampleCases(lease.engine().release().catalogue(), 1);
        for (int i = 0; i < 200; i++) {
            assertThat(lease.engine().decide(cases.at(i))).isNotNull();
        }
        lease.close();
        sweepTwice();
        assertThat(releases.loaded()).doesNotContain(first);
        assertThat(past.loaded()).as("lent from what the node keeps warm").isZero();
    }

    private void activate(String hash, long epoch) {
        active = new ReleaseStore.Activation(hash, epoch);
        releases.refreshIfOlder(epoch);
        assertThat(releases.active().hash()).isEqualTo(hash);
    }

    private void sweepTwice() {
        releases.sweep(Set.of());
        now = now.plus(Duration.ofMinutes(3));
        releases.sweep(Set.of());
    }

    private String keep(int number) {
        ReleaseFiles shipped = ReleaseFiles.shipped();
        String text = new String(shipped.bytes(FILE), StandardCharsets.UTF_8);
        ReleaseFiles files = shipped.with(FILE, (text + "// " + number + "\n").getBytes(StandardCharsets.UTF_8));
        kept.put(files.hash(), files);
        return files.hash();
    }
}
