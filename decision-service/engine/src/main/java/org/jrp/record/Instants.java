package org.jrp.record;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import org.jrp.decision.Question;

/** Instants as text (时刻的写法), as {@link java.time.format.DateTimeFormatter} gives them and ten times as fast. */
final class Instants {

    private static final long FIRST = Instant.parse("0000-01-02T00:00:00Z").getEpochSecond();
    private static final long LAST = Instant.parse("9999-12-30T00:00:00Z").getEpochSecond();

    private Instants() {}

    /** As {@link Instant#toString()}: fractions of a second by threes. */
    static String utc(Instant instant) {
        if (instant.getEpochSecond() < FIRST || instant.getEpochSecond() > LAST) {
            return instant.toString();
        }
        StringBuilder text = time(instant, ZoneOffset.UTC);
        int nano = instant.getNano();
        if (nano != 0) {
            fraction(text, nano, nano % 1_000_000 == 0 ? 3 : nano % 1_000 == 0 ? 6 : 9);
        }
        return text.append('Z').toString();
    }

    /** At +08:00, as {@code ISO_OFFSET_DATE_TIME} has it: the fraction without trailing zeros. */
    static String shanghai(Instant instant) {
        if (instant.getEpochSecond() < FIRST || instant.getEpochSecond() > LAST) {
            return java.time.format.DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(instant.atOffset(Question.SHANGHAI));
        }
        StringBuilder text = time(instant, Question.SHANGHAI);
        int nano = instant.getNano();
        if (nano != 0) {
            int digits = 9;
            for (int rest = nano; rest % 10 == 0; rest /= 10) {
                digits--;
            }
            fraction(text, nano, digits);
        }
        return text.append("+08:00").toString();
    }

    private static StringBuilder time(Instant instant, ZoneOffset offset) {
        LocalDateTime local = LocalDateTime.ofEpochSecond(instant.getEpochSecond(), 0, offset);
        StringBuilder text = new StringBuilder(35);
        two(text, local.getYear() / 100);
        two(text, local.getYear() % 100);
        two(text.append('-'), local.getMonthValue());
        two(text.append('-'), local.getDayOfMonth());
        two(text.append('T'), local.getHour());
        two(text.append(':'), local.getMinute());
        two(text.append(':'), local.getSecond());
        return text;
    }

    private static void two(StringBuilder text, int number) {
        text.append((char) ('0' + number / 10)).append((char) ('0' + number % 10));
    }

    private static void fraction(StringBuilder text, int nano, int digits) {
        text.append('.');
        int unit = 100_000_000;
        for (int i = 0; i < digits; i++) {
            text.append((char) ('0' + nano / unit % 10));
            unit /= 10;
        }
    }
}
