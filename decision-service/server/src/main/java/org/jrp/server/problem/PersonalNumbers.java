package org.jrp.server.problem;

import org.jrp.catalogue.Text;
import org.jspecify.annotations.Nullable;

/**
 * Identity numbers of citizens where they do not belong (身份证件号码), such as in a purpose, a reason or a document's number: these are kept
 * as they are written and shown to many. Known by province, date of birth and check character, with blanks, hyphens or full-width
 * digits or without; eighteen digits out of a longer number or out of a word are none.
 */
public final class PersonalNumbers {

    private static final int LENGTH = 18;
    private static final int[] WEIGHTS = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
    private static final String CHECKS = "10X98765432";
    private static final int FIRST_PROVINCE = 11;
    private static final int LAST_PROVINCE = 83;
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
        int[] places = new int[LENGTH];
        for (int i = 0; i < text.length(); i++) {
            boolean begins = digit(plain(text.charAt(i))) && (i == 0 || !word(plain(text.charAt(i - 1))));
            if (begins && (found(text, i, false, places) || found(text, i, true, places))) {
                masked = masked == null ? new StringBuilder(text) : masked;
                for (int j = SHOWN_BEFORE; j < LENGTH - SHOWN_AFTER; j++) {
                    masked.setCharAt(places[j], '*');
                }
                i = places[LENGTH - 1];
            }
        }
        return masked == null ? text : masked.toString();
    }

    /**
     * Whether one begins there.
     *
     * @param parted whether blanks and hyphens may stand between its digits
     * @param places is told where its characters stand
     */
    private static boolean found(String text, int from, boolean parted, int[] places) {
        char[] digits = new char[LENGTH];
        int length = 0;
        int i = from;
        for (; i < text.length() && length < LENGTH; i++) {
            char c = plain(text.charAt(i));
            if (digit(c) || (c == 'X' && length == LENGTH - 1)) {
                digits[length] = c;
                places[length] = i;
                length++;
            } else if (!parted || (c != ' ' && c != '-')) {
                return false;
            }
        }
        return length == LENGTH && (i == text.length() || !word(plain(text.charAt(i)))) && identifies(digits);
    }

    private static boolean digit(char c) {
        return c >= '0' && c <= '9';
    }

    /** Whether it makes one word, or one longer number, with the digits beside it. */
    private static boolean word(char c) {
        return digit(c) || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z';
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
        int province = number(digits, 0, 2);
        int year = number(digits, 6, 10);
        int month = number(digits, 10, 12);
        int day = number(digits, 12, 14);
        return CHECKS.charAt(sum % CHECKS.length()) == digits[LENGTH - 1]
                && province >= FIRST_PROVINCE
                && province <= LAST_PROVINCE
                && year >= 1850
                && year < 2100
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
