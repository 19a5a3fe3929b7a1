package org.jrp.client;

import java.time.LocalDate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jrp.subject.InvalidIdException;
import org.jrp.subject.SubjectIds;

/** The purpose of a check as it may be kept (核查目的): an identifier that somebody wrote into it is hidden. */
final class Purpose {

    private static final String HIDDEN = "(证件号码已隐去)";
    private static final Pattern WORD = Pattern.compile("[0-9A-Za-z０-９Ａ-Ｚａ-ｚ]{15,18}");
    private static final Pattern NUMBER = Pattern.compile("[0-9０-９]{14,17}[0-9０-９XxＸｘ]");
    private static final Pattern NEIGHBOUR = Pattern.compile("[0-9A-Za-z０-９Ａ-Ｚａ-ｚ]");

    private Purpose() {}

    static String kept(String purpose, LocalDate today) {
        StringBuilder kept = new StringBuilder();
        Matcher matcher = WORD.matcher(purpose);
        int from = 0;
        while (matcher.find()) {
            boolean whole = !neighbour(purpose, matcher.start() - 1) && !neighbour(purpose, matcher.end());
            if (whole && identifier(matcher.group(), today)) {
                kept.append(purpose, from, matcher.start()).append(HIDDEN);
                from = matcher.end();
            }
        }
        return kept.append(purpose, from, purpose.length()).toString();
    }

    private static boolean neighbour(String text, int at) {
        return at >= 0
                && at < text.length()
                && NEIGHBOUR.matcher(text.substring(at, at + 1)).matches();
    }

    /** Well formed, or near enough to be a number with a slip in it. */
    private static boolean identifier(String word, LocalDate today) {
        if (NUMBER.matcher(word).matches()) {
            return true;
        }
        try {
            SubjectIds.parse(null, word, today);
            return true;
        } catch (InvalidIdException e) {
            return e.code().equals("ambiguous-id");
        }
    }
}
