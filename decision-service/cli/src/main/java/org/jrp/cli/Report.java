package org.jrp.cli;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jrp.catalogue.Problem;
import org.jrp.catalogue.Text;
import org.jspecify.annotations.Nullable;

/** Lines for people, in their language and in colour where that is welcome (输出). */
final class Report {

    /** How a piece of text stands out. */
    enum Style {
        BOLD("1"),
        DIM("2"),
        RED("31"),
        GREEN("32"),
        YELLOW("33");

        private final String number;

        Style(String number) {
            this.number = number;
        }
    }

    private final PrintStream out;
    private final Locale locale;
    private final boolean colours;

    Report(PrintStream out, Locale locale, boolean colours) {
        this.out = out;
        this.locale = locale;
        this.colours = colours;
    }

    boolean english() {
        return locale.getLanguage().equals("en");
    }

    /** The wording in the reader's language. */
    String in(String zh, String en) {
        return english() ? en : zh;
    }

    String in(Text text) {
        return text.in(locale);
    }

    String styled(Style style, String text) {
        return colours ? "\u001B[" + style.number + "m" + text + "\u001B[0m" : text;
    }

    void line(String text) {
        out.println(text);
    }

    void line(String zh, String en) {
        out.println(in(zh, en));
    }

    void blank() {
        out.println();
    }

    void heading(String zh, String en) {
        out.println(styled(Style.BOLD, in(zh, en)));
    }

    /** {@code file:line:column: error [code] message}, the mend below it. */
    void problem(Problem problem, @Nullable Path folder) {
        String file = folder == null
                ? problem.file()
                : folder.resolve(problem.file()).normalize().toString();
        String place = problem.line() == 0
                ? file
                : problem.column() == 0
                        ? file + ":" + problem.line()
                        : file + ":" + problem.line() + ":" + problem.column();
        boolean error = problem.severity() == Problem.Severity.ERROR;
        out.println(styled(Style.BOLD, place + ":") + " "
                + styled(error ? Style.RED : Style.YELLOW, error ? in("错误", "error") : in("警告", "warning")) + " ["
                + problem.code() + "] " + in(problem.message()) + " " + in(problem.mend()));
    }

    void problems(List<Problem> problems, @Nullable Path folder) {
        problems.forEach(problem -> problem(problem, folder));
    }

    static Map<String, @Nullable Object> json(Problem problem) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("severity", problem.severity() == Problem.Severity.ERROR ? "error" : "warning");
        fields.put("code", problem.code());
        fields.put("file", problem.file());
        fields.put("line", problem.line() == 0 ? null : (Integer) problem.line());
        fields.put("column", problem.column() == 0 ? null : (Integer) problem.column());
        fields.put("value", problem.value());
        fields.put("message", json(problem.message()));
        fields.put("mend", json(problem.mend()));
        return fields;
    }

    static Map<String, @Nullable Object> json(Text text) {
        Map<String, @Nullable Object> both = new LinkedHashMap<>();
        both.put("zh", text.zh());
        both.put("en", text.en());
        return both;
    }

    static long errors(List<Problem> problems) {
        return problems.stream()
                .filter(problem -> problem.severity() == Problem.Severity.ERROR)
                .count();
    }
}
