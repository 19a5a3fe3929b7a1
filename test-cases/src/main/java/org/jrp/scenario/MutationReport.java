package org.jrp.scenario;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jrp.catalogue.Text;

/**
 * What came of mutation (变异测试报告).
 *
 * @param all how many mutants the rules have
 * @param tried how many of them were tried
 * @param survivors those that no scenario noticed, by rule
 */
public record MutationReport(int all, int tried, List<Survivor> survivors) {

    public MutationReport {
        survivors = List.copyOf(survivors);
    }

    /**
     * A mutant that no scenario noticed (存活的变异).
     *
     * @param scenarios how many were run against it; 0 where none touches the rule in a way that tells
     */
    public record Survivor(Mutant mutant, int scenarios) {

        /** One line for a terminal, with the rule's place. */
        public String in(Locale locale) {
            return mutant.original().file() + ":" + mutant.original().line() + ": "
                    + mutant.original().id() + " — " + mutant.description().in(locale)
                    + new Text("(运行了 " + scenarios + " 个用例)", " (" + scenarios + " scenarios run)").in(locale);
        }
    }

    /** How many were noticed. */
    public int killed() {
        return tried - survivors.size();
    }

    /** The share of tried mutants that were noticed, from 0 to 100; 100 where none was tried. */
    public double score() {
        return tried == 0 ? 100 : 100.0 * killed() / tried;
    }

    /** How many survive of each kind of mistake, by kind. */
    public Map<String, Long> survivorsByKind() {
        return survivors.stream()
                .collect(Collectors.groupingBy(
                        survivor -> survivor.mutant().kind(), TreeMap::new, Collectors.counting()));
    }

    /** One line of sums. */
    public Text summary() {
        return new Text(
                "变异测试:%.1f %%(共 %d 个变异,试了 %d 个,发现 %d 个)。".formatted(score(), all, tried, killed()),
                "Mutation score %.1f %% (%d of %d mutants tried, %d killed).".formatted(score(), tried, all, killed()));
    }

    /** The survivors, one a line, and a line of sums. */
    public String in(Locale locale) {
        return survivors.stream().map(survivor -> survivor.in(locale) + "\n").collect(Collectors.joining())
                + summary().in(locale) + "\n";
    }
}
