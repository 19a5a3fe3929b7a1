package org.jrp.scenario;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jrp.catalogue.Text;
import org.jrp.release.Release;
import org.jrp.rule.Rule;

/**
 * What of a release's rules passing scenarios cover (规则覆盖): a rule is covered that fires in one of them and just does not in
 * another, be it as a near miss or because the scenario names it under {@code notBecause}.
 *
 * @param rules how many rules there are
 * @param dormant principles that have nothing to judge in this release and so cannot fire, by number; they do not count
 * @param neverFired those that fire in no scenario, by number
 * @param neverMissed those that no scenario shows just not firing, by number
 */
public record Coverage(int rules, List<Rule> dormant, List<Rule> neverFired, List<Rule> neverMissed) {

    public Coverage {
        dormant = List.copyOf(dormant);
        neverFired = List.copyOf(neverFired);
        neverMissed = List.copyOf(neverMissed);
    }

    static Coverage of(Release release, Collection<ScenarioResult> results) {
        Reach reach = new Reach(release);
        List<Rule> all = release.rules().rules();
        List<Rule> reachable = all.stream().filter(reach::reachable).toList();
        Set<String> fired = new HashSet<>();
        Set<String> missed = new HashSet<>();
        for (ScenarioResult result : results) {
            if (result.passed()) {
                fired.addAll(result.firedIds());
                missed.addAll(result.justNotIds());
            }
        }
        List<Rule> dormant =
                all.stream().filter(rule -> !reachable.contains(rule)).toList();
        return new Coverage(all.size(), dormant, without(reachable, fired), without(reachable, missed));
    }

    private static List<Rule> without(List<Rule> rules, Set<String> ids) {
        return rules.stream().filter(rule -> !ids.contains(rule.id())).toList();
    }

    /** The rules that are not covered, by number. */
    public List<Rule> uncovered() {
        Set<Rule> either = new HashSet<>(neverFired);
        either.addAll(neverMissed);
        return either.stream().sorted(Comparator.comparingInt(Rule::number)).toList();
    }

    /** The share of the rules that can fire which is covered, from 0 to 100; 100 where there are none. */
    public double percent() {
        int able = rules - dormant.size();
        return able == 0 ? 100 : 100.0 * (able - uncovered().size()) / able;
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
