package org.jrp.server.publication;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A draft (草稿): a working copy of a release's files in which policy authors write.
 *
 * @param state {@code open}, {@code submitted} or {@code ended}
 * @param base hash of the release it began as
 * @param release hash of the release that it became
 * @param changed paths that differ from the base
 */
@Schema(name = "ReleaseDraft")
record DraftDetail(
        UUID id,
        String name,

        @Schema(allowableValues = {"open", "submitted", "ended"})
        String state,

        String base,
        @Nullable String release,
        ReleaseDetail.Person author,
        List<String> changed,
        Instant createdAt,
        Instant updatedAt) {

    /** One page of drafts, the latest first. */
    @Schema(name = "ReleaseDraftPage")
    record Page(List<DraftDetail> items, @Nullable String cursor) {}

    /**
     * A file of a draft.
     *
     * @param state {@code unchanged}, {@code changed}, {@code added} or {@code removed}
     * @param bytes its size; 0 for one that was removed
     */
    @Schema(name = "ReleaseDraftFile")
    record File(
            String path,
            long bytes,

            @Schema(allowableValues = {"unchanged", "changed", "added", "removed"})
            String state) {}

    /** The files of a draft, by path; those that were removed among them. */
    @Schema(name = "ReleaseDraftFiles")
    record Tree(List<File> items) {}

    /**
     * What stands in a file.
     *
     * @param etag to be sent as {@code If-Match} with the next text
     */
    @Schema(name = "ReleaseDraftContent")
    record Content(String path, String etag, String state, String text) {}

    /**
     * A file was written or removed.
     *
     * @param etag of what stands there now; null where nothing does
     */
    @Schema(name = "ReleaseDraftWritten")
    record Written(String path, @Nullable String etag, String state) {}

    /**
     * What is wrong with a draft, or with one of its files.
     *
     * @param problems the first five hundred, by file and line
     */
    @Schema(name = "ReleaseDraftProblems")
    record Problems(int errors, int warnings, List<CheckReport.Finding> problems) {}
}
