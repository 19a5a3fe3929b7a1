package org.jrp.decision;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jrp.catalogue.Catalogue;
import org.jrp.catalogue.Coded;
import org.jrp.catalogue.Kind;
import org.jrp.catalogue.ListType;
import org.jrp.catalogue.Provenance;
import org.jrp.catalogue.WorkingDays;
import org.jrp.listing.Event;
import org.jrp.listing.EventType;
import org.jrp.listing.Origin;
import org.jspecify.annotations.Nullable;

/**
 * Looks for ways out (退出途径): for each sanction entry the exits of its list that are open, each tried by appending the event to a
 * copy of the entry and deciding again on the earliest day it could take effect. What does not lift the entry is not offered.
 */
final class Remedies {

    private static final String KEY_ATTENTION = "key-attention";

    private final DecisionEngine engine;
    private final Catalogue catalogue;
    private final CaseFile file;

    Remedies(DecisionEngine engine, Catalogue catalogue, CaseFile file) {
        this.engine = engine;
        this.catalogue = catalogue;
        this.file = file;
    }

    List<Remedy> find(List<LiveEntry> live) {
        Map<CaseEntry, LiveEntry> sanctions = new LinkedHashMap<>();
        for (LiveEntry entry : live) {
            if (entry.list().kind() != Kind.INCENTIVE) {
                sanctions.put(entry.entry(), entry);
            }
        }
        List<Remedy> remedies = new ArrayList<>();
        sanctions.values().forEach(entry -> {
            LocalDate end = entry.state().validTo();
            ListType list =
                    entry.keyAttention() ? catalogue.findList(KEY_ATTENTION).orElse(entry.list()) : entry.list();
            for (ListType.Exit exit : list.exits()) {
                if (exit.openOn(file.asOf()) && !exit.event().equals("expired")) {
                    LocalDate day = earliest(entry, exit);
                    if (end == null || day.isBefore(end)) {
                        tryExit(entry, exit, day, remedies);
                    }
                }
            }
            if (end != null) {
                Outcome then = outcome(entry.entry(), null, end);
                remedies.add(new Remedy(
                        "wait-until-end",
                        "有效期于 " + end + " 届满,自该日起不再适用。",
                        entry.entry().entryId(),
                        end,
                        then,
                        null,
                        Provenance.SOURCE));
            }
        });
        return remedies.stream()
                .distinct()
                .sorted(Comparator.comparing(Remedy::entryId)
                        .thenComparing(Remedy::effectiveFrom)
                        .thenComparing(Remedy::action))
                .toList();
    }

    private LocalDate earliest(LiveEntry entry, ListType.Exit exit) {
        WorkingDays calendar = catalogue.workingDays();
        LocalDate ripe = entry.state().validFrom().plusMonths(exit.afterMonths());
        return calendar.plus(ripe.isAfter(file.asOf()) ? ripe : file.asOf(), exit.withinWorkingDays());
    }

    private void tryExit(LiveEntry entry, ListType.Exit exit, LocalDate day, List<Remedy> remedies) {
        CaseEntry changed = entry.entry();
        if (entry.keyAttention()) {
            changed = changed.with(event(EventType.COMMITTED, day)).with(event(EventType.TRAINED, day));
        } else if (exit.event().equals("repaired")) {
            changed = changed.with(event(EventType.REPAIR_REQUESTED, day));
        }
        changed = changed.with(event(Coded.find(EventType.class, exit.event()).orElseThrow(), day));
        Instant known = end(day);
        if (changed.stateAt(day, known).live(day)) {
            return;
        }
        remedies.add(new Remedy(
                exit.action(),
                exit.text(),
                entry.entry().entryId(),
                day,
                outcome(entry.entry(), changed, day),
                exit.source(),
                exit.provenance()));
    }

    private Outcome outcome(CaseEntry before, @Nullable CaseEntry after, LocalDate day) {
        CaseFile later = file.later(day, end(day), before, after == null ? before : after);
        return engine.decide(later, DecisionEngine.Explanation.NONE).outcome();
    }

    private static Event event(EventType type, LocalDate day) {
        return new Event(
                type, day, day.atStartOfDay().toInstant(Question.SHANGHAI), null, null, null, (Origin) null, Map.of());
    }

    /** The later of the last moment of that day and what is known already. */
    private Instant end(LocalDate day) {
        Instant end =
                day.plusDays(1).atStartOfDay().toInstant(Question.SHANGHAI).minusSeconds(1);
        return end.isAfter(file.knownAt()) ? end : file.knownAt();
    }
}
