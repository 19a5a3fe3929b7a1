package org.jrp.benchmarks;

import java.util.ArrayList;
import java.util.List;

/** A loop over every row: the answer all others are held to. */
record LoopPeer(RuleTable table) implements Peer {

    @Override
    public String name() {
        return "loop";
    }

    @Override
    public List<String> decide(Input in) {
        List<String> measures = new ArrayList<>();
        for (RuleTable.Row row : table.rows()) {
            if (row.holds(in)) {
                measures.add(row.measure());
            }
        }
        return measures;
    }
}
