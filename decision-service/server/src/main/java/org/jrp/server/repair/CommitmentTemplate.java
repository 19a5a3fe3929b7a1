package org.jrp.server.repair;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One version of a sample letter (承诺书样本); never changed.
 *
 * @param version from 1
 * @param source who gave the wording; {@code assumed} for our own, to be replaced by the province's
 * @param digest SHA-256 of the body, in hexadecimal digits
 * @param department that wrote this version; {@code jrp} for those that come with the service
 */
record CommitmentTemplate(
        String code,
        int version,
        String title,
        String type,
        String body,
        @Nullable String source,
        String digest,
        String department,
        Instant recordedAt) {

    /** A new version as it is sent. */
    @Schema(name = "NewCommitmentTemplate")
    record Wanted(
            @Nullable String code,
            @Nullable String title,
            @Nullable String type,
            @Nullable String body,
            @Nullable String source) {}

    /** One template with all its versions, newest first. */
    @Schema(name = "CommitmentTemplateVersions")
    record Versions(String code, List<CommitmentTemplate> versions) {}

    /** The newest version of each template. */
    @Schema(name = "CommitmentTemplatePage")
    record Page(List<CommitmentTemplate> items, @Nullable String cursor) {}
}
