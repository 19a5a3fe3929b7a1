package org.jrp.decision;

import java.time.LocalDate;
import java.util.List;
import org.jrp.catalogue.Effect;
import org.jrp.catalogue.Kind;
import org.jspecify.annotations.Nullable;

/**
 * A measure that the answer returns (应采取或可采取的措施), merged from all clauses that call for it.
 *
 * @param measureClass 1 reduces rights, 2 manages, 3 others' own decision; 0 for incentives
 * @param edition id of the edition it stands in
 * @param departments codes of the city's departments that carry it out
 * @param conditional whether it depends on a matter that the question did not give
 * @param matters codes of the matters it is limited to
 * @param basisUnverified whether its effect rests on links from memory or usage only
 * @param disputed whether an entry behind it is disputed
 * @param triggeredBy ids of the entries behind it, sorted
 * @param feedbackDue last day for the department's report
 */
public record Applied(
        String code,
        String name,
        Kind kind,
        Effect effect,
        int measureClass,
        @Nullable String category,
        String edition,
        List<String> departments,
        boolean conditional,
        List<String> matters,
        List<String> qualifiers,
        boolean basisUnverified,
        boolean disputed,
        List<Citation> citations,
        List<String> triggeredBy,
        LocalDate feedbackDue) {

    /** The same, called for by those entries and to be reported on by that day. */
    Applied with(List<String> entries, LocalDate due) {
        return new Applied(
                code,
                name,
                kind,
                effect,
                measureClass,
                category,
                edition,
                departments,
                conditional,
                matters,
                qualifiers,
                basisUnverified,
                disputed,
                citations,
                entries,
                due);
    }

    /** Whether it reduces rights: a sanction of class 1, or one that is mandatory. */
    public boolean rightsReducing() {
        return kind == Kind.SANCTION && (measureClass == 1 || effect == Effect.MANDATORY);
    }
}
