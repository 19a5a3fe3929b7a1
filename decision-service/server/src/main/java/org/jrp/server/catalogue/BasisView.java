package org.jrp.server.catalogue;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * A legal basis as something rests on it (依据).
 *
 * @param id id in {@code /statutes/}
 * @param statute name of the law, or title of the document
 * @param articleVerified whether the article or document was read in a public copy
 * @param link how it is tied: {@code source}, {@code memory} or {@code usual}
 * @param linkVerified whether the tie was seen
 * @param authorises {@code true}, {@code false} or {@code unknown}; null where the tie does not say
 */
record BasisView(
        String id,
        String statute,
        @Nullable String article,
        @Nullable String docNo,
        String level,
        boolean articleVerified,
        String link,
        boolean linkVerified,
        @Nullable String authorises,
        boolean recordingOnly,
        @Nullable LocalDate validFrom,
        @Nullable LocalDate validTo,
        @Nullable String successor) {}
