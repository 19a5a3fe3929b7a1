package org.jrp.decision;

import java.util.List;
import org.jrp.catalogue.Kind;
import org.jrp.rule.Reason;
import org.jspecify.annotations.Nullable;

/**
 * A measure that was proposed and does not apply (不予适用), with what withholds it.
 *
 * @param text the reason in a Chinese sentence
 * @param rule name of the principle
 * @param title title of the document that withholds it
 * @param docNo number of that document
 * @param clause article or part of that document; null where unknown
 * @param provisions ids of the clauses that had called for it, sorted
 */
public record Withheld(
        String code,
        String name,
        Kind kind,
        Reason reason,
        String text,
        String rule,
        String title,
        @Nullable String docNo,
        @Nullable String clause,
        List<String> provisions,
        List<String> triggeredBy) {

    /** The same with other clauses and entries. */
    Withheld with(List<String> otherProvisions, List<String> otherEntries) {
        return new Withheld(code, name, kind, reason, text, rule, title, docNo, clause, otherProvisions, otherEntries);
    }
}
