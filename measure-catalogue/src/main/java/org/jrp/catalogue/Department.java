package org.jrp.catalogue;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A department of the city (实施部门).
 *
 * @param planned whether the 2018 work plan names it; false for a body that followed in the merger
 * @param replaces codes of the departments it took over from
 */
public record Department(
        String code, String name, List<String> aliases, boolean planned, List<String> replaces, List<Answer> answers) {

    public Department {
        aliases = List.copyOf(aliases);
        replaces = List.copyOf(replaces);
        answers = List.copyOf(answers);
    }

    /** A body that instruments name, for which the department answers in a half-open span of dates. */
    public record Answer(
            String body,
            @Nullable LocalDate validFrom,
            @Nullable LocalDate validTo,
            boolean assumed) {

        /** Whether it answers on that day. */
        public boolean on(LocalDate day) {
            return (validFrom == null || !day.isBefore(validFrom)) && (validTo == null || day.isBefore(validTo));
        }
    }
}
