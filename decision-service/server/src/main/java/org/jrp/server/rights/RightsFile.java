package org.jrp.server.rights;

import io.swagger.v3.oas.annotations.media.Schema;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a subject is handed out about itself (主体档案). It names departments and officers, never keys; other subjects only by the part they play.
 *
 * @param explanation of the one decision asked about; null in a file for access or copy, of which the rest is empty here
 * @param shortened names of the parts of which only the newest 2,000 are in it
 */
record RightsFile(
        UUID requestId,
        String kind,
        SubjectRequest.Subject subject,
        Instant producedAt,
        List<Entry> entries,
        List<NamedIn> namedIn,
        List<Decided> decisions,
        List<Feedback> feedback,
        List<Exempted> exemptions,
        List<Objected> objections,
        List<Committed> commitments,
        List<Trained> trainings,
        List<Requested> requests,
        List<Looked> accesses,
        @Nullable Explanation explanation,
        List<String> shortened) {

    /**
     * An entry about the subject.
     *
     * @param state code of its state today
     */
    @Schema(name = "FileEntry")
    record Entry(
            String entryId,
            String list,
            String listName,
            @Nullable String recogniser,
            @Nullable String docNo,
            @Nullable String basis,
            @Nullable LocalDate recognisedAt,
            LocalDate validFrom,
            @Nullable LocalDate validTo,
            @Nullable String ground,
            String state,
            String stateName,
            boolean disputed,
            Instant recordedAt,
            List<Happened> events) {}

    /** An event of an entry. */
    @Schema(name = "FileEvent")
    record Happened(
            int seq,
            String type,
            String name,
            LocalDate at,
            Instant recordedAt,
            @Nullable String department,
            @Nullable String officer,
            @Nullable String docNo,
            @Nullable String article,
            @Nullable String reason) {}

    /** An entry about another subject that names this one. */
    @Schema(name = "FileNamedIn")
    record NamedIn(
            String role,
            String list,
            String listName,
            @Nullable String recogniser,
            LocalDate validFrom,
            String state) {}

    /** A check of the subject. */
    @Schema(name = "FileDecision")
    record Decided(
            UUID decisionId,
            Instant decidedAt,
            String department,
            @Nullable String officer,
            String context,
            String purpose,
            LocalDate asOf,
            String outcome,
            String outcomeName,
            List<Measure> measures) {}

    /** A measure and what it stands on. */
    @Schema(name = "FileMeasure")
    record Measure(String code, String name, String kind, String effect, List<Cited> citations) {}

    /**
     * A clause that calls for a measure.
     *
     * @param verified whether the text was checked against the document
     */
    @Schema(name = "FileCitation")
    record Cited(
            String rule,
            String title,
            @Nullable String docNo,
            @Nullable String clause,
            String text,
            boolean verified,
            List<String> legalBasis) {}

    /** What a department reported. */
    @Schema(name = "FileFeedback")
    record Feedback(
            UUID feedbackId,
            @Nullable UUID decisionId,
            String entryId,
            String measure,
            String department,
            String officer,
            String handling,
            @Nullable String action,
            @Nullable String reason,
            LocalDate handledAt,
            @Nullable String documentNo,
            @Nullable BigDecimal amount,
            @Nullable LocalDate periodFrom,
            @Nullable LocalDate periodTo,
            @Nullable String remark,
            boolean cancelled,
            Instant recordedAt) {}

    /** A measure left out for a time. */
    @Schema(name = "FileExemption")
    record Exempted(
            String department,
            String measure,
            LocalDate validFrom,
            LocalDate validTo,
            String reason,
            @Nullable String documentNo,
            @Nullable LocalDate endedOn) {}

    /**
     * An objection.
     *
     * @param steps type and day of each
     */
    @Schema(name = "FileObjection")
    record Objected(
            UUID objectionId,
            String entryId,
            LocalDate lodgedOn,
            String grounds,
            String documentNo,
            String department,
            List<Stepped> steps) {}

    /** Something that was done about an objection or a commitment. */
    @Schema(name = "FileStep")
    record Stepped(
            String type,
            LocalDate at,
            String reason,
            String department,
            @Nullable String officer) {}

    /** A credit commitment. */
    @Schema(name = "FileCommitment")
    record Committed(
            UUID commitmentId,
            String type,
            @Nullable String entryId,
            String reason,
            LocalDate madeOn,
            String documentNo,
            boolean published,
            String department,
            List<Stepped> steps) {}

    /** A training attended. */
    @Schema(name = "FileTraining")
    record Trained(
            UUID trainingId,
            String entryId,
            String title,
            LocalDate heldOn,
            BigDecimal hours,
            String organiser,
            String evidence) {}

    /** An earlier request of the subject. */
    @Schema(name = "FileRequest")
    record Requested(UUID requestId, String kind, LocalDate lodgedOn, String department, String state) {}

    /** Somebody looked. */
    @Schema(name = "FileAccess")
    record Looked(
            Instant at,
            String department,
            @Nullable String officer,
            String action,
            @Nullable String purpose) {}
}
