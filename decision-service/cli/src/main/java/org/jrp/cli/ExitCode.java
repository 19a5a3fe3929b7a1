package org.jrp.cli;

/** What the process tells its caller (退出码). */
final class ExitCode {

    static final int OK = 0;
    /** It ran, and there is something to look at: errors found, scenarios failed, too few mutants killed. */
    static final int FINDINGS = 1;
    /** The command line or a file given to it cannot be used; nothing was done. */
    static final int INVALID = 2;
    /** A fault of the program itself. */
    static final int INTERNAL = 3;

    private ExitCode() {}
}
