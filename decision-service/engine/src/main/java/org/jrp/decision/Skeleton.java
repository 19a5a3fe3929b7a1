package org.jrp.decision;

import java.time.LocalDate;
import java.util.List;
import java.util.SortedSet;
import org.jrp.catalogue.Effect;
import org.jrp.catalogue.Kind;
import org.jrp.rule.Reason;
import org.jrp.rule.Rule;
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
            Regime.Standing standing,
            int position,
            Effect effect,
            boolean conditional,
            boolean disputed,
            List<Principles.By> withheldBy,
            List<Review> reviews,
            List<Rule> principles) {

        boolean survives() {
            return withheldBy.isEmpty();
        }

        boolean sanction() {
            return standing.measure().kind() == Kind.SANCTION;
        }
    }

    /** What a withheld measure is listed by. */
    record WithheldKey(boolean incentive, String measure, Reason reason) implements Comparable<WithheldKey> {

        @Override
        public int compareTo(WithheldKey other) {
            int order = Boolean.compare(incentive, other.incentive);
            if (order == 0) {
                order = measure.compareTo(other.measure);
            }
            return order == 0 ? reason.compareTo(other.reason) : order;
        }
    }

    static void addAll(SortedSet<String> to, String prefix, List<String> fields) {
        for (String field : fields) {
            to.add(prefix + '.' + field);
        }
    }
}
