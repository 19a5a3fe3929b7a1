package org.jrp.server.impact;

import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jrp.decision.Applied;
import org.jrp.decision.Citation;
import org.jrp.decision.Decision;
import org.jrp.decision.Outcome;

/**
 * One question under two releases (新旧对照), where it comes out otherwise.
 *
 * @param kind {@code restricted} where the subject is newly restricted, {@code released} where it no longer is, else {@code changed}
 * @param added measures by code and effect, parted by a blank
 * @param rulesAdded names of the rules behind what was added
 */
record Comparison(
        String kind,
        String outcomeBefore,
        String outcomeAfter,
        Set<String> added,
        Set<String> removed,
        Set<String> rulesAdded,
        Set<String> rulesRemoved) {

    /** Empty where outcome, measures and effects are the same. */
    static Optional<Comparison> of(Decision before, Decision after) {
        Set<String> earlier = measures(before);
        Set<String> later = measures(after);
        if (before.outcome() == after.outcome() && earlier.equals(later)) {
            return Optional.empty();
        }
        Set<String> added = minus(later, earlier);
        Set<String> removed = minus(earlier, later);
        boolean was = before.outcome() == Outcome.RESTRICTED;
        boolean is = after.outcome() == Outcome.RESTRICTED;
        return Optional.of(new Comparison(
                was == is ? "changed" : is ? "restricted" : "released",
                before.outcome().code(),
                after.outcome().code(),
                added,
                removed,
                minus(rules(after, added), rules(before, added)),
                minus(rules(before, removed), rules(after, removed))));
    }

    private static Set<String> measures(Decision decision) {
        Set<String> measures = new TreeSet<>();
        for (Applied measure : decision.measures()) {
            measures.add(word(measure));
        }
        return measures;
    }

    /** The rules behind those measures, whatever their effect. */
    private static Set<String> rules(Decision decision, Set<String> words) {
        Set<String> codes = new TreeSet<>();
        words.forEach(word -> codes.add(word.substring(0, word.indexOf(' '))));
        Set<String> rules = new TreeSet<>();
        for (Applied measure : decision.measures()) {
            if (codes.contains(measure.code())) {
                measure.citations().stream().map(Citation::rule).forEach(rules::add);
            }
        }
        return rules;
    }

    private static String word(Applied measure) {
        return measure.code() + ' ' + measure.effect().code();
    }

    private static Set<String> minus(Collection<String> whole, Collection<String> part) {
        Set<String> rest = new TreeSet<>(whole);
        rest.removeAll(part);
        return rest;
    }
}
