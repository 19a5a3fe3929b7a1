package org.jrp.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jrp.release.Release;
import org.junit.jupiter.api.Test;

class MutationOfSomeRulesTest {

    private static final String FILE = "rules/memoranda/2016-2190-customs-aeo.dslr";

    @Test
    void mistakes_are_made_in_the_rules_asked_for_and_only_while_there_is_time() {
        try (Release release = Release.shipped()) {
            List<Scenario> scenarios = Scenarios.read(Scenarios.shipped(), release.catalogue());
            List<Scenario> without = scenarios.stream()
                    .filter(one -> !one.file().endsWith("2016-2190-customs-aeo.yaml"))
                    .toList();
            AtomicInteger asked = new AtomicInteger();

            MutationReport hasty = Mutation.run(
                    release,
                    scenarios,
                    rule -> rule.file().equals(FILE),
                    Integer.MAX_VALUE,
                    0,
                    () -> asked.getAndIncrement() < 10,
                    Progress.NONE);
            MutationReport careless = Mutation.run(
                    release,
                    without,
                    rule -> rule.file().equals(FILE),
                    Integer.MAX_VALUE,
                    0,
                    () -> true,
                    Progress.NONE);

            assertThat(hasty.tried()).isEqualTo(10);
            assertThat(hasty.all()).isGreaterThan(10);
            assertThat(hasty.survivors()).isEmpty();
            assertThat(careless.tried()).isEqualTo(careless.all());
            assertThat(careless.survivors())
                    .isNotEmpty()
                    .allSatisfy(survivor ->
                            assertThat(survivor.mutant().original().file()).isEqualTo(FILE));
        }
    }
}
