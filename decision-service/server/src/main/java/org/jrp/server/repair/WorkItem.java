package org.jrp.server.repair;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An entry whose subject is to be led off its list (修复工作项), work plan item 15.
 *
 * @param rectified the act was mended
 * @param way {@code key-attention}: off key attention after the blacklist; {@code repair}: by an application; {@code exit}: by the
 *     recogniser's own rule
 * @param missing what the recogniser needs before it may decide: {@code rectification}, {@code commitment}, {@code training},
 *     {@code publicity-period}, {@code application}; empty where its decision alone is missing
 * @param repairableFrom first day on which an application is possible; null where no rule says so
 */
@Schema(name = "RepairWorkItem")
record WorkItem(
        String entryId,
        String entryKey,
        String list,
        @Nullable String listName,
        ShownSubject subject,
        @Nullable String recogniser,
        @Nullable LocalDate recognisedAt,
        LocalDate validFrom,
        @Nullable LocalDate validTo,
        String state,
        @Nullable String origin,
        boolean disputed,
        boolean rectified,
        boolean committed,
        boolean trained,
        boolean repairPending,
        String way,
        List<String> missing,
        @Nullable LocalDate repairableFrom) {

    /** Work items, the newest entries first. */
    @Schema(name = "RepairWorklist")
    record Page(List<WorkItem> items, @Nullable String cursor) {}
}
