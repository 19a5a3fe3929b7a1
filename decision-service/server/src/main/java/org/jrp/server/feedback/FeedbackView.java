package org.jrp.server.feedback;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A report as it is shown (执行反馈).
 *
 * @param subject null where what was personal was erased
 * @param amount yuan, as a text
 * @param exemptedUntil first day on which it is owed again
 * @param remark null for other departments where it is not shared
 * @param standsFinal in JSON {@code final}: whether it needs nothing more
 * @param form where its printable form is
 */
@Schema(name = "Feedback")
record FeedbackView(
        UUID feedbackId,
        @Nullable UUID decisionId,
        @Nullable UUID taskId,
        String entryId,
        String list,
        @Nullable String listName,
        MaskedSubjects.@Nullable Subject subject,
        String measure,
        @Nullable String measureName,
        String kind,
        String edition,
        List<String> rules,
        String department,
        String departmentName,
        String officer,

        @Schema(allowableValues = {"carried-out", "lesser", "not-carried-out", "exempted"})
        String handling,

        String handlingName,
        @Nullable String action,
        @Nullable String reason,
        LocalDate handledAt,
        @Nullable String documentNo,
        @Nullable String amount,
        @Nullable LocalDate periodFrom,
        @Nullable LocalDate periodTo,
        @Nullable LocalDate exemptedUntil,
        @Nullable String remark,
        boolean shared,
        int version,

        @Schema(allowableValues = {"final", "unconfirmed", "over", "cancelled"})
        String state,

        @com.fasterxml.jackson.annotation.JsonProperty("final")
        boolean standsFinal,

        boolean needsConfirmation,
        @Nullable String confirmedBy,
        @Nullable OffsetDateTime confirmedAt,
        @Nullable Cancelled cancelled,
        OffsetDateTime recordedAt,
        String form) {

    /** Why it was cancelled (撤销). */
    @Schema(name = "FeedbackCancelled")
    record Cancelled(String reason, OffsetDateTime at, String by) {}

    /** A page of reports. */
    @Schema(name = "FeedbackPage")
    record Page(List<FeedbackView> items, @Nullable String cursor) {}
}
