package org.jrp.decision;

/**
 * A rule that nearly applied (差一个条件的规则).
 *
 * @param failed the one condition that failed, as the rule words it
 * @param value what the facts say instead
 */
public record NearMiss(String rule, String measure, String failed, String value, String entryId) {}
