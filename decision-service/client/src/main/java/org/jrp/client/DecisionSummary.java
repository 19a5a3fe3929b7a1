package org.jrp.client;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import org.jrp.decision.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * A past decision as a search finds it (决定摘要); {@link JrpClient#decision} has the whole.
 *
 * @param decidedAt when it was made; null where the answer does not say
 * @param department code of the department that asked; null likewise
 * @param officer who asked; null where a system did
 * @param purpose why; null where the answer does not say
 * @param subject whom it is about; a natural person's number masked
 * @param raw every field as it came, those unknown to this version among them; unmodifiable
 */
public record DecisionSummary(
        String decisionId,
        Outcome outcome,
        @Nullable Instant decidedAt,
        @Nullable String department,
        @Nullable String officer,
        @Nullable String purpose,
        DecisionAnswer.@Nullable Subject subject,
        @Nullable String context,
        @Nullable String matter,
        @Nullable LocalDate asOf,
        @Nullable String decisionHash,
        Map<String, @Nullable Object> raw) {

    static DecisionSummary of(Fields found) {
        return new DecisionSummary(
                found.text("decisionId"),
                found.coded("outcome", Outcome.class),
                found.instantOrNull("decidedAt"),
                found.textOrNull("department"),
                found.textOrNull("officer"),
                found.textOrNull("purpose"),
                found.holds("subject") ? Answers.subject(found.object("subject")) : null,
                found.textOrNull("context"),
                found.textOrNull("matter"),
                found.dateOrNull("asOf"),
                found.textOrNull("decisionHash"),
                found.raw());
    }

    /** The conclusion and the record's id, and nothing personal. */
    @Override
    public String toString() {
        return "DecisionSummary[" + outcome.code() + " " + decisionId + "]";
    }
}
