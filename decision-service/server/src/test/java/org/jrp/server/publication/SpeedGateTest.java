package org.jrp.server.publication;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jrp.catalogue.Catalogue;
import org.jrp.decision.CaseFile;
import org.jrp.release.ReleaseFiles;
import org.jrp.sample.SampleCases;
import org.junit.jupiter.api.Test;

/** Which candidates are too slow: told with a clock that only the two engines move. */
class SpeedGateTest {

    private static final List<CaseFile> CASES = cases();

    private final AtomicLong now = new AtomicLong();
    private final SpeedGate gate = new SpeedGate(now::get);

    @Test
    void one_as_fast_as_the_active_release_passes_at_once() {
        SpeedGate.Ratio ratio = gate.ratio(taking(105), taking(100), CASES);

        assertThat(ratio.thousandths()).isEqualTo(1_050);
        assertThat(ratio.rounds()).isEqualTo(7);
        assertThat(SpeedGate.refuses(new CheckReport.Speed(ratio.thousandths(), 1_000, 7)))
                .isFalse();
    }

    @Test
    void one_that_takes_a_fifth_longer_is_measured_three_times_and_refused() {
        SpeedGate.Ratio ratio = gate.ratio(taking(120), taking(100), CASES);

        assertThat(ratio.thousandths()).isEqualTo(1_200);
        assertThat(ratio.rounds()).isEqualTo(21);
        assertThat(SpeedGate.refuses(new CheckReport.Speed(1_000, ratio.thousandths(), 21)))
                .isTrue();
    }

    @Test
    void a_machine_that_was_busy_for_a_while_refuses_nobody() {
        AtomicInteger decided = new AtomicInteger();
        Consumer<CaseFile> disturbed = file -> now.addAndGet(decided.incrementAndGet() < CASES.size() * 10 ? 300 : 100);

        SpeedGate.Ratio ratio = gate.ratio(disturbed, taking(100), CASES);

        assertThat(ratio.thousandths()).isEqualTo(1_000);
        assertThat(ratio.rounds()).isEqualTo(14);
    }

    private Consumer<CaseFile> taking(long nanos) {
        return file -> now.addAndGet(nanos);
    }

    private static List<CaseFile> cases() {
        SampleCases sample =
                new SampleCases(Catalogue.read(ReleaseFiles.shipped().below("measure-catalogue")), 1);
        return IntStream.range(0, 100).mapToObj(sample::at).toList();
    }
}
