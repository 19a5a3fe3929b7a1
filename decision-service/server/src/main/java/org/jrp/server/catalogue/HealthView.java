package org.jrp.server.catalogue;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How sound the cited sources are on one day (引用健康度). */
record HealthView(LocalDate on, HealthCounts counts, List<HealthFinding> findings) {

    /** How many sources and provisions are concerned. */
    record HealthCounts(
            int sources,
            int sound,
            int unverified,
            int expired,
            int replaced,
            int provisions,
            int provisionsConcerned,
            int provisionsWithoutSoundBasis) {}

    /**
     * One source that somebody should look at, and what rests on it.
     *
     * @param source {@code article}, {@code document} or {@code instrument}
     * @param reasons one for each trouble, in the same order
     */
    record HealthFinding(
            String source,
            String id,
            String citation,
            List<String> troubles,
            @Nullable LocalDate validTo,
            @Nullable String successor,
            List<String> reasons,
            List<String> provisions,
            List<String> measures,
            List<String> editions,
            List<RuleView> rules) {}
}
