package org.jrp.scenario;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jrp.catalogue.Text;
import org.jrp.rule.Rule;
import org.jrp.rule.RuleSet;

/**
 * What of a release's rules passing scenarios cover (规则覆盖): a rule is covered that fires in one of them and just does not in
 * another, be it as a near miss or because the scenario names it under {@code notBecause}.
 *
 * @param rules how many rules there are
 * @param neverFired those that fire in no scenario, by number
 * @param neverMissed those that no scenario shows just not firing, by number
 */
public record Coverage(int rules, List<Rule> neverFired, List<Rule> neverMissed) {

    public Coverage {
        neverFired = List.copyOf(neverFired);
        neverMissed = List.copyOf(neverMissed);
    }

    static Coverage of(RuleSet rules, Collection<ScenarioResult> results) {
        Set<String> fired = new HashSet<>();
        Set<String> missed = new HashSet<>();
        for (ScenarioResult result : results) {
            if (result.passed()) {
                fired.addAll(result.firedIds());
                missed.addAll(result.justNotIds());
            }
        }
        return new Coverage(rules.rules().size(), without(rules, fired), without(rules, missed));
    }

    private static List<Rule> without(RuleSet rules, Set<String> ids) {
        return rules.rules().stream().filter(rule -> !ids.contains(rule.id())).toList();
    }

    /** The rules that are not covered, by number. */
    public List<Rule> uncovered() {
        Set<Rule> either = new HashSet<>(neverFired);
        either.addAll(neverMissed);
        return either.stream()
                .sorted(Comparator.comparingInt(Rule::number))
                .toList();
    }

    /** The share of rules that are covered, from 0 to 100; 100 where there are none. */
    public double percent() {
        return rules == 0 ? 100 : 100.0 * (rules - uncovered().size()) / rules;
    }

    /** The rules that are not covered, one a line with its place; empty where all are. */
    public String in(Locale locale) {
        return uncovered().stream()
                .map(rule -> rule.file() + ":" + rule.line() + ": " + rule.name() + " — "
                        + (neverFired.contains(rule)
                                        ? new Text("没有用例使其触发", "fires in no scenario")
                                        : new Text("没有只差一个条件的用例", "no scenario shows it just not firing"))
                                .in(locale))
                .collect(Collectors.joining("\n"));
    }
}
