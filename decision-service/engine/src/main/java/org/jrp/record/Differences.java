package org.jrp.record;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Finds where two JSON values differ (差异). */
final class Differences {

    private static final int MOST = 200;

    private Differences() {}

    static void compare(String path, @Nullable Object before, @Nullable Object after, Set<String> found) {
        if (found.size() >= MOST || Objects.equals(before, after)) {
            return;
        }
        if (before instanceof Map<?, ?> a && after instanceof Map<?, ?> b) {
            Set<String> names = new TreeSet<>();
            a.keySet().forEach(name -> names.add(String.valueOf(name)));
            b.keySet().forEach(name -> names.add(String.valueOf(name)));
            for (String name : names) {
                compare(path.isEmpty() ? name : path + '.' + name, a.get(name), b.get(name), found);
            }
        } else if (before instanceof List<?> a && after instanceof List<?> b) {
            lists(path, a, b, found);
        } else {
            found.add(path + ": " + before + " → " + after);
        }
    }

    /** Items that carry a code, a rule or an id are compared by it, so that one item more does not look like all being changed. */
    private static void lists(String path, List<?> a, List<?> b, Set<String> found) {
        List<String> left = keys(a);
        List<String> right = keys(b);
        Set<String> all = new TreeSet<>(left);
        all.addAll(right);
        for (String key : all) {
            int i = left.indexOf(key);
            int j = right.indexOf(key);
            String at = path + '[' + key + ']';
            if (i < 0) {
                found.add(at + ": absent → present");
            } else if (j < 0) {
                found.add(at + ": present → absent");
            } else {
                compare(at, a.get(i), b.get(j), found);
            }
        }
    }

    private static List<String> keys(List<?> items) {
        List<String> keys = new ArrayList<>();
        for (Object item : items) {
            String key = String.valueOf(keys.size());
            if (item instanceof Map<?, ?> map) {
                for (String name : List.of("code", "rule", "entryId", "source", "id")) {
                    if (map.get(name) != null) {
                        key = map.get(name) + (map.get("reason") == null ? "" : "/" + map.get("reason"));
                        break;
                    }
                }
            } else if (item != null) {
                key = item.toString();
            }
            while (keys.contains(key)) {
                key += "'";
            }
            keys.add(key);
        }
        return keys;
    }
}
