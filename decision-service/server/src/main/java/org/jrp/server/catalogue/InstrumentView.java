package org.jrp.server.catalogue;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A memorandum, notice, opinion or plan (合作备忘录等文件) in short.
 *
 * @param kinds kinds of its provisions
 * @param officialCount number of measures the instrument itself counts; null where unknown
 * @param provisions how many provisions are recorded
 * @param encoded how many of them a rule puts into effect
 * @param verified whether number and text were seen in a public copy and nothing is assumed
 */
record InstrumentView(
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
        int provisions,
        int encoded,
        String confidence,
        List<String> assumed,
        boolean verified) {}
