package org.jrp.catalogue;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A statute article or a normative document that measures rest on (法规政策依据).
 *
 * @param id short id, as provisions refer to it
 * @param statute true for an article of a law or regulation, false for a document
 * @param title name of the law, or title of the document
 * @param article article number (第二十二条), or part of a document; null where unknown
 * @param docNo document number; null for statutes and where unknown
 * @param validFrom first day in force; null where unknown
 * @param validTo first day no longer in force; null where open or unknown
 * @param place division code it binds in; null for the whole country
 * @param verified whether the text was read in a public copy
 * @param recordingOnly whether it orders recording or publication only and so authorises no bar
 * @param successor id of what took its place; null where none is known
 * @param assumed names of the fields that are assumptions
 */
public record LegalBasis(
        String id,
        boolean statute,
        String title,
        @Nullable String article,
        @Nullable String docNo,
        BasisLevel level,
        @Nullable String place,
        @Nullable LocalDate validFrom,
        @Nullable LocalDate validTo,
        String paraphrase,
        boolean verified,
        boolean recordingOnly,
        Provenance provenance,
        Confidence confidence,
        @Nullable String source,
        @Nullable String note,
        @Nullable String successor,
        List<String> assumed,
        int line) {

    public LegalBasis {
        assumed = List.copyOf(assumed);
    }

    /** Whether it was in force on that day, as far as its dates are known. */
    public boolean inForceOn(LocalDate day) {
        return (validFrom == null || !day.isBefore(validFrom)) && (validTo == null || day.isBefore(validTo));
    }

    /** Title with article, as it is cited: 《政府采购法》第二十二条. */
    public String citation() {
        return "《" + title + "》" + (article == null ? "" : article);
    }
}
