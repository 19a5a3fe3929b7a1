package org.jrp.catalogue;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One clause of an instrument (条款) that names one measure.
 *
 * @param clause clause number (第三条); null where it is not known (条款未核实)
 * @param measure code of the canonical measure
 * @param lists codes of the lists it speaks of
 * @param relations how it reaches others than the listed subject
 * @param contexts all contexts in which it acts, offered by the service or not
 * @param matters finer matters it is limited to; empty for the whole context
 * @param departments bodies that carry it out, as the instrument names them
 * @param encoded whether a rule puts it into effect
 * @param notEncodedBecause why no rule does; null when encoded
 */
public record Provision(
        String id,
        String instrument,
        @Nullable String clause,
        @Nullable Provenance clauseProvenance,
        Kind kind,
        String text,
        String measure,
        Effect effect,
        List<String> qualifiers,
        Targets targets,
        List<String> lists,
        List<Relation> relations,
        List<String> contexts,
        List<String> matters,
        List<String> departments,
        Provenance departmentsProvenance,
        List<BasisLink> basis,
        Provenance provenance,
        Confidence confidence,
        @Nullable String source,
        @Nullable String note,
        boolean encoded,
        @Nullable String notEncodedBecause,
        String file,
        int line) {

    public Provision {
        qualifiers = List.copyOf(qualifiers);
        lists = List.copyOf(lists);
        relations = List.copyOf(relations);
        contexts = List.copyOf(contexts);
        matters = List.copyOf(matters);
        departments = List.copyOf(departments);
        basis = List.copyOf(basis);
    }

    /** Whether both the wording and the clause number were seen in a public copy. */
    public boolean verified() {
        return provenance == Provenance.SOURCE && clause != null && clauseProvenance == Provenance.SOURCE;
    }
}
