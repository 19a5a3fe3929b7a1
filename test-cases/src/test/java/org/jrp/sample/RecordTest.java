package org.jrp.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jrp.catalogue.Via;
import org.jrp.decision.CaseEntry;
import org.jrp.decision.CaseFile;
import org.jrp.decision.Decision;
import org.jrp.decision.DecisionEngine;
import org.jrp.json.Json;
import org.jrp.record.Answer;
import org.jrp.record.CanonicalDecision;
import org.jrp.record.DecisionRecord;
import org.jrp.record.InvalidRecordException;
import org.jrp.release.Release;
import org.jrp.subject.SubjectKind;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** What is recorded can be read back whole, and the answer written again from it. */
class RecordTest {

    private static final Release RELEASE = Release.shipped();
    private static final Answer.Subject SUBJECT = new Answer.Subject("citizen-id", "341182********0008", "示例\"甲\"");
    private static final Answer.Recorded RECORDED = new Answer.Recorded("0193", "finance-bureau", "sha256:r");

    private final SampleCases cases = new SampleCases(RELEASE.catalogue(), 20261124);
    private final DecisionEngine engine = DecisionEngine.of(RELEASE);

    @AfterAll
    static void close() {
        RELEASE.close();
    }

    @Test
    void a_record_reads_back_to_equal_values_and_the_same_bytes() {
        for (int i = 0; i < 5_000; i++) {
            CaseFile file = cases.at(i);
            Decision decision = engine.decide(file);
            byte[] canonical = CanonicalDecision.bytes(file, decision, RELEASE.hash());

            CanonicalDecision.Stored stored = CanonicalDecision.read(canonical);

            assertThat(stored).isEqualTo(new CanonicalDecision.Stored(file, decision, RELEASE.hash()));
            assertThat(CanonicalDecision.bytes(stored.caseFile(), stored.decision(), stored.release()))
                    .isEqualTo(canonical);
        }
    }

    @Test
    void an_answer_is_written_again_from_the_record_to_the_same_bytes() {
        for (int i = 0; i < 2_000; i++) {
            CaseFile file = cases.at(i);
            Decision decision = engine.decide(file);
            CanonicalDecision.Stored stored =
                    CanonicalDecision.read(CanonicalDecision.bytes(file, decision, RELEASE.hash()));

            assertThat(answer(stored.caseFile(), stored.decision(), RECORDED))
                    .isEqualTo(answer(file, decision, RECORDED));
        }
    }

    @Test
    void an_answer_has_the_fields_of_the_contract_in_its_order() {
        CaseFile file = restricted();
        Decision decision = engine.decide(file);

        Map<?, ?> answer = json(answer(file, decision, RECORDED));
        Map<?, ?> bare = json(answer(file, decision, null));

        assertThat(answer.keySet())
                .asString()
                .isEqualTo("[decisionId, outcome, subject, context, matter, place, asOf, knownAt, validUntil,"
                        + " requiresConfirmation, reviews, measures, withheld, nearMisses, remedies, entries, checked,"
                        + " release, editions, assumed, engine, decisionHash, recordHash]");
        assertThat(answer.get("subject"))
                .isEqualTo(Map.of("idType", "citizen-id", "id", "341182********0008", "name", "示例\"甲\""));
        Map<?, ?> measure = (Map<?, ?>) ((List<?>) answer.get("measures")).get(0);
        assertThat(measure.keySet())
                .asString()
                .isEqualTo("[code, name, kind, effect, class, category, edition, departments, addressedToYou,"
                        + " conditional, matters, qualifiers, basisUnverified, disputed, citations, triggeredBy,"
                        + " feedbackDue]");
        assertThat(bare.keySet()).asString().startsWith("[outcome, ").endsWith(", decisionHash]");
        assertThat(bare.toString()).doesNotContain("addressedToYou");
    }

    @Test
    void a_measure_is_addressed_to_the_department_that_carries_it_out() {
        CaseFile file = restricted();
        Decision decision = engine.decide(file);
        String department = decision.measures().get(0).departments().get(0);

        Answer.Recorded own = new Answer.Recorded("0193", department, "sha256:r");
        Answer.Recorded other = new Answer.Recorded("0193", "nobody", "sha256:r");

        assertThat(new String(answer(file, decision, own), StandardCharsets.UTF_8))
                .contains("\"addressedToYou\":true");
        assertThat(new String(answer(file, decision, other), StandardCharsets.UTF_8))
                .doesNotContain("\"addressedToYou\":true");
    }

