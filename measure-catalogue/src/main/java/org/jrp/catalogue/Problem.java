package org.jrp.catalogue;

import java.util.Comparator;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Something wrong in a file that a person wrote (问题): what, where, and how to mend it.
 *
 * @param severity whether the file can be used all the same
 * @param code kebab-case kind of the problem, stable over releases
 * @param file path of the file inside its folder, with {@code /}
 * @param line first line concerned, from 1; 0 where the file as a whole is meant
 * @param column column in that line, from 1; 0 where unknown
 * @param value what stands there, as written; null where something is missing
 * @param message what is wrong
 * @param mend what to write instead
 */
public record Problem(
        Severity severity,
        String code,
        String file,
        int line,
        int column,
        @Nullable String value,
        Text message,
        Text mend) {

    /** By file, then line, then column, then code: the order in which problems are printed. */
    public static final Comparator<Problem> BY_PLACE = Comparator.comparing(Problem::file)
            .thenComparingInt(Problem::line)
            .thenComparingInt(Problem::column)
            .thenComparing(Problem::code)
            .thenComparing(problem -> problem.message().en());

    private static final int LONGEST_VALUE = 120;

    public Problem {
        if (value != null && value.length() > LONGEST_VALUE) {
            value = value.substring(0, LONGEST_VALUE) + "…";
        }
    }

    /** How bad it is. */
    public enum Severity {
        /** The file cannot be used. */
        ERROR,
        /** The file can be used; somebody should look. */
        WARNING
    }

    /** An error at a place. */
    public static Problem error(
            String code, String file, int line, int column, @Nullable String value, Text message, Text mend) {
        return new Problem(Severity.ERROR, code, file, line, column, value, message, mend);
    }

    /** A warning at a place. */
    public static Problem warning(
            String code, String file, int line, int column, @Nullable String value, Text message, Text mend) {
        return new Problem(Severity.WARNING, code, file, line, column, value, message, mend);
    }

    /** The same problem at another path, as when a folder's files are shown by their path from further up. */
    public Problem at(String path) {
        return new Problem(severity, code, path, line, column, value, message, mend);
    }

    /** One line for a terminal: {@code file:line:column: message mend}. */
    public String in(Locale locale) {
        String place = line == 0 ? file : column == 0 ? file + ":" + line : file + ":" + line + ":" + column;
        return place + ": " + message.in(locale) + " " + mend.in(locale);
    }

    @Override
    public String toString() {
        return in(Locale.ENGLISH);
    }
}
