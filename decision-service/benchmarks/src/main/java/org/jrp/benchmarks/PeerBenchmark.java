package org.jrp.benchmarks;

import java.util.List;
import java.util.concurrent.TimeUnit;
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

/** One answer from each engine on one generated table (同表比对); answers are held against the loop before they are timed. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@NullUnmarked // JMH fills the fields.
public class PeerBenchmark {

    @Param({"map", "engine", "engine-memo", "engine-stage-1", "openl", "easy-rules", "kie-dmn", "camunda-juel"})
    public String peer;

    @Param({"100", "400", "1000", "4000"})
    public int rules;

    private Peer engine;
    private List<Input> questions;
    private int next;

    @Setup(Level.Trial)
    public void load() {
        RuleTable table = RuleTable.of(rules);
        questions = table.questions(32, 42);
        engine = Peers.load(peer, table);
        Tables.check(engine, table);
    }

    @TearDown(Level.Trial)
    public void close() {
        engine.close();
    }

    @Benchmark
    public List<String> decide() {
        return engine.decide(questions.get(next++ & 31));
    }
}
