package org.jrp.catalogue;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One thing a department can do for or against a listed subject (措施), however differently the instruments word it.
 *
 * @param code keeps its meaning for ever
 * @param name the official wording
 * @param category item of the national base list (N01–N14) it belongs to; null where none fits
 * @param measureClass 1 reduces rights (减损权益), 2 manages, 3 others' own decision; 0 for incentives
 * @param feedbackWithin working days after the check within which the department reports back
 * @param replaces codes that this one took the place of, by split or merger
 */
public record Measure(
        String code,
        String name,
        Kind kind,
        @Nullable String category,
        int measureClass,
        int feedbackWithin,
        List<String> replaces,
        int line) {

    public Measure {
        replaces = List.copyOf(replaces);
    }
}
