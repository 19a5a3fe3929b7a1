package org.jrp.server.entry;

import org.jrp.catalogue.Problem;
import org.jspecify.annotations.Nullable;

/**
 * Codes of legal persons that were refused (错码), for work plan item 9. A refused number is known masked only, where it may be a
 * citizen's; such a one is left out, for it is not known to be a unit's: a wrong code of digits alone is therefore not counted.
 */
final class WrongCodes {

    private WrongCodes() {}

    /** The refused code of the row's own subject, where it is a unit's; null else. */
    static @Nullable String find(@Nullable String field, Problem problem) {
        String value = problem.value();
        if (!"id".equals(field) || !problem.code().equals("invalid-id") || value == null || value.isBlank()) {
            return null;
        }
        if (value.indexOf('*') < 0) {
            return value;
        }
        char last = value.charAt(value.length() - 1);
        boolean letters = value.chars().anyMatch(c -> c >= 'A' && c <= 'Z' && c != 'X');
        return letters || (last == 'X' && value.indexOf('X') < value.length() - 1) ? value : null;
    }
}
