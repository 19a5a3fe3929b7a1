package org.jrp.decision;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where entries came from, and how fresh it was (数据来源).
 *
 * @param name how the answer calls it
 * @param lists codes of the lists it covers; empty for all
 * @param loadedAt when it was last loaded; null where it never was
 * @param reachable whether it could be asked
 */
public record Source(
        String name, List<String> lists, @Nullable Instant loadedAt, boolean reachable) {

    public Source {
        lists = lists.stream().sorted().toList();
    }

    /** One fresh source for all lists, as a file of entries is. */
    public static Source file(String name, Instant loadedAt) {
        return new Source(name, List.of(), loadedAt, true);
    }

    boolean covers(String list) {
        return lists.isEmpty() || lists.contains(list);
    }
}
