package org.jrp.catalogue;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds the known word that a misspelt one most likely stands for (相近词). */
public final class Nearest {

    private static final int LONGEST = 120;

    private Nearest() {}

    /** The nearest known word; empty when none shares enough with it to be worth offering. */
    public static Optional<String> to(String word, Collection<String> known) {
        if (word.length() > LONGEST) {
            return Optional.empty();
        }
        return known.stream()
                .filter(candidate -> candidate.length() <= 2 * word.length() + 2)
                .map(candidate -> new Scored(candidate, distance(word, candidate)))
                .filter(scored -> scored.distance()
                        <= Math.max(2, Math.max(word.length(), scored.word().length()) / 2))
                .min(Comparator.comparingInt(Scored::distance).thenComparing(Scored::word))
                .map(Scored::word);
    }

    /** A mend that offers the nearest word, or says which kind of word is wanted. */
    public static Text mend(String word, Collection<String> known, Text otherwise) {
        return to(word, known)
                .map(near -> new Text("是否为“" + near + "”?", "Maybe " + near + "?"))
                .orElse(otherwise);
    }

    /** Edits (insert, delete, replace, swap neighbours) that turn one word into the other. */
    private static int distance(String a, String b) {
        int[] beforeLast = new int[b.length() + 1];
        int[] last = new int[b.length() + 1];
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            last[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int cost = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                row[j] = Math.min(Math.min(row[j - 1] + 1, last[j] + 1), last[j - 1] + cost);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
                }
            }
            int[] spare = beforeLast;
            beforeLast = last;
            last = row;
            row = spare;
        }
        return last[b.length()];
    }

    private record Scored(String word, int distance) {}
}
