package org.jrp.listing;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jrp.catalogue.Coded;
import org.jrp.catalogue.Nearest;
import org.jrp.catalogue.Text;

/** Words as people write them in an entries file (词语). */
final class Words {

    /** Longer words are not compared with known ones: they are no slip of the pen. */
    private static final int LONGEST = 64;

    private Words() {}

    /** A constant by its code or its Chinese word. */
    static <E extends Enum<E> & Coded> Optional<E> find(Class<E> type, String word) {
        for (E constant : type.getEnumConstants()) {
            if (constant.code().equals(word) || constant.chinese().equals(word)) {
                return Optional.of(constant);
            }
        }
        return Optional.empty();
    }

    /** A mend that offers the nearest known word of the same script. */
    static Text near(String word, Collection<String> known, Text otherwise) {
        if (word.length() > LONGEST) {
            return otherwise;
        }
        boolean latin = latin(word);
        List<String> alike = known.stream().filter(one -> latin(one) == latin).toList();
        return Nearest.mend(word, alike, otherwise);
    }

    private static boolean latin(String word) {
        return word.chars().allMatch(c -> c < 128);
    }

    /** A word short enough for a message. */
    static String shown(String word) {
        return word.length() > LONGEST ? word.substring(0, LONGEST) + "…" : word;
    }
}
