package org.jrp.server.decision;

import java.time.Instant;
import java.util.List;
import org.jrp.server.entry.StoredListing;

/**
 * Everything on record about one subject (主体事实), and how much that was when it was read.
 *
 * @param refs every reference under which rows may speak of the subject
 * @param versions for each reference, the number of rows that speak of it. Rows are only ever added, so that equal numbers mean
 *     equal facts; the statement that records a decision counts them again
 * @param listings entries that list or name the subject
 */
record Facts(List<Ref> refs, int[] versions, List<StoredListing> listings) {

    Facts {
        refs = List.copyOf(refs);
        versions = versions.clone();
        listings = List.copyOf(listings);
    }

    /** When the youngest of them became known; the epoch where there is nothing. */
    Instant latest() {
        Instant latest = Instant.EPOCH;
        for (StoredListing one : listings) {
            if (one.recordedAt().isAfter(latest)) {
                latest = one.recordedAt();
            }
            for (org.jrp.listing.Event event : one.listing().events()) {
                if (event.recordedAt().isAfter(latest)) {
                    latest = event.recordedAt();
                }
            }
        }
        return latest;
    }
}
