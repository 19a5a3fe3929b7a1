package org.jrp.benchmarks;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jrp.catalogue.Via;
import org.jrp.decision.Applied;
import org.jrp.decision.CaseFile;
import org.jrp.decision.DecisionEngine;
import org.jrp.release.Release;
import org.jrp.rule.Action;
import org.jrp.rule.Row;
import org.jrp.rule.Rule;
import org.jrp.subject.SubjectKind;

/**
 * This product's engine on a {@link TableRelease}. Whole, it also asks the principles, holds each measure against law and
 * editions, merges, cites, and says until when the answer holds; stage 1 alone finds measures, as the others do.
 */
final class EnginePeer implements Peer {

    /** How much of the engine answers. */
    enum Work {
        /** The whole engine, every question put to Drools. */
        COLD,
        /** The whole engine as deployed. */
        MEMO,
        /** Drools alone: which rules meet the row. */
        STAGE_1
    }

    private final Work work;
    private final Release release;
    private final DecisionEngine engine;
    private final Map<Input, CaseFile> files = new IdentityHashMap<>();

    EnginePeer(RuleTable table, Work work) {
        this.work = work;
        this.release = TableRelease.of(table);
        this.engine = work == Work.MEMO ? DecisionEngine.of(release) : DecisionEngine.withoutMemo(release);
    }

    @Override
    public String name() {
        return switch (work) {
            case COLD -> "engine";
            case MEMO -> "engine, memo";
            case STAGE_1 -> "engine, stage 1";
        };
    }

    /** The case file is put together once for each question; the entry's state, the row and the answer every time. */
    @Override
    public List<String> decide(Input in) {
        if (work == Work.STAGE_1) {
            return proposed(in);
        }
        CaseFile file = files.get(in);
        if (file == null) {
            file = TableRelease.caseFile(in);
            files.put(in, file);
        }
        List<Applied> applied =
                engine.decide(file, DecisionEngine.Explanation.REASONS).measures();
        List<String> measures = new ArrayList<>(applied.size());
        for (Applied measure : applied) {
            measures.add(measure.code());
        }
        return measures;
    }

    private List<String> proposed(Input in) {
        int[] numbers = release.compiled()
                .proposedFor(new Row(new Row.Facts(
                        in.list(),
                        in.context(),
                        Via.SELF.code(),
                        "",
                        SubjectKind.ENTERPRISE.code(),
                        true,
                        false,
                        false,
                        in.months() * 30,
                        in.months(),
                        -1,
                        in.severity(),
                        0,
                        "341182",
                        "",
                        false)));
        List<Rule> rules = release.rules().rules();
        List<String> measures = new ArrayList<>(numbers.length);
        for (int number : numbers) {
            measures.add(((Action.Propose) rules.get(number).action()).measure());
        }
        return measures;
    }

    @Override
    public void close() {
        release.close();
    }
}
