package org.jrp.cli;

import java.io.PrintStream;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;

/**
 * What a run of the command line finds around it (运行环境); a test brings its own.
 *
 * @param terminal whether a person looks at both streams: colours and progress bars need one
 * @param environment environment variables
 */
record Surroundings(
        PrintStream out, PrintStream err, boolean terminal, Map<String, String> environment, InstantSource clock) {

    /** The language of the locale environment: English where it says so, else Chinese. */
    Locale locale() {
        for (String variable : new String[] {"LC_ALL", "LC_MESSAGES", "LANG"}) {
            String value = environment.getOrDefault(variable, "");
            if (!value.isEmpty()) {
                return value.toLowerCase(Locale.ROOT).startsWith("en") ? Locale.ENGLISH : Locale.CHINESE;
            }
        }
        return Locale.CHINESE;
    }

    /** Whether colours are welcome, by the terminal and the custom of {@code NO_COLOR}. */
    boolean colours() {
        return terminal
                && environment.getOrDefault("NO_COLOR", "").isEmpty()
                && !environment.getOrDefault("TERM", "").equals("dumb");
    }
}
