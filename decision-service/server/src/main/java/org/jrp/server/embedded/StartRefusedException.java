package org.jrp.server.embedded;

/** A reason not to start (拒绝启动), told to whoever starts the service: a message, no stack trace, exit code 1. */
public final class StartRefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String chinese;
    private final String english;

    public StartRefusedException(String chinese, String english) {
        super(chinese + "\n" + english);
        this.chinese = chinese;
        this.english = english;
    }

    public String chinese() {
        return chinese;
    }

    public String english() {
        return english;
    }
}
