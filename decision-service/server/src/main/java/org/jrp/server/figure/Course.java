package org.jrp.server.figure;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jrp.listing.EntryState;
import org.jrp.listing.Event;
import org.jrp.listing.EventType;
import org.jrp.listing.History;
import org.jrp.listing.Lifecycle;
import org.jrp.listing.Severity;
import org.jrp.listing.State;
import org.jspecify.annotations.Nullable;

/**
 * What happened to an entry, and nothing else about it (条目经过).
 *
 * @param events in the order in which they came
 */
record Course(
        @Nullable LocalDate recognisedAt,
        LocalDate validFrom,
        @Nullable LocalDate validTo,
        boolean corrected,
        List<Event> events)
        implements History {

    Course {
        events = List.copyOf(events);
    }

    @Override
    public @Nullable String ground() {
        return null;
    }

    @Override
    public @Nullable Severity severity() {
        return null;
    }

    @Override
    public @Nullable Boolean courtOrder() {
        return null;
    }

    @Override
    public @Nullable Boolean personalResponsibility() {
        return null;
    }

    /**
     * The day of its recognition: as its row says; else of the event {@code recognised} that names a document; else the day from which it
     * stands.
     */
    LocalDate day(LocalDate asOf, Instant knownAt) {
        if (recognisedAt != null) {
            return recognisedAt;
        }
        return by(asOf, knownAt).stream()
                .filter(event -> event.type() == EventType.RECOGNISED && event.docNo() != null)
                .map(Event::at)
                .findFirst()
                .orElse(validFrom);
    }

    /** Whether it is a recognised entry on that day: drafts, noticed ones and those under defence are not yet. */
    boolean recognised(State on) {
        return switch (on.state()) {
            case DRAFT, NOTICED, UNDER_DEFENCE -> Lifecycle.imported(this);
            default -> true;
        };
    }

    /** Whether it stood as published at any moment up to that day. */
    boolean everPublished(LocalDate asOf, Instant knownAt) {
        List<Event> happened = by(asOf, knownAt);
        if (happened.isEmpty()) {
            return stateAt(asOf, knownAt).state() == EntryState.PUBLISHED;
        }
        return steps(happened).stream()
                .anyMatch(step -> step.from() == EntryState.PUBLISHED || step.to() == EntryState.PUBLISHED);
    }

    /**
     * Whether it left its list for a reason that the subject gave: by its recogniser's exit or repair, or at the end of its term with the
     * act mended. What is archived goes by how it had ended before.
     */
    boolean left(State on, LocalDate asOf, Instant knownAt) {
        EntryState end = on.state();
        if (end == EntryState.ARCHIVED) {
            end = steps(by(asOf, knownAt)).stream()
                    .filter(step -> step.event().type() == EventType.ARCHIVED && step.from() != null)
                    .map(step -> step.from() == null ? EntryState.ARCHIVED : step.from())
                    .findFirst()
                    .orElse(EntryState.ARCHIVED);
        }
        return switch (end) {
            case EXITED, REPAIRED -> true;
            case EXPIRED -> on.corrected();
            default -> false;
        };
    }

    private List<Lifecycle.Step> steps(List<Event> happened) {
        return Lifecycle.steps(new Course(recognisedAt, validFrom, validTo, corrected, happened));
    }

    private List<Event> by(LocalDate asOf, Instant knownAt) {
        if (events.isEmpty()) {
            return events;
        }
        List<Event> happened = new ArrayList<>(events.size());
        for (Event event : events) {
            if (!event.at().isAfter(asOf) && !event.recordedAt().isAfter(knownAt)) {
                happened.add(event);
            }
        }
        return happened;
    }
}
