package org.jrp.server.notice;

import java.time.LocalDate;
import org.jrp.catalogue.Text;
import org.jrp.decision.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * Whether a decision still stands (决定的现状), without saying about whom.
 *
 * @param decisionDate the day in Shanghai on which it was answered
 * @param reason why it stands or no longer does; holds nothing personal
 * @param validUntil first day on which the answer may change by itself; null where none is known
 */
public record Standing(
        LocalDate decisionDate,
        Outcome outcome,
        boolean stands,
        Text reason,
        @Nullable LocalDate validUntil) {}
