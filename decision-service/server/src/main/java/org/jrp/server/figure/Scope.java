package org.jrp.server.figure;

import java.time.Instant;
import java.time.LocalDate;
import java.util.function.Predicate;

/**
 * What a figure speaks of (统计口径).
 *
 * @param year of recognition, or of the upload of a case
 * @param asOf the last day that counts; within the year
 * @param knownAt what was not recorded by then does not count
 * @param lists lists whose entries the caller may be shown by id
 */
record Scope(int year, LocalDate asOf, Instant knownAt, Predicate<String> lists) {

    LocalDate first() {
        return LocalDate.of(year, 1, 1);
    }

    boolean shows(String list) {
        return lists.test(list);
    }
}
