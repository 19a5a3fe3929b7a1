package org.jrp.decision;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.jrp.catalogue.BasisLink;
import org.jrp.catalogue.Catalogue;
import org.jrp.catalogue.Instrument;
import org.jrp.catalogue.Kind;
import org.jrp.catalogue.Provision;
import org.jrp.catalogue.Via;
import org.jrp.rule.Atom;
import org.jrp.rule.Row;
import org.jrp.rule.Rule;
import org.jspecify.annotations.Nullable;

/**
 * Which rules can speak of a row, by its list, context and direction (候选规则), and the conditions they ask beside those. The truth
 * of these conditions is the row's signature: rows with equal signatures meet the same rules.
 */
final class Candidates {

    private final Map<String, List<Rule>> byKey = new HashMap<>();
    private final List<Rule> forAny = new ArrayList<>();
    private final Map<String, Set<String>> listsByContext = new HashMap<>();
    private final ConcurrentHashMap<Place, Group> groups = new ConcurrentHashMap<>();
    private final Catalogue catalogue;

    Candidates(List<Rule> rules, Catalogue catalogue) {
        this.catalogue = catalogue;
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

    private record Place(String list, String context, Via via) {}

    /** The rules that can speak of rows of one list, context and direction. */
    Group group(String list, String context, Via via) {
        Place place = new Place(list, context, via);
        Group known = groups.get(place);
        return known != null ? known : groups.computeIfAbsent(place, this::group);
    }

    private Group group(Place place) {
        String key = Row.key(place.list(), place.context(), place.via().code());
        return new Group(key, byKey.getOrDefault(key, List.of()), forAny, catalogue);
    }

    /** Rules that share list, context and direction, and their other conditions, each once. */
    static final class Group {

        private final String key;
        private final List<Rule> rules;
        private final List<Rule> forAny;
        private final List<Atom.OfRow> atoms;
        private final int[][] atomsOfRule;
        private final Atom.ListedFor[] spans;
        private final LocalDate[] turns;
        private final LocalDate[] turnsUnderGate;

        private Group(String key, List<Rule> own, List<Rule> forAny, Catalogue catalogue) {
            this.key = key;
            this.rules = List.copyOf(own);
            this.forAny = List.copyOf(forAny);
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
            this.spans = distinct.stream()
                    .filter(Atom.ListedFor.class::isInstance)
                    .map(Atom.ListedFor.class::cast)
                    .toArray(Atom.ListedFor[]::new);
            TreeSet<LocalDate> law = new TreeSet<>();
            TreeSet<LocalDate> gate = new TreeSet<>();
            own.forEach(rule -> collectTurns(rule, catalogue, law, gate));
            gate.addAll(law);
            this.turns = law.toArray(new LocalDate[0]);
            this.turnsUnderGate = gate.toArray(new LocalDate[0]);
        }

        /** The days on which the instrument behind a rule, or the basis of a sanction, begins or ends to count. */
        private static void collectTurns(
                Rule rule, Catalogue catalogue, TreeSet<LocalDate> law, TreeSet<LocalDate> gate) {
            Provision provision = catalogue
                    .findProvision(Objects.requireNonNull(rule.provision()))
                    .orElseThrow();
            Instrument instrument =
                    catalogue.findInstrument(provision.instrument()).orElseThrow();
            add(law, instrument.validFrom());
            add(law, instrument.validTo());
            add(law, instrument.publicFrom());
            if (instrument.replacedBy() != null) {
                catalogue
                        .findInstrument(instrument.replacedBy())
                        .ifPresent(successor -> add(law, successor.validFrom()));
            }
            if (provision.kind() == Kind.SANCTION) {
                for (BasisLink link : provision.basis()) {
                    catalogue.findBasis(link.ref()).ifPresent(basis -> {
                        add(gate, basis.validFrom());
                        add(gate, basis.validTo());
                    });
                }
            }
        }

        private static void add(TreeSet<LocalDate> days, @Nullable LocalDate day) {
            if (day != null) {
                days.add(day);
            }
        }

        /** The next day on which the law behind any of these rules changes; null where none is known. */
        @Nullable LocalDate lawTurnAfter(LocalDate day) {
            LocalDate[] days = day.isBefore(Catalogue.GATE_FROM) ? turns : turnsUnderGate;
            int at = Arrays.binarySearch(days, day);
            int next = at >= 0 ? at + 1 : -at - 1;
            return next < days.length ? days[next] : null;
        }

        /** The next day on which a condition on how long the entry has been listed turns; null where none will. */
        @Nullable LocalDate spanTurn(Row.Facts facts, LocalDate validFrom) {
            LocalDate next = null;
            for (Atom.ListedFor span : spans) {
                boolean reached = span.holds(facts) == span.atLeast();
                if (!reached) {
                    LocalDate day = span.turn(validFrom);
                    next = next == null || day.isBefore(next) ? day : next;
                }
            }
            return next;
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

        /** Numbers of the rules whose conditions all hold, read off the truth of these, sorted. Drools finds the same. */
        int[] met(Row.Facts row, long[] truth) {
            int[] met = new int[rules.size() + forAny.size()];
            int count = 0;
            for (int i = 0; i < rules.size(); i++) {
                if (onlyFailure(i, truth) == -1) {
                    met[count++] = rules.get(i).number();
                }
            }
            for (Rule rule : forAny) {
                if (rule.holds(row)) {
                    met[count++] = rule.number();
                }
            }
            int[] sorted = Arrays.copyOf(met, count);
            Arrays.sort(sorted);
            return sorted;
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
