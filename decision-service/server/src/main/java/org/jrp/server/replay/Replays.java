package org.jrp.server.replay;

import java.time.InstantSource;
import java.util.UUID;
import org.jrp.catalogue.Text;
import org.jrp.decision.DecisionEngine;
import org.jrp.replay.Replayer;
import org.jrp.server.access.Caller;
import org.jrp.server.decision.DecisionLog;
import org.jrp.server.problem.ProblemException;
import org.jrp.server.release.PastReleases;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/** Replays single decisions for those who may see them (单个复算). */
@Service
class Replays {

    /** Stands for the hash of the release in use now. */
    static final String ACTIVE = "active";

    private final DecisionLog log;
    private final StoredDecisions decisions;
    private final ReplaySessions sessions;
    private final PastReleases releases;
    private final InstantSource clock;

    Replays(
            DecisionLog log,
            StoredDecisions decisions,
            ReplaySessions sessions,
            PastReleases releases,
            InstantSource clock) {
        this.log = log;
        this.decisions = decisions;
        this.sessions = sessions;
        this.releases = releases;
        this.clock = clock;
    }

    /**
     * Replays one.
     *
     * @param release hash, or {@code active}; null for the decision's own
     */
    ReplayAnswer replay(Caller caller, UUID id, @Nullable String release) {
        String other = resolved(release);
        log.seen(id, caller, "replay-decision");
        return answer(decisions.find(id).orElseThrow(), other);
    }

    /** The replay of a decision that the caller may see. */
    ReplayAnswer answer(StoredDecision row, @Nullable String other) {
        try (ReplaySessions.Session session = sessions.open()) {
            Replayer.Replay replay = session.replay(row, other);
            return new ReplayAnswer(
                    row.id(),
                    replay.verdict(),
                    replay.causes(),
                    row.decisionHash(),
                    replay.replayHash(),
                    replay.release(),
                    row.engine(),
                    DecisionEngine.VERSION,
                    clock.instant(),
                    other != null,
                    ReplayAnswer.Result.of(replay.then()),
                    ReplayAnswer.Result.of(replay.now()));
        }
    }

    /**
     * The hash of the release that is meant; null where none is named.
     *
     * @throws ProblemException 422 {@code unknown-release}
     */
    @Nullable String resolved(@Nullable String release) {
        if (release == null) {
            return null;
        }
        if (release.equals(ACTIVE)) {
            return releases.active();
        }
        if (!release.matches("sha256:[0-9a-f]{64}") || !releases.keeps(release)) {
            throw ProblemException.field(
                    422,
                    "unknown-release",
                    "/release",
                    "unknown-release",
                    new Text(
                            "未保存这个发布版本;请给出 sha256: 开头的哈希,或 active。",
                            "No such release is kept; give its hash beginning with sha256:, or active."));
        }
        return release;
    }
}
