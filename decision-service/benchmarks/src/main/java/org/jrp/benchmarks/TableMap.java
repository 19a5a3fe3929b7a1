package org.jrp.benchmarks;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jrp.decision.CaseEntry;
import org.jrp.decision.CaseFile;
import org.jrp.listing.Severity;

/**
 * A {@link RuleTable} as a hand-written {@link HashMap}, asked with case files (手写对照): measures with the entries behind them,
 * each row two comparisons, nothing more general than this table needs.
 */
final class TableMap {

    private record Key(String list, String context) {}

    private final Map<Key, List<RuleTable.Row>> rows = new HashMap<>();

    TableMap(RuleTable table) {
        for (RuleTable.Row row : table.rows()) {
            rows.computeIfAbsent(new Key(row.list(), row.context()), key -> new ArrayList<>())
                    .add(row);
        }
    }

    /** Ids of the entries behind each measure. */
    Map<String, List<String>> decide(CaseFile file) {
        Map<String, List<String>> measures = new LinkedHashMap<>();
        LocalDate asOf = file.asOf();
        for (CaseEntry entry : file.entries()) {
            LocalDate to = entry.validTo();
            if (entry.validFrom().isAfter(asOf) || to != null && !asOf.isBefore(to)) {
                continue;
            }
            int months = (int) ChronoUnit.MONTHS.between(entry.validFrom(), asOf);
            Severity given = entry.severity();
            String severity = given == null ? "" : given.code();
            for (RuleTable.Row row : rows.getOrDefault(new Key(entry.list(), file.context()), List.of())) {
                if ((row.severity().isEmpty() || row.severity().equals(severity))
                        && (row.below() == 0 || months < row.below())) {
                    measures.computeIfAbsent(row.measure(), unused -> new ArrayList<>(2))
                            .add(entry.entryId());
                }
            }
        }
        return measures;
    }
}
