package org.jrp.benchmarks;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jrp.catalogue.Via;
import org.jrp.decision.CaseEntry;
import org.jrp.decision.CaseFile;
import org.jrp.listing.State;
import org.jrp.release.Release;
import org.jrp.rule.Action;
import org.jrp.rule.Row;
import org.jrp.rule.RowDates;
import org.jrp.rule.Rule;

/**
 * What one would write by hand without an engine (手写对照): a {@link HashMap} from list, context and direction to the few rows that
 * can hold, asked entry by entry. From a case file to measures with the entries behind them; no law, no reasons, no citations.
 */
final class CaseMap {

    private record Key(String list, String context, Via via) {}

    /** A row: the measure, and whether an entry in a case file meets it. */
    private record Line(String measure, Rule rule) {}

    private final Release release;
    private final Map<Key, List<Line>> lines = new HashMap<>();

    CaseMap(Release release) {
        this.release = release;
        for (Rule rule : release.rules().rules()) {
            if (rule.principle()) {
                continue;
            }
            for (String list : rule.lists()) {
                for (String context : rule.contexts()) {
                    lines.computeIfAbsent(new Key(list, context, rule.via()), unused -> new ArrayList<>())
                            .add(new Line(((Action.Propose) rule.action()).measure(), rule));
                }
            }
        }
    }

    /** Ids of the entries behind each measure. */
    Map<String, List<String>> decide(CaseFile file) {
        Map<String, List<String>> measures = new LinkedHashMap<>();
        for (CaseEntry entry : file.entries()) {
            State state = entry.stateAt(file.asOf(), file.knownAt());
            if (!state.live(file.asOf())) {
                continue;
            }
            List<Line> its = lines.get(new Key(entry.list(), file.context(), entry.via()));
            if (its == null) {
                continue;
            }
            Row.Facts facts = facts(file, entry, state);
            for (Line line : its) {
                if (line.rule().holds(facts)) {
                    List<String> behind = measures.computeIfAbsent(line.measure(), unused -> new ArrayList<>(2));
                    if (behind.isEmpty() || !behind.get(behind.size() - 1).equals(entry.entryId())) {
                        behind.add(entry.entryId());
                    }
                }
            }
        }
        return measures;
    }

    private Row.Facts facts(CaseFile file, CaseEntry entry, State state) {
        LocalDate recognised = entry.recognisedAt();
        return new Row.Facts(
                entry.list(),
                file.context(),
                entry.via().code(),
                entry.role() == null ? "" : entry.role(),
                file.kind().code(),
                file.kind().entity(),
                Boolean.TRUE.equals(state.personalResponsibility()),
                Boolean.TRUE.equals(state.courtOrder()),
                (int) ChronoUnit.DAYS.between(state.validFrom(), file.asOf()),
                RowDates.fullMonths(state.validFrom(), file.asOf()),
                release.rules().ground(state.ground()),
                state.severity() == null ? "" : state.severity().code(),
                recognised == null ? Integer.MIN_VALUE : (int) recognised.toEpochDay(),
                file.place(),
                file.matter() == null ? "" : file.matter(),
                false);
    }
}
