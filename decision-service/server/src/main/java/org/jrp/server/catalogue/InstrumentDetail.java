package org.jrp.server.catalogue;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An instrument (合作备忘录等文件), clause by clause; the header as in the short form.
 *
 * @param provenance where number, date of issue and text come from
 */
record InstrumentDetail(
        String id,
        String title,
        @Nullable String docNo,
        boolean docNoVerified,
        String issued,
        LocalDate validFrom,
        @Nullable LocalDate validTo,
        @Nullable LocalDate publishedAt,
        @Nullable String replacedBy,
        String level,
        @Nullable String place,
        List<String> initiators,
        List<String> lists,
        List<String> kinds,
        @Nullable Integer officialCount,
        Map<String, String> provenance,
        String confidence,
        List<String> assumed,
        boolean verified,
        @Nullable String notes,
        List<ProvisionView> provisions,
        String file) {}
