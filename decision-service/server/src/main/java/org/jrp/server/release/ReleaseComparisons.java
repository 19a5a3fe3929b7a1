package org.jrp.server.release;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jrp.catalogue.Catalogue;
import org.jrp.release.ReleaseChanges;
import org.jrp.release.ReleaseFiles;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/** What releases that are kept change against each other (发布版本比较). Releases never change, so that the last few answers are kept. */
@Service
public class ReleaseComparisons {

    private static final int MOST = 4;

    private final PastReleases releases;
    private final ReleaseStore store;
    private final Map<String, Compared> known = new LinkedHashMap<>(MOST + 1, 0.75f, true);

    ReleaseComparisons(PastReleases releases, ReleaseStore store) {
        this.releases = releases;
        this.store = store;
    }

    /**
     * Two releases, compared.
     *
     * @param before catalogue of the earlier one
     * @param after catalogue of the later one
     */
    public record Compared(ReleaseChanges changes, Catalogue before, Catalogue after) {}

    /**
     * What a release changes; empty where one of the two is not kept.
     *
     * @param against the earlier one; null for the active one, or, of the active one itself, for the one active before it
     * @throws org.jrp.catalogue.InvalidFilesException when what is kept was changed or damaged
     */
    public Optional<Compared> of(String hash, @Nullable String against) {
        String earlier = against == null ? usual(hash) : against;
        String key = earlier + ' ' + hash;
        synchronized (known) {
            Compared before = known.get(key);
            if (before != null) {
                return Optional.of(before);
            }
            // One at a time: reading two releases takes a second and some memory.
            Optional<ReleaseFiles> first = releases.files(earlier);
            Optional<ReleaseFiles> second = releases.files(hash);
            if (first.isEmpty() || second.isEmpty()) {
                return Optional.empty();
            }
            Compared fresh = compared(first.get(), second.get());
            known.put(key, fresh);
            if (known.size() > MOST) {
                known.remove(known.keySet().iterator().next());
            }
            return Optional.of(fresh);
        }
    }

    private static Compared compared(ReleaseFiles first, ReleaseFiles second) {
        return new Compared(
                ReleaseChanges.of(first, second),
                Catalogue.read(first.below("measure-catalogue")),
                Catalogue.read(second.below("measure-catalogue")));
    }

    private String usual(String hash) {
        String active = releases.active();
        if (!active.equals(hash)) {
            return active;
        }
        return store.before().stream()
                .filter(one -> !one.equals(hash))
                .findFirst()
                .orElse(hash);
    }
}
