package org.jrp.server.repair;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.LocalDate;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An objection as it is sent (异议申请).
 *
 * @param lodgedBy {@code subject} or {@code representative}
 * @param channel {@code credit-china}, {@code platform}, {@code department} or {@code recogniser}
 * @param documentNo number of the application
 * @param attachmentsHash SHA-256 of the attachments, in hexadecimal digits
 */
record ObjectionRequest(
        @Nullable String entryId,
        @Nullable LocalDate lodgedOn,
        @Nullable String lodgedBy,
        @Nullable String channel,
        @Nullable String grounds,
        @Nullable String documentNo,
        @Nullable String attachmentsHash) {

    /**
     * The platform's own check.
     *
     * @param result {@code consistent}: it shows what the recogniser sent; {@code inconsistent}: it does not
     */
    @Schema(name = "ObjectionCheck")
    record Check(
            @Nullable String result,
            @Nullable LocalDate at,
            @Nullable String reason) {}

    /** Why more time is needed. */
    @Schema(name = "ObjectionExtension")
    record Extension(@Nullable String reason) {}

    /**
     * The recogniser's decision.
     *
     * @param result {@code rejected}, {@code amended} or {@code withdrawn}
     * @param remedies what is open to the subject: needed where it is rejected
     * @param changes what an amendment sets, as in the event {@code amended}
     */
    @Schema(name = "ObjectionDecision")
    record Verdict(
            @Nullable String result,
            @Nullable LocalDate at,
            @Nullable String reason,
            @Nullable String remedies,
            @Nullable String documentNo,
            @Nullable Map<String, @Nullable String> changes) {}

    /** The subject takes it back. */
    @Schema(name = "ObjectionRetraction")
    record Retraction(
            @Nullable LocalDate at,
            @Nullable String reason,
            @Nullable String documentNo) {}
}
