package org.jrp.server.entry;

/** A text of an import as it may be shown (脱敏): the middle of whatever may be somebody's number is hidden. */
final class MaskedText {

    private static final int SHORTEST = 15;
    private static final int SHOWN_BEFORE = 6;
    private static final int SHOWN_AFTER = 4;

    private MaskedText() {}

    static String of(String text) {
        StringBuilder masked = null;
        int i = 0;
        while (i < text.length()) {
            if (!Character.isDigit(text.charAt(i))) {
                i++;
                continue;
            }
            int end = i;
            int digits = 0;
            for (int j = i; j < text.length(); j++) {
                char c = text.charAt(j);
                if (Character.isDigit(c)) {
                    digits++;
                    end = j + 1;
                } else if (c != '-' && c != ' ' && c != '\u3000' && c != '*') {
                    break;
                }
            }
            if (digits >= SHORTEST) {
                masked = masked == null ? new StringBuilder(text) : masked;
                hide(masked, i, end, digits);
            }
            i = end;
        }
        return masked == null ? text : masked.toString();
    }

    private static void hide(StringBuilder text, int from, int to, int digits) {
        int seen = 0;
        for (int i = from; i < to; i++) {
            if (Character.isDigit(text.charAt(i))) {
                seen++;
                if (seen > SHOWN_BEFORE && seen <= digits - SHOWN_AFTER) {
                    text.setCharAt(i, '*');
                }
            }
        }
    }
}
