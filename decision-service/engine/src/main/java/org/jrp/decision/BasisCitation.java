package org.jrp.decision;

import org.jrp.catalogue.BasisLevel;
import org.jspecify.annotations.Nullable;

/**
 * A legal basis as an answer cites it (法规政策依据).
 *
 * @param articleVerified whether its text was read in a public copy
 * @param linkVerified whether it was seen that this provision rests on it
 * @param inForce whether it was in force on the day asked about
 */
public record BasisCitation(
        String id,
        String statute,
        @Nullable String article,
        @Nullable String docNo,
        BasisLevel level,
        boolean articleVerified,
        boolean linkVerified,
        boolean inForce) {}
