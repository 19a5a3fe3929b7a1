package org.jrp.server.feedback;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An exemption as it is shown (豁免).
 *
 * @param entryId null where it holds whatever entry calls for the measure
 * @param validTo first day without it, unless it ended before
 * @param active whether it holds today
 */
@Schema(name = "Exemption")
record ExemptionView(
        UUID exemptionId,
        String department,
        MaskedSubjects.Subject subject,
        String measure,
        @Nullable String measureName,
        @Nullable String entryId,
        LocalDate validFrom,
        LocalDate validTo,
        String author,
        String reason,
        @Nullable String documentNo,
        boolean active,
        @Nullable Ended ended,
        OffsetDateTime recordedAt) {

    /**
     * How it ended before its time (提前终止).
     *
     * @param on first day without it
     */
    @Schema(name = "ExemptionEnded")
    record Ended(LocalDate on, String reason, String officer, OffsetDateTime at) {}

    /** A page of exemptions. */
    @Schema(name = "ExemptionPage")
    record Page(List<ExemptionView> items, @Nullable String cursor) {}
}
