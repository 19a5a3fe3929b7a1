package org.jrp.listing;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jrp.subject.SubjectId;
import org.jspecify.annotations.Nullable;

/**
 * An entry: one subject on one list by one decision (列入记录), with everything that happened to it since.
 *
 * @param entryId as imported; null where the source gave none
 * @param list code of the list
 * @param validFrom first day on which it stands
 * @param validTo first day on which it no longer stands; null for open-ended
 * @param events in the order in which they were given
 */
public record Listing(
        @Nullable String entryId,
        SubjectId subject,
        @Nullable String name,
        String list,
        @Nullable String recogniser,
        @Nullable String docNo,
        @Nullable String basis,
        @Nullable LocalDate recognisedAt,
        LocalDate validFrom,
        @Nullable LocalDate validTo,
        @Nullable String ground,
        @Nullable Severity severity,
        boolean corrected,
        @Nullable Boolean courtOrder,
        @Nullable Boolean personalResponsibility,
        List<RelatedPerson> related,
        List<Event> events)
        implements History {

    public Listing {
        related = List.copyOf(related);
        events = List.copyOf(events);
    }

    /**
     * This entry without the events recorded after that moment. Where nothing of a history that began with its own opening
     * (drafted, recognised, published …) was known, the opening stays, so that the entry is not taken for one without a history.
     */
    public Listing knownAt(Instant knownAt) {
        return withEvents(Fold.known(this, knownAt));
    }

    /** The same entry about another subject, which took the place of the listed one (主体承继). */
    public Listing of(SubjectId successor) {
        return new Listing(
                entryId,
                successor,
                name,
                list,
                recogniser,
                docNo,
                basis,
                recognisedAt,
                validFrom,
                validTo,
                ground,
                severity,
                corrected,
                courtOrder,
                personalResponsibility,
                related,
                events);
    }

    /** A copy with one event more. */
    public Listing with(Event event) {
        List<Event> more = new ArrayList<>(events);
        more.add(event);
        return withEvents(more);
    }

    /** A copy with those events instead of its own. */
    public Listing withEvents(List<Event> others) {
        return new Listing(
                entryId,
                subject,
                name,
                list,
                recogniser,
                docNo,
                basis,
                recognisedAt,
                validFrom,
                validTo,
                ground,
                severity,
                corrected,
                courtOrder,
                personalResponsibility,
                related,
                others);
    }
}
