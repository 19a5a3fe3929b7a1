package org.jrp.client;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jrp.catalogue.Effect;
import org.jrp.catalogue.Kind;
import org.jrp.decision.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a check (答复): what stands on record, what it obliges or allows the department to do, and why. It informs a named
 * officer's decision and never takes one. The same from the server and from the embedded engine.
 *
 * @param decisionId id of the record
 * @param subject whom it is about; a natural person's number masked
 * @param context code of the business context
 * @param matter code of the finer matter; null where none was given
 * @param place division code of the asking department; null where the answer names none
 * @param asOf the day whose law and facts counted
 * @param knownAt what was recorded later was not known
 * @param validUntil first day on which this answer may change by itself; null where none is known
 * @param requiresConfirmation whether a named officer must confirm before a measure that reduces rights takes effect
 * @param reviews why a person must look at the case; empty unless the outcome is {@code review}
 * @param measures what to do or to weigh
 * @param withheld measures that were proposed and do not apply, with what withholds them
 * @param nearMisses rules that nearly applied, with the one condition that failed
 * @param remedies ways out, each verified by deciding again
 * @param entries the live entries behind it
 * @param checked what was searched
 * @param release hash of the release it was decided by
 * @param editions ids of the editions that governed
 * @param assumed {@code id.field} of every assumption it rests on
 * @param engine version of the engine
 * @param decisionHash hash of case file, decision and release: equal facts give equal hashes wherever they are decided
 * @param recordHash hash of the record
 * @param raw every field as it came, those unknown to this version among them; unmodifiable
 */
