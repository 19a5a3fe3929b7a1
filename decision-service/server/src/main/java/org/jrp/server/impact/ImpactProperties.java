package org.jrp.server.impact;

import java.math.BigDecimal;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of impacts (影响分析设置), under {@code jrp.impact}.
 *
 * @param index whether this node finds the shapes of recorded decisions in the background; any number of nodes may, one at a time does
 * @param required whether an uploaded release needs a finished impact before it is approved
 * @param thresholds what an approver must confirm
 */
@ConfigurationProperties("jrp.impact")
record ImpactProperties(
        @DefaultValue("true") boolean index,
        @DefaultValue("true") boolean required,
        @DefaultValue Thresholds thresholds) {

    /**
     * Figures above which the approver must name the impact that has them (确认界限).
     *
     * @param restrictedSubjects subjects newly restricted
     * @param restrictedShare questions newly restricted, in percent of those compared
     * @param releasedSubjects subjects no longer restricted
     * @param changedShare questions that come out otherwise, in percent of those compared
     */
    record Thresholds(
            @DefaultValue("100") long restrictedSubjects,
            @DefaultValue("1") BigDecimal restrictedShare,
            @DefaultValue("100") long releasedSubjects,
            @DefaultValue("5") BigDecimal changedShare) {}
}
