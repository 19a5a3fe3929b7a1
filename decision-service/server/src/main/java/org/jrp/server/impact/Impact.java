package org.jrp.server.impact;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jrp.impact.Comparison;
import org.jspecify.annotations.Nullable;

/**
 * An impact as it stands (影响分析).
 *
 * @param over {@code decisions} of a period, or listed {@code subjects} in every context
 * @param stage of one that runs: {@code indexing}, {@code deciding} or {@code listing}
 * @param total decisions or subjects; {@code done} of them
 * @param questions held under both releases: the decisions, or six for each subject
 * @param unreadable decisions whose record cannot be read; they are in {@code done} and nowhere else
 * @param shapes distinct ones among the decisions that the differences of the two releases reach; the others come out alike unasked
 * @param patterns pairs of patterns that were put to the rules
 * @param microsBefore mean time of a whole decision under the release it is held against, over a sample
 * @param kinds counts, once it is done
 * @param exceeded figures above what may be approved without being named
 */
record Impact(
        UUID impactId,
        String release,
        String against,
        String over,
        @Nullable LocalDate from,
        @Nullable LocalDate to,
        @Nullable LocalDate asOf,
        String state,
        @Nullable String stage,
        long total,
        long done,
        long questions,
        long unreadable,
        long shapes,
        long patterns,
        @Nullable String microsBefore,
        @Nullable String microsAfter,
        @Nullable String failure,
        Instant askedAt,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt,
        List<Count> kinds,
        List<Count> departments,
        List<Count> contexts,
        List<Count> measures,
        List<Count> rules,
        List<Exceeded> exceeded) {

    /** How many questions come out otherwise, by some word. */
    @Schema(name = "ImpactCount")
    record Count(String word, String kind, long cases, long subjects) {}

    /**
     * A figure above its threshold (超出界限).
     *
     * @param figure {@code restricted-subjects}, {@code restricted-share}, {@code released-subjects} or {@code changed-share}
     * @param value as text; shares in percent
     */
    @Schema(name = "ImpactExceeded")
    record Exceeded(UUID impactId, String figure, String value, String threshold) {}

    /** One in a list. */
    @Schema(name = "ImpactSummary")
    record Summary(
            UUID impactId,
            String release,
            String against,
            String over,
            @Nullable LocalDate from,
            @Nullable LocalDate to,
            @Nullable LocalDate asOf,
            String state,
            long total,
            long done,
            long restricted,
            long released,
            long changed,
            Instant askedAt,
            @Nullable Instant finishedAt) {}

    /** One page of impacts, the latest asked for first. */
    @Schema(name = "ImpactPage")
    record Page(List<Summary> items, @Nullable String cursor) {}

    /**
     * A question that comes out otherwise; its subject masked.
     *
     * @param rulesAdded names of the rules of {@code groundsAdded}
     * @param groundsAdded rules with their clauses that speak after and did not before
     */
    @Schema(name = "ImpactCase")
    record Case(
            long number,
            @Nullable UUID decisionId,
            @Nullable String entryId,
            @Nullable String idType,
            @Nullable String subject,
            @Nullable String department,
            String context,
            String kind,
            String outcomeBefore,
            String outcomeAfter,
            List<String> added,
            List<String> removed,
            List<String> rulesAdded,
            List<String> rulesRemoved,
            List<Comparison.Ground> groundsAdded,
            List<Comparison.Ground> groundsRemoved) {}

    /** One page of questions that come out otherwise. */
    @Schema(name = "ImpactCasePage")
    record Cases(List<Case> items, @Nullable String cursor) {}
}
