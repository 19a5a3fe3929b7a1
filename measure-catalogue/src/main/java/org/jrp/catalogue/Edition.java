package org.jrp.catalogue;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The measure list of one layer in one year (措施清单年版); immutable once published.
 *
 * @param place division code it binds in; null for the whole country
 * @param governs what it rules on: sanctions alone, or incentives too
 * @param effectiveTo first day it no longer governs; null while the next edition or regime ends it
 * @param exhaustive whether a measure that it lacks is withheld; if not, such a measure still stands on its instrument
 * @param items categories of the national base list; empty elsewhere
 * @param measures rows; empty where the edition stands for the instruments or the gate alone
 */
public record Edition(
        String id,
        String title,
        @Nullable String docNo,
        Layer layer,
        @Nullable String place,
        int year,
        int revision,
        LocalDate publishedAt,
        LocalDate effectiveFrom,
        @Nullable LocalDate effectiveTo,
        List<String> assumed,
        String status,
        Governs governs,
        boolean exhaustive,
        List<String> basedOn,
        List<Item> items,
        List<EditionMeasure> measures,
        String file) {

    static final String DRAFT = "draft";

    public Edition {
        assumed = List.copyOf(assumed);
        basedOn = List.copyOf(basedOn);
        items = List.copyOf(items);
        measures = List.copyOf(measures);
    }

    /** What an edition rules on. */
    public enum Governs {
        SANCTION,
        BOTH
    }

    /** A category of the national base list, such as N01 限制市场或行业准入. */
    public record Item(String code, String name, int measureClass) {}

    /** The same edition with other items and rows. */
    Edition with(List<Item> otherItems, List<EditionMeasure> otherMeasures) {
        return new Edition(
                id,
                title,
                docNo,
                layer,
                place,
                year,
                revision,
                publishedAt,
                effectiveFrom,
                effectiveTo,
                assumed,
                status,
                governs,
                exhaustive,
                basedOn,
                otherItems,
                otherMeasures,
                file);
    }

    /** Whether it was published (official, or reconstructed from what was), and so never changes. */
    public boolean published() {
        return !status.equals(DRAFT);
    }

    /** Whether the row of that measure stands in it. */
    public boolean has(String measureCode) {
        return measures.stream().anyMatch(row -> row.code().equals(measureCode));
    }
}
