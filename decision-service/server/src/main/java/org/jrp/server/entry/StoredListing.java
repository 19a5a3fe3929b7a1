package org.jrp.server.entry;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jrp.listing.Listing;
import org.jrp.subject.SubjectId;
import org.jspecify.annotations.Nullable;

/**
 * An entry as it stands in the store (已存条目).
 *
 * @param row its key in the store
 * @param listing the entry with its events; each event's {@code recordedAt} is when this service came to know it
 * @param recordedAt when this service came to know the entry itself
 * @param missing required fields it lacks; such an entry is listed and not used. Empty where it lacks none
 * @param importId the delivery it came by
 * @param inheritedFrom first day on which it stands against the subject that was asked about, where that one took the place of the
 *     one that is listed; null where it is listed itself
 */
public record StoredListing(
        long row,
        Listing listing,
        Instant recordedAt,
        List<String> missing,
        UUID importId,
        @Nullable LocalDate inheritedFrom) {

    public StoredListing {
        missing = List.copyOf(missing);
    }

    /** The same entry as it stands against another subject that took the place of the listed one. */
    public StoredListing inherited(SubjectId successor, LocalDate from, Instant knownSince) {
        return new StoredListing(
                row,
                listing.of(successor),
                recordedAt.isBefore(knownSince) ? knownSince : recordedAt,
                missing,
                importId,
                from);
    }

    /** Whether decisions may rest on it. */
    public boolean usable() {
        return missing.isEmpty();
    }
}
