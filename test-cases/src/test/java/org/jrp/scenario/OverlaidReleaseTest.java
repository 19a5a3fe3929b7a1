package org.jrp.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jrp.decision.DecisionEngine;
import org.jrp.release.Release;
import org.jrp.release.ReleaseFiles;
import org.junit.jupiter.api.Test;

/** The principles that are dormant in the shipped release, on a release with a made-up local document beside. */
class OverlaidReleaseTest {

    @Test
    void dormant_principles_wake_when_there_is_something_to_judge() throws IOException {
        ReleaseFiles files = ReleaseFiles.shipped()
                .with("measure-catalogue/instruments/2017-9999-local.yaml", resource("instrument.yaml"))
                .with("rules/memoranda/2017-9999-local.dslr", resource("rules.dslr"));

        try (Release release = Release.of(files)) {
            List<Scenario> scenarios =
                    Scenarios.read(Map.of("scenarios/overlay.yaml", resource("scenarios.yaml")), release.catalogue());
            ScenarioReport report = ScenarioRunner.run(DecisionEngine.of(release), scenarios, Progress.NONE);

            assertThat(report.failed()).as(() -> report.in(Locale.ENGLISH)).isEmpty();
            assertThat(report.coverage().dormant()).isEmpty();
            assertThat(report.coverage().neverFired())
                    .extracting(rule -> rule.id())
                    .doesNotContain("P05", "P06", "P12", "P15", "P16");
        }
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = OverlaidReleaseTest.class.getResourceAsStream("/overlay/" + name)) {
            return Objects.requireNonNull(in).readAllBytes();
        }
    }
}
