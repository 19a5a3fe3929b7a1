package org.jrp.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KillHarnessTest {

    private static final Path SERVER =
            Path.of(System.getProperty("jrp.root"), "decision-service", "server", "target", "jrp-server.jar");

    @Test
    void what_was_answered_before_a_kill_is_on_record_after_it(@TempDir Path folder) throws Exception {
        // There once the build has passed the server's package phase, as ./mvnw verify does.
        assumeTrue(Files.exists(SERVER));
        KillHarness.Plan plan =
                new KillHarness.Plan(3, 12, 8, 300, 7, KillRun.settings(SERVER, List.of("-Xmx512m"), folder));

        try (KillHarness harness = KillHarness.start(plan, System.out)) {
            KillHarness.Outcome outcome = harness.run();

            assertThat(outcome.wrong()).isEmpty();
            assertThat(outcome.lost()).isZero();
            assertThat(outcome.twice()).isZero();
            assertThat(outcome.answered()).isGreaterThan(60);
            assertThat(outcome.controlLost()).as("lost in the control").isPositive();
            assertThat(outcome.passed()).isTrue();
        }
    }
}
