package org.jrp.decision;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jrp.catalogue.Via;
import org.jrp.listing.Event;
import org.jrp.listing.History;
import org.jrp.listing.Listing;
import org.jrp.listing.Severity;
import org.jspecify.annotations.Nullable;

/**
 * A listing as it bears on the subject of a case file (案卷中的列入记录), without anybody's id or name.
 *
 * @param entryId as imported, else its ordinal in sorted order ({@code e0} …)
 * @param about ordinal of whoever is listed: {@code s0} the subject or a unit that names it, {@code r0} … a related one
 * @param via how it bears on the subject
 * @param role the role that ties the two; null via self
 * @param personallyResponsible whether the recogniser found that person responsible; null where it does not say
 * @param events as known at the case file's {@code knownAt}, without actors and reasons
 */
public record CaseEntry(
        String entryId,
        String about,
        Via via,
        @Nullable String role,
        @Nullable Boolean personallyResponsible,
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
        List<Event> events)
        implements History {

    /** Total order by content, so that case files do not depend on the order in which entries came. */
    static final Comparator<CaseEntry> BY_CONTENT = Comparator.comparing(CaseEntry::about)
            .thenComparing(CaseEntry::via)
            .thenComparing((CaseEntry entry) -> text(entry.role()))
            .thenComparing(CaseEntry::list)
            .thenComparing(CaseEntry::validFrom)
            .thenComparing(CaseEntry::contentText)
            .thenComparingInt(CaseEntry::ordinal)
            .thenComparing(CaseEntry::entryId);

    public CaseEntry {
        events = List.copyOf(events);
    }

    static CaseEntry of(Listing listing, String about, Via via, @Nullable String role, @Nullable Boolean responsible) {
        List<Event> bare = new ArrayList<>();
        for (Event event : listing.events()) {
            bare.add(new Event(
                    event.type(), event.at(), event.recordedAt(), null, null, null, event.origin(), event.changes()));
        }
        return new CaseEntry(
                listing.entryId() == null ? "" : listing.entryId(),
                about,
                via,
                role,
                responsible,
                listing.list(),
                listing.recogniser(),
                listing.docNo(),
                listing.basis(),
                listing.recognisedAt(),
                listing.validFrom(),
                listing.validTo(),
                listing.ground(),
                listing.severity(),
                listing.corrected(),
                listing.courtOrder(),
                listing.personalResponsibility(),
                bare);
    }

    CaseEntry withId(String id) {
        return new CaseEntry(
                id,
                about,
                via,
                role,
                personallyResponsible,
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
                events);
    }

    CaseEntry concerning(String other) {
        return new CaseEntry(
                entryId,
                other,
                via,
                role,
                personallyResponsible,
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
                events);
    }

    CaseEntry with(Event event) {
        List<Event> more = new ArrayList<>(events);
        more.add(event);
        return new CaseEntry(
                entryId,
                about,
                via,
                role,
                personallyResponsible,
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
                more);
    }

    /** Days after that one on which the entry may begin, end or change by itself or by an event already known. */
    List<LocalDate> turningDays(LocalDate after) {
        List<LocalDate> days = new ArrayList<>();
        if (validFrom.isAfter(after)) {
            days.add(validFrom);
        }
        if (validTo != null && validTo.isAfter(after)) {
            days.add(validTo);
        }
        for (Event event : events) {
            if (event.at().isAfter(after)) {
                days.add(event.at());
            }
            String end = event.changes().get("validTo");
            if (end != null && !end.isEmpty() && LocalDate.parse(end).isAfter(after)) {
                days.add(LocalDate.parse(end));
            }
        }
        return days;
    }

    /** The first of the {@link #turningDays}; null where there is none. */
    @Nullable LocalDate turnAfter(LocalDate day) {
        if (events.isEmpty()) {
            return validFrom.isAfter(day) ? validFrom : validTo != null && validTo.isAfter(day) ? validTo : null;
        }
        return turningDays(day).stream().min(Comparator.naturalOrder()).orElse(null);
    }

    /** The number in an id that a case file gave: {@code e10} comes after {@code e9}. What has no id yet comes first, others last. */
    private int ordinal() {
        if (entryId.isEmpty()) {
            return -1;
        }
        return entryId.matches("e[0-9]{1,9}") ? Integer.parseInt(entryId.substring(1)) : Integer.MAX_VALUE;
    }

    /** Everything but id, list and validFrom as one text to sort and compare by. */
    private String contentText() {
        StringBuilder text = new StringBuilder();
        for (Object part : new Object[] {
            text(validTo),
            text(docNo),
            text(recogniser),
            text(basis),
            text(recognisedAt),
            text(ground),
            text(severity),
            corrected,
            text(courtOrder),
            text(personalResponsibility),
            text(personallyResponsible)
        }) {
            text.append(part).append('\u0001');
        }
        for (Event event : events) {
            Map<String, String> changes = new TreeMap<>(event.changes());
            text.append(event.type().code())
                    .append(event.at())
                    .append(event.recordedAt())
                    .append(text(event.origin()))
                    .append(changes)
                    .append('\u0001');
        }
        return text.toString();
    }

    private static String text(@Nullable Object value) {
        return value == null ? "" : value.toString();
    }
}
