package org.jrp.server.exchange;

import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jrp.catalogue.Effect;
import org.jrp.catalogue.Kind;
import org.jrp.decision.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * A recorded decision as far as the exchange shows it (对接答复).
 *
 * @param notices sentences in Chinese that the clerk must see, such as a stale source; without names and numbers
 * @param hits the entries behind it
 */
public record ExchangeAnswer(
        UUID decisionId, Outcome outcome, List<String> notices, List<Hit> hits, List<Measure> measures) {

    public ExchangeAnswer {
        notices = List.copyOf(notices);
        hits = List.copyOf(hits);
        measures = List.copyOf(measures);
    }

    /**
     * An entry (列入记录).
     *
     * @param list code of its list
     * @param validTo first day it no longer stands; null while open
     * @param name the listed subject's name; empty where unknown
     * @param code the listed subject's number, a natural person's with its middle hidden
     */
    public record Hit(
            String id,
            String list,
            String listName,
            Kind kind,
            @Nullable String recogniser,
            @Nullable String docNo,
            LocalDate validFrom,
            @Nullable LocalDate validTo,
            boolean disputed,
            String name,
            String code) {}

    /**
     * A measure (措施) that the decision applies.
     *
     * @param conditional whether it depends on a matter, which the exchange cannot tell
     * @param triggeredBy ids of the entries behind it
     */
    public record Measure(
            String code, Effect effect, boolean conditional, List<String> triggeredBy, List<Clause> clauses) {

        public Measure {
            triggeredBy = List.copyOf(triggeredBy);
            clauses = List.copyOf(clauses);
        }

        /** The measure as the clause words it, with where it stands and how far it binds: what a clerk reads and chooses. */
        public String content(Clause clause) {
            String text = clause.text().endsWith("。")
                    ? clause.text().substring(0, clause.text().length() - 1)
                    : clause.text();
            String where = clause.clause() == null
                    ? "（条款未核实）"
                    : "（" + clause.clause() + (clause.verified() ? "" : "，未核实") + "）";
            return text + "。" + where + (effect == Effect.REFERENCE ? "（可参考）" : "") + (conditional ? "（限于特定事项）" : "");
        }
    }

    /**
     * A clause that calls for a measure (条款).
     *
     * @param instrument title of its instrument
     * @param initiators bodies that initiated the instrument
     * @param lists codes of the lists it speaks of; empty where it speaks of any
     * @param clause clause number; null where it is not known
     * @param verified whether wording, clause and document number were all seen in a public copy
     */
    public record Clause(
            String instrument,
            List<String> initiators,
            List<String> lists,
            String text,
            @Nullable String clause,
            boolean verified) {

        public Clause {
            initiators = List.copyOf(initiators);
            lists = List.copyOf(lists);
        }
    }
}
