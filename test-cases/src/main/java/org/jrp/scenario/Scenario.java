package org.jrp.scenario;

import java.util.List;
import org.jrp.decision.CaseFile;
import org.jrp.decision.DecisionEngine.Explanation;

/**
 * One example of a question with its facts and what the answer must be (用例).
 *
 * @param name what it is called in its file; unique among the scenarios read together
 * @param file path of its file, such as {@code scenarios/lifecycle.yaml}
 * @param line line on which it begins, from 1
 * @param caseFile the question and the facts, about synthetic subjects
 * @param expectations what must hold of the answer, in the order of the keys in {@code then}
 */
public record Scenario(String name, String file, int line, CaseFile caseFile, List<Expectation> expectations) {

    public Scenario {
        expectations = List.copyOf(expectations);
    }

    /** How much of its reasons the answer must carry for the expectations to be checked. */
    Explanation explanation() {
        return expectations.stream().anyMatch(Expectation::needsRemedies) ? Explanation.FULL : Explanation.REASONS;
    }
}
