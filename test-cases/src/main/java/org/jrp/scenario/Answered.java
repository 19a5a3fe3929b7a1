package org.jrp.scenario;

import java.util.List;
import java.util.Objects;
import org.jrp.decision.Applied;
import org.jrp.decision.CaseFile;
import org.jrp.decision.Decision;
import org.jrp.decision.DecisionEngine;
import org.jrp.decision.Finding;
import org.jrp.decision.InvalidQuestionException;
import org.jrp.rule.RuleSet;
import org.jspecify.annotations.Nullable;

/** What an engine made of a scenario (所得结果): the decision, or why it answered none. The rules that fired are looked up when asked. */
public final class Answered {

    private final DecisionEngine engine;
    private final CaseFile caseFile;
    private final @Nullable Decision decision;
    private final @Nullable InvalidQuestionException refusal;
    private @Nullable List<Finding> findings;

    private Answered(
            DecisionEngine engine,
            CaseFile caseFile,
            @Nullable Decision decision,
            @Nullable InvalidQuestionException refusal) {
        this.engine = engine;
        this.caseFile = caseFile;
        this.decision = decision;
        this.refusal = refusal;
    }

    static Answered by(DecisionEngine engine, Scenario scenario) {
        try {
            Decision decision = engine.decide(scenario.caseFile(), scenario.explanation());
            return new Answered(engine, scenario.caseFile(), decision, null);
        } catch (InvalidQuestionException e) {
            return new Answered(engine, scenario.caseFile(), null, e);
        }
    }

    boolean decided() {
        return decision != null;
    }

    Decision decision() {
        return Objects.requireNonNull(decision);
    }

    /** Code of the refusal; null where the question was answered. */
    @Nullable String refusal() {
        return refusal == null ? null : refusal.code();
    }

    RuleSet rules() {
        return engine.release().rules();
    }

    /** The rules that fired, by number, then entry; none where the question was refused. */
    List<Finding> findings() {
        if (decision == null) {
            return List.of();
        }
        List<Finding> known = findings;
        if (known == null) {
            known = engine.findings(caseFile);
            findings = known;
        }
        return known;
    }

    /** The measure with that code; null where the answer does not return it. */
    @Nullable Applied measure(String code) {
        for (Applied measure : decision().measures()) {
            if (measure.code().equals(code)) {
                return measure;
            }
        }
        return null;
    }
}
