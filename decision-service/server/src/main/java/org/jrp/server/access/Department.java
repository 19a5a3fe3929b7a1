package org.jrp.server.access;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A department that may ask (部门), and what it was granted.
 *
 * @param aliases names under which it recognises entries
 * @param place its division code
 * @param contexts codes of the contexts it may ask about
 * @param lists codes of the lists it may import and manage; {@code *} for all
 * @param subjectsPerDay distinct subjects it may ask about in a day
 * @param sandbox whether it works on synthetic subjects only
 * @param successor code of the department that took over; null while it stands
 */
public record Department(
        String code,
        String name,
        List<String> aliases,
        String place,
        Set<String> contexts,
        Set<String> lists,
        int requestsPerMinute,
        int subjectsPerDay,
        boolean sandbox,
        @Nullable String successor) {

    public Department {
        aliases = List.copyOf(aliases);
        contexts = Set.copyOf(contexts);
        lists = Set.copyOf(lists);
    }

    /** Whether it may import and manage entries of that list. */
    public boolean manages(String list) {
        return lists.contains("*") || lists.contains(list);
    }
}
