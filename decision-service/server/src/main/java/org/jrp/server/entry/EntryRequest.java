package org.jrp.server.entry;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An entry to be begun here by its recogniser (新建条目).
 *
 * @param list code of the list
 * @param recogniser name of the recogniser; the caller's department where it is not said
 * @param at the day on which it is begun; today where it is not said
 * @param docNo number of the file opened; for a key-attention list that of the decision
 * @param basis law it rests on
 * @param validFrom first day on which it is to stand; not before its decision
 */
record EntryRequest(
        @Nullable String list,
        @Nullable IdRequest subject,
        @Nullable String recogniser,
        @Nullable LocalDate at,
        @Nullable String docNo,
        @Nullable String basis,
        @Nullable String reason,
        @Nullable String ground,
        @Nullable String severity,
        @Nullable Boolean corrected,
        @Nullable Boolean courtOrder,
        @Nullable Boolean personalResponsibility,
        @Nullable LocalDate validFrom,
        @Nullable LocalDate validTo,
        @Nullable List<RelatedRequest> related) {

    /** A person named beside the subject. */
    record RelatedRequest(
            @Nullable String role,
            @Nullable String idType,
            @Nullable String id,
            @Nullable Boolean personallyResponsible) {}
}
