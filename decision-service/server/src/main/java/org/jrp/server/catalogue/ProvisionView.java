package org.jrp.server.catalogue;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One clause of an instrument (条款).
 *
 * @param clause clause number; null where it is not known (条款未核实)
 * @param clauseVerified whether the clause number was seen in a public copy
 * @param departments bodies that carry it out, as the instrument names them
 * @param verified whether both wording and clause number were seen in a public copy
 * @param notEncodedBecause why no rule puts it into effect; null where one does
 * @param rules the rules that put it into effect
 */
record ProvisionView(
        String id,
        @Nullable String clause,
        @Nullable String clauseProvenance,
        boolean clauseVerified,
        String kind,
        String text,
        String measure,
        @Nullable String measureName,
        String effect,
        List<String> qualifiers,
        String targets,
        List<String> lists,
        List<ProvisionRelation> relations,
        List<String> contexts,
        List<String> matters,
        List<String> departments,
        String departmentsProvenance,
        List<BasisView> basis,
        String provenance,
        String confidence,
        boolean verified,
        @Nullable String source,
        @Nullable String note,
        boolean encoded,
        @Nullable String notEncodedBecause,
        List<RuleView> rules,
        String file,
        int line) {

    /** How it reaches others than the listed subject (关联关系). */
    record ProvisionRelation(String via, List<String> roles, boolean personalResponsibility) {}
}
