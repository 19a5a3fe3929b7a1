package org.jrp.server.figure;

import com.fasterxml.jackson.annotation.JsonValue;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/**
 * An exact share of whole numbers (分数). Compared by multiplying crosswise, never by dividing.
 *
 * @param over counted, not negative
 * @param under out of which, not negative; nothing can be said where it is 0
 */
record Fraction(long over, long under) {

    private static final int PLACES = 6;

    Fraction {
        if (over < 0 || under < 0) {
            throw new IllegalArgumentException("A share of (" + over + ") in (" + under + ") is none.");
        }
    }

    boolean defined() {
        return under > 0;
    }

    /** Negative where this is less than the other, positive where it is more; both are defined. */
    int compare(Fraction other) {
        return product(over, other.under).compareTo(product(other.over, under));
    }

    /** To six places, rounded half up; for show only. */
    String decimal() {
        return new BigDecimal(over)
                .divide(new BigDecimal(under), PLACES, RoundingMode.HALF_UP)
                .toPlainString();
    }

    /** Such as {@code 1/1000}. */
    @JsonValue
    String text() {
        return over + "/" + under;
    }

    private static BigInteger product(long one, long other) {
        return BigInteger.valueOf(one).multiply(BigInteger.valueOf(other));
    }
}
