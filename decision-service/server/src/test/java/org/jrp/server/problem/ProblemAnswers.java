package org.jrp.server.problem;

/** What turns exceptions into problems, for controllers tested alone. */
public final class ProblemAnswers {

    private ProblemAnswers() {}

    public static Object advice() {
        return new ProblemAdvice();
    }
}
