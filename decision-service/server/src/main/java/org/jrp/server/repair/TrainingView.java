package org.jrp.server.repair;

import io.swagger.v3.oas.annotations.media.Schema;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A training for credit repair (信用修复培训).
 *
 * @param field code of the list it was for; null for all
 * @param organiser department that held it
 * @param hours of teaching, as decimal text
 * @param attended how many entries' subjects attended
 * @param attendance who did; null in a list of trainings
 */
@Schema(name = "Training")
record TrainingView(
        UUID id,
        String title,
        @Nullable String field,
        LocalDate heldOn,
        String hours,
        String organiser,
        String organiserName,
        String documentNo,
        @Nullable String officer,
        Instant recordedAt,
        int attended,
        @Nullable List<Attendance> attendance) {

    /**
     * One who attended, for one entry.
     *
     * @param evidence {@code training}, or {@code volunteering} in its place
     */
    @Schema(name = "TrainingAttendance")
    record Attendance(
            String entryId,
            String entryKey,
            String list,
            @Nullable ShownSubject subject,
            String evidence,
            int eventSeq) {}

    /** Trainings, newest first. */
    @Schema(name = "TrainingPage")
    record Page(List<TrainingView> items, @Nullable String cursor) {}

    /**
     * A training as it is sent.
     *
     * @param hours of teaching, with at most one decimal; a number, or its text
     */
    @Schema(name = "NewTraining")
    record Wanted(
            @Nullable String title,
            @Nullable String field,
            @Nullable LocalDate heldOn,
            @Nullable BigDecimal hours,
            @Nullable String documentNo,
            @Nullable List<@Nullable Attendee> attendees) {}

    /** Who attended, as it is sent. */
    @Schema(name = "TrainingAttendee")
    record Attendee(@Nullable String entryId, @Nullable String evidence) {}

    /** What came of a training that was sent. */
    @Schema(name = "TrainingOutcome")
    record Outcome(UUID id, int accepted, int rejected, List<RowError> errors, List<Warning> warnings) {}

    /** Why one attendee was not taken. */
    @Schema(name = "TrainingError")
    record RowError(int index, @Nullable String entryId, String code, String message) {}

    /** Something to look at, though it was taken. */
    @Schema(name = "TrainingWarning")
    record Warning(String code, String message) {}
}
