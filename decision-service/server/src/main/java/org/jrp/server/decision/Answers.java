package org.jrp.server.decision;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jrp.decision.DecisionEngine;
import org.jrp.json.JsonWriter;
import org.jrp.record.Answer;
import org.jrp.server.access.Caller;
import org.jspecify.annotations.Nullable;

/** Answers in the fields of the HTTP contract (答复). */
final class Answers {

    private Answers() {}

    static byte[] of(Evaluation evaluation, Asked asked, Caller caller) {
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("decisionId", evaluation.draft().id().toString());
        body.putAll(Answer.of(
                asked.knownAt(evaluation.file().knownAt()),
                asked.name(),
                evaluation.decision(),
                evaluation.release().hash(),
                DecisionEngine.VERSION,
                evaluation.decisionHash()));
        body.put("recordHash", evaluation.recordHash());
        return JsonWriter.inOrder(body);
    }

    static byte[] of(DecisionLog.Row row, org.jrp.server.subject.SubjectVault vault) {
        return new byte[0];
    }
}
