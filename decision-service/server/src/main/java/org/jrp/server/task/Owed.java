package org.jrp.server.task;

import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A report that a department owes (应反馈事项): on a measure of a decision of its own, or on a task.
 *
 * @param decision null for a task
 * @param task null for a decision
 * @param listing key of the entry's row; null for a decision
 * @param subject reference
 * @param rightsReducing whether it takes effect only when a named officer stands by it (DP-22)
 * @param due last day for the report
 * @param state {@code open}, {@code acknowledged}, {@code unconfirmed}, {@code reported}, {@code lapsed} or {@code closed}
 */
public record Owed(
        @Nullable UUID decision,
        @Nullable UUID task,
        @Nullable Long listing,
        String measure,
        String entryId,
        String department,
        byte[] subject,
        boolean rightsReducing,
        LocalDate due,
        String state) {

    /** Id of the decision or the task. */
    public UUID id() {
        UUID id = decision == null ? task : decision;
        if (id == null) {
            throw new IllegalStateException("A report is owed on a decision or a task.");
        }
        return id;
    }
}
