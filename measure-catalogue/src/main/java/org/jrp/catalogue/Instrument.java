package org.jrp.catalogue;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A memorandum, notice, opinion or plan that lays down measures (合作备忘录等文件).
 *
 * @param docNo document number; null where none is known
 * @param issued day or month ({@code 2016-09}) of issue, as known
 * @param validFrom first day it counts; assumed where the month alone is known
 * @param validTo first day it no longer counts; null while open
 * @param publishedAt day from which it was public; null where unknown, then {@code validFrom} stands for it
 * @param place division code it binds in; null for the whole country
 * @param replacedBy id of the instrument that took its place; null where none
 * @param provenance where {@code docNo}, {@code issued} and {@code text} come from
 * @param assumed names of the fields that are assumptions
 * @param officialCount number of measures the instrument itself counts; null where unknown
 */
public record Instrument(
        String id,
        String title,
        @Nullable String docNo,
        String issued,
        LocalDate validFrom,
        @Nullable LocalDate validTo,
        @Nullable LocalDate publishedAt,
        @Nullable String replacedBy,
        BasisLevel level,
        @Nullable String place,
        List<String> initiators,
        List<String> lists,
        @Nullable Integer officialCount,
        Map<String, Provenance> provenance,
        Confidence confidence,
        List<String> assumed,
        @Nullable String notes,
        List<Provision> provisions,
        String file) {

    public Instrument {
        initiators = List.copyOf(initiators);
        lists = List.copyOf(lists);
        provenance = Map.copyOf(provenance);
        assumed = List.copyOf(assumed);
        provisions = List.copyOf(provisions);
    }

    /** Day from which it was public, for DP-03; {@code validFrom} where no other day is known. */
    public LocalDate publicFrom() {
        return publishedAt == null ? validFrom : publishedAt;
    }

    /** Whether its document number was seen in a public copy. */
    public boolean docNoVerified() {
        return docNo != null && provenance.get("docNo") == Provenance.SOURCE;
    }
}
