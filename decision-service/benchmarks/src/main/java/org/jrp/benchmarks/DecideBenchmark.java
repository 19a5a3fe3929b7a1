package org.jrp.benchmarks;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jrp.decision.CaseFile;
import org.jrp.decision.Decision;
import org.jrp.decision.DecisionEngine;
import org.jrp.release.Release;
import org.jspecify.annotations.NullUnmarked;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** One decision on the shipped release (524 rules, the default) or on the same grown (单次决定). */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@NullUnmarked // JMH fills the fields.
public class DecideBenchmark {

    @Param({"1", "3", "10"})
    public int entries;

    @Param({"0", "4000", "20000"})
    public int rules;

    @Param({"NONE", "REASONS", "FULL"})
    public DecisionEngine.Explanation explanation;

    private Release release;
    private DecisionEngine memo;
    private DecisionEngine cold;
    private List<CaseFile> files;
    private int next;

    @Setup(Level.Trial)
    public void load() {
        release = GrownRelease.of(rules);
        memo = DecisionEngine.of(release);
        cold = DecisionEngine.withoutMemo(release);
        files = Dossiers.of(release, entries, 64, 7);
    }

    @TearDown(Level.Trial)
    public void close() {
        release.close();
    }

    @Benchmark
    public Decision fromTheMemo() {
        return memo.decide(files.get(next++ & 63), explanation);
    }

    @Benchmark
    public Decision cold() {
        return cold.decide(files.get(next++ & 63), explanation);
    }
}
