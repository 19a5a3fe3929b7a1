package org.jrp.server.notice;

import java.time.Instant;
import java.util.UUID;
import java.util.function.Predicate;
import org.jrp.decision.CaseFile;
import org.jrp.decision.Decision;
import org.jrp.decision.DecisionEngine;
import org.jrp.record.Answer;
import org.jrp.record.CanonicalDecision;
import org.jrp.release.Release;
import org.jrp.sample.SampleCases;

/** Notices of sample decisions, for tests. */
final class Notices {

    static final Release RELEASE = Release.shipped();
    static final UUID ID = UUID.fromString("0193579a-bcde-7f01-8234-56789abcdef0");
    static final Instant MOMENT = Instant.parse("2026-11-23T00:05:00Z");
    static final Answer.Subject SUBJECT = new Answer.Subject("citizen-id", "341182********0008", "示例甲");

    private static final DecisionEngine ENGINE = DecisionEngine.of(RELEASE);
    private static final SampleCases CASES = new SampleCases(RELEASE.catalogue(), 20261125);

    private Notices() {}

    /** The first sample whose decision is of that kind. */
    static NoticeFacts where(Predicate<Decision> kind) {
        for (int i = 0; i < 200_000; i++) {
            CaseFile file = CASES.at(i);
            Decision decision = ENGINE.decide(file);
            if (kind.test(decision)) {
                return facts(new CanonicalDecision.Stored(file, decision, RELEASE.hash()), SUBJECT);
            }
        }
        throw new IllegalArgumentException("No sample is of that kind.");
    }

    static NoticeFacts facts(CanonicalDecision.Stored stored, Answer.Subject subject) {
        return new NoticeFacts(ID, stored, subject, "示例市财政局", MOMENT);
    }

    static String page(NoticeFacts facts, boolean english) {
        return NoticePage.of(
                facts, RELEASE.catalogue(), "ABCD-EFGH-JKMN-PQRS-TVWX-YZ01", "https://credit.example/v/ABCD", english);
    }
}
