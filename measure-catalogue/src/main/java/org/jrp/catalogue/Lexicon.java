package org.jrp.catalogue;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The words of one kind (lists, contexts, measures …) and the code each stands for (词表). */
public final class Lexicon {

    private final Map<String, Set<String>> codes = new LinkedHashMap<>();

    Lexicon() {}

    void add(String word, String code) {
        codes.computeIfAbsent(word, unused -> new LinkedHashSet<>()).add(code);
    }

    /** The code of a word, if it stands for exactly one. */
    public Optional<String> find(String word) {
        Set<String> found = codes.get(word);
        return found == null || found.size() != 1
                ? Optional.empty()
                : Optional.of(found.iterator().next());
    }

    /** All codes a word stands for: none where it is unknown, two or more where it is ambiguous. */
    public List<String> all(String word) {
        return List.copyOf(codes.getOrDefault(word, Set.of()));
    }

    /** Every word, in the order of the file. */
    public Collection<String> words() {
        return codes.keySet();
    }
}
