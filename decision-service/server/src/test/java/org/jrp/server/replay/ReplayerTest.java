package org.jrp.server.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jrp.decision.Decision;
import org.jrp.decision.DecisionEngine;
import org.jrp.decision.Review;
import org.jrp.record.CanonicalDecision;
import org.jrp.record.FailedEvaluation;
import org.jrp.replay.Replayer;
import org.jrp.server.ServerTest;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Records whose hashes are sound, and whose decision is not what comes out now. */
@ServerTest(properties = "test=replay")
class ReplayerTest extends ReplayBed {

    @Autowired
    ReplaySessions sessions;

    @Autowired
    StoredDecisions decisions;

    @Test
    void an_engine_that_decides_otherwise_is_named_with_both_versions() {
        StoredDecision row = row(restricted());
        CanonicalDecision.Stored stored = CanonicalDecision.read(row.canonical());
        Decision fewer = with(stored.decision(), stored.decision().reviews(), List.of());

        Replayer.Replay replay = replayed(recorded(row, stored, fewer, "0.9.0"));

        assertThat(replay.verdict()).isEqualTo("differs");
        assertThat(replay.causes().get(0).code()).isEqualTo("engine-version");
        assertThat(replay.causes().get(0).zh()).contains("0.9.0", DecisionEngine.VERSION);
        assertThat(replay.causes()).anySatisfy(cause -> {
            assertThat(cause.code()).as("the rules are the same to the byte").isEqualTo("follows");
            assertThat(cause.zh()).contains(RULE);
        });
    }

    @Test
    void a_difference_beside_the_measures_leaves_the_same_measures() {
        StoredDecision row = row(restricted());
        CanonicalDecision.Stored stored = CanonicalDecision.read(row.canonical());
        List<Review> reviews = new ArrayList<>(stored.decision().reviews());
        reviews.add(new Review("another", "另一个提示"));

        Replayer.Replay replay = replayed(recorded(
                row, stored, with(stored.decision(), reviews, stored.decision().measures()), row.engine()));

        assertThat(replay.verdict()).isEqualTo("same-measures");
        assertThat(replay.causes().get(0).code()).isEqualTo("engine-version");
    }

    @Test
    void a_failed_evaluation_is_decided_again_and_says_so() {
        StoredDecision row = row(restricted());
        CanonicalDecision.Stored stored = CanonicalDecision.read(row.canonical());
        Decision failed = FailedEvaluation.of(new IllegalStateException("then"));

        Replayer.Replay replay = replayed(recorded(row, stored, failed, row.engine()));

        assertThat(replay.verdict()).isEqualTo("differs");
        assertThat(replay.causes().get(0).code()).isEqualTo("evaluation-failed-then");
    }

    private Replayer.Replay replayed(StoredDecision row) {
        try (ReplaySessions.Session session = sessions.open()) {
            return session.replay(row, null);
        }
    }

    private StoredDecision row(String id) {
        return decisions.find(UUID.fromString(id)).orElseThrow();
    }

    private static Decision with(Decision decision, List<Review> reviews, List<org.jrp.decision.Applied> measures) {
        return new Decision(
                decision.outcome(),
                decision.validUntil(),
                decision.requiresConfirmation(),
                reviews,
                measures,
                decision.withheld(),
                decision.nearMisses(),
                decision.remedies(),
                decision.entries(),
                decision.checked(),
                decision.editions(),
                decision.assumed());
    }

    /** The row as if that had been decided and recorded, by an engine of that version. */
    private static StoredDecision recorded(
            StoredDecision row, CanonicalDecision.Stored stored, Decision decision, String engine) {
        byte[] canonical = CanonicalDecision.bytes(stored.caseFile(), decision, stored.release());
        StoredDecision made = copy(row, decision, engine, canonical, row.recordHash());
        return copy(row, decision, engine, canonical, recordHash(made));
    }

    private static StoredDecision copy(
            StoredDecision row, Decision decision, String engine, byte[] canonical, String recordHash) {
        return new StoredDecision(
                row.id(),
                row.subject(),
                row.department(),
                row.credential(),
                row.officer(),
                row.purpose(),
                row.context(),
                row.matter(),
                decision.outcome().code(),
                row.asOf(),
                row.decidedAt(),
                engine,
                CanonicalDecision.hash(canonical),
                recordHash,
                canonical,
                row.personal(),
                row.exemptions());
    }
}
