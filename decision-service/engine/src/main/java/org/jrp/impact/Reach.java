package org.jrp.impact;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jrp.catalogue.Catalogue;
import org.jrp.catalogue.Instrument;
import org.jrp.catalogue.Measure;
import org.jrp.catalogue.Provision;
import org.jrp.decision.CaseEntry;
import org.jrp.decision.CaseFile;
import org.jrp.release.Release;
import org.jrp.rule.Action;
import org.jrp.rule.Atom;
import org.jrp.rule.Row;
import org.jrp.rule.Rule;
import org.jspecify.annotations.Nullable;

/**
 * How far the differences of two releases reach (影响所及): which case files they may decide otherwise. Worked out from rules and catalogue alone,
 * without a case.
 *
 * <p>What meets an entry are the rules of its list, context and direction; where all of these say the same in both releases and rest on the
 * same rows, the entry comes out alike. Whatever else differs and is not tied to a list and a context (principles, editions, lists, bases,
 * calendar and so on) reaches everything.
 */
public final class Reach {

    private final boolean everything;
    private final Set<String> words;

    private Reach(boolean everything, Set<String> words) {
        this.everything = everything;
        this.words = Set.copyOf(words);
    }

    /** How far the differences of those two reach. */
    public static Reach of(Release before, Release after) {
        if (!common(before).equals(common(after))) {
            return new Reach(true, Set.of());
        }
        Set<String> words = new TreeSet<>();
        differing(rules(before), rules(after), words);
        differing(lists(before), lists(after), words);
        return new Reach(false, words);
    }

    private static <T> void differing(Map<String, T> before, Map<String, T> after, Set<String> words) {
        Set<String> all = new HashSet<>(before.keySet());
        all.addAll(after.keySet());
        for (String word : all) {
            if (!Objects.equals(before.get(word), after.get(word))) {
                words.add(word);
            }
        }
    }

    /** Whatever may bear on any case. Measures, instruments and provisions are not among it: they bear through rules alone. */
    private static List<Object> common(Release release) {
        Catalogue catalogue = release.catalogue();
        List<Object> all = new ArrayList<>(List.of(
                List.copyOf(catalogue.contexts()),
                List.copyOf(catalogue.matters()),
                List.copyOf(catalogue.roles()),
                List.copyOf(catalogue.lists()),
                List.copyOf(catalogue.departments()),
                List.copyOf(catalogue.bases()),
                catalogue.editions(),
                catalogue.workingDays()));
        for (Rule rule : release.rules().rules()) {
            if (rule.principle() || rule.lists().isEmpty()) {
                all.add(said(rule, catalogue));
            }
        }
        return all;
    }

    /** What the rules of each list, context and direction say, how often each; their order changes neither outcome nor effects. */
    private static Map<String, Map<Object, Integer>> rules(Release release) {
        Map<String, Map<Object, Integer>> rules = new HashMap<>();
        for (Rule rule : release.rules().rules()) {
            if (!rule.principle()) {
                Object said = said(rule, release.catalogue());
                for (String list : rule.lists()) {
                    for (String context : rule.contexts()) {
                        rules.computeIfAbsent(Row.key(list, context, rule.via().code()), unused -> new HashMap<>())
                                .merge(said, 1, Integer::sum);
                    }
                }
            }
        }
        return rules;
    }

    /** Of each context the lists that its rules speak of: their sources must have been searched, whoever is asked about. */
    private static Map<String, Set<String>> lists(Release release) {
        Map<String, Set<String>> lists = new TreeMap<>();
        for (Rule rule : release.rules().rules()) {
            if (!rule.principle()) {
                for (String context : rule.contexts()) {
                    lists.computeIfAbsent(context, unused -> new TreeSet<>()).addAll(rule.lists());
                }
            }
        }
        return lists;
    }

