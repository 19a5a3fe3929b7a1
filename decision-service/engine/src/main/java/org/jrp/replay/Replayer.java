package org.jrp.replay;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import org.jrp.catalogue.InvalidFilesException;
import org.jrp.decision.Decision;
import org.jrp.record.ByteComparison;
import org.jrp.record.CanonicalDecision;
import org.jrp.record.DecisionRecord;
import org.jrp.record.FailedEvaluation;
import org.jrp.record.InvalidRecordException;
import org.jrp.record.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * Decides recorded cases again, from their records alone (复算): the case file in the canonical bytes, by the release they name. Nothing is
 * looked up about the subject. One thread.
 */
public final class Replayer {

    private static final String DIFFERS = "differs";
    private static final byte[] NOTHING = {};

    private final Engines engines;
    private final Predicate<Recorded> erased;
    private final ByteComparison comparison = new ByteComparison();

    /**
     * @param erased whether a record without canonical bytes was lawfully erased; otherwise it counts as altered
     */
    public Replayer(Engines engines, Predicate<Recorded> erased) {
        this.engines = engines;
        this.erased = erased;
    }

    /**
     * What a replay gave.
     *
     * @param verdict {@code identical}, {@code same-measures}, {@code differs} or {@code erased}
     * @param causes empty where it is identical or erased
     * @param replayHash of the decision made again; null where none was
     * @param release by which it was decided again; null where the record does not say
     * @param then what was recorded; null where it cannot be read
     * @param now what it comes to; null where it was not decided again
     */
    public record Replay(
            String verdict,
            List<Cause> causes,
            @Nullable String replayHash,
            @Nullable String release,
            @Nullable Decision then,
            @Nullable Decision now) {}

    /**
     * Replays one.
     *
     * @param other hash of the release to decide by; null for that of the record
     */
    public Replay replay(Recorded row, @Nullable String other) {
        if (row.canonical().length == 0 && erased.test(row)) {
            return new Replay(new Verdict.Erased().code(), List.of(), null, null, null, null);
        }
        List<Cause> broken = broken(row);
        if (broken.isEmpty()) {
            Optional<Replay> same = sameBytes(row, other);
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
        Optional<Engines.Decider> engine;
        try {
            engine = engines.find(release);
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
                    "没有发布版本 " + release + "。",
                    "The release (" + release + ") is not at hand."));
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
                ? CanonicalDecision.hash(replayed)
                : CanonicalDecision.hash(stored.caseFile(), now, release);
        List<Cause> causes = new ArrayList<>(broken);
        if (!(verdict instanceof Verdict.Identical)) {
            boolean sameRules = release.equals(stored.release());
            causes.addAll(differences(row, stored, verdict, now, failure, sameRules, broken.isEmpty()));
        }
        return new Replay(broken.isEmpty() ? verdict.code() : DIFFERS, causes, replayHash, release, then, now);
    }

    /** The short way, for what comes out the same: the decision in the record is compared as bytes and never read. */
    private Optional<Replay> sameBytes(Recorded row, @Nullable String other) {
        ByteComparison.Asked asked = comparison.asked(row.canonical()).orElse(null);
        if (asked == null) {
            return Optional.empty();
        }
        String release = other == null ? asked.release() : other;
        Decision now;
        try {
            Engines.Decider engine = engines.find(release).orElse(null);
            if (engine == null) {
                return Optional.empty();
            }
            now = engine.decide(asked.caseFile());
        } catch (RuntimeException e) {
            return Optional.empty();
        }
        if (!comparison.same(row.canonical(), asked, now)) {
            return Optional.empty();
        }
        List<Cause> broken = new ArrayList<>();
        columns(row, new CanonicalDecision.Stored(asked.caseFile(), now, asked.release()), broken);
        String verdict = broken.isEmpty() ? new Verdict.Identical().code() : DIFFERS;
        String replayHash = release.equals(asked.release())
                ? row.decisionHash()
                : CanonicalDecision.hash(asked.caseFile(), now, release);
        return Optional.of(new Replay(verdict, broken, replayHash, release, now, now));
    }

    private List<Cause> differences(
            Recorded row,
            CanonicalDecision.Stored stored,
            Verdict verdict,
            Decision now,
            @Nullable RuntimeException failure,
            boolean sameRules,
            boolean sound) {
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
        if (sameRules && sound) {
            String versions = row.engine() + " → " + engines.version();
            causes.add(
                    row.engine().equals(engines.version())
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
        for (Cause one : Causes.of(differing, then, now)) {
            causes.add(sameRules ? new Cause(one.path(), Cause.FOLLOWS, one.zh(), one.en()) : one);
        }
        return causes;
    }

    /** What the record's own hashes give away. */
    private static List<Cause> broken(Recorded row) {
        List<Cause> broken = new ArrayList<>();
        if (!CanonicalDecision.hash(row.canonical()).equals(row.decisionHash())) {
            broken.add(new Cause(
                    "canonical",
                    Cause.RECORD_ALTERED,
                    "留痕内容与其 decisionHash 不符:记录已被改动。",
                    "The canonical bytes do not give their decisionHash: the record was altered."));
        }
        if (!new DecisionRecord(row.envelope(), NOTHING, row.decisionHash())
                .recordHash()
                .equals(row.recordHash())) {
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
    private static void columns(Recorded row, CanonicalDecision.Stored stored, List<Cause> broken) {
        column("outcome", row.outcome(), stored.decision().outcome().code(), broken);
        column("context", row.context(), stored.caseFile().context(), broken);
        column("matter", row.matter(), stored.caseFile().matter(), broken);
        column("as_of", row.asOf(), stored.caseFile().asOf().toString(), broken);
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
}
