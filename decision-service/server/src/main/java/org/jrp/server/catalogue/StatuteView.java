package org.jrp.server.catalogue;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A statute article or normative document (法规政策依据) and what rests on it.
 *
 * @param statute whether it is an article of a law or regulation, not a document
 * @param verified whether the text was read in a public copy
 * @param recordingOnly whether it orders recording or publication only and so authorises no bar
 * @param citedBy provisions that rest on it
 * @param editions ids of the editions with a row that cites it
 * @param rules principles that rest on it
 */
record StatuteView(
        String id,
        boolean statute,
        String citation,
        String title,
        @Nullable String article,
        @Nullable String docNo,
        String level,
        @Nullable String place,
        @Nullable LocalDate validFrom,
        @Nullable LocalDate validTo,
        String paraphrase,
        boolean recordingOnly,
        String provenance,
        String confidence,
        boolean verified,
        @Nullable String source,
        @Nullable String note,
        @Nullable String successor,
        List<String> assumed,
        List<StatuteUse> citedBy,
        List<String> editions,
        List<RuleView> rules) {

    /** A provision that rests on it. */
    record StatuteUse(String provision, String instrument, String link, boolean linkVerified, String authorises) {}
}