public record DecisionAnswer(
        String decisionId,
        Outcome outcome,
        Subject subject,
        String context,
        @Nullable String matter,
        @Nullable String place,
        LocalDate asOf,
        Instant knownAt,
        @Nullable LocalDate validUntil,
        boolean requiresConfirmation,
        List<Review> reviews,
        List<Measure> measures,
        List<Withheld> withheld,
        List<NearMiss> nearMisses,
        List<Remedy> remedies,
        List<Entry> entries,
        Checked checked,
        String release,
        List<String> editions,
        List<String> assumed,
        String engine,
        String decisionHash,
        String recordHash,
        Map<String, @Nullable Object> raw) {

    public DecisionAnswer {
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
     * Whom it is about (主体).
     *
     * @param id masked where it is a natural person's
     */
    public record Subject(
            @Nullable String idType,
            @Nullable String id,
            @Nullable String name) {

        @Override
        public String toString() {
            return "Subject[…]";
        }
    }

    /** Why a person must look at the case (人工复核的原因). */
    public record Review(String code, String text) {}

    /**
     * A measure to carry out or to weigh (措施).
     *
     * @param measureClass 1 reduces rights, 2 manages, 3 others' own decision; null for incentives ({@code class} in JSON)
     * @param category item of the national list; null where there is none
     * @param edition id of the edition it stands in
     * @param departments codes of the departments that carry it out
     * @param addressedToYou whether the asking department is one of them; null where the answer does not say
     * @param conditional whether it depends on a matter that the check did not give
     * @param matters codes of the matters it is limited to
     * @param qualifiers conditions of its wording, such as {@code lawfully}
     * @param basisUnverified whether its effect rests on links that nobody has verified
     * @param disputed whether an entry behind it is disputed
     * @param citations rules and clauses it rests on; never empty
     * @param triggeredBy ids of the entries behind it
     * @param feedbackDue last day for the department's report; null where none is owed
     */
    public record Measure(
            String code,
            String name,
            Kind kind,
            Effect effect,
            @Nullable Long measureClass,
            @Nullable String category,
            String edition,
            List<String> departments,
            @Nullable Boolean addressedToYou,
            boolean conditional,
            List<String> matters,
            List<String> qualifiers,
            boolean basisUnverified,
            boolean disputed,
            List<Citation> citations,
            List<String> triggeredBy,
            @Nullable LocalDate feedbackDue) {

        public Measure {
            departments = List.copyOf(departments);
            matters = List.copyOf(matters);
            qualifiers = List.copyOf(qualifiers);
            citations = List.copyOf(citations);
            triggeredBy = List.copyOf(triggeredBy);
        }
    }

    /**
     * The rule and clause that a measure rests on (引用).
     *
     * @param file path of the rule's file inside the release
     * @param provision id of the clause; null where a principle adds the measure
     * @param instrument id of the document; null likewise
     * @param title title of the document; null where the answer names none
     * @param docNo its number; null where none is known
     * @param clause clause number; null where it is not known (条款未核实)
     * @param verified whether wording, clause and number were all seen in a public copy
     * @param docNoVerified whether the number was; null where the answer does not say
     * @param effect what this clause alone amounts to; null where the answer does not say
     * @param departments bodies, as the document names them
     */
    public record Citation(
            String rule,
            String file,
            long line,
            @Nullable String provision,
            @Nullable String instrument,
            @Nullable String title,
            @Nullable String docNo,
            @Nullable String clause,
            String text,
            boolean verified,
            @Nullable Boolean docNoVerified,
            @Nullable String effect,
            boolean basisUnverified,
            List<Basis> legalBasis,
            List<Basis> usualBasis,
            List<String> departments) {

        public Citation {
            legalBasis = List.copyOf(legalBasis);
            usualBasis = List.copyOf(usualBasis);
            departments = List.copyOf(departments);
        }
    }

    /**
     * A legal basis (法规政策依据).
     *
     * @param id of the statute; null where the answer names none
     * @param level such as {@code law}
     * @param articleVerified whether its text was read in a public copy
     * @param linkVerified whether it was seen that this clause rests on it
     * @param inForce whether it was in force on the day asked about; null where the answer does not say
     */
    public record Basis(
            @Nullable String id,
            String statute,
            @Nullable String article,
            @Nullable String docNo,
            String level,
            boolean articleVerified,
            boolean linkVerified,
            @Nullable Boolean inForce) {}

    /**
     * A measure that was proposed and does not apply (不予适用).
     *
     * @param kind code of its kind; null where the answer names none
     * @param reason such as {@code legality-gate}
     * @param text the reason in a Chinese sentence
     * @param citation what withholds it
     * @param provisions ids of the clauses that had called for it
     * @param triggeredBy ids of the entries behind it
     */
    public record Withheld(
            String code,
            String name,
            @Nullable String kind,
            String reason,
            String text,
            WithholdingCitation citation,
            List<String> provisions,
            List<String> triggeredBy) {

        public Withheld {
            provisions = List.copyOf(provisions);
            triggeredBy = List.copyOf(triggeredBy);
        }
    }

    /** The document that withholds a measure (不予适用的依据). */
    public record WithholdingCitation(
            @Nullable String title,
            @Nullable String docNo,
            @Nullable String clause,
            @Nullable String rule) {}

    /**
     * A rule that nearly applied (差一个条件的规则).
     *
     * @param measure code of its measure; null where the answer names none
     * @param failed the one condition that failed, as the rule words it
     * @param value what the facts say instead
     * @param entryId the entry it nearly applied to; null where the answer names none
     */
    public record NearMiss(
            String rule,
            @Nullable String measure,
            String failed,
            String value,
            @Nullable String entryId) {}

    /**
     * A way out (退出途径).
     *
     * @param action such as {@code fulfil-judgment}
     * @param effectiveFrom earliest day on which the entry's measures would stop
     * @param outcomeThen the outcome on that day, other entries unchanged
     * @param entryId the entry it leads out of; null where the answer names none
     * @param source rule that opens this way; null where it is practice
     * @param verified whether that rule was seen in a public copy
     */
    public record Remedy(
            String action,
            String text,
            LocalDate effectiveFrom,
            Outcome outcomeThen,
            @Nullable String entryId,
            @Nullable String source,
            boolean verified) {}

    /**
     * A live entry (有效的列入记录).
     *
     * @param list code of the list
     * @param state such as {@code published}; null where the answer names none
     * @param validTo first day on which it no longer stands; null for open-ended
     * @param via how it bears on the subject: {@code self} or the code of a relation
     * @param role the related person's role; null where it is the subject's own
     */
    public record Entry(
            String entryId,
            String list,
            String listName,
            Kind kind,
            @Nullable String state,
            @Nullable String recogniser,
            @Nullable String docNo,
            LocalDate validFrom,
            @Nullable LocalDate validTo,
            boolean disputed,
            String via,
            @Nullable String role) {}

    /**
     * What was searched (核查范围), so that silence is explained.
     *
     * @param lists number of lists
     * @param relationsTested roles the check named; what it did not name was not tested
     */
    public record Checked(long lists, List<String> relationsTested, List<SourceState> sources) {

        public Checked {
            relationsTested = List.copyOf(relationsTested);
            sources = List.copyOf(sources);
        }
    }

    /**
     * Where entries came from, and how fresh it was (数据来源).
     *
     * @param loadedAt null where it was never loaded
     * @param stale whether it was too old to rely on
     * @param reachable whether it could be asked
     */
    public record SourceState(String source, @Nullable Instant loadedAt, boolean stale, boolean reachable) {}

    /** The measure with that code. */
    public Optional<Measure> findMeasure(String code) {
        return measures.stream().filter(measure -> measure.code().equals(code)).findFirst();
    }

    /** The conclusion and the record's id, and nothing personal. */
    @Override
    public String toString() {
        return "DecisionAnswer[" + outcome.code() + " " + decisionId + "]";
    }
}
