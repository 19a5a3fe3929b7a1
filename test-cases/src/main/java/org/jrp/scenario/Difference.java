package org.jrp.scenario;

/**
 * Where an answer differs from what a scenario expects (差异).
 *
 * @param key the key of {@code then} that asked
 * @param expected what the scenario says
 * @param actual what the answer says
 */
public record Difference(String key, String expected, String actual) {}
