package org.jrp.scenario;

import org.jrp.catalogue.Text;
import org.jrp.rule.Rule;
import org.jspecify.annotations.Nullable;

/**
 * One mistake made in one rule on purpose (变异).
 *
 * @param original the rule as it is
 * @param changed the rule with the mistake; null where the mistake is to leave it out
 * @param kind kebab-case kind of mistake, such as {@code drop-condition}
 * @param description what was changed
 */
public record Mutant(Rule original, @Nullable Rule changed, String kind, Text description) {}
