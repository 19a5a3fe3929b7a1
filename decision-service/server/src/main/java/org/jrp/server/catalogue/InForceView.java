package org.jrp.server.catalogue;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What governs on a day at a place (有效清单).
 *
 * @param city the edition of the place itself; null where it has none
 * @param sanctions id of the edition that rules on sanctions
 * @param incentives id of the edition that rules on incentives; null where they stand on their instruments
 * @param governing both, without repetition
 */
record InForceView(
        LocalDate on,
        LocalDate knownAt,
        String place,
        EditionView national,
        @Nullable EditionView city,
        String sanctions,
        @Nullable String incentives,
        List<String> governing) {}
