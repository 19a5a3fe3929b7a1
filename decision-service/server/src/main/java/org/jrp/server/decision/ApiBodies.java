package org.jrp.server.decision;

import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The bodies of checks as the API's description shows them (接口正文). Read and written by hand elsewhere, for exact messages and speed; a
 * test holds these shapes against what the server takes and gives.
 */
final class ApiBodies {

    private ApiBodies() {}

    record Subject(
            @Schema(
                    allowableValues = {"uscc", "citizen-id", "citizen-id-15", "org-code", "aic-reg-no"},
                    nullable = true)
            @Nullable String idType,

            @Schema(requiredMode = Schema.RequiredMode.REQUIRED, example = "91349999M00000019Y")
            String id,

            @Nullable String name) {}

    record RelatedPerson(
            @Schema(example = "legal-representative") String role,
            @Nullable String idType,
            String id) {}

    record Check(
            @Schema(requiredMode = Schema.RequiredMode.REQUIRED)
            Subject subject,

            @Schema(requiredMode = Schema.RequiredMode.REQUIRED, example = "government-procurement")
            String context,

            @Nullable String matter,

            @Schema(requiredMode = Schema.RequiredMode.REQUIRED, example = "市直单位办公设备采购资格审查")
            String purpose,

            @Nullable String kind,
            @Schema(pattern = "\\d{6}") @Nullable String place,
            @Schema(example = "2018-09-01") @Nullable LocalDate asOf,
            @Nullable OffsetDateTime knownAt,
            @Nullable List<RelatedPerson> relatedPersons) {}

    record BatchSubject(
            @Nullable String idType,

            @Schema(requiredMode = Schema.RequiredMode.REQUIRED)
            String id,

            @Nullable String name,
            @Nullable String kind,
            @Nullable List<RelatedPerson> relatedPersons) {}

    record Batch(
            @Schema(requiredMode = Schema.RequiredMode.REQUIRED)
            String context,

            @Nullable String matter,

            @Schema(requiredMode = Schema.RequiredMode.REQUIRED)
            String purpose,

            @Nullable LocalDate asOf,
            @Nullable OffsetDateTime knownAt,
            @Nullable String place,

            @Schema(requiredMode = Schema.RequiredMode.REQUIRED)
            List<BatchSubject> subjects) {}

    record MaskedSubject(String idType, String id, @Nullable String name) {}

    record Basis(
            String id,
            String statute,
            @Nullable String article,
            @Nullable String docNo,
            String level,
            boolean articleVerified,
            boolean linkVerified,
            boolean inForce) {}

    record Citation(
            String rule,
            String file,
            int line,
            @Nullable String provision,
            @Nullable String instrument,
            String title,
            @Nullable String docNo,
            boolean docNoVerified,
            @Nullable String clause,
            String text,
            boolean verified,
            String effect,
            boolean basisUnverified,
            List<Basis> legalBasis,
            List<Basis> usualBasis,
            List<String> departments) {}

    record Measure(
            String code,
            String name,
            String kind,
            String effect,
            @Schema(name = "class") @Nullable Integer measureClass,
            @Nullable String category,
            String edition,
            List<String> departments,
            boolean addressedToYou,
            boolean conditional,
            List<String> matters,
            List<String> qualifiers,
            boolean basisUnverified,
            boolean disputed,
            List<Citation> citations,
            List<String> triggeredBy,
            LocalDate feedbackDue,

            @Schema(
                    description = "仅在有豁免时出现 · there only where there are some",
                    requiredMode = Schema.RequiredMode.NOT_REQUIRED)
            @Nullable List<ShownExemption> exemptions) {}

    record ShownExemption(
            UUID exemptionId,
            String department,
            LocalDate validFrom,
            LocalDate validTo,
            String author,
            String reason) {}

    record WithheldCitation(
            String title, @Nullable String docNo, @Nullable String clause, String rule) {}

    record Withheld(
            String code,
            String name,
            String kind,
            String reason,
            String text,
            WithheldCitation citation,
            List<String> provisions,
            List<String> triggeredBy) {}

    record NearMiss(String rule, String measure, String failed, String value, String entryId) {}

    record Remedy(
            String action,
            String text,
            LocalDate effectiveFrom,
            String outcomeThen,
            String entryId,
            String source,
            boolean verified) {}

    record Entry(
            String entryId,
            String list,
            String listName,
            String kind,
            String state,
            @Nullable String recogniser,
            @Nullable String docNo,
            LocalDate validFrom,
            @Nullable LocalDate validTo,
            boolean disputed,
            String via,
            @Nullable String role) {}

    record SourceState(String source, @Nullable OffsetDateTime loadedAt, boolean stale, boolean reachable) {}

    record Checked(int lists, List<String> relationsTested, List<SourceState> sources) {}

    record Review(String code, String text) {}

    record Decided(
            UUID decisionId,

            @Schema(allowableValues = {"review", "restricted", "caution", "favoured", "clear"})
            String outcome,

            MaskedSubject subject,
            String context,
            @Nullable String matter,
            String place,
            LocalDate asOf,
            OffsetDateTime knownAt,
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

            @Schema(
                    description =
                            "仅在由嵌入式引擎离线作出、事后补录时出现 · there only where an embedded engine made it and it was sent later",
                    requiredMode = Schema.RequiredMode.NOT_REQUIRED)
            @Nullable Offline offline) {}

    record Offline(
            OffsetDateTime uploadedAt,

            @Schema(description = "嵌入式引擎自身留痕的 recordHash · of the embedded engine's own record")
            String recordHash) {}

    @Schema(description = "每项为一个决定或一个问题详情 · each a decision or a problem detail")
    record BatchResults(
            @ArraySchema(schema = @Schema(anyOf = {Decided.class, Refused.class}))
            List<Object> results) {}

    @Schema(name = "Problem")
    record Refused(String type, String title, int status, String detail, String code) {}

    @Schema(description = "一个决定或一个问题详情的各项,另有行号 · a decision or a problem detail, and its row")
    record StreamLine(
            @Schema(description = "从 1 起的行号 · from 1") long row) {}

    record SearchDecisions(
            @Nullable Subject subject,
            @Nullable String department,
            @Nullable String context,
            @Nullable String outcome,
            @Nullable LocalDate from,
            @Nullable LocalDate to,
            @Nullable Integer limit,
            @Nullable String cursor) {}

    record FoundDecision(
            UUID decisionId,
            OffsetDateTime decidedAt,
            String department,
            @Nullable String officer,
            String purpose,
            MaskedSubject subject,
            String context,
            @Nullable String matter,
            LocalDate asOf,
            String outcome,
            String decisionHash,

            @Schema(description = "离线作出、事后补录 · made offline and sent later")
            boolean offline) {}

    record Found(List<FoundDecision> items, @Nullable String cursor) {}
}
