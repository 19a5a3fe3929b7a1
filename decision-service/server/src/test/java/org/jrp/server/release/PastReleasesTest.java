package org.jrp.server.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

    private final ReleaseStore store = new ReleaseStore() {
        @Override
        public Activation active() {
            return new Activation(ReleaseFiles.shipped().hash(), 0);
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

    private final PastReleases past = new PastReleases(new Releases(store, InstantSource.system()), store);

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

    private String keep(int number) {
        ReleaseFiles shipped = ReleaseFiles.shipped();
        String text = new String(shipped.bytes(FILE), StandardCharsets.UTF_8);
        ReleaseFiles files = shipped.with(FILE, (text + "// " + number + "\n").getBytes(StandardCharsets.UTF_8));
        kept.put(files.hash(), files);
        return files.hash();
    }
}
