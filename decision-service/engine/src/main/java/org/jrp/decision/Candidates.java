package org.jrp.decision;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.jrp.rule.Atom;
import org.jrp.rule.Row;
import org.jrp.rule.Rule;

/**
 * Which rules can speak of a row, by its list, context and direction (候选规则), and the conditions they ask beside those. The truth
 * of these conditions is the row's signature: rows with equal signatures meet the same rules.
 */
final class Candidates {

    private final Map<String, List<Rule>> byKey = new HashMap<>();
    private final List<Rule> forAny = new ArrayList<>();
    private final Map<String, Set<String>> listsByContext = new HashMap<>();
    private final ConcurrentHashMap<String, Group> groups = new ConcurrentHashMap<>();

    Candidates(List<Rule> rules) {
        for (Rule rule : rules) {
            if (rule.principle()) {
                continue;
            }
            if (rule.lists().isEmpty()) {
                forAny.add(rule);
            }
            for (String list : rule.lists()) {
                for (String context : rule.contexts()) {
                    byKey.computeIfAbsent(Row.key(list, context, rule.via().code()), unused -> new ArrayList<>())
                            .add(rule);
                    listsByContext
                            .computeIfAbsent(context, unused -> new TreeSet<>())
                            .add(list);
                }
            }
        }
    }

    /** The lists that some rule of that context speaks of, sorted. */
    Set<String> listsOf(String context) {
        return listsByContext.getOrDefault(context, Set.of());
    }

    /** The rules that can speak of rows of one list, context and direction. */
    Group group(String key) {
        Group known = groups.get(key);
        return known != null
                ? known
                : groups.computeIfAbsent(key, unused -> new Group(key, byKey.getOrDefault(key, List.of()), forAny));
    }

    /** Rules that share list, context and direction, and their other conditions, each once. */
    static final class Group {

        private final String key;
        private final List<Rule> rules;
        private final List<Atom.OfRow> atoms;
        private final int[][] atomsOfRule;

        private Group(String key, List<Rule> own, List<Rule> forAny) {
            this.key = key;
            this.rules = List.copyOf(own);
            Map<String, Integer> places = new LinkedHashMap<>();
            List<Atom.OfRow> distinct = new ArrayList<>();
            this.atomsOfRule = new int[own.size()][];
            for (int i = 0; i < own.size(); i++) {
                List<Atom> its = own.get(i).atoms();
                atomsOfRule[i] = new int[its.size()];
                for (int j = 0; j < its.size(); j++) {
                    atomsOfRule[i][j] = place((Atom.OfRow) its.get(j), places, distinct);
                }
            }
            for (Rule rule : forAny) {
                rule.atoms().forEach(atom -> place((Atom.OfRow) atom, places, distinct));
            }
            this.atoms = List.copyOf(distinct);
        }

        private static int place(Atom.OfRow atom, Map<String, Integer> places, List<Atom.OfRow> distinct) {
            return places.computeIfAbsent(atom.constraint(), unused -> {
                distinct.add(atom);
                return distinct.size() - 1;
            });
        }

        String key() {
            return key;
        }

        List<Rule> rules() {
            return rules;
        }

        /** One bit for each condition, set where it holds. */
        long[] truth(Row.Facts row) {
            long[] bits = new long[(atoms.size() + 63) >> 6];
            for (int i = 0; i < atoms.size(); i++) {
                if (atoms.get(i).holds(row)) {
                    bits[i >> 6] |= 1L << i;
                }
            }
            return bits;
        }

        /** The one condition of a rule that fails; -1 where none does, -2 where two or more do. */
        int onlyFailure(int rule, long[] truth) {
            int failed = -1;
            int[] its = atomsOfRule[rule];
            for (int j = 0; j < its.length; j++) {
                if ((truth[its[j] >> 6] & 1L << its[j]) == 0) {
                    if (failed >= 0) {
                        return -2;
                    }
                    failed = j;
                }
            }
            return failed;
        }
    }
}
