package org.jrp.server.replay;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jrp.replay.Cause;
import org.jspecify.annotations.Nullable;

/**
 * A range of decisions replayed, or being replayed (成批复算).
 *
 * @param state waiting, running, done, cancelled or failed
 * @param informationOnly whether another release than each decision's own decides
 * @param failure why it failed; null unless it did
 * @param differences the first 10,000 that were not identical, oldest first, with their first causes; only where one job is read
 */
@Schema(name = "ReplayJob")
record ReplayJob(
        UUID id,
        LocalDate from,
        LocalDate to,
        @Nullable String department,
        @Nullable String release,
        boolean informationOnly,
        String state,
        Progress progress,
        Counts counts,
        AskedBy askedBy,
        Instant askedAt,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt,
        @Nullable String failure,
        @Nullable List<Difference> differences) {

    /** @param total null until it begins */
    @Schema(name = "ReplayProgress")
    record Progress(long done, @Nullable Long total) {}

    /** Decisions by verdict. */
    @Schema(name = "ReplayCounts")
    record Counts(long identical, long sameMeasures, long differs, long erased) {}

    /** Who asked for it. */
    @Schema(name = "ReplayAskedBy")
    record AskedBy(
            String department, String credential, @Nullable String officer) {}

    /** A decision that did not come out the same. */
    @Schema(name = "ReplayDifference")
    record Difference(UUID decisionId, String verdict, List<Cause> causes) {}

    /** One page of jobs, newest first. */
    @Schema(name = "ReplayJobPage")
    record Page(List<ReplayJob> items, @Nullable String cursor) {}
}
