package org.jrp.catalogue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The difference between two lists of coded things (列表差异): both orders, and each thing that was added, removed or changed.
 *
 * @param before the codes of the first list, in its order
 * @param after the codes of the second list, in its order
 * @param pairs what differs, by code
 */
record ListDiff<T>(List<String> before, List<String> after, SortedMap<String, Pair<T>> pairs) {

    /** One thing before and after; null where it is not there. */
    record Pair<T>(@Nullable T before, @Nullable T after) {}

    static <T> ListDiff<T> of(List<T> a, List<T> b, Function<T, String> code) {
        Map<String, T> first = byCode(a, code);
        Map<String, T> second = byCode(b, code);
        LinkedHashSet<String> codes = new LinkedHashSet<>(first.keySet());
        codes.addAll(second.keySet());
        SortedMap<String, Pair<T>> pairs = new TreeMap<>();
        for (String one : codes) {
            if (!Objects.equals(first.get(one), second.get(one))) {
                pairs.put(one, new Pair<>(first.get(one), second.get(one)));
            }
        }
        return new ListDiff<>(List.copyOf(first.keySet()), List.copyOf(second.keySet()), pairs);
    }

    /** The second list, made from the first; null when that list is not the first. */
    @Nullable List<T> apply(List<T> a, Function<T, String> code) {
        Map<String, T> first = byCode(a, code);
        if (!List.copyOf(first.keySet()).equals(before)) {
            return null;
        }
        List<T> second = new ArrayList<>();
        for (Map.Entry<String, Pair<T>> pair : pairs.entrySet()) {
            if (!Objects.equals(first.get(pair.getKey()), pair.getValue().before())) {
                return null;
            }
        }
        for (String one : after) {
            Pair<T> pair = pairs.get(one);
            T thing = pair == null ? first.get(one) : pair.after();
            if (thing == null) {
                return null;
            }
            second.add(thing);
        }
        return second;
    }

    /** The difference from this one's first list to the next one's second; null when they do not meet. */
    @Nullable ListDiff<T> then(ListDiff<T> next) {
        if (!after.equals(next.before)) {
            return null;
        }
        SortedMap<String, Pair<T>> joined = new TreeMap<>(pairs);
        for (Map.Entry<String, Pair<T>> entry : next.pairs.entrySet()) {
            Pair<T> mine = pairs.get(entry.getKey());
            Pair<T> theirs = entry.getValue();
            if (mine != null && !Objects.equals(mine.after(), theirs.before())) {
                return null;
            }
            T first = mine == null ? theirs.before() : mine.before();
            if (Objects.equals(first, theirs.after())) {
                joined.remove(entry.getKey());
            } else {
                joined.put(entry.getKey(), new Pair<>(first, theirs.after()));
            }
        }
        return new ListDiff<>(before, next.after, joined);
    }

    /** Whether the two lists are equal. */
    boolean isEmpty() {
        return pairs.isEmpty() && before.equals(after);
    }

    /** Whether what both lists have stands in another order. */
    boolean reordered() {
        List<String> kept = before.stream().filter(after::contains).toList();
        return !kept.equals(after.stream().filter(before::contains).toList());
    }

    private static <T> Map<String, T> byCode(List<T> things, Function<T, String> code) {
        Map<String, T> map = new LinkedHashMap<>();
        for (T thing : things) {
            if (map.put(code.apply(thing), thing) != null) {
                throw new IllegalArgumentException(
                        "The code (%s) stands twice in one edition.".formatted(code.apply(thing)));
            }
        }
        return map;
    }
}
