package org.jrp.listing;

import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jrp.catalogue.Coded;
import org.jspecify.annotations.Nullable;

/** The state of an entry while its events are gone through one by one (折叠). */
final class Fold {

    private static final Comparator<Event> ORDER =
            Comparator.comparing(Event::at).thenComparing(Event::recordedAt);

    private final LocalDate validFrom;
    private boolean outside;
    private EntryState state;
    private EntryState suspendedFrom = EntryState.PUBLISHED;
    private boolean disputed;
    private boolean committed;
    private boolean trained;
    private boolean repairPending;
    private boolean pushed;
    private @Nullable Origin origin;
    private boolean corrected;
    private @Nullable LocalDate validTo;
    private @Nullable Severity severity;
    private @Nullable String ground;
    private @Nullable Boolean courtOrder;
    private @Nullable Boolean personalResponsibility;

    private Fold(History listing, @Nullable Event opening) {
        validFrom = listing.validFrom();
        corrected = listing.corrected();
        validTo = listing.validTo();
        severity = listing.severity();
        ground = listing.ground();
        courtOrder = listing.courtOrder();
        personalResponsibility = listing.personalResponsibility();
        state = opening == null ? EntryState.PUBLISHED : presupposed(listing, opening);
        outside = opening != null && opens(listing, opening);
    }

    static State of(History listing, LocalDate asOf, Instant knownAt) {
        if (listing.events().isEmpty()) {
            return new Fold(listing, null).inside();
        }
        List<Event> all = sorted(listing.events());
        List<Event> known = all.stream()
                .filter(event -> !event.recordedAt().isAfter(knownAt))
                .toList();
        List<Event> opening = known.isEmpty() ? all : known;
        Fold fold = new Fold(listing, opening.get(0));
        for (Event event : known) {
            if (!event.at().isAfter(asOf)) {
                fold.apply(event);
            }
        }
        return fold.inside();
    }

    /** Those recorded by then; the opening alone where none was and the entry would seem to have no history. */
    static List<Event> known(History listing, Instant knownAt) {
        List<Event> events = listing.events();
        List<Event> known = events.stream()
                .filter(event -> !event.recordedAt().isAfter(knownAt))
                .toList();
        if (!known.isEmpty() || events.isEmpty()) {
            return known;
        }
        Event opening = sorted(events).get(0);
        return opens(listing, opening) || presupposed(listing, opening) != EntryState.PUBLISHED
                ? List.of(opening)
                : List.of();
    }

    /** Before any event, with everything known. */
    static Fold begin(History listing) {
        List<Event> sorted = sorted(listing.events());
        return new Fold(listing, sorted.isEmpty() ? null : sorted.get(0));
    }

    /** By the day they take effect, then the moment they were recorded, then as given. */
    static List<Event> sorted(List<Event> events) {
        return events.size() < 2 ? events : events.stream().sorted(ORDER).toList();
    }

    /** Whether the entry came recognised from elsewhere: its history does not begin before the recognition. */
    static boolean imported(History listing) {
        List<Event> sorted = sorted(listing.events());
        if (sorted.isEmpty()) {
            return true;
        }
        return switch (sorted.get(0).type()) {
            case DRAFTED, NOTIFIED, DEFENCE_OPENED, CLOSED -> false;
            default -> true;
        };
    }

    /** Whether that event, coming first, opens the entry; else it speaks of one that is there already. */
    private static boolean opens(History listing, Event first) {
        return switch (first.type()) {
            case DRAFTED, RECOGNISED, PUBLISHED -> true;
            case MOVED_TO_KEY_ATTENTION ->
                first.origin() == null
                        ? !first.at().isAfter(listing.validFrom())
                        : first.origin() == Origin.SUB_THRESHOLD;
            default -> false;
        };
    }

    /** The state that event, coming first, takes for granted; a draft where it opens the entry itself. */
    private static EntryState presupposed(History listing, Event first) {
        return switch (first.type()) {
            case NOTIFIED -> EntryState.DRAFT;
            case DEFENCE_OPENED, CLOSED -> EntryState.NOTICED;
            default -> opens(listing, first) ? EntryState.DRAFT : EntryState.PUBLISHED;
        };
    }

    /** The state so far; null before the event that opens the entry. */
    @Nullable State state() {
        return outside ? null : inside();
    }

    /** The event with the origin it has here, where it names none itself. */
    Event settled(Event event) {
        if (event.type() != EventType.MOVED_TO_KEY_ATTENTION || event.origin() != null) {
            return event;
        }
        return new Event(
                event.type(),
                event.at(),
                event.recordedAt(),
                event.actor(),
                event.docNo(),
                event.reason(),
                outside ? Origin.SUB_THRESHOLD : Origin.POST_BLACKLIST,
                event.changes());
    }

    /** Takes one event in; one that cannot follow changes nothing. */
    void apply(Event event) {
        Optional<Transition> transition = Lifecycle.find(state(), event.type());
        if (transition.isEmpty()) {
            return;
        }
        EntryState before = state;
        EntryState to = transition.get().to();
        if (to != null) {
            state = to;
        }
        switch (event.type()) {
            case PUSHED -> pushed = true;
            case RECTIFIED -> corrected = true;
            case AMENDED -> {
                disputed = false;
                event.changes().forEach(this::amend);
            }
            case DISPUTED -> disputed = true;
            case DISPUTE_REJECTED, WITHDRAWN -> disputed = false;
            case MOVED_TO_KEY_ATTENTION -> origin = settled(event).origin();
            case PUBLISHED -> origin = null;
            case COMMITTED -> committed = true;
            case TRAINED -> trained = true;
            case REPAIR_REQUESTED -> repairPending = true;
            case REPAIR_REFUSED, REPAIRED -> repairPending = false;
            case SUSPENDED -> suspendedFrom = before;
            case RESUMED -> state = suspendedFrom;
            default -> {}
        }
        outside = false;
    }

    private State inside() {
        return new State(
                state,
                disputed,
                committed,
                trained,
                repairPending,
                pushed,
                origin,
                corrected,
                validFrom,
                validTo,
                severity,
                ground,
                courtOrder,
                personalResponsibility);
    }

    private void amend(String key, String value) {
        switch (key) {
            case "validTo" -> validTo = date(value, validTo);
            case "severity" ->
                severity = value.isEmpty()
                        ? null
                        : Coded.find(Severity.class, value).orElse(severity);
            case "ground" -> ground = value.isEmpty() ? null : value;
            case "courtOrder" -> courtOrder = value.isEmpty() ? null : (Boolean) value.equals("true");
            case "personalResponsibility" ->
                personalResponsibility = value.isEmpty() ? null : (Boolean) value.equals("true");
            case "corrected" -> corrected = value.equals("true");
            default -> {}
        }
    }

    private static @Nullable LocalDate date(String value, @Nullable LocalDate otherwise) {
        if (value.isEmpty()) {
            return null;
        }
        try {
            return LocalDate.parse(value);
        } catch (DateTimeParseException e) {
            return otherwise;
        }
    }
}
