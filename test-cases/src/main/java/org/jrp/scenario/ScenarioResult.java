package org.jrp.scenario;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jrp.decision.Finding;
import org.jrp.decision.NearMiss;
import org.jrp.rule.Rule;

/**
 * What became of one scenario (用例结果).
 *
 * @param differences empty where it passed
 * @param fired the rules that fired, by number, then entry
 * @param near the rules that nearly fired
 */
public record ScenarioResult(
        Scenario scenario, List<Difference> differences, List<Finding> fired, List<NearMiss> near) {

    public ScenarioResult {
        differences = List.copyOf(differences);
        fired = List.copyOf(fired);
        near = List.copyOf(near);
    }

    static ScenarioResult of(Scenario scenario, Answered answered) {
        return new ScenarioResult(
                scenario,
                differences(scenario, answered),
                answered.findings(),
                answered.decided() ? answered.decision().nearMisses() : List.of());
    }

    static List<Difference> differences(Scenario scenario, Answered answered) {
        List<Difference> differences = new ArrayList<>();
        for (Expectation expectation : scenario.expectations()) {
            expectation.check(answered).ifPresent(differences::add);
        }
        if (answered.refusal() != null
                && scenario.expectations().stream()
                        .noneMatch(expectation -> expectation.key().equals("refused"))) {
            return List.of(new Difference("refused", "-", answered.refusal()));
        }
        return differences;
    }

    public boolean passed() {
        return differences.isEmpty();
    }

    /** Ids of the rules that fired, principles included. */
    public Set<String> firedIds() {
        Set<String> ids = new LinkedHashSet<>();
        for (Finding finding : fired) {
            Stream.concat(Stream.of(finding.rule()), finding.principles().stream())
                    .map(Rule::id)
                    .forEach(ids::add);
        }
        return ids;
    }

    /** Ids of the rules that just did not: near misses, and those the scenario names as such. */
    public Set<String> justNotIds() {
        Set<String> ids = new LinkedHashSet<>();
        near.stream().map(RuleChecks::id).forEach(ids::add);
        scenario.expectations().forEach(expectation -> ids.addAll(expectation.justNot()));
        return ids;
    }
}
