package org.jrp.impact;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** An entry or a source of a shape, ordered by its bytes, so that the order in which they came leaves no trace (特征片段). */
record Part(byte[] bytes) implements Comparable<Part> {

    @Override
    public int compareTo(Part other) {
        return Arrays.compareUnsigned(bytes, other.bytes);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Part that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }
}
