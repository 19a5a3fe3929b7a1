package org.jrp.catalogue;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Function;

/** Finds what leads back to itself (循环) among things that name one another. */
final class Cycles {

    private Cycles() {}

    /** Whether one comes back to {@code start} by following what each names. */
    static boolean through(String start, Function<String, ? extends Collection<String>> next) {
        Set<String> seen = new HashSet<>();
        Deque<String> open = new ArrayDeque<>(next.apply(start));
        while (!open.isEmpty()) {
            String at = open.pop();
            if (at.equals(start)) {
                return true;
            }
            if (seen.add(at)) {
                open.addAll(next.apply(at));
            }
        }
        return false;
    }

    /** The problem of a thing that leads back to itself. */
    static void report(YamlMap row, String key, String code) {
        row.error(
                "cycle",
                key,
                code,
                new Text("“" + key + "”首尾相接,又回到“" + code + "”。", "The " + key + " leads back to (" + code + ")."),
                new Text("请改正其中一处。", "Mend one of the links."));
    }
}
