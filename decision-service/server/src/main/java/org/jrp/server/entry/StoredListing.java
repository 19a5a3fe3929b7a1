package org.jrp.server.entry;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jrp.listing.Listing;

/**
 * An entry as it stands in the store (已存条目).
 *
 * @param row its key in the store
 * @param listing the entry with its events; each event's {@code recordedAt} is when this service came to know it
 * @param recordedAt when this service came to know the entry itself
 * @param missing required fields it lacks; such an entry is listed and not used. Empty where it lacks none
 * @param importId the delivery it came by
 */
public record StoredListing(long row, Listing listing, Instant recordedAt, List<String> missing, UUID importId) {

    public StoredListing {
        missing = List.copyOf(missing);
    }

    /** Whether decisions may rest on it. */
    public boolean usable() {
        return missing.isEmpty();
    }
}
