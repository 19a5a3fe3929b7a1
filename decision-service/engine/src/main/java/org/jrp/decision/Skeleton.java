package org.jrp.decision;

import java.time.LocalDate;
import java.util.List;
import org.jrp.catalogue.Effect;
import org.jrp.catalogue.Kind;
import org.jspecify.annotations.Nullable;

/**
 * A decision without ids, dates and values (决定骨架): what all case files of one signature share. Positions point into the live
 * entries in the order of their signatures.
 */
record Skeleton(
        List<MeasureShell> measures,
        List<WithheldShell> withheld,
        List<Near> nearMisses,
        boolean restricted,
        List<Review> reviews,
        @Nullable LocalDate lawTurn,
        List<String> editions,
        List<String> assumed) {

    /** A measure but for its entries and its due day. */
    record MeasureShell(Applied template, int feedbackWithin, int[] positions) {}

    /** A withheld measure but for its entries. */
    record WithheldShell(Withheld template, int[] positions) {}

    /** A rule that nearly fired on the entry at that position. */
    record Near(int position, int rule, int atom) {}

    /**
     * One proposal and what became of it.
     *
     * @param effect after weakening
     */
    record Finding(
            Wording wording,
            int position,
            Effect effect,
            boolean conditional,
            boolean disputed,
            Principles.Verdict verdict) {

        Regime.Standing standing() {
            return wording.standing();
        }

        List<Principles.By> withheldBy() {
            return verdict.withheldBy();
        }

        List<Review> reviews() {
            return verdict.reviews();
        }

        boolean survives() {
            return verdict.withheldBy().isEmpty();
        }

        boolean sanction() {
            return wording.standing().measure().kind() == Kind.SANCTION;
        }
    }
}
