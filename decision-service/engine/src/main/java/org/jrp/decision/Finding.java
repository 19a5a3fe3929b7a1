package org.jrp.decision;

import java.util.List;
import org.jrp.catalogue.Effect;
import org.jrp.rule.Rule;

/**
 * A rule that met an entry, and what became of the measure it proposed (规则命中). Answers are made of these; scenarios ask for
 * them to say which rules fired.
 *
 * @param measure code of the proposed measure
 * @param effect after weakening
 * @param stands whether no principle withholds it
 * @param principles the principles that withhold, weaken or flag it, by number
 */
public record Finding(Rule rule, String entryId, String measure, Effect effect, boolean stands, List<Rule> principles) {

    public Finding {
        principles = List.copyOf(principles);
    }
}
