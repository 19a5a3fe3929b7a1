package org.jrp.listing;

import java.time.LocalDate;
import org.jrp.catalogue.Kind;
import org.jspecify.annotations.Nullable;

/**
 * What a guard must know of an event besides the state it meets (情形).
 *
 * @param at the day the event takes effect
 * @param imported the entry was recognised elsewhere: the recogniser's own procedure is not checked again, only its record
 * @param noticed prior notice was served
 * @param decided the event names the document of its decision
 * @param backdated the entry would stand from before the day of its decision
 * @param origin the event's own, for {@code moved-to-key-attention}
 * @param kind of the list; null where it does not matter or is not known
 * @param repairableFrom first day on which the list's rules open repair; null where they name none
 */
public record Circumstances(
        LocalDate at,
        boolean imported,
        boolean noticed,
        boolean decided,
        boolean backdated,
        @Nullable Origin origin,
        @Nullable Kind kind,
        @Nullable LocalDate repairableFrom) {

    /**
     * The circumstances of an event of an entry.
     *
     * @param listing with or without the event
     */
    public static Circumstances of(
            Listing listing, Event event, boolean imported, @Nullable Kind kind, @Nullable LocalDate repairableFrom) {
        return new Circumstances(
                event.at(),
                imported,
                listing.events().stream()
                        .anyMatch(one -> (one.type() == EventType.NOTIFIED || one.type() == EventType.DEFENCE_OPENED)
                                && !one.at().isAfter(event.at())),
                event.docNo() != null,
                event.type() == EventType.RECOGNISED && listing.validFrom().isBefore(event.at()),
                event.origin(),
                kind,
                repairableFrom);
    }
}
