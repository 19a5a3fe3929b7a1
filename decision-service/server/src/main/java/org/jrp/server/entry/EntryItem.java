package org.jrp.server.entry;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jrp.catalogue.ListType;
import org.jrp.listing.Listing;
import org.jrp.subject.SubjectKind;
import org.jspecify.annotations.Nullable;

/**
 * An entry as it stands in a list of entries (条目). A natural person's number is masked and its name left out.
 *
 * @param key the entry as it stands in addresses
 * @param missing required fields it lacks; such an entry is quarantined: listed and not used
 * @param recordedAt when this service came to know it
 */
record EntryItem(
        String entryId,
        String key,
        String list,
        @Nullable String listName,
        @Nullable String kind,
        MaskedSubject subject,
        @Nullable String recogniser,
        @Nullable String docNo,
        @Nullable LocalDate recognisedAt,
        LocalDate validFrom,
        @Nullable LocalDate validTo,
        StateView state,
        boolean quarantined,
        List<String> missing,
        Instant recordedAt) {

    /** A subject as it may be shown. */
    @Schema(name = "EntrySubject")
    record MaskedSubject(String idType, String id, @Nullable String name) {

        static MaskedSubject of(Listing listing, boolean named) {
            boolean person = listing.subject().defaultKind() == SubjectKind.INDIVIDUAL;
            return new MaskedSubject(
                    listing.subject().type().code(),
                    listing.subject().masked(),
                    named || !person ? listing.name() : null);
        }
    }

    static EntryItem of(StoredListing stored, StateView state, @Nullable ListType type) {
        Listing listing = stored.listing();
        String entryId = String.valueOf(listing.entryId());
        return new EntryItem(
                entryId,
                EntryKey.of(entryId),
                listing.list(),
                type == null ? null : type.name(),
                type == null ? null : type.kind().code(),
                MaskedSubject.of(listing, false),
                listing.recogniser(),
                listing.docNo(),
                listing.recognisedAt(),
                listing.validFrom(),
                listing.validTo(),
                state,
                !stored.usable(),
                stored.missing(),
                stored.recordedAt());
    }
}
