package org.jrp.server.repair;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jrp.server.entry.IdRequest;
import org.jspecify.annotations.Nullable;

/**
 * A credit commitment (信用承诺).
 *
 * @param entryId the entry it is made for; null outside repair
 * @param department that took it in
 * @param published in the section for commitments of the portal
 * @param state whether it was kept: open, fulfilled or breached
 * @param breachedAt day of the breach that stands
 */
@Schema(name = "Commitment")
record CommitmentView(
        UUID id,
        String type,
        String typeName,
        String templateCode,
        int templateVersion,
        ShownSubject subject,
        @Nullable String entryId,
        @Nullable String entryKey,
        String reason,
        LocalDate madeOn,
        String documentNo,
        String department,
        String departmentName,
        @Nullable String officer,
        boolean published,
        String state,
        @Nullable LocalDate breachedAt,
        @Nullable Integer eventSeq,
        Instant recordedAt,
        List<Step> steps) {

    /**
     * Something that became of it.
     *
     * @param type {@code published}, {@code unpublished}, {@code fulfilled} or {@code breached}
     */
    @Schema(name = "CommitmentStep")
    record Step(
            int seq,
            String type,
            LocalDate at,
            String reason,
            String department,
            @Nullable String officer,
            Instant recordedAt) {}

    /** Commitments, newest first. */
    @Schema(name = "CommitmentPage")
    record Page(List<CommitmentView> items, @Nullable String cursor) {}

    /** A commitment as the portal shows it; of organisations alone (DP-46). */
    @Schema(name = "PublishedCommitment")
    record Public(
            UUID id,
            String type,
            String typeName,
            ShownSubject subject,
            String reason,
            LocalDate madeOn,
            String department,
            String state) {}

    /** The section for commitments, newest first. */
    @Schema(name = "PublishedCommitmentPage")
    record PublicPage(List<Public> items, @Nullable String cursor) {}

    /**
     * A commitment as it is sent.
     *
     * @param templateVersion the newest where it is not said
     * @param subject who makes it, outside repair
     * @param entryId the entry it is made for; its subject makes it
     * @param documentNo number of the signed letter
     */
    @Schema(name = "NewCommitment")
    record Wanted(
            @Nullable String templateCode,
            @Nullable Integer templateVersion,
            @Nullable IdRequest subject,
            @Nullable String entryId,
            @Nullable String reason,
            @Nullable LocalDate madeOn,
            @Nullable String documentNo,
            @Nullable Boolean published) {}

    /** When and why something became of it; the day is today where it is not said. */
    @Schema(name = "CommitmentChange")
    record Change(@Nullable LocalDate at, @Nullable String reason) {}

    /** A subject whose commitments are looked for. */
    @Schema(name = "CommitmentSearch")
    record Search(
            @Nullable IdRequest subject,
            @Nullable String purpose,
            @Nullable Integer limit,
            @Nullable String cursor) {}
}
