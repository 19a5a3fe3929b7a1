package org.jrp.server.feedback;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A report of a department on what became of a measure (执行反馈), with what happened to it since.
 *
 * @param decision the decision it reports on; null for a task
 * @param task the task it reports on; null for a decision
 * @param subject reference
 * @param rules names of the rules that called for the measure
 * @param exemptedUntil first day on which it is owed again
 * @param dueBefore when it was owed before it was put off
 * @param version from 1 for each decision or task, entry and measure
 * @param needsConfirmation whether it is final only when a named officer stands by it
 */
record Feedback(
        UUID id,
        @Nullable UUID decision,
        @Nullable UUID task,
        String entryId,
        String list,
        byte[] subject,
        String measure,
        String kind,
        String edition,
        List<String> rules,
        String department,
        String officer,
        Handling handling,
        @Nullable String action,
        @Nullable String reason,
        LocalDate handledAt,
        @Nullable String documentNo,
        @Nullable BigDecimal amount,
        @Nullable LocalDate periodFrom,
        @Nullable LocalDate periodTo,
        @Nullable LocalDate exemptedUntil,
        @Nullable LocalDate dueBefore,
        @Nullable String remark,
        boolean shared,
        int version,
        boolean needsConfirmation,
        Instant recordedAt,
        @Nullable Confirmed confirmed,
        @Nullable Cancelled cancelled) {

    Feedback {
        rules = List.copyOf(rules);
    }

    /** Who stands by it (确认). */
    record Confirmed(String officer, Instant at) {}

    /**
     * Why it was cancelled (撤销).
     *
     * @param by the person, or the credential where no person signed in
     */
    record Cancelled(String reason, Instant at, String by) {}

    /** How it stands on that day. */
    Standing standing(LocalDate today) {
        if (cancelled != null) {
            return Standing.CANCELLED;
        }
        if (needsConfirmation && confirmed == null) {
            return Standing.UNCONFIRMED;
        }
        return exemptedUntil != null && !today.isBefore(exemptedUntil) ? Standing.OVER : Standing.FINAL;
    }
}
