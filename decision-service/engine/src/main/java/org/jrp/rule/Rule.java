package org.jrp.rule;

import java.util.List;
import java.util.Optional;
import org.jrp.catalogue.Via;
import org.jspecify.annotations.Nullable;

/**
 * One rule of a rule file (规则).
 *
 * @param number position in the rule set, from 0, by file and line
 * @param id first word of the name; unique in the release
 * @param name the full name as written
 * @param file path inside the release, such as {@code rules/memoranda/2016-141-judgment-defaulter.dslr}
 * @param line line of the rule's name, from 1
 * @param citationLine line of the citation
 * @param openingLine line of the opening sentence
 * @param contextLine line of the contexts; the opening line where there are none
 * @param provision id of the provision it puts into effect; null for principles
 * @param basis id of the normative document a principle rests on; null for memoranda rules
 * @param principle whether it speaks of proposals (stage 2) and not of entries (stage 1)
 * @param lists codes of the lists it speaks of; empty where any list will do
 * @param contexts codes of the contexts; empty where any will do
 * @param via direction of the relation
 * @param atoms every condition but list, context and direction, in the order written
 */
public record Rule(
        int number,
        String id,
        String name,
        String file,
        int line,
        int citationLine,
        int openingLine,
        int contextLine,
        @Nullable String provision,
        @Nullable String basis,
        boolean principle,
        List<String> lists,
        List<String> contexts,
        Via via,
        List<Atom> atoms,
        Action action) {

    public Rule {
        lists = List.copyOf(lists);
        contexts = List.copyOf(contexts);
        atoms = List.copyOf(atoms);
    }

    /** Whether every condition but list, context and direction holds. */
    public boolean holds(Row.Facts row) {
        for (Atom atom : atoms) {
            if (!((Atom.OfRow) atom).holds(row)) {
                return false;
            }
        }
        return true;
    }

    /** The first condition of that type. */
    <A extends Atom> Optional<A> find(Class<A> type) {
        return atoms.stream().filter(type::isInstance).map(type::cast).findFirst();
    }

    /** Codes of the roles it asks for; empty via self. */
    List<String> roles() {
        return find(Atom.RoleIs.class).map(Atom.RoleIs::roles).orElse(List.of());
    }

    Rule numbered(int newNumber) {
        return new Rule(
                newNumber,
                id,
                name,
                file,
                line,
                citationLine,
                openingLine,
                contextLine,
                provision,
                basis,
                principle,
                lists,
                contexts,
                via,
                atoms,
                action);
    }
}
