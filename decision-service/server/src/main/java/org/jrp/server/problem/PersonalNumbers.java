package org.jrp.server.problem;

import org.jrp.catalogue.Text;
import org.jspecify.annotations.Nullable;

/**
 * Identity numbers of citizens where they do not belong (身份证件号码), such as in a purpose, a reason or a document's number: these are kept
 * as they are written and shown to many. Known by division, date of birth and check character, with blanks, hyphens or full-width
 * digits or without; one in eleven numbers made of a division, a day and a count is taken for one as well.
 */
public final class PersonalNumbers {

    private static final int LENGTH = 18;
    private static final int[] WEIGHTS = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
    private static final String CHECKS = "10X98765432";
    private static final int SHOWN_BEFORE = 6;
    private static final int SHOWN_AFTER = 4;

    private PersonalNumbers() {}

    /** Whether the text holds one. */
    public static boolean in(@Nullable String text) {
        return text != null && text.length() >= LENGTH && !masked(text).equals(text);
    }

    /** @throws ProblemException 400 {@code personal-number} when the text holds one */
    public static void refuse(@Nullable String text, String pointer) {
        if (in(text)) {
            throw ProblemException.field(
                    400,
                    "personal-number",
                    pointer,
                    "personal-number",
                    new Text(
                            "此处不得写身份证件号码;号码只写在主体的 id 中。",
                            "No identity number may stand here; numbers belong into the id of a subject."));
        }
    }

    /** The text with the middle of each hidden. */
    public static String masked(String text) {
        StringBuilder masked = null;
        int i = 0;
        while (i < text.length()) {
            if (!isDigit(plain(text.charAt(i)))) {
                i++;
                continue;
            }
            int end = end(text, i);
            boolean alone =
                    !(i > 0 && isLetter(text.charAt(i - 1))) && !(end < text.length() && isLetter(text.charAt(end)));
            if (alone && end - i >= LENGTH) {
                masked = hidden(text, i, end, masked);
            }
            i = end;
        }
        return masked == null ? text : masked.toString();
    }

    /** Where the digits that begin there end, blanks and hyphens between them included. */
    private static int end(String text, int from) {
        int end = from;
        for (int i = from; i < text.length(); i++) {
            char c = plain(text.charAt(i));
            if (isDigit(c) || c == 'X') {
                end = i + 1;
            } else if (c != ' ' && c != '-') {
                break;
            }
        }
        return end;
    }

    private static @Nullable StringBuilder hidden(String text, int from, int to, @Nullable StringBuilder before) {
        StringBuilder masked = before;
        char[] digits = new char[LENGTH];
        int[] places = new int[LENGTH];
        int run = 0;
        for (int i = from; i < to; i++) {
            char c = plain(text.charAt(i));
            if (c == ' ' || c == '-') {
                continue;
            }
            if (run == LENGTH) {
                System.arraycopy(digits, 1, digits, 0, LENGTH - 1);
                System.arraycopy(places, 1, places, 0, LENGTH - 1);
                run--;
            }
            digits[run] = c;
            places[run] = i;
            run++;
            if (run == LENGTH && identifies(digits)) {
                masked = masked == null ? new StringBuilder(text) : masked;
                for (int j = SHOWN_BEFORE; j < LENGTH - SHOWN_AFTER; j++) {
                    masked.setCharAt(places[j], '*');
                }
                run = 0;
            }
        }
        return masked;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    /** What stands beside a letter is a code of something, such as a hash. */
    private static boolean isLetter(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
    }

    private static char plain(char c) {
        if (c >= '\uFF10' && c <= '\uFF19') {
            return (char) (c - '\uFF10' + '0');
        }
        return switch (c) {
            case 'x', '\uFF38', '\uFF58' -> 'X';
            case '\u3000', '\t', '\u00A0' -> ' ';
            case '\uFF0D', '\u2010', '\u2011', '\u2013', '\u2014' -> '-';
            default -> c;
        };
    }

    private static boolean identifies(char[] digits) {
        int sum = 0;
        for (int i = 0; i < LENGTH - 1; i++) {
            if (digits[i] == 'X') {
                return false;
            }
            sum += WEIGHTS[i] * (digits[i] - '0');
        }
        int year = number(digits, 6, 10);
        int month = number(digits, 10, 12);
        int day = number(digits, 12, 14);
        return CHECKS.charAt(sum % CHECKS.length()) == digits[LENGTH - 1]
                && digits[0] >= '1'
                && digits[0] <= '8'
                && year >= 1900
                && year < 2050
                && month >= 1
                && month <= 12
                && day >= 1
                && day <= 31;
    }

    private static int number(char[] digits, int from, int to) {
        int number = 0;
        for (int i = from; i < to; i++) {
            number = number * 10 + digits[i] - '0';
        }
        return number;
    }
}
