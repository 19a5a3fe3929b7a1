package org.jrp.server.entry;

import org.jrp.listing.Event;
import org.jrp.listing.EventType;
import org.jrp.listing.Listing;

/**
 * The decision an entry made here stands on (认定). Its row is written with the draft and never changed, so number and day of the
 * decision are those of the event {@code recognised}.
 */
final class Recognition {

    private Recognition() {}

    /** The entry with number and day of the decision, where its row leaves them to the event. */
    static Listing completed(Listing listing) {
        if (listing.docNo() != null && listing.recognisedAt() != null) {
            return listing;
        }
        for (Event event : listing.events()) {
            if (event.type() == EventType.RECOGNISED && event.docNo() != null) {
                return new Listing(
                        listing.entryId(),
                        listing.subject(),
                        listing.name(),
                        listing.list(),
                        listing.recogniser(),
                        listing.docNo() == null ? event.docNo() : listing.docNo(),
                        listing.basis(),
                        listing.recognisedAt() == null ? event.at() : listing.recognisedAt(),
                        listing.validFrom(),
                        listing.validTo(),
                        listing.ground(),
                        listing.severity(),
                        listing.corrected(),
                        listing.courtOrder(),
                        listing.personalResponsibility(),
                        listing.related(),
                        listing.events());
            }
        }
        return listing;
    }
}
