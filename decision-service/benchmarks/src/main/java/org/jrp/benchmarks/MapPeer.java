package org.jrp.benchmarks;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A hand-written map from list and context to the few rows that can hold. */
final class MapPeer implements Peer {

    private record Key(String list, String context) {}

    private final Map<Key, List<RuleTable.Row>> rows = new HashMap<>();

    MapPeer(RuleTable table) {
        for (RuleTable.Row row : table.rows()) {
            rows.computeIfAbsent(new Key(row.list(), row.context()), key -> new ArrayList<>())
                    .add(row);
        }
    }

    @Override
    public String name() {
        return "map";
    }

    @Override
    public List<String> decide(Input in) {
        List<String> measures = new ArrayList<>();
        for (RuleTable.Row row : rows.getOrDefault(new Key(in.list(), in.context()), List.of())) {
            if (row.holds(in)) {
                measures.add(row.measure());
            }
        }
        return measures;
    }
}
