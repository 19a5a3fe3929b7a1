package org.jrp.server.task;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A task as its department sees it (触发任务).
 *
 * @param department whose it is
 * @param measureName the official wording
 * @param rightsReducing whether it takes effect only when a named officer stands by it
 * @param contexts business contexts in which it applies
 * @param basis the clauses behind it
 * @param dueAssumed whether the calendar of working days behind the due date is an assumption
 * @param history what happened to it; empty in a list of tasks
 */
@Schema(name = "Task")
record TaskView(
        UUID taskId,
        String state,
        String department,
        String measure,
        String measureName,
        String kind,
        String effect,
        boolean rightsReducing,
        List<String> contexts,
        String edition,
        List<Basis> basis,
        Entry entry,
        @Nullable TaskSubject subject,
        Instant openedAt,
        LocalDate due,
        boolean overdue,
        boolean dueAssumed,
        String release,
        List<Step> history) {

    /** A clause that calls for the measure. */
    @Schema(name = "TaskBasis")
    record Basis(
            String provision,
            @Nullable String instrument,
            @Nullable String docNo,
            @Nullable String clause,
            @Nullable String text,
            boolean verified) {}

    /** The entry that calls for it. */
    @Schema(name = "TaskEntry")
    record Entry(
            String entryId,
            String list,
            String listName,
            @Nullable String recogniser,
            @Nullable String docNo,
            @Nullable LocalDate validFrom,
            @Nullable LocalDate validTo) {}

    /** Whom it concerns; a natural person's number masked, its name left out. */
    record TaskSubject(String idType, String id, @Nullable String name) {}

    /** What happened to it. */
    @Schema(name = "TaskStep")
    record Step(
            String type, @Nullable String reason, @Nullable String officer, Instant at) {}
}