    /** Everything that a rule says and rests on, but for places in files. */
    private static List<@Nullable Object> said(Rule rule, Catalogue catalogue) {
        List<@Nullable Object> said = new ArrayList<>(Arrays.asList(
                rule.id(),
                rule.name(),
                rule.provision(),
                rule.basis(),
                rule.principle(),
                rule.lists(),
                rule.contexts(),
                rule.via(),
                rule.atoms().stream().map(Atom::constraint).toList(),
                rule.atoms().stream().map(Atom::sentence).toList()));
        Action action = rule.action();
        if (action instanceof Action.Propose propose) {
            said.add(propose.effect());
            Measure measure = catalogue.findMeasure(propose.measure()).orElse(null);
            said.add(measure == null ? null : row(measure));
        } else if (action instanceof Action.Withhold withhold) {
            said.add(withhold.reason());
        } else if (action instanceof Action.Qualify qualify) {
            said.add(qualify.effect());
            said.add(qualify.review());
        }
        String clause = rule.provision();
        Provision provision =
                clause == null ? null : catalogue.findProvision(clause).orElse(null);
        if (provision != null) {
            said.add(row(provision));
            Instrument instrument =
                    catalogue.findInstrument(provision.instrument()).orElse(null);
            if (instrument != null) {
                said.add(row(instrument));
                String next = instrument.replacedBy();
                Instrument successor =
                        next == null ? null : catalogue.findInstrument(next).orElse(null);
                said.add(successor == null ? null : row(successor));
            }
        }
        return said;
    }

    private static List<@Nullable Object> row(Measure one) {
        return Arrays.asList(
                one.code(),
                one.name(),
                one.kind(),
                one.category(),
                one.measureClass(),
                one.feedbackWithin(),
                one.replaces());
    }

    private static List<@Nullable Object> row(Provision one) {
        return Arrays.asList(
                one.id(),
                one.instrument(),
                one.clause(),
                one.clauseProvenance(),
                one.kind(),
                one.text(),
                one.measure(),
                one.effect(),
                one.qualifiers(),
                one.targets(),
                one.lists(),
                one.relations(),
                one.contexts(),
                one.matters(),
                one.departments(),
                one.departmentsProvenance(),
                one.basis(),
                one.provenance(),
                one.confidence(),
                one.encoded());
    }

    private static List<@Nullable Object> row(Instrument one) {
        return Arrays.asList(
                one.id(),
                one.title(),
                one.docNo(),
                one.issued(),
                one.validFrom(),
                one.validTo(),
                one.publishedAt(),
                one.replacedBy(),
                one.level(),
                one.place(),
                one.initiators(),
                one.lists(),
                one.provenance(),
                one.confidence(),
                one.assumed());
    }

    /** Whether any case may come out otherwise, as far as is known. */
    public boolean everything() {
        return everything;
    }

    /**
     * What a case has in common with the differences, if it may come out otherwise: contexts, and lists with context and direction as
     * {@link Shape#words()} has them. Tells nothing where the differences reach {@link #everything()}.
     */
    public Set<String> words() {
        return words;
    }

    /** Whether a case of these words may come out otherwise; where not, it comes out alike for certain. */
    public boolean touches(Collection<String> ofCase) {
        if (everything) {
            return true;
        }
        for (String word : ofCase) {
            if (words.contains(word)) {
                return true;
            }
        }
        return false;
    }

    /** Whether that case may come out otherwise; where not, it comes out alike for certain. Entries that have ended count too. */
    public boolean touches(CaseFile file) {
        if (everything || words.contains(file.context()) && asksForLists(file)) {
            return true;
        }
        for (CaseEntry entry : file.entries()) {
            if (words.contains(Row.key(entry.list(), file.context(), entry.via().code()))) {
                return true;
            }
        }
        return false;
    }

    /** Whether it matters which lists the rules of the context speak of: it does not where every source is for all lists. */
    private static boolean asksForLists(CaseFile file) {
        return file.sources().isEmpty()
                || file.sources().stream().anyMatch(source -> !source.lists().isEmpty());
    }

    /** The words of a case: list, context and direction of each of those entries, and the context where its sources are not for all lists. */
    static SortedSet<String> words(CaseFile file, Collection<CaseEntry> entries) {
        SortedSet<String> words = new TreeSet<>();
        if (asksForLists(file)) {
            words.add(file.context());
        }
        for (CaseEntry entry : entries) {
            words.add(Row.key(entry.list(), file.context(), entry.via().code()));
        }
        return words;
    }
}
