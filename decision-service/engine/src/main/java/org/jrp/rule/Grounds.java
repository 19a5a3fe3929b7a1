package org.jrp.rule;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jrp.catalogue.Catalogue;
import org.jrp.catalogue.ListType;

/** The grounds that lists know (列入事由), numbered in sorted order, so that none is ever written into DRL as text. */
final class Grounds {

    private final Map<String, Integer> numbers = new HashMap<>();
    private final List<String> words;

    Grounds(Catalogue catalogue) {
        TreeSet<String> all = new TreeSet<>();
        for (ListType list : catalogue.lists()) {
            all.addAll(list.grounds());
        }
        words = List.copyOf(all);
        for (String word : words) {
            numbers.put(word, numbers.size());
        }
    }

    int number(String ground) {
        return numbers.getOrDefault(ground, -1);
    }

    List<String> words() {
        return words;
    }
}
