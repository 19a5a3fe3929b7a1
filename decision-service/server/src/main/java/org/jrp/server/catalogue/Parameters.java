package org.jrp.server.catalogue;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jrp.catalogue.Coded;
import org.jrp.catalogue.Lexicon;
import org.jrp.catalogue.Nearest;
import org.jrp.catalogue.Text;
import org.jrp.decision.Question;
import org.jrp.server.problem.ProblemException;
import org.jspecify.annotations.Nullable;

/** Reads query parameters and ids in paths (查询参数); what is refused is named with the nearest word that is known. */
final class Parameters {

    private static final int DATE_LENGTH = "2018-09-01".length();
    private static final Pattern PLACE = Pattern.compile("[0-9]{2}|[0-9]{4}|[0-9]{6}");

    private Parameters() {}

    /** The day in Shanghai at that moment. */
    static LocalDate day(Instant moment) {
        return moment.atOffset(Question.SHANGHAI).toLocalDate();
    }

    /** A day such as {@code 2018-09-01}. */
    static LocalDate day(String name, @Nullable String value, LocalDate otherwise) {
        if (value == null) {
            return otherwise;
        }
        try {
            return LocalDate.parse(value);
        } catch (DateTimeException e) {
            throw invalid(
                    name,
                    "invalid-date",
                    name + " 须为真实日期,形如 2018-09-01。",
                    "The parameter " + name + " must be a real date such as 2018-09-01.");
        }
    }

    /** The day by which something was known: of an instant with its offset, or a day. */
    static LocalDate knownOn(String name, @Nullable String value, LocalDate otherwise) {
        if (value == null || value.length() == DATE_LENGTH) {
            return day(name, value, otherwise);
        }
        try {
            return day(OffsetDateTime.parse(value).toInstant());
        } catch (DateTimeException e) {
            throw invalid(
                    name,
                    "invalid-instant",
                    name + " 须为日期或带时区的时刻,形如 2018-09-01T08:00:00+08:00(加号写作 %2B)。",
                    "The parameter " + name
                            + " must be a date, or an instant such as 2018-09-01T08:00:00+08:00 (write %2B for the plus).");
        }
    }

    /** A division code of two, four or six digits. */
    static String place(String name, @Nullable String value, String otherwise) {
        if (value == null) {
            return otherwise;
        }
        if (!PLACE.matcher(value).matches()) {
            throw invalid(
                    name,
                    "invalid-place",
                    name + " 须为两位、四位或六位行政区划代码,例如 341182。",
                    "The parameter " + name + " must be a division code of two, four or six digits, such as 341182.");
        }
        return value;
    }

    /** The code that a word of the catalogue stands for; null where none is given. */
    static @Nullable String word(String name, String code, @Nullable String value, Lexicon words) {
        if (value == null) {
            return null;
        }
        return words.find(value)
                .orElseThrow(() -> ProblemException.field(
                        400,
                        code,
                        name,
                        code,
                        unknown(
                                value,
                                words.words(),
                                "参数 " + name + " 的值不存在。",
                                "The value of the parameter " + name + " is not known.")));
    }

    /** The constant that a code stands for; null where none is given. */
    static <E extends Enum<E> & Coded> @Nullable E coded(String name, @Nullable String value, Class<E> type) {
        if (value == null) {
            return null;
        }
        return Coded.find(type, value).orElseThrow(() -> {
            List<String> codes =
                    Arrays.stream(type.getEnumConstants()).map(Coded::code).toList();
            String known = String.join(", ", codes);
            return invalid(
                    name,
                    "unknown-value",
                    name + " 须为:" + known,
                    "The parameter " + name + " must be one of: " + known);
        });
    }

    /** The refusal of an id that names nothing. */
    static <T> ProblemException missing(
            String code, String zh, String en, String id, Collection<T> all, Function<T, String> ids) {
        return ProblemException.of(404, code, unknown(id, all.stream().map(ids).toList(), zh, en));
    }

    /** Never repeats what was asked for: people paste all sorts of things into addresses. */
    private static Text unknown(String value, Collection<String> known, String zh, String en) {
        return Nearest.to(value, known)
                .map(near -> new Text(zh + "是否为“" + near + "”?", en + " Maybe " + near + "?"))
                .orElse(new Text(zh, en));
    }

    static ProblemException invalid(String name, String code, String zh, String en) {
        return ProblemException.field(400, "invalid-parameter", name, code, new Text(zh, en));
    }
}
