package org.jrp.catalogue;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** One row of an edition (清单条目). */
public record EditionMeasure(
        String code,
        String name,
        Kind kind,
        @Nullable String category,
        int measureClass,
        Effect effect,
        List<String> contexts,
        List<String> matters,
        List<String> departments,
        List<BasisRef> basis,
        int feedbackWithin,
        List<String> provisions) {

    public EditionMeasure {
        contexts = List.copyOf(contexts);
        matters = List.copyOf(matters);
        departments = List.copyOf(departments);
        basis = List.copyOf(basis);
        provisions = List.copyOf(provisions);
    }

    /** The basis an edition prints for a row. */
    public record BasisRef(String ref, LinkSource link) {}
}
