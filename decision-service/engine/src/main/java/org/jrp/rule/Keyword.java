package org.jrp.rule;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jrp.catalogue.Nearest;

/** The words that give a rule its shape (关键词). */
enum Keyword {
    RULE("规则", "rule", "規則", "規则", "规則"),
    WHEN("当", "when", "當"),
    THEN("那么", "then", "那麼", "那麽"),
    END("结束", "end", "結束");

    private static final Pattern WORD_BEFORE_QUOTE =
            Pattern.compile("([\\p{L}]{1,8})[:\uFF1A]?[ \\u3000\\t]*[\"'“”‘’「『].*");

    private final String chinese;
    private final String english;
    private final List<String> known;

    Keyword(String chinese, String english, String... traditional) {
        this.chinese = chinese;
        this.english = english;
        this.known = Stream.concat(Stream.of(chinese, english), Arrays.stream(traditional))
                .toList();
    }

    String chinese() {
        return chinese;
    }

    String english() {
        return english;
    }

    /** Whether the line is the keyword; a rule's name line is one that has a name as well. */
    boolean is(String text) {
        return this == RULE ? RuleReader.NAME.matcher(text).matches() : text.equals(chinese) || text.equals(english);
    }

    boolean begins(String text) {
        return text.startsWith(chinese) || text.startsWith(english);
    }

    /** Whether the line is the keyword but for its spelling or a mark after it. */
    boolean meant(String text) {
        String bare = text.replaceFirst("[\\p{P}\\s]+$", "");
        if (known.contains(bare)) {
            return true;
        }
        if (chinese.length() == 1) {
            return bare.length() == 1 || near(bare);
        }
        return (bare.length() <= 3 && bare.chars().anyMatch(one -> chinese.indexOf(one) >= 0)) || near(bare);
    }

    /** Whether the line is this keyword, rightly spelt or not, before something in quotes. */
    boolean meantBefore(String text) {
        Matcher matcher = WORD_BEFORE_QUOTE.matcher(text);
        if (!matcher.matches()) {
            return text.equals(chinese) || text.equals(english) || text.startsWith(chinese + ' ');
        }
        String word = matcher.group(1);
        return known.contains(word)
                || word.startsWith(chinese)
                || word.startsWith(english + ' ')
                || (word.length() <= 3 && (word.indexOf('规') >= 0 || word.indexOf('则') >= 0))
                || near(word);
    }

    private boolean near(String word) {
        return word.length() >= english.length() - 1
                && word.length() <= english.length() + 1
                && word.chars().allMatch(one -> one < 128 && Character.isLetter(one))
                && !List.of("true", "null", "and", "eval", "not").contains(word)
                && word.charAt(0) == english.charAt(0)
                && Nearest.to(word, List.of(english)).isPresent();
    }

    /** What follows on the same line, where something does. */
    Optional<String> stuckTo(String text) {
        for (String word : List.of(chinese, english + ' ')) {
            if (text.startsWith(word) && text.length() > word.length()) {
                String rest = text.substring(word.length())
                        .replaceFirst("^[\\p{P}&&[^-]]+", "")
                        .strip();
                if (ConditionReader.looksLike(rest) || ActionReader.looksLike(rest)) {
                    return Optional.of(rest);
                }
            }
        }
        return Optional.empty();
    }
}
