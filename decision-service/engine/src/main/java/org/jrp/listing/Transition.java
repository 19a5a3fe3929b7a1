package org.jrp.listing;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One row of the state machine (状态转换).
 *
 * @param no its number in lifecycle.md §2; {@code import} for what an import may carry besides, {@code draft} and
 *     {@code rectify} for the two events that table leaves unnumbered
 * @param from states it starts from; empty where it opens an entry
 * @param to the state it leads to; null where the state stays, or where it returns to the one before the suspension
 * @param actors who may do it
 * @param scope the entries it is meant for
 */
public record Transition(
        String no,
        EventType event,
        List<EntryState> from,
        @Nullable EntryState to,
        List<Actor> actors,
        Scope scope,
        List<Guard> guards) {

    public Transition {
        from = List.copyOf(from);
        actors = List.copyOf(actors);
        guards = List.copyOf(guards);
    }

    /** The entries a transition is meant for. */
    public enum Scope {
        /** Every entry. */
        ANY,
        /** Entries recognised elsewhere. */
        IMPORTED,
        /** Entries on a red list. */
        RED_LIST,
        /** On key attention, after the blacklist. */
        POST_BLACKLIST,
        /** On key attention, below the blacklist's standard. */
        SUB_THRESHOLD
    }

    /** Whether it opens an entry. */
    public boolean opens() {
        return from.isEmpty();
    }

    Optional<Guard> failing(State state, Circumstances on) {
        return guards.stream().filter(guard -> !guard.holds(state, on)).findFirst();
    }
}
