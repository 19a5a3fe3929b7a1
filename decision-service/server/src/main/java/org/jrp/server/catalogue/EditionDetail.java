package org.jrp.server.catalogue;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An edition of the measure list (措施清单年版) with its categories and rows; the header as in the short form. */
record EditionDetail(
        String id,
        String title,
        @Nullable String docNo,
        String layer,
        @Nullable String place,
        int year,
        int revision,
        LocalDate publishedAt,
        LocalDate effectiveFrom,
        @Nullable LocalDate effectiveTo,
        String status,
        List<String> assumed,
        boolean verified,
        String governs,
        boolean exhaustive,
        List<String> basedOn,
        List<EditionItem> items,
        List<EditionRow> measures,
        String file) {

    /** A category of the national base list (类别). */
    record EditionItem(
            String code, String name, @JsonProperty("class") int measureClass) {}

    /**
     * A row (清单条目).
     *
     * @param measureClass 1 reduces rights, 2 manages, 3 others' own decision; 0 for incentives
     * @param feedbackWithin working days after the check
     */
    record EditionRow(
            String code,
            String name,
            String kind,
            @Nullable String category,
            @JsonProperty("class") int measureClass,
            String effect,
            List<String> contexts,
            List<String> matters,
            List<String> departments,
            int feedbackWithin,
            List<BasisView> basis,
            List<RowProvision> provisions) {}

    /** A clause that a row rests on (条款). */
    record RowProvision(
            String id,
            String instrument,
            @Nullable String docNo,
            boolean docNoVerified,
            @Nullable String clause,
            boolean verified) {}
}
