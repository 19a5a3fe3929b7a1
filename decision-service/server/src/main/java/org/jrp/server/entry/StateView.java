package org.jrp.server.entry;

import java.time.LocalDate;
import org.jrp.listing.State;
import org.jspecify.annotations.Nullable;

/**
 * An entry's state as it is shown (状态).
 *
 * @param live whether it gives measures on that day
 */
public record StateView(
        LocalDate asOf,
        String state,
        String stateName,
        boolean live,
        boolean disputed,
        boolean committed,
        boolean trained,
        boolean repairPending,
        boolean pushed,
        boolean corrected,
        @Nullable String origin,
        LocalDate validFrom,
        @Nullable LocalDate validTo,
        @Nullable String severity,
        @Nullable String ground) {

    /**
     * As it is shown.
     *
     * @param usable false for a quarantined entry, which gives nothing
     */
    public static StateView of(State state, LocalDate asOf, boolean usable) {
        return new StateView(
                asOf,
                state.state().code(),
                state.state().chinese(),
                usable && state.live(asOf),
                state.disputed(),
                state.committed(),
                state.trained(),
                state.repairPending(),
                state.pushed(),
                state.corrected(),
                state.origin() == null ? null : state.origin().code(),
                state.validFrom(),
                state.validTo(),
                state.severity() == null ? null : state.severity().code(),
                state.ground());
    }
}
