package org.jrp.decision;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The answer with its reasons (决定). It informs a named officer's decision and never takes one. A value: equal case files under
 * equal releases give equal decisions.
 *
 * @param validUntil first day on which this answer may change by itself; null where none is known
 * @param requiresConfirmation whether a named officer must confirm before a measure that reduces rights takes effect (DP-22)
 * @param editions ids of the governing editions and of those the measures stand in
 * @param assumed {@code id.field} of every assumption it rests on
 */
public record Decision(
        Outcome outcome,
        @Nullable LocalDate validUntil,
        boolean requiresConfirmation,
        List<Review> reviews,
        List<Applied> measures,
        List<Withheld> withheld,
        List<NearMiss> nearMisses,
        List<Remedy> remedies,
        List<DecidedEntry> entries,
        Checked checked,
        List<String> editions,
        List<String> assumed) {

    public Decision {
        reviews = List.copyOf(reviews);
        measures = List.copyOf(measures);
        withheld = List.copyOf(withheld);
        nearMisses = List.copyOf(nearMisses);
        remedies = List.copyOf(remedies);
        entries = List.copyOf(entries);
        editions = List.copyOf(editions);
        assumed = List.copyOf(assumed);
    }

    /**
     * The measure with that code.
     *
     * @throws IllegalArgumentException when the answer does not hold it
     */
    public Applied measure(String code) {
        return measures.stream()
                .filter(measure -> measure.code().equals(code))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("The decision has no measure (%s).".formatted(code)));
    }
}
