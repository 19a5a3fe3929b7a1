package org.jrp.server.repair;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jrp.server.entry.IdRequest;
import org.jrp.server.entry.StateView;
import org.jspecify.annotations.Nullable;

/**
 * The credit file of a subject (主体信用档案): what it stands or stood listed for, and all that it did about it.
 *
 * @param asOf today: the file shows how things stand
 */
@Schema(name = "SubjectFile")
record SubjectFile(
        ShownSubject subject,
        LocalDate asOf,
        List<Entry> entries,
        List<Objection> objections,
        List<CommitmentView> commitments,
        List<Training> trainings,
        List<RepairView> repairs) {

    /** An entry about it. */
    @Schema(name = "SubjectFileEntry")
    record Entry(
            String entryId,
            String entryKey,
            String list,
            @Nullable String listName,
            @Nullable String kind,
            @Nullable String recogniser,
            @Nullable String docNo,
            @Nullable LocalDate recognisedAt,
            StateView state) {}

    /** An objection to one of the entries, without its grounds. */
    @Schema(name = "SubjectFileObjection")
    record Objection(
            UUID id,
            String entryId,
            LocalDate lodgedOn,
            String state,
            @Nullable String result,
            @Nullable LocalDate decidedOn,
            LocalDate decideDue,
            boolean overdue,
            boolean retracted) {}

    /** A training attended for one of the entries. */
    @Schema(name = "SubjectFileTraining")
    record Training(
            String entryId,
            UUID training,
            String title,
            LocalDate heldOn,
            String hours,
            String organiser,
            String evidence) {}

    /**
     * Whose file is wanted, and why.
     *
     * @param purpose needed of officers
     */
    @Schema(name = "SubjectFileRequest")
    record Wanted(@Nullable IdRequest subject, @Nullable String purpose) {}
}
