package org.jrp.server.figure;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a figure was counted from (计数).
 *
 * @param share numerator and denominator
 * @param numerator the entries on that side
 * @param denominator the entries on that side
 * @param missing the entries behind the shortfall
 */
record Counted(
        @Nullable String part,
        @Nullable String partName,
        Fraction share,
        List<? extends Behind> numerator,
        List<? extends Behind> denominator,
        List<? extends Behind> missing,
        List<Indicator.Component> components,
        Map<String, Long> source) {

    /** Ids that stand in a figure itself. */
    static final int SHOWN = 100;

    /** The entries on that side. */
    List<? extends Behind> side(Side side) {
        return switch (side) {
            case NUMERATOR -> numerator;
            case DENOMINATOR -> denominator;
            case MISSING -> missing;
        };
    }
}
