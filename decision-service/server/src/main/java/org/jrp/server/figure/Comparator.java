package org.jrp.server.figure;

import com.fasterxml.jackson.annotation.JsonValue;

/** How a rate is held against its threshold (比较方式). */
enum Comparator {
    /** 超过. */
    ABOVE(">"),
    /** 达到、不少于、不低于. */
    AT_LEAST(">="),
    /** 以下, without the number itself. */
    BELOW("<"),
    /** 以下, the number itself included. */
    AT_MOST("<="),
    /** 均应达到 100%、全覆盖. */
    EXACTLY("=");

    private final String sign;

    Comparator(String sign) {
        this.sign = sign;
    }

    @JsonValue
    String sign() {
        return sign;
    }

    /** Whether it holds of a comparison's result: negative, zero or positive. */
    boolean holds(int compared) {
        return switch (this) {
            case ABOVE -> compared > 0;
            case AT_LEAST -> compared >= 0;
            case BELOW -> compared < 0;
            case AT_MOST -> compared <= 0;
            case EXACTLY -> compared == 0;
        };
    }
}
