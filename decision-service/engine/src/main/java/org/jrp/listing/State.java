package org.jrp.listing;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * What an entry is on one day, as known at one moment (状态): its main state, its flags, and the values that events may have
 * amended.
 *
 * @param disputed an objection is open
 * @param committed a credit commitment was signed
 * @param trained repair training was attended
 * @param repairPending a repair application is open
 * @param pushed it was pushed to the departments
 * @param origin how it came onto the key-attention list; null elsewhere
 * @param corrected the act was mended
 * @param validTo first day on which it no longer stands; null for open-ended
 */
public record State(
        EntryState state,
        boolean disputed,
        boolean committed,
        boolean trained,
        boolean repairPending,
        boolean pushed,
        @Nullable Origin origin,
        boolean corrected,
        LocalDate validFrom,
        @Nullable LocalDate validTo,
        @Nullable Severity severity,
        @Nullable String ground,
        @Nullable Boolean courtOrder,
        @Nullable Boolean personalResponsibility) {

    /** Whether it gives measures on that day: its state does, and {@code validFrom ≤ asOf < validTo}. */
    public boolean live(LocalDate asOf) {
        boolean gives = switch (state) {
            case PUBLISHED, KEY_ATTENTION -> true;
            case RECOGNISED -> pushed;
            default -> false;
        };
        return gives && !asOf.isBefore(validFrom) && (validTo == null || asOf.isBefore(validTo));
    }
}
