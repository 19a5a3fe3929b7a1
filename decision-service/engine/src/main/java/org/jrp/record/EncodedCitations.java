package org.jrp.record;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Function;
import org.jrp.decision.Citation;
import org.jspecify.annotations.Nullable;

/**
 * Citations as JSON, encoded once (引用的编码). An engine words each citation once and shares it between decisions, so they are known
 * by identity; what falls out of the table is encoded again. Safe for many threads.
 */
final class EncodedCitations {

    private static final int PLACES = 1 << 13;

    private final Function<Citation, byte[]> encoding;
    private final AtomicReferenceArray<@Nullable Known> places = new AtomicReferenceArray<>(PLACES);

    private record Known(Citation citation, byte[] bytes) {}

    EncodedCitations(Function<Citation, byte[]> encoding) {
        this.encoding = encoding;
    }

    /** Its bytes; not to be changed. */
    @SuppressWarnings("ReferenceEquality") // equal ones give equal bytes, but telling identity is what makes this fast
    byte[] of(Citation citation) {
        int place = System.identityHashCode(citation) & PLACES - 1;
        Known known = places.get(place);
        if (known == null || known.citation() != citation) {
            known = new Known(citation, encoding.apply(citation));
            places.set(place, known);
        }
        return known.bytes();
    }
}
