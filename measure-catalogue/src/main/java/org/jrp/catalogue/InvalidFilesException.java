package org.jrp.catalogue;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Thrown when files cannot be used; nothing of them was loaded. Carries every problem found, sorted by place. */
public final class InvalidFilesException extends RuntimeException {

    private static final long serialVersionUID = 1L;
    private static final int SHOWN = 20;

    private final transient List<Problem> problems;

    public InvalidFilesException(List<Problem> problems) {
        super(summary(problems, Locale.ENGLISH));
        this.problems = problems.stream().sorted(Problem.BY_PLACE).toList();
    }

    public InvalidFilesException(Problem problem) {
        this(List.of(problem));
    }

    /** Every problem, by file and line. */
    public List<Problem> problems() {
        return problems;
    }

    /** The first problems, one a line, for a reader of that language. */
    public String in(Locale locale) {
        return summary(problems, locale);
    }

    private static String summary(List<Problem> problems, Locale locale) {
        String shown = problems.stream()
                .sorted(Problem.BY_PLACE)
                .limit(SHOWN)
                .map(problem -> problem.in(locale))
                .collect(Collectors.joining("\n"));
        int more = problems.size() - SHOWN;
        if (more <= 0) {
            return shown;
        }
        return shown + "\n" + new Text("……另有 " + more + " 处问题。", "… and " + more + " more.").in(locale);
    }
}
