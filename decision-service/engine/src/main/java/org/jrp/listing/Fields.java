package org.jrp.listing;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jrp.catalogue.Coded;
import org.jrp.catalogue.Text;
import org.jspecify.annotations.Nullable;

/** Reads single values of a record (字段): each gives null where there is none, and null with a problem where it is wrong. */
final class Fields {

    /** The clock of the law. */
    private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");

    private static final int LONGEST_TEXT = 10_000;
    private static final int FIRST_YEAR = 1900;
    private static final Pattern LOOSE_DATE = Pattern.compile("([0-9]{4})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?");

    private Fields() {}

    /**
     * A day, and its first moment or the moment that was written.
     */
    record Moment(LocalDate day, Instant instant) {}

    static @Nullable String text(Row at, String key) {
        String text = at.text(key);
        if (text == null) {
            return null;
        }
        if (text.length() > LONGEST_TEXT) {
            at.error(
                    "too-long",
                    key,
                    null,
                    new Text(
                            "“" + at.label(key) + "”超过 " + LONGEST_TEXT + " 字。",
                            "The " + at.label(key) + " has more than " + LONGEST_TEXT + " characters."),
                    new Text("请缩短。", "Shorten it."));
            return null;
        }
        if (unfit(text)) {
            at.error(
                    "control-character",
                    key,
                    null,
                    new Text("“" + at.label(key) + "”中有控制字符。", "The " + at.label(key) + " holds a control character."),
                    new Text("请删除该字符。", "Remove it."));
            return null;
        }
        return text;
    }

    private static boolean unfit(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' ? c != '\n' && c != '\r' && c != '\t' : c >= 0x7F && c < 0xA0) {
                return true;
            }
            if (Character.isSurrogate(c)) {
                if (!Character.isHighSurrogate(c)
                        || i + 1 == text.length()
                        || !Character.isLowSurrogate(text.charAt(i + 1))) {
                    return true;
                }
                i++;
            }
        }
        return false;
    }

    static <E extends Enum<E> & Coded> @Nullable E coded(Row at, String key, Class<E> type) {
        String word = text(at, key);
        if (word == null) {
            return null;
        }
        E constant = Words.find(type, word).orElse(null);
        if (constant == null) {
            List<String> known = Arrays.stream(type.getEnumConstants())
                    .flatMap(one -> List.of(one.code(), one.chinese()).stream())
                    .toList();
            at.error(
                    "unknown-word",
                    key,
                    word,
                    new Text(
                            "“" + at.label(key) + "”不认识“" + Words.shown(word) + "”。",
                            "The " + at.label(key) + " (" + Words.shown(word) + ") is not known."),
                    Words.near(
                            word,
                            known,
                            new Text("可用:" + String.join("、", known), "Known: " + String.join(", ", known))));
        }
        return constant;
    }

    static @Nullable Boolean bool(Row at, String key) {
        String word = text(at, key);
        if (word == null) {
            return null;
        }
        return switch (word) {
            case "true", "TRUE", "是" -> true;
            case "false", "FALSE", "否" -> false;
            default -> {
                at.error(
                        "wrong-type",
                        key,
                        word,
                        new Text(
                                "“" + at.label(key) + "”应为 true 或 false(是 或 否)。",
                                "The " + at.label(key) + " must be true or false."),
                        new Text("请按格式改写。", "Write it in that form."));
                yield null;
            }
        };
    }

    static @Nullable LocalDate date(Row at, String key) {
        String word = text(at, key);
        if (word == null) {
            return null;
        }
        LocalDate date = parsed(word);
        if (date == null) {
            notADate(at, key, word);
        }
        return date;
    }

    static @Nullable Moment moment(Row at, String key) {
        String word = text(at, key);
        if (word == null) {
            return null;
        }
        LocalDate date = parsed(word);
        if (date != null) {
            return new Moment(date, date.atStartOfDay(ZONE).toInstant());
        }
        Instant instant = instant(word);
        if (instant == null) {
            notADate(at, key, word);
            return null;
        }
        return new Moment(instant.atZone(ZONE).toLocalDate(), instant);
    }

    private static @Nullable Instant instant(String word) {
        if (word.length() <= 10 || parsed(word.substring(0, 10)) == null) {
            return null;
        }
        try {
            return OffsetDateTime.parse(word).toInstant();
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static @Nullable LocalDate parsed(String word) {
        if (word.length() != 10 || word.charAt(4) != '-' || word.charAt(7) != '-') {
            return null;
        }
        int year = digits(word, 0, 4);
        int month = digits(word, 5, 7);
        int day = digits(word, 8, 10);
        if (year < FIRST_YEAR || month < 1 || month > 12 || day < 1 || day > 31) {
            return null;
        }
        if (day > 28 && day > YearMonth.of(year, month).lengthOfMonth()) {
            return null;
        }
        return LocalDate.of(year, month, day);
    }

    /** The number those digits write; -1 where one is none. */
    private static int digits(String word, int from, int to) {
        int number = 0;
        for (int i = from; i < to; i++) {
            int digit = word.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            number = 10 * number + digit;
        }
        return number;
    }

    private static void notADate(Row at, String key, String word) {
        Matcher loose = LOOSE_DATE.matcher(word);
        String iso =
                loose.matches() ? loose.group(1) + "-" + two(loose.group(2)) + "-" + two(loose.group(3)) : "2018-09-01";
        boolean same = parsed(iso) != null && loose.matches();
        at.error(
                "not-a-date",
                key,
                word,
                new Text(
                        "“" + at.label(key) + "”的值“" + Words.shown(word) + "”不是日期。",
                        "The " + at.label(key) + " (" + Words.shown(word) + ") is no date."),
                same
                        ? new Text("是否为 " + iso + "?", "Maybe " + iso + "?")
                        : new Text("请写成 2018-09-01 的形式,且须为真实日期。", "Write a real date as 2018-09-01."));
    }

    private static String two(String digits) {
        return digits.length() == 1 ? "0" + digits : digits;
    }

    static void missing(Row at, String key) {
        at.error(
                "missing-key",
                key,
                null,
                new Text("缺少“" + at.label(key) + "”。", "The " + at.label(key) + " is missing."),
                new Text("请补上。", "Add it."));
    }
}
