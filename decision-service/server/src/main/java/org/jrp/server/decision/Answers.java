package org.jrp.server.decision;

import org.jrp.decision.DecisionEngine;
import org.jrp.record.Answer;
import org.jrp.server.access.Caller;

/** Answers in the fields of the HTTP contract (答复). */
final class Answers {

    private Answers() {}

    static byte[] of(Evaluation evaluation, Asked asked, Caller caller) {
        return Answer.bytes(
                evaluation.file(),
                evaluation.decision(),
                evaluation.release().hash(),
                DecisionEngine.VERSION,
                evaluation.decisionHash(),
                Answer.Subject.of(asked.personal().id(), asked.name()),
                new Answer.Recorded(
                        evaluation.draft().id().toString(), caller.department().code(), evaluation.recordHash()));
    }

    static byte[] of(DecisionLog.Row row, org.jrp.server.subject.SubjectVault vault) {
        return new byte[0];
    }
}
