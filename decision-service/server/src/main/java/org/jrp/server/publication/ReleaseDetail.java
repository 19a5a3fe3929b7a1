package org.jrp.server.publication;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A release with what became of it (发布版本详情).
 *
 * @param state {@code draft}, {@code approved}, {@code active} or {@code superseded}
 * @param origin {@code shipped} with the service, or {@code uploaded}
 * @param author who uploaded it; null for what ships with the service
 * @param plan the activation that is still to come
 * @param report null for what ships with the service
 */
@Schema(name = "ReleaseDetail")
record ReleaseDetail(
        String hash,
        String state,
        String origin,
        Instant storedAt,
        @Nullable Person author,
        @Nullable Approval approval,
        @Nullable Plan plan,
        List<Activation> activations,
        @Nullable CheckReport report) {

    /** Who did something: a credential, and the person's name where it was a personal sign-in. */
    @Schema(name = "ReleasePerson")
    record Person(
            @Nullable String department,
            @Nullable String credential,
            @Nullable String officer) {}

    /**
     * A second person's approval.
     *
     * @param statement the signed bytes, base64: canonical JSON of release, author, approver, reason and time
     * @param signature Ed25519 by the installation's key, base64
     */
    @Schema(name = "ReleaseApproval")
    record Approval(UUID id, Person approver, String reason, Instant approvedAt, String statement, String signature) {}

    /** When it became active, and who made it so. */
    @Schema(name = "ReleaseActivation")
    record Activation(
            long number,
            Instant activatedAt,
            String activatedBy,
            @Nullable String reason) {}

    /**
     * An activation or a rollback that was asked for.
     *
     * @param state {@code planned}, {@code done}, {@code failed} or {@code cancelled}
     * @param error why it failed or was cancelled
     */
    @Schema(name = "ReleasePlan")
    record Plan(
            UUID id,
            String release,

            @Schema(allowableValues = {"activate", "rollback"})
            String kind,

            @Schema(allowableValues = {"planned", "done", "failed", "cancelled"})
            String state,

            Instant due,
            Person by,
            @Nullable String reason,
            @Nullable String error) {}

    /** A line of the list. */
    @Schema(name = "ReleaseSummary")
    record Summary(
            String hash,
            String state,
            String origin,
            Instant storedAt,
            @Nullable Person author,
            @Nullable Person approver,
            @Nullable Instant approvedAt,
            @Nullable Instant activatedAt,
            @Nullable Instant plannedFor,
            @Nullable Integer rules,
            @Nullable Integer warnings,
            @Nullable Integer scenarios,
            @Nullable Integer coverage) {}

    /** One page of releases, the latest stored first. */
    @Schema(name = "ReleasePage")
    record Page(List<Summary> items, @Nullable String cursor) {}

    /** A remark on a release, or on a line of one of its files. */
    @Schema(name = "ReleaseComment")
    record Comment(
            UUID id,
            String text,
            @Nullable String file,
            @Nullable Integer line,
            Person by,
            Instant recordedAt) {}

    /** The remarks on a release, oldest first. */
    @Schema(name = "ReleaseComments")
    record Comments(List<Comment> items) {}

    /** The release that was stored, with what its check found. */
    @Schema(name = "StoredRelease")
    record Stored(String hash, String state, @Nullable CheckReport report) {}
}