    @Test
    void equal_entries_without_ids_keep_the_numbers_they_were_given() {
        CaseEntry entry = new CaseEntry(
                "",
                CaseFile.SUBJECT,
                Via.SELF,
                null,
                null,
                "judgment-defaulter",
                null,
                null,
                null,
                null,
                LocalDate.of(2018, 1, 1),
                null,
                null,
                null,
                false,
                null,
                null,
                List.of());
        Instant knownAt = Instant.parse("2018-09-01T00:00:00Z");
        CaseFile file = new CaseFile(
                SubjectKind.ENTERPRISE,
                false,
                "government-procurement",
                null,
                "341182",
                LocalDate.of(2018, 9, 1),
                knownAt,
                Collections.nCopies(12, entry),
                List.of(),
                List.of());
        byte[] canonical = CanonicalDecision.bytes(file, engine.decide(file), RELEASE.hash());

        assertThat(CanonicalDecision.read(canonical).caseFile()).isEqualTo(file);
    }

    @Test
    void a_damaged_record_is_refused_and_told_where() {
        String whole = new String(
                CanonicalDecision.bytes(restricted(), engine.decide(restricted()), RELEASE.hash()),
                StandardCharsets.UTF_8);

        refused(whole.replaceFirst("\\{", "{\"a\":1,"), "unknown field (a)");
        refused(whole.replaceFirst("\"about\"", "\"aaa\":null,\"about\""), "unknown field (caseFile.entries[0].aaa)");
        refused(whole.replaceFirst("\"corrected\":false,", ""), "lacks the field (caseFile.entries[0].corrected)");
        refused(whole.replaceFirst("\"corrected\":false", "\"corrected\":0"), "corrected) is not true or false");
        refused(whole.replaceFirst("\"context\":\"[a-z-]+\"", "\"context\":null"), "(caseFile.context) is not a text");
        refused(whole.replaceFirst("\"outcome\":\"restricted\"", "\"outcome\":\"odd\""), "is not a code of Outcome");
        refused(whole.replaceFirst("\"asOf\":\"20", "\"asOf\":\"x"), "(caseFile.asOf) is not a day");
        refused(whole.replaceFirst("\"knownAt\":\"", "\"knownAt\":\"x"), "(caseFile.knownAt) is not an instant");
        refused(
                whole.replaceFirst("\"measures\":\\[\\{", "\"measures\":[1,{"),
                "(decision.measures[0]) is not an object");
        refused(whole.replace("\"version\":1}", "\"version\":2}"), "version (2) is not known");
        refused(whole.replaceFirst(",", " ,"), "not in canonical form");
        refused(whole.substring(1), "no JSON");
        refused("[]", "is not an object");
    }

    @Test
    void a_record_hash_covers_every_part_of_the_envelope() {
        CaseFile file = restricted();
        Decision decision = engine.decide(file);
        Instant now = Instant.parse("2026-11-23T00:00:00.5Z");
        List<DecisionRecord.Envelope> envelopes = List.of(
                new DecisionRecord.Envelope("1", "a", null, "p", "1.0.0", now, "c"),
                new DecisionRecord.Envelope("2", "a", null, "p", "1.0.0", now, "c"),
                new DecisionRecord.Envelope("1", "b", null, "p", "1.0.0", now, "c"),
                new DecisionRecord.Envelope("1", "a", "o", "p", "1.0.0", now, "c"),
                new DecisionRecord.Envelope("1", "a", null, "q", "1.0.0", now, "c"),
                new DecisionRecord.Envelope("1", "a", null, "p", "1.0.1", now, "c"),
                new DecisionRecord.Envelope("1", "a", null, "p", "1.0.0", now.plusNanos(1), "c"),
                new DecisionRecord.Envelope("1", "a", null, "p", "1.0.0", now, "d"),
                new DecisionRecord.Envelope("1", "a", null, "p", "1.0.0", now, null));
        List<String> hashes = new ArrayList<>();
        for (DecisionRecord.Envelope envelope : envelopes) {
            hashes.add(DecisionRecord.of(envelope, file, decision, "sha256:1").recordHash());
        }
        hashes.add(
                DecisionRecord.of(envelopes.get(0), file, decision, "sha256:2").recordHash());

        assertThat(hashes).doesNotHaveDuplicates().allMatch(hash -> hash.matches("sha256:[0-9a-f]{64}"));
        assertThat(DecisionRecord.of(envelopes.get(0), file, decision, "sha256:1")
                        .recordHash())
                .isEqualTo(hashes.get(0));
    }

    /** The first sample that is restricted with a measure. */
    private CaseFile restricted() {
        for (int i = 0; ; i++) {
            CaseFile file = cases.at(i);
            Decision decision = engine.decide(file);
            if (decision.outcome().code().equals("restricted")
                    && !decision.measures().get(0).departments().isEmpty()
                    && !file.entries().get(0).corrected()) {
                return file;
            }
        }
    }

    private static byte[] answer(CaseFile file, Decision decision, Answer.Recorded recorded) {
        return Answer.bytes(file, decision, RELEASE.hash(), "1.0.0", "sha256:d", SUBJECT, recorded);
    }

    private static Map<?, ?> json(byte[] bytes) {
        return (Map<?, ?>) Json.read(bytes);
    }

    private static void refused(String record, String why) {
        assertThatThrownBy(() -> CanonicalDecision.read(record.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(InvalidRecordException.class)
                .hasMessageContaining(why);
    }
}
