package org.jrp.server.repair;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An objection to an entry (异议) and how far it is.
 *
 * @param entryKey the entry as it stands in addresses
 * @param department that took it in
 * @param state {@code open} until the entry's mark is cleared, then {@code decided}
 * @param result {@code rejected}, {@code amended}, {@code withdrawn}, or {@code archived} where the entry was put away before
 * @param decidedOn day of the event that cleared the mark
 * @param decideDue last day for the recogniser, after its extension where there was one
 * @param dueAssumed whether the calendar of working days is an assumption
 * @param workingDaysLeft until {@code decideDue}, 0 on that day and after it; null once decided
 * @param checkOverdue the platform's own check is missing past its day
 * @param decideOverdue the decision is missing past its day
 * @param decidedLate it was decided after its day
 * @param retracted the subject took it back; the mark stays until the recogniser closes it
 * @param note what to do next, where that is not plain
 */
@Schema(name = "Objection")
record ObjectionView(
        UUID id,
        String entryId,
        String entryKey,
        String list,
        @Nullable String listName,
        @Nullable ShownSubject subject,
        LocalDate lodgedOn,
        String lodgedBy,
        String channel,
        String grounds,
        String documentNo,
        @Nullable String attachmentsHash,
        String department,
        @Nullable String officer,
        String state,
        @Nullable String result,
        @Nullable LocalDate decidedOn,
        LocalDate checkDue,
        LocalDate decideDue,
        LocalDate longestDue,
        boolean extended,
        boolean dueAssumed,
        @Nullable Integer workingDaysLeft,
        boolean checkOverdue,
        boolean decideOverdue,
        boolean overdue,
        boolean decidedLate,
        boolean retracted,
        @Nullable String note,
        int eventSeq,
        Instant recordedAt,
        List<Step> steps) {

    /**
     * Something that was done about it.
     *
     * @param type {@code checked}, {@code extended}, {@code rejected}, {@code amended}, {@code withdrawn}, {@code retracted}
     * @param result of a check: {@code consistent} or {@code inconsistent} with what the recogniser sent
     * @param eventSeq of the entry's event that it made
     */
    @Schema(name = "ObjectionStep")
    record Step(
            int seq,
            String type,
            LocalDate at,
            @Nullable String result,
            String reason,
            @Nullable String remedies,
            @Nullable String documentNo,
            String department,
            @Nullable String officer,
            @Nullable Integer eventSeq,
            Instant recordedAt) {}

    /**
     * Objections, newest first.
     *
     * @param overdue how many open ones within the caller's reach are overdue, on this page or not
     */
    @Schema(name = "ObjectionPage")
    record Page(List<ObjectionView> items, @Nullable String cursor, int overdue) {}
}
