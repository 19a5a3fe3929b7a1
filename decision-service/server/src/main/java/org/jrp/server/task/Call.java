package org.jrp.server.task;

import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jrp.catalogue.Effect;
import org.jrp.catalogue.Kind;
import org.jrp.decision.Applied;
import org.jrp.decision.Citation;
import org.jrp.server.decision.Ref;

/**
 * One entry calls on one department for one measure (触发): what the rules say today, whoever asks.
 *
 * @param contexts business contexts in which it applies
 * @param provisions clauses behind it
 */
record Call(
        Key key,
        String entryId,
        String list,
        Kind kind,
        Effect effect,
        boolean rightsReducing,
        Set<String> contexts,
        String edition,
        Set<String> provisions,
        LocalDate due) {

    /** Which call it is: the same entry calls on the same department for the same measure once. */
    record Key(long listing, Ref subject, String department, String measure) {}

    static Call of(Key key, String entryId, String list, Applied measure, String context) {
        Set<String> provisions = new TreeSet<>();
        for (Citation citation : measure.citations()) {
            provisions.add(citation.provision() == null ? citation.rule() : citation.provision());
        }
        return new Call(
                key,
                entryId,
                list,
                measure.kind(),
                measure.effect(),
                measure.rightsReducing(),
                new TreeSet<>(List.of(context)),
                measure.edition(),
                provisions,
                measure.feedbackDue());
    }

    /** The same call, found in another context as well: the stronger effect counts. */
    Call and(Call other) {
        contexts.addAll(other.contexts);
        provisions.addAll(other.provisions);
        boolean stronger = other.effect.compareTo(effect) < 0;
        return new Call(
                key,
                entryId,
                list,
                kind,
                stronger ? other.effect : effect,
                rightsReducing || other.rightsReducing,
                contexts,
                stronger ? other.edition : edition,
                provisions,
                due);
    }
}
