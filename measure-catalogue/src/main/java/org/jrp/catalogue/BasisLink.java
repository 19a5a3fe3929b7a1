package org.jrp.catalogue;

/**
 * The tie between a provision and one legal basis (依据关联).
 *
 * @param ref id of a statute article or normative document in {@code statutes.yaml}
 */
public record BasisLink(String ref, LinkSource link, Authorises authorises) {}
