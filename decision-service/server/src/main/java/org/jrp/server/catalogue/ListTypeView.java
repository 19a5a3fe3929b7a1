package org.jrp.server.catalogue;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A list type (名单).
 *
 * @param freshnessDays age in days above which its source is stale
 * @param instruments ids of the instruments that speak of it
 * @param source the document its facts were seen in
 * @param verified whether its name and kind were seen in a public copy
 */
record ListTypeView(
        String code,
        String name,
        List<String> aliases,
        String kind,
        String recogniser,
        @Nullable Boolean persons,
        @Nullable String personsCovered,
        int freshnessDays,
        List<String> grounds,
        List<ListTerm> terms,
        List<ListExit> exits,
        List<String> instruments,
        @Nullable String source,
        @Nullable String provenance,
        boolean verified,
        @Nullable String note) {

    /** How long an entry stands (期限), by the rule in force in a span of days. */
    record ListTerm(
            @Nullable Integer months,
            @Nullable String text,
            @Nullable LocalDate validFrom,
            @Nullable LocalDate validTo,
            String provenance,
            boolean verified) {}

    /** One way off the list (退出途径). */
    record ListExit(
            String action,
            String event,
            String text,
            int afterMonths,
            int withinWorkingDays,
            @Nullable LocalDate validFrom,
            @Nullable LocalDate validTo,
            @Nullable String source,
            String provenance,
            boolean verified) {}
}
