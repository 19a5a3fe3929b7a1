package org.jrp.server.rights;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jrp.catalogue.Via;
import org.jrp.decision.Applied;
import org.jrp.decision.BasisCitation;
import org.jrp.decision.Citation;
import org.jrp.decision.DecidedEntry;
import org.jrp.decision.Decision;
import org.jrp.decision.Review;
import org.jrp.record.CanonicalDecision;
import org.jspecify.annotations.Nullable;

/**
 * How one decision came about (决定说明; DP-27): the facts, the clauses, what they called for, what was held back and why, and the way out. Of
 * other subjects it says only which part they play.
 *
 * @param validUntil first day on which the answer no longer holds
 * @param reviews why a person must look at it first
 * @param release the rules it was made by
 */
@Schema(name = "DecisionExplanation")
record Explanation(
        UUID decisionId,
        Instant decidedAt,
        String department,
        String context,
        String purpose,
        LocalDate asOf,
        Instant knownAt,
        String outcome,
        String outcomeName,
        @Nullable LocalDate validUntil,
        boolean requiresConfirmation,
        List<String> reviews,
        List<Fact> facts,
        List<RightsFile.Measure> measures,
        List<HeldBack> withheld,
        List<WayOut> remedies,
        List<Looked> sources,
        List<String> editions,
        List<String> assumed,
        String release) {

    /**
     * An entry that counted. Of another subject's only the list and the part that subject plays.
     *
     * @param via {@code self}, or the way in which another subject's entry bears on this one
     */
    @Schema(name = "ExplanationFact")
    record Fact(
            @Nullable String entryId,
            String list,
            String listName,
            String kind,
            String state,
            @Nullable String recogniser,
            @Nullable String docNo,
            @Nullable LocalDate validFrom,
            @Nullable LocalDate validTo,
            boolean disputed,
            String via,
            @Nullable String role) {}

    /** A measure that was not applied, and why. */
    @Schema(name = "ExplanationWithheld")
    record HeldBack(
            String code,
            String name,
            String reason,
            String text,
            String title,
            @Nullable String docNo,
            @Nullable String clause) {}

    /** What would change the answer. */
    @Schema(name = "ExplanationRemedy")
    record WayOut(
            String action,
            String text,
            @Nullable String entryId,
            LocalDate effectiveFrom,
            String outcomeThen,
            @Nullable String source) {}

    /** A source that was looked at. */
    @Schema(name = "ExplanationSource")
    record Looked(String source, @Nullable Instant loadedAt, boolean stale, boolean reachable) {}

    /**
     * @param department name of the one that asked
     * @param names of contexts and departments, by code
     */
    static Explanation of(
            UUID id,
            CanonicalDecision.Stored stored,
            Instant decidedAt,
            String department,
            String purpose,
            UnaryOperator<String> names) {
        Decision decision = stored.decision();
        Set<String> own = decision.entries().stream()
                .filter(entry -> entry.via() == Via.SELF)
                .map(DecidedEntry::entryId)
                .collect(Collectors.toSet());
        return new Explanation(
                id,
                decidedAt,
                department,
                names.apply(stored.caseFile().context()),
                purpose,
                stored.caseFile().asOf(),
                stored.caseFile().knownAt(),
                decision.outcome().code(),
                decision.outcome().chinese(),
                decision.validUntil(),
                decision.requiresConfirmation(),
                decision.reviews().stream().map(Review::text).toList(),
                decision.entries().stream().map(Explanation::fact).toList(),
                measures(decision),
                decision.withheld().stream()
                        .map(one -> new HeldBack(
                                one.code(),
                                one.name(),
                                one.reason().code(),
                                one.text(),
                                one.title(),
                                one.docNo(),
                                one.clause()))
                        .toList(),
                decision.remedies().stream()
                        .filter(one -> own.contains(one.entryId()))
                        .map(one -> new WayOut(
                                one.action(),
                                one.text(),
                                one.entryId(),
                                one.effectiveFrom(),
                                one.outcomeThen().chinese(),
                                one.source()))
                        .toList(),
                decision.checked().sources().stream()
                        .map(one -> new Looked(one.source(), one.loadedAt(), one.stale(), one.reachable()))
                        .toList(),
                decision.editions(),
                decision.assumed(),
                stored.release());
    }

    static List<RightsFile.Measure> measures(Decision decision) {
        return decision.measures().stream().map(Explanation::measure).toList();
    }

    private static RightsFile.Measure measure(Applied one) {
        return new RightsFile.Measure(
                one.code(),
                one.name(),
                one.kind().code(),
                one.effect().code(),
                one.citations().stream().map(Explanation::cited).toList());
    }

    private static RightsFile.Cited cited(Citation one) {
        return new RightsFile.Cited(
                one.rule(),
                one.title(),
                one.docNo(),
                one.clause(),
                one.text(),
                one.verified(),
                one.legalBasis().stream().map(Explanation::basis).toList());
    }

    private static String basis(BasisCitation one) {
        return one.statute() + (one.article() == null ? "" : one.article());
    }

    private static Fact fact(DecidedEntry entry) {
        boolean own = entry.via() == Via.SELF;
        return new Fact(
                own ? entry.entryId() : null,
                entry.list(),
                entry.listName(),
                entry.kind().code(),
                entry.state().code(),
                own ? entry.recogniser() : null,
                own ? entry.docNo() : null,
                own ? entry.validFrom() : null,
                own ? entry.validTo() : null,
                entry.disputed(),
                entry.via().code(),
                entry.role());
    }
}
