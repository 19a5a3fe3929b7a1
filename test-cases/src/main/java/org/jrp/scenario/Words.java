package org.jrp.scenario;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jrp.catalogue.Coded;
import org.jrp.catalogue.Lexicon;
import org.jrp.catalogue.Nearest;
import org.jrp.catalogue.Text;
import org.jrp.catalogue.YamlMap;
import org.jspecify.annotations.Nullable;

/** Turns the words of a scenario into codes (词语解析): Chinese names or codes, each standing for exactly one thing. */
final class Words {

    private Words() {}

    /** The code of the word at that key; null where there is none or, with a problem, where it is not known. */
    static @Nullable String code(YamlMap at, String key, Lexicon lexicon, String zh, String en) {
        String word = at.textOrNull(key);
        return word == null ? null : code(at, key, word, lexicon, zh, en);
    }

    /** The codes of the words at that key, those that are known. */
    static List<String> codes(YamlMap at, String key, Lexicon lexicon, String zh, String en) {
        List<String> codes = new ArrayList<>();
        for (String word : at.texts(key)) {
            String code = code(at, key, word, lexicon, zh, en);
            if (code != null) {
                codes.add(code);
            }
        }
        return List.copyOf(codes);
    }

    static @Nullable String code(YamlMap at, String key, String word, Lexicon lexicon, String zh, String en) {
        Optional<String> code = lexicon.find(word);
        if (code.isEmpty()) {
            unknown(at, key, word, zh, en, lexicon.words());
        }
        return code.orElse(null);
    }

    /** The constant with that code or Chinese word; null, with a problem, where there is none. */
    static <E extends Enum<E> & Coded> @Nullable E coded(
            YamlMap at, String key, String word, Class<E> type, String zh, String en) {
        for (E constant : type.getEnumConstants()) {
            if (constant.code().equals(word) || constant.chinese().equals(word)) {
                return constant;
            }
        }
        unknown(
                at,
                key,
                word,
                zh,
                en,
                Arrays.stream(type.getEnumConstants())
                        .flatMap(one -> List.of(one.chinese(), one.code()).stream())
                        .toList());
        return null;
    }

    private static void unknown(
            YamlMap at, String key, String word, String zh, String en, java.util.Collection<String> known) {
        at.error(
                "unknown-word",
                key,
                word,
                new Text("不认识的" + zh + "“" + word + "”。", "The " + en + " (" + word + ") is not known."),
                Nearest.mend(
                        word,
                        known,
                        new Text(
                                known.size() > 12 ? "请使用措施目录中的名称或代码。" : "可用:" + String.join("、", known),
                                known.size() > 12
                                        ? "Use a name or a code of the catalogue."
                                        : "Known: " + String.join(", ", known))));
    }
}
