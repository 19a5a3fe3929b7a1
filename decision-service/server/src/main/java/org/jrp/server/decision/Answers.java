package org.jrp.server.decision;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import org.jrp.decision.DecisionEngine;
import org.jrp.decision.Question;
import org.jrp.json.JsonWriter;
import org.jrp.record.Answer;
import org.jrp.record.CanonicalDecision;
import org.jrp.server.problem.Problems;
import org.jrp.server.subject.Personal;

/** The bytes of answers (答复): of a decision just recorded, and of one found in the log, the same. */
final class Answers {

    private Answers() {}

    static byte[] of(Evaluation evaluation, Asked asked) {
        Draft draft = evaluation.draft();
        return Answer.bytes(
                evaluation.file(),
                evaluation.decision(),
                evaluation.release().hash(),
                DecisionEngine.VERSION,
                evaluation.decisionHash(),
                subject(asked.personal()),
                new Answer.Recorded(
                        draft.id().toString(),
                        draft.department(),
                        evaluation.recordHash(),
                        ExemptionBook.byMeasure(draft.exemptions())));
    }

    static byte[] of(DecisionLog.Row row, Personal personal) {
        CanonicalDecision.Stored stored = CanonicalDecision.read(row.canonical());
        return Answer.bytes(
                stored.caseFile(),
                stored.decision(),
                stored.release(),
                row.engine(),
                hash(row.decisionHash()),
                subject(personal),
                new Answer.Recorded(
                        row.id().toString(),
                        row.department(),
                        hash(row.recordHash()),
                        ExemptionBook.byMeasure(row.exemptions())));
    }

    /** As a batch or a stream holds it: the decision, or why there is none. */
    static byte[] of(Result result, Locale locale) {
        return result instanceof Result.Answered answered
                ? answered.body()
                : Problems.body(((Result.Refused) result).problem(), locale);
    }

    /** The same answer, telling that it was given by an embedded engine. */
    static byte[] offline(byte[] answer, OfflineDecisions.Sent sent) {
        byte[] told = new JsonWriter()
                .object()
                .name("offline")
                .object()
                .field(
                        "uploadedAt",
                        sent.uploadedAt().atOffset(Question.SHANGHAI).toString())
                .field("recordHash", hash(sent.recordHash()))
                .endObject()
                .endObject()
                .toBytes();
        byte[] both = Arrays.copyOf(answer, answer.length - 1 + told.length);
        both[answer.length - 1] = ',';
        System.arraycopy(told, 1, both, answer.length, told.length - 1);
        return both;
    }

    static String hash(byte[] digest) {
        return "sha256:" + HexFormat.of().formatHex(digest);
    }

    private static Answer.Subject subject(Personal personal) {
        return Answer.Subject.of(personal.id(), personal.name());
    }
}
