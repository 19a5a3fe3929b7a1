package org.jrp.decision;

import java.util.List;
import org.jrp.catalogue.Effect;
import org.jspecify.annotations.Nullable;

/**
 * The rule and clause that a measure rests on (引用).
 *
 * @param rule name of the rule
 * @param file path of the rule's file inside the release
 * @param provision id of the clause; null where a principle adds the measure
 * @param docNo document number; null where none is known, then {@code title} stands for it
 * @param clause clause number; null where it is not known (条款未核实)
 * @param verified whether wording, clause and document number were all seen in a public copy
 * @param effect what this clause alone amounts to on the day asked about
 * @param departments bodies, as the instrument names them
 */
public record Citation(
        String rule,
        String file,
        int line,
        @Nullable String provision,
        @Nullable String instrument,
        String title,
        @Nullable String docNo,
        @Nullable String clause,
        String text,
        boolean verified,
        boolean docNoVerified,
        Effect effect,
        boolean basisUnverified,
        List<BasisCitation> legalBasis,
        List<BasisCitation> usualBasis,
        List<String> departments) {

    public Citation {
        legalBasis = List.copyOf(legalBasis);
        usualBasis = List.copyOf(usualBasis);
        departments = List.copyOf(departments);
    }
}
