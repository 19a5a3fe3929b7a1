package org.jrp.server.entry;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jrp.listing.EntryState;
import org.jrp.server.ServerProperties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.DefaultApplicationArguments;

class DemoEntriesTest {

    private static final LocalDate DAY = LocalDate.of(2026, 11, 23);

    @TempDir
    Path folder;

    @Test
    void every_start_brings_the_same_entries_and_freshens_every_list() throws Exception {
        ImportSetup setup = new ImportSetup(folder);
        setup.empty();
        DemoEntries demo = new DemoEntries(setup.imports, new ServerProperties(folder, null, true));

        demo.run(new DefaultApplicationArguments());
        long entries = setup.rows("listing");
        demo.run(new DefaultApplicationArguments());

        assertThat(setup.rows("listing")).isEqualTo(entries).isGreaterThanOrEqualTo(10);
        assertThat(setup.rows("listing where missing is not null")).isZero();
        assertThat(setup.rows("import where rejected > 0")).isZero();
        assertThat(setup.rows("source_load where source = 'demo'"))
                .isEqualTo(2L * ImportSetup.CATALOGUE.lists().size());
        assertThat(state(setup, "demo-key-attention-1")).isEqualTo(EntryState.KEY_ATTENTION);
        assertThat(state(setup, "demo-work-safety-2")).isEqualTo(EntryState.EXPIRED);
        assertThat(state(setup, "demo-work-safety-3")).isEqualTo(EntryState.REPAIRED);
        assertThat(setup.listings
                        .ofEntryIds(List.of("demo-judgment-2"))
                        .get(0)
                        .listing()
                        .stateAt(DAY, Instant.MAX)
                        .disputed())
                .isTrue();
    }

    private static EntryState state(ImportSetup setup, String entryId) {
        return setup.listings
                .ofEntryIds(List.of(entryId))
                .get(0)
                .listing()
                .stateAt(DAY, Instant.MAX)
                .state();
    }
}
