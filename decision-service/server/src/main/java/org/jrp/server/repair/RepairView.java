package org.jrp.server.repair;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A repair that was applied for (信用修复).
 *
 * @param entryKey the entry as it stands in addresses
 * @param state {@code pending}, {@code repaired}, {@code refused}, or {@code ended} where the entry ended otherwise
 * @param since day of the application
 * @param closedOn day on which it was no longer pending
 * @param acceptDue last day for taking the application in; null before there was such a limit
 * @param decideDue last day for the decision; null before there was such a limit
 * @param source the document the limit stands on
 * @param dueAssumed whether the calendar of working days is an assumption
 * @param workingDaysLeft until {@code decideDue}; null unless pending
 */
@Schema(name = "Repair")
record RepairView(
        String entryId,
        String entryKey,
        String list,
        @Nullable String listName,
        @Nullable ShownSubject subject,
        @Nullable String recogniser,
        String state,
        LocalDate since,
        @Nullable LocalDate closedOn,
        @Nullable LocalDate acceptDue,
        @Nullable LocalDate decideDue,
        @Nullable String source,
        boolean dueAssumed,
        @Nullable Integer workingDaysLeft,
        boolean overdue) {

    /**
     * Repairs, those of the newest entries first.
     *
     * @param overdue how many within the caller's reach are overdue, on this page or not
     */
    @Schema(name = "RepairPage")
    record Page(List<RepairView> items, @Nullable String cursor, int overdue) {}
}
