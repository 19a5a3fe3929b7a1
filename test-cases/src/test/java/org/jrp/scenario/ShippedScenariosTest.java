package org.jrp.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import org.jrp.decision.DecisionEngine;
import org.jrp.release.Release;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** The shipped rules against the shipped scenarios. */
class ShippedScenariosTest {

    private static final long SEED = 20_180_901;
    private static final int SAMPLE = 600;

    private static final Release RELEASE = Release.shipped();
    private static final List<Scenario> SCENARIOS = Scenarios.read(Scenarios.shipped(), RELEASE.catalogue());

    private final ScenarioReport report = ScenarioRunner.run(DecisionEngine.of(RELEASE), SCENARIOS, Progress.NONE);

    @AfterAll
    static void close() {
        RELEASE.close();
    }

    @Test
    void every_scenario_passes_and_every_rule_is_covered_and_mistakes_are_noticed() {
        MutationReport mutation = "full".equals(System.getProperty("jrp.scale"))
                ? Mutation.run(RELEASE, SCENARIOS, Progress.NONE)
                : Mutation.run(RELEASE, SCENARIOS, SAMPLE, SEED, Progress.NONE);
        System.out.printf(
                Locale.ROOT,
                "Scenarios: %d passed, rule coverage %.1f %%, mutation score %.1f %% (%d of %d mutants sampled)%n",
                report.passed().size(),
                report.coverage().percent(),
                mutation.score(),
                mutation.tried(),
                mutation.all());

        assertThat(report.failed()).as(() -> report.in(Locale.ENGLISH)).isEmpty();
        assertThat(report.coverage().percent())
                .as(() -> report.coverage().in(Locale.ENGLISH))
                .isEqualTo(100);
        assertThat(mutation.score()).as(() -> mutation.in(Locale.ENGLISH)).isGreaterThanOrEqualTo(90);
    }

    @Test
    void only_principles_without_anything_to_judge_are_dormant() {
        assertThat(report.coverage().dormant())
                .extracting(rule -> rule.id())
                .containsExactly("P05", "P06", "P12", "P15", "P16");
    }

    @Test
    void a_decision_is_the_same_with_and_without_the_memo() {
        ScenarioReport without = ScenarioRunner.run(DecisionEngine.withoutMemo(RELEASE), SCENARIOS, Progress.NONE);

        assertThat(without.results()).isEqualTo(report.results());
    }

    @Test
    void names_are_unique_over_all_files() {
        assertThat(SCENARIOS)
                .extracting(scenario -> scenario.file() + ' ' + scenario.name())
                .doesNotHaveDuplicates();
    }
}
