package org.jrp.listing;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an entry began with and everything that happened to it since (记录及其历史), whoever is listed. */
public interface History {

    /** First day on which it stands. */
    LocalDate validFrom();

    /** First day on which it no longer stands; null for open-ended. */
    @Nullable LocalDate validTo();

    @Nullable String ground();

    @Nullable Severity severity();

    /** Whether the act had been mended when the entry was made. */
    boolean corrected();

    @Nullable Boolean courtOrder();

    @Nullable Boolean personalResponsibility();

    /** In the order in which they were given. */
    List<Event> events();

    /**
     * What the entry is on that day, as it was known at that moment: the fold of the events that had taken effect and had
     * been recorded. Never throws; an event that cannot follow the one before it changes nothing.
     */
    default State stateAt(LocalDate asOf, Instant knownAt) {
        return Fold.of(this, asOf, knownAt);
    }
}
