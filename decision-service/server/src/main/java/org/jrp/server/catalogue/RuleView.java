package org.jrp.server.catalogue;

/**
 * A rule (规则) and where it stands in the release.
 *
 * @param rule its full name
 */
record RuleView(String id, String rule, String file, int line) {}
