package org.jrp.catalogue;

import java.util.Optional;

/** A constant with a code for files and messages, and the official Chinese word for it (代码). */
public interface Coded {

    /** Kebab-case code, the same in files, JSON and Java. */
    String code();

    /** The Chinese word. */
    String chinese();

    /** The constant of that type with that code. */
    static <E extends Enum<E> & Coded> Optional<E> find(Class<E> type, String code) {
        for (E constant : type.getEnumConstants()) {
            if (constant.code().equals(code)) {
                return Optional.of(constant);
            }
        }
        return Optional.empty();
    }
}
