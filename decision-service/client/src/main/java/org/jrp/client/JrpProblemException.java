package org.jrp.client;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Thrown when a call is refused (拒绝): asking again in the same way would be refused again. */
public final class JrpProblemException extends JrpException {

    private static final long serialVersionUID = 1L;

    private final transient JrpProblem problem;

    JrpProblemException(JrpProblem problem, @Nullable Throwable cause) {
        super(problem.status() + " " + problem.code() + ": " + problem.detail(), cause);
        this.problem = problem;
    }

    /** Everything the refusal says. */
    public JrpProblem problem() {
        return problem;
    }

    /** The HTTP status; in embedded mode the one the server would have given. */
    public int status() {
        return problem.status();
    }

    /** What is wrong, kebab-case, such as {@code unknown-context}; {@code http-502} where the answer names no code. */
    public String code() {
        return problem.code();
    }

    /** What is wrong, for people, in the language asked for. */
    public String detail() {
        return problem.detail();
    }

    /** What is wrong with which field; empty where the call as a whole is meant. */
    public List<JrpProblem.FieldError> errors() {
        return problem.errors();
    }
}
