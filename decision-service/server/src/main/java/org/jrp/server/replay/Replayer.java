package org.jrp.server.replay;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jrp.catalogue.InvalidFilesException;
import org.jrp.decision.Decision;
import org.jrp.decision.DecisionEngine;
import org.jrp.record.CanonicalDecision;
import org.jrp.record.InvalidRecordException;
import org.jrp.record.Verdict;
import org.jrp.server.Lent;
import org.jrp.server.decision.FailedEvaluation;
import org.jrp.server.release.PastReleases;
import org.jrp.server.subject.SubjectVault;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Decides recorded cases again, from their records alone (复算): the case file in the canonical bytes, by the release they name. Nothing is
 * looked up about the subject. Safe for many threads.
 */
@Component
class Replayer {

    private static final String DIFFERS = "differs";
    private static final Lent<MessageDigest> SHA_256 = new Lent<>(Replayer::sha256);

    private final PastReleases releases;
    private final SubjectVault vault;

    Replayer(PastReleases releases, SubjectVault vault) {
        this.releases = releases;
        this.vault = vault;
    }

    /**
     * What a replay gave.
     *
     * @param verdict {@code identical}, {@code same-measures}, {@code differs} or {@code erased}
     * @param replayHash of the decision made again; null where none was
     * @param release by which it was decided again; null where the record does not say
     * @param then what was recorded; null where it cannot be read
     * @param now what it comes to; null where it was not decided again
     */
    record Replay(
            String verdict,
            List<Cause> causes,
            @Nullable String replayHash,
            @Nullable String release,
            @Nullable Decision then,
            @Nullable Decision now) {}

    /** Engines in use by one thread for a while; close it. */
    final class Session implements AutoCloseable {

        private final Map<String, PastReleases.Lease> leases = new HashMap<>();

        private Session() {}

        /**
         * Replays one.
         *
         * @param other hash of the release to decide by; null for that of the record
         */
        Replay replay(StoredDecision row, @Nullable String other) {
            return Replayer.this.replay(row, other, this);
        }

        private Optional<DecisionEngine> engine(String hash) {
            PastReleases.Lease known = leases.get(hash);
            if (known == null) {
                known = releases.lease(hash).orElse(null);
                if (known == null) {
                    return Optional.empty();
                }
                leases.put(hash, known);
            }
            return Optional.of(known.engine());
        }

        @Override
        public void close() {
            leases.values().forEach(PastReleases.Lease::close);
            leases.clear();
        }
    }

    Session session() {
        return new Session();
    }

    private Replay replay(StoredDecision row, @Nullable String other, Session session) {
        if (row.canonical().length == 0 && erased(row)) {
            return new Replay(new Verdict.Erased().code(), List.of(), null, null, null, null);
        }
        List<Cause> broken = broken(row);
        if (other == null && broken.isEmpty()) {
            Optional<Replay> same = sameBytes(row, session);
            if (same.isPresent()) {
                return same.get();
            }
        }
        CanonicalDecision.Stored stored;
        try {
            stored = CanonicalDecision.read(row.canonical());
        } catch (InvalidRecordException e) {
            broken.add(new Cause(
                    "canonical",
                    Cause.FACT_MISSING,
                    "留痕无法读取,缺少复算所需的事实:" + e.getMessage(),
                    "The record cannot be read; a fact that the replay needs is missing. " + e.getMessage()));
            return new Replay(DIFFERS, broken, null, null, null, null);
        }
        columns(row, stored, broken);
        String release = other == null ? stored.release() : other;
        Decision then = stored.decision();
        Optional<DecisionEngine> engine;
        try {
            engine = session.engine(release);
        } catch (InvalidFilesException | IllegalStateException e) {
            broken.add(new Cause(
                    "release",
                    Cause.RELEASE_DAMAGED,
                    "所存发布版本 " + release + " 已被改动或损坏,不能据以复算。",
                    "The release (" + release
                            + ") as it is kept was changed or damaged; nothing can be decided by it."));
            return new Replay(DIFFERS, broken, null, release, then, null);
        }
        if (engine.isEmpty()) {
            broken.add(new Cause(
                    "release",
                    Cause.RELEASE_MISSING,
                    "未保存发布版本 " + release + "。",
                    "The release (" + release + ") is not kept here."));
            return new Replay(DIFFERS, broken, null, release, then, null);
        }
        RuntimeException failure = null;
        Decision now;
        try {
            now = engine.get().decide(stored.caseFile());
        } catch (RuntimeException e) {
            failure = e;
            now = FailedEvaluation.of(e);
        }
        byte[] replayed = CanonicalDecision.bytes(stored.caseFile(), now, stored.release());
        Verdict verdict = Verdict.of(row.canonical(), replayed);
        String replayHash = release.equals(stored.release())
                ? hash(replayed)
                : CanonicalDecision.hash(stored.caseFile(), now, release);
        List<Cause> causes = new ArrayList<>(broken);
        if (!(verdict instanceof Verdict.Identical)) {
            causes.addAll(differences(row, stored, verdict, now, failure, broken.isEmpty() && other == null));
        }
        return new Replay(broken.isEmpty() ? verdict.code() : DIFFERS, causes, replayHash, release, then, now);
    }

