package org.jrp.client;

import java.time.LocalDate;
import java.util.Map;
import org.jrp.decision.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * A past decision as a search finds it (决定摘要); {@link JrpClient#decision} has the whole.
 *
 * @param raw every field as it came, those unknown to this version among them; unmodifiable
 */
public record DecisionSummary(
        String decisionId,
        Outcome outcome,
        @Nullable String context,
        @Nullable String matter,
        @Nullable LocalDate asOf,
        Map<String, @Nullable Object> raw) {

    static DecisionSummary of(Fields found) {
        return new DecisionSummary(
                found.text("decisionId"),
                found.coded("outcome", Outcome.class),
                found.textOrNull("context"),
                found.textOrNull("matter"),
                found.dateOrNull("asOf"),
                found.raw());
    }

    /** The conclusion and the record's id, and nothing personal. */
    @Override
    public String toString() {
        return "DecisionSummary[" + outcome.code() + " " + decisionId + "]";
    }
}
