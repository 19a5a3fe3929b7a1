package org.jrp.server.catalogue;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An edition of the measure list (措施清单年版) in short.
 *
 * @param status {@code official}, {@code reconstructed} or {@code draft}
 * @param assumed names of the fields that are assumptions
 * @param verified whether it is the official text and nothing in its header is assumed
 * @param governs {@code sanction} or {@code both}
 * @param items how many categories it has
 * @param measures how many rows it has
 */
record EditionView(
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
        int items,
        int measures,
        String file) {}
