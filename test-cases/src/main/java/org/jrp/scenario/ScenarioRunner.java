package org.jrp.scenario;

import java.util.ArrayList;
import java.util.List;
import org.jrp.decision.DecisionEngine;

/** Holds a release against scenarios (用例运行). */
public final class ScenarioRunner {

    private ScenarioRunner() {}

    /** Runs every scenario, in their order. */
    public static ScenarioReport run(DecisionEngine engine, List<Scenario> scenarios, Progress progress) {
        List<ScenarioResult> results = new ArrayList<>(scenarios.size());
        for (Scenario scenario : scenarios) {
            results.add(ScenarioResult.of(scenario, Answered.by(engine, scenario)));
            progress.step(results.size(), scenarios.size(), "scenarios");
        }
        return new ScenarioReport(results, Coverage.of(engine.release(), results));
    }
}
