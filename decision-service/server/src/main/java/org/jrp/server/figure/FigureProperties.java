package org.jrp.server.figure;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the figures (统计设置), under {@code jrp.figures}.
 *
 * @param codeRateInclusive whether a rate of exactly 1‰ meets item 9 (“降至1‰以下”, which can be read either way)
 * @param cityRecognisers names of recognisers of the city besides those of its departments
 * @param governanceLists codes of the black lists that the special governance of item 14 is about; all where none is named
 */
@ConfigurationProperties("jrp.figures")
record FigureProperties(
        @DefaultValue("false") boolean codeRateInclusive,
        @Nullable Set<String> cityRecognisers,
        @Nullable Set<String> governanceLists) {

    FigureProperties {
        cityRecognisers = cityRecognisers == null ? Set.of() : Set.copyOf(cityRecognisers);
        governanceLists = governanceLists == null ? Set.of() : Set.copyOf(governanceLists);
    }

    /** Whether a black list is within the governance. */
    boolean governs(String list) {
        Set<String> named = governanceLists;
        return named == null || named.isEmpty() || named.contains(list);
    }

    Set<String> cityNames() {
        Set<String> named = cityRecognisers;
        return named == null ? Set.of() : named;
    }
}
