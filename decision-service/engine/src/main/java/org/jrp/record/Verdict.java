package org.jrp.record;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jrp.json.Json;
import org.jspecify.annotations.Nullable;

/** What a replay found (复算结论). */
public sealed interface Verdict {

    /** The same bytes. */
    record Identical() implements Verdict {}

    /** The same outcome and measures; something else differs. */
    record SameMeasures(List<String> causes) implements Verdict {
        public SameMeasures {
            causes = List.copyOf(causes);
        }
    }

    /** Another outcome, or other measures. */
    record Differs(List<String> causes) implements Verdict {
        public Differs {
            causes = List.copyOf(causes);
        }
    }

    /** The record's personal fields were lawfully erased, so that it cannot be rebuilt. */
    record Erased() implements Verdict {}

    /** The word for it: {@code identical}, {@code same-measures}, {@code differs} or {@code erased}. */
    default String code() {
        if (this instanceof Identical) {
            return "identical";
        }
        if (this instanceof SameMeasures) {
            return "same-measures";
        }
        return this instanceof Differs ? "differs" : "erased";
    }

    /**
     * Compares the canonical bytes of a recorded decision with those of its replay.
     *
     * @return with each cause as {@code path: recorded → replayed}
     */
    static Verdict of(byte[] recorded, byte[] replayed) {
        if (java.util.Arrays.equals(recorded, replayed)) {
            return new Identical();
        }
        Object before = Json.read(recorded);
        Object after = Json.read(replayed);
        Set<String> causes = new TreeSet<>();
        Differences.compare("", before, after, causes);
        boolean same = Objects.equals(essence(before), essence(after));
        return same ? new SameMeasures(List.copyOf(causes)) : new Differs(List.copyOf(causes));
    }

    /** Outcome, and each measure with its effect. */
    private static Map<String, String> essence(@Nullable Object document) {
        Map<String, String> essence = new TreeMap<>();
        if (document instanceof Map<?, ?> map && map.get("decision") instanceof Map<?, ?> decision) {
            essence.put("", String.valueOf(decision.get("outcome")));
            if (decision.get("measures") instanceof List<?> measures) {
                for (Object measure : measures) {
                    if (measure instanceof Map<?, ?> fields) {
                        essence.put(
                                String.valueOf(fields.get("code")),
                                fields.get("effect") + " " + fields.get("conditional") + " "
                                        + fields.get("triggeredBy"));
                    }
                }
            }
        }
        return essence;
    }
}