    /** The short way, for what comes out the same: the decision in the record is compared as bytes and never read. */
    private Optional<Replay> sameBytes(StoredDecision row, Session session) {
        CanonicalDecision.Stored asked = CaseFiles.read(row.canonical()).orElse(null);
        if (asked == null) {
            return Optional.empty();
        }
        Decision now;
        try {
            DecisionEngine engine = session.engine(asked.release()).orElse(null);
            if (engine == null) {
                return Optional.empty();
            }
            now = engine.decide(asked.caseFile());
        } catch (RuntimeException e) {
            return Optional.empty();
        }
        if (!Arrays.equals(CanonicalDecision.bytes(asked.caseFile(), now, asked.release()), row.canonical())) {
            return Optional.empty();
        }
        List<Cause> broken = new ArrayList<>();
        columns(row, new CanonicalDecision.Stored(asked.caseFile(), now, asked.release()), broken);
        String verdict = broken.isEmpty() ? new Verdict.Identical().code() : DIFFERS;
        return Optional.of(new Replay(verdict, broken, row.decisionHash(), asked.release(), now, now));
    }

    private static List<Cause> differences(
            StoredDecision row,
            CanonicalDecision.Stored stored,
            Verdict verdict,
            Decision now,
            @Nullable RuntimeException failure,
            boolean sameRelease) {
        List<Cause> causes = new ArrayList<>();
        Decision then = stored.decision();
        if (failure != null) {
            String name = failure.getClass().getSimpleName();
            causes.add(new Cause(
                    "decision", Cause.FAILS_NOW, "复算未能完成计算(" + name + ")。", "Deciding again failed (" + name + ")."));
        } else if (FailedEvaluation.is(then)) {
            causes.add(new Cause(
                    "decision",
                    Cause.FAILED_THEN,
                    "当时计算失败,未作出实质答复;现在可以算出。",
                    "The evaluation failed then and gave no answer of its own; now it gives one."));
        }
        if (sameRelease) {
            String versions = row.engine() + " → " + DecisionEngine.VERSION;
            causes.add(
                    row.engine().equals(DecisionEngine.VERSION)
                            ? new Cause(
                                    "engine",
                                    Cause.ENGINE,
                                    "规则和目录与当时逐字节相同,差异出自引擎:版本号同为 " + row.engine() + ",程序却不同。",
                                    "Rules and catalogue are those of then to the byte, so that the engine differs: both are called "
                                            + row.engine() + ", but the program is another.")
                            : new Cause(
                                    "engine",
                                    Cause.ENGINE,
                                    "引擎版本不同:" + versions + "。",
                                    "Another version of the engine: " + versions + "."));
        }
        List<String> differing = verdict instanceof Verdict.SameMeasures same
                ? same.causes()
                : verdict instanceof Verdict.Differs differs ? differs.causes() : List.of();
        causes.addAll(Causes.of(differing, then, now));
        return causes;
    }

    /** What the record's own hashes give away. */
    private static List<Cause> broken(StoredDecision row) {
        List<Cause> broken = new ArrayList<>();
        if (!hash(row.canonical()).equals(row.decisionHash())) {
            broken.add(new Cause(
                    "canonical",
                    Cause.RECORD_ALTERED,
                    "留痕内容与其 decisionHash 不符:记录已被改动。",
                    "The canonical bytes do not give their decisionHash: the record was altered."));
        }
        if (!row.recomputedRecordHash().equals(row.recordHash())) {
            broken.add(
                    new Cause(
                            "envelope",
                            Cause.RECORD_ALTERED,
                            "信封(部门、经办人、用途、时间、密文)与其 recordHash 不符:记录已被改动。",
                            "The envelope (department, officer, purpose, time, ciphertext) does not give its recordHash: the record was altered."));
        }
        return broken;
    }

    /** Columns that repeat what the canonical bytes say. */
    private static void columns(StoredDecision row, CanonicalDecision.Stored stored, List<Cause> broken) {
        column("outcome", row.outcome(), stored.decision().outcome().code(), broken);
        column("context", row.context(), stored.caseFile().context(), broken);
        column("matter", row.matter(), stored.caseFile().matter(), broken);
        column("as_of", row.asOf().toString(), stored.caseFile().asOf().toString(), broken);
    }

    private static void column(String name, @Nullable String column, @Nullable String recorded, List<Cause> broken) {
        if (!Objects.equals(column, recorded)) {
            broken.add(new Cause(
                    name,
                    Cause.RECORD_ALTERED,
                    "数据表的 " + name + " 列(" + column + ")与留痕(" + recorded + ")不符:记录已被改动。",
                    "The column " + name + " (" + column + ") is not what the record says (" + recorded
                            + "): it was altered."));
        }
    }

    private boolean erased(StoredDecision row) {
        try {
            vault.open(row.personal(), ("decision:" + row.id()).getBytes(StandardCharsets.UTF_8));
            return false;
        } catch (SubjectVault.UnreadableException e) {
            return true;
        }
    }

    static String hash(byte[] bytes) {
        return SHA_256.with(digest -> "sha256:" + HexFormat.of().formatHex(digest.digest(bytes)));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256.", e);
        }
    }
}
