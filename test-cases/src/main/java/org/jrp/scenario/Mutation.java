package org.jrp.scenario;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.jrp.decision.DecisionEngine;
import org.jrp.decision.Finding;
import org.jrp.decision.InvalidQuestionException;
import org.jrp.release.Release;
import org.jrp.rule.Rule;

/**
 * Mutation of rules (规则变异测试): makes one mistake at a time and asks whether some scenario notices.
 *
 * <p>All changed rules are compiled beside the originals, once. A mutant is then an engine that hides the original and shows the
 * changed rule, and only the scenarios that either of the two can touch are run again.
 */
public final class Mutation {

    private final List<Rule> originals;
    private final List<Mutant> mutants;
    private final Map<Mutant, Integer> numbers = new HashMap<>();
    private final List<Scenario> scenarios;

    private Mutation(Release release, List<Mutant> mutants, List<Scenario> scenarios) {
        this.originals = release.rules().rules();
        this.mutants = mutants;
        this.scenarios = scenarios;
    }

    /** Every mutant of a release's rules, by rule; those of principles that have nothing to judge are left out. */
    public static List<Mutant> mutants(Release release) {
        return List.copyOf(Mutants.of(release));
    }

    /** Tries every mutant. */
    public static MutationReport run(Release release, List<Scenario> scenarios, Progress progress) {
        return run(release, scenarios, Integer.MAX_VALUE, 0, progress);
    }

    /**
     * Tries mutants.
     *
     * @param scenarios those that the release as it is fails do not count
     * @param most how many mutants to try at most
     * @param seed picks them; equal seeds pick the same
     */
    public static MutationReport run(
            Release release, List<Scenario> scenarios, int most, long seed, Progress progress) {
        return run(release, scenarios, rule -> true, most, seed, () -> true, progress);
    }

    /**
     * Tries mutants of some rules, while there is time.
     *
     * @param concerned the rules to make mistakes in
     * @param onward asked before each mutant whether to go on; the report counts those that were tried until then
     */
    public static MutationReport run(
            Release release,
            List<Scenario> scenarios,
            Predicate<Rule> concerned,
            int most,
            long seed,
            BooleanSupplier onward,
            Progress progress) {
        List<Mutant> all = mutants(release).stream()
                .filter(mutant -> concerned.test(mutant.original()))
                .toList();
        List<Mutant> picked = new ArrayList<>(all);
        if (most < all.size()) {
            Collections.shuffle(picked, new Random(seed));
            picked = new ArrayList<>(picked.subList(0, most));
            picked.sort(Comparator.comparingInt(all::indexOf));
        }
        Mutation mutation = new Mutation(release, picked, scenarios);
        List<Rule> beside = new ArrayList<>(mutation.originals);
        for (Mutant mutant : picked) {
            Rule changed = mutant.changed();
            if (changed != null) {
                mutation.numbers.put(mutant, beside.size());
                beside.add(changed);
            }
        }
        try (Release both = release.withRules(release.rules().with(beside), release.hash() + "+mutants")) {
            return mutation.run(DecisionEngine.withoutMemo(both), all.size(), onward, progress);
        }
    }

    private MutationReport run(DecisionEngine both, int all, BooleanSupplier onward, Progress progress) {
        int count = originals.size();
        DecisionEngine unchanged = both.only(number -> number < count);
        List<Scenario> sound = scenarios.stream()
                .filter(scenario -> passes(unchanged, scenario))
                .toList();
        Touched touched = Touched.by(both, count, sound);
        List<MutationReport.Survivor> survivors = new ArrayList<>();
        int done = 0;
        for (Mutant mutant : mutants) {
            if (!onward.getAsBoolean()) {
                break;
            }
            int hidden = mutant.original().number();
            int shown = numbers.getOrDefault(mutant, -1);
            List<Scenario> concerned = touched.concerned(mutant, hidden, shown);
            DecisionEngine mutated = both.only(number -> number < count ? number != hidden : number == shown);
            if (concerned.stream().allMatch(scenario -> passes(mutated, scenario))) {
                survivors.add(new MutationReport.Survivor(mutant, concerned.size()));
            }
            done++;
            progress.step(done, mutants.size(), "mutants");
        }
        return new MutationReport(all, done, survivors);
    }

    private static boolean passes(DecisionEngine engine, Scenario scenario) {
        Answered answered = Answered.by(engine, scenario);
        if (!answered.decided()) {
            return ScenarioResult.differences(scenario, answered).isEmpty();
        }
        for (Expectation expectation : scenario.expectations()) {
            if (expectation.check(answered).isPresent()) {
                return false;
            }
        }
        return true;
    }

    /**
     * Which scenarios each rule, original or changed, fires in. A principle counts where it judges what original rules propose; a
     * rule of stage 1 fires or not whatever the others do.
     */
    private static final class Touched {

        private final Map<Integer, Set<Scenario>> byNumber = new HashMap<>();
        private final Map<String, Set<Scenario>> byNearMiss = new HashMap<>();
        private final Map<Scenario, Integer> weight = new HashMap<>();

        /**
         * @param count how many rules are originals
         */
        static Touched by(DecisionEngine both, int count, List<Scenario> scenarios) {
            List<Rule> rules = both.release().rules().rules();
            DecisionEngine unproposed =
                    both.only(number -> number < count || rules.get(number).principle());
            Touched touched = new Touched();
            for (Scenario scenario : scenarios) {
                Set<Integer> fired = new HashSet<>();
                List<Finding> findings = findings(both, scenario);
                findings.forEach(finding -> fired.add(finding.rule().number()));
                for (Finding finding : findings(unproposed, scenario)) {
                    finding.principles().forEach(rule -> fired.add(rule.number()));
                }
                touched.weight.put(scenario, findings.size());
                fired.forEach(number -> touched.byNumber
                        .computeIfAbsent(number, unused -> new LinkedHashSet<>())
                        .add(scenario));
                scenario.expectations().stream()
                        .flatMap(expectation -> expectation.nearMisses().stream())
                        .forEach(id -> touched.byNearMiss
                                .computeIfAbsent(id, unused -> new LinkedHashSet<>())
                                .add(scenario));
            }
            return touched;
        }

        private static List<Finding> findings(DecisionEngine engine, Scenario scenario) {
            try {
                return engine.findings(scenario.caseFile());
            } catch (InvalidQuestionException e) {
                return List.of();
            }
        }

        /**
         * The scenarios in which the two may differ, light ones first. Where both fire and do the same, nothing changes.
         *
         * @param shown -1 where the rule is left out
         */
        List<Scenario> concerned(Mutant mutant, int hidden, int shown) {
            Set<Scenario> before = byNumber.getOrDefault(hidden, Set.of());
            Set<Scenario> after = byNumber.getOrDefault(shown, Set.of());
            Rule changed = mutant.changed();
            boolean sameAction =
                    changed != null && changed.action().equals(mutant.original().action());
            Set<Scenario> concerned = new LinkedHashSet<>(before);
            concerned.addAll(after);
            if (sameAction) {
                concerned.removeIf(scenario -> before.contains(scenario) && after.contains(scenario));
            }
            concerned.addAll(byNearMiss.getOrDefault(mutant.original().id(), Set.of()));
            return concerned.stream()
                    .sorted(Comparator.comparingInt(scenario -> weight.getOrDefault(scenario, 0)))
                    .toList();
        }
    }
}
