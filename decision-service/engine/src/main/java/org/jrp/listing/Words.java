package org.jrp.listing;

import java.util.Collection;
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

    /** A mend that offers the nearest known word. */
    static Text near(String word, Collection<String> known, Text otherwise) {
        return word.length() > LONGEST ? otherwise : Nearest.mend(word, known, otherwise);
    }

    /** A word short enough for a message. */
    static String shown(String word) {
        return word.length() > LONGEST ? word.substring(0, LONGEST) + "…" : word;
    }
}
