package org.jrp.server.entry;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jrp.catalogue.Kind;
import org.jrp.catalogue.ListType;
import org.jrp.listing.Actor;
import org.jrp.listing.Circumstances;
import org.jrp.listing.EventType;
import org.jrp.listing.Lifecycle;
import org.jrp.listing.Listing;
import org.jrp.listing.Origin;
import org.jrp.listing.Refusal;
import org.jrp.listing.State;
import org.jspecify.annotations.Nullable;

/**
 * What may happen to one entry (条目规则). What is entered here is held against every guard, also for an entry that came recognised
 * from elsewhere: an import is excused from showing its recogniser's procedure up to its arrival (lifecycle.md no. 0), not from what
 * follows. Two things remain of that excuse: its prior notice counts as served, and the recogniser may end it from states in which
 * an import may do so.
 *
 * @param imported it came recognised from elsewhere
 * @param type its list; null where the catalogue knows the list no more
 */
public record EntryRules(
        Listing listing, boolean imported, @Nullable ListType type) {

    private static final String TRANSITION = "transition-not-allowed";

    /** Its state on that day, with everything known. */
    State on(LocalDate day) {
        return listing.stateAt(day, Instant.MAX);
    }

    /** Why that event cannot happen; empty where it can. */
    Optional<Refusal> refusal(EventType event, Actor actor, LocalDate at, boolean decided, @Nullable Origin origin) {
        State state = on(at);
        Optional<Refusal> strict = Lifecycle.refusal(state, event, actor, circumstances(false, at, decided, origin));
        if (strict.isPresent() && elsewhere(actor) && strict.get().code().equals(TRANSITION)) {
            Optional<Refusal> carried =
                    Lifecycle.refusal(state, event, actor, circumstances(true, at, decided, origin));
            if (carried.isEmpty()) {
                return carried;
            }
        }
        return strict;
    }

    /** What that actor may do on that day, provided that it brings the papers. */
    List<EventType> allowed(Actor actor, LocalDate at) {
        State state = on(at);
        List<EventType> strict = Lifecycle.allowed(state, actor, circumstances(false, at, true, null));
        if (!elsewhere(actor)) {
            return strict;
        }
        Stream<EventType> carried = Lifecycle.allowed(state, actor, circumstances(true, at, true, null)).stream()
                .filter(event -> refusal(event, actor, at, true, null).isEmpty());
        return Stream.concat(strict.stream(), carried).distinct().sorted().toList();
    }

    private boolean elsewhere(Actor actor) {
        return imported && actor == Actor.REC;
    }

    private Circumstances circumstances(boolean carried, LocalDate at, boolean decided, @Nullable Origin origin) {
        boolean noticed = imported
                || listing.events().stream()
                        .anyMatch(one -> (one.type() == EventType.NOTIFIED || one.type() == EventType.DEFENCE_OPENED)
                                && !one.at().isAfter(at));
        return new Circumstances(
                at, carried, noticed, decided, listing.validFrom().isBefore(at), origin, kind(), repairableFrom(at));
    }

    @Nullable Kind kind() {
        return type == null ? null : type.kind();
    }

    /** First day on which the list's rules of that day open repair; null where they name none. */
    public @Nullable LocalDate repairableFrom(LocalDate day) {
        return type == null
                ? null
                : type.exits().stream()
                        .filter(exit -> exit.event().equals(EventType.REPAIRED.code()) && exit.openOn(day))
                        .map(exit -> listing.validFrom().plusMonths(exit.afterMonths()))
                        .min(LocalDate::compareTo)
                        .orElse(null);
    }
}
