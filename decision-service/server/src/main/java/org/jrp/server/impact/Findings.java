package org.jrp.server.impact;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import org.jrp.impact.Comparison;
import tools.jackson.databind.json.JsonMapper;

/** Numbers the ways in which cases come out otherwise, and keeps those that are not written yet (影响结果编号). For one thread. */
final class Findings {

    private final UUID impact;
    private final JsonMapper json;
    private final Map<Comparison, Integer> numbers = new IdentityHashMap<>();
    private final List<Object[]> unwritten = new ArrayList<>();
    private int last;

    /** Rules with their clauses, as they are kept. */
    record Grounds(List<Comparison.Ground> added, List<Comparison.Ground> removed) {}

    /**
     * @param last the last number that was given
     */
    Findings(UUID impact, int last, JsonMapper json) {
        this.impact = impact;
        this.last = last;
        this.json = json;
    }

    /** The number of that comparison; equal ones may have several. */
    int number(Comparison one) {
        Integer known = numbers.get(one);
        if (known != null) {
            return known;
        }
        int number = ++last;
        numbers.put(one, number);
        SortedSet<String> rules = new TreeSet<>(one.rulesAdded());
        rules.addAll(one.rulesRemoved());
        unwritten.add(new Object[] {
            impact,
            number,
            one.kind(),
            one.outcomeBefore(),
            one.outcomeAfter(),
            one.added().toArray(String[]::new),
            one.removed().toArray(String[]::new),
            rules.toArray(String[]::new),
            json.writeValueAsBytes(new Grounds(one.groundsAdded(), one.groundsRemoved()))
        });
        return number;
    }

    /** Rows of {@code impact_finding} since the last call. */
    List<Object[]> drain() {
        List<Object[]> rows = List.copyOf(unwritten);
        unwritten.clear();
        return rows;
    }
}
