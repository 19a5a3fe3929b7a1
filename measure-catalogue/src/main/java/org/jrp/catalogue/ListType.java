package org.jrp.catalogue;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A red, black or key-attention list (名单).
 *
 * @param aliases other names and codes that mean this list
 * @param recogniser who puts subjects on it (认定部门)
 * @param persons whether natural persons stand on it; null where not known
 * @param freshnessDays age in days above which its source is stale
 * @param grounds words that entries may give as their ground (列入事由)
 * @param exits ways off the list, each for a span of dates
 * @param provenance where its name and kind come from; null where the file does not say
 * @param source the document they were seen in; null where the file names none
 */
public record ListType(
        String code,
        String name,
        Kind kind,
        List<String> aliases,
        String recogniser,
        @Nullable Boolean persons,
        @Nullable String personsCovered,
        List<Term> terms,
        int freshnessDays,
        List<String> grounds,
        List<Exit> exits,
        @Nullable Provenance provenance,
        @Nullable String source,
        @Nullable String note,
        int line) {

    public ListType {
        aliases = List.copyOf(aliases);
        terms = List.copyOf(terms);
        grounds = List.copyOf(grounds);
        exits = List.copyOf(exits);
    }

    /**
     * How long an entry stands (期限) by the rule in force in a span of dates.
     *
     * @param months null where the rule fixes none
     */
    public record Term(
            @Nullable Integer months,
            @Nullable String text,
            @Nullable LocalDate validFrom,
            @Nullable LocalDate validTo,
            Provenance provenance) {}

    /**
     * One way off the list (退出途径), valid in a half-open span of dates.
     *
     * @param action what the subject does, kebab-case
     * @param event the lifecycle event that then ends the entry
     * @param text the way out in plain Chinese
     * @param afterMonths full months since {@code validFrom} that must have passed; 0 for none
     * @param withinWorkingDays working days the recogniser has; 0 for at once
     * @param source id or title of the rule; null where it is practice
     */
    public record Exit(
            String action,
            String event,
            String text,
            int afterMonths,
            int withinWorkingDays,
            @Nullable LocalDate validFrom,
            @Nullable LocalDate validTo,
            @Nullable String source,
            Provenance provenance) {

        /** Whether this way is open on that day. */
        public boolean openOn(LocalDate day) {
            return (validFrom == null || !day.isBefore(validFrom)) && (validTo == null || day.isBefore(validTo));
        }
    }
}
