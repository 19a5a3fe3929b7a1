package org.jrp.decision;

import java.time.LocalDate;
import org.jrp.catalogue.Provenance;
import org.jspecify.annotations.Nullable;

/**
 * A way out (退出途径), verified by deciding again as if it had been taken.
 *
 * @param effectiveFrom earliest day on which the entry's measures would stop
 * @param outcomeThen the outcome on that day, other entries unchanged
 * @param source rule that opens this way; null where it is practice
 */
public record Remedy(
        String action,
        String text,
        String entryId,
        LocalDate effectiveFrom,
        Outcome outcomeThen,
        @Nullable String source,
        Provenance provenance) {}
