package org.jrp.server.problem;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.regex.Pattern;

/** A stack trace for the log (调用栈). Messages of exceptions may hold what a caller sent: long numbers are taken out of them. */
final class StackTrace {

    /** As long as half an identity number, with blanks and hyphens between. */
    private static final Pattern LONG_NUMBER = Pattern.compile("\\d(?:[ -]?\\d){8,}[\\dXx]?");

    private StackTrace() {}

    static String withoutNumbers(Throwable e) {
        StringWriter text = new StringWriter();
        e.printStackTrace(new PrintWriter(text));
        return LONG_NUMBER.matcher(text.toString()).replaceAll("…");
    }
}
