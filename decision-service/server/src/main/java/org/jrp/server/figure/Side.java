package org.jrp.server.figure;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** One side of a figure (分子、分母、差额). */
enum Side {
    NUMERATOR,
    DENOMINATOR,
    MISSING;

    String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Side> find(String code) {
        return Arrays.stream(values()).filter(one -> one.code().equals(code)).findFirst();
    }
}
