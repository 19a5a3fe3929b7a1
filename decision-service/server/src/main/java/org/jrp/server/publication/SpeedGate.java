package org.jrp.server.publication;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jrp.decision.CaseFile;
import org.jrp.decision.DecisionEngine;
import org.jrp.decision.InvalidQuestionException;
import org.jrp.release.Release;

/**
 * Holds the decision time of a candidate against that of the active release (用时比对). Both decide the same cases in short turns, so that
 * whatever else the machine does falls on both; what counts is the least processor time of each turn. A candidate that looks too slow is
 * measured again, three times in all, before it is refused.
 */
final class SpeedGate {

    /** The candidate may take so long for each thousand of the active release. */
    static final int MOST = 1_100;

    private static final int SAME = 1_000;
    private static final int ATTEMPTS = 3;
    private static final int ROUNDS = 7;
    private static final int TURN = 20;
    private static final int MOST_FRESH = 300;
    private static final int KNOWN_PASSES = 2;
    private static final int WARM_PASSES = 3;

    private final LongSupplier clock;

    SpeedGate(LongSupplier clock) {
        this.clock = clock;
    }

    /** One that reads the processor time of the calling thread, or the time where the platform has none. */
    static SpeedGate byProcessorTime() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        return new SpeedGate(
                threads.isCurrentThreadCpuTimeSupported() ? threads::getCurrentThreadCpuTime : System::nanoTime);
    }

    /** Measures a candidate against the active release, both compiled anew; cases that one of the two refuses are left out. */
    CheckReport.Speed measure(Release candidate, Release active, List<CaseFile> cases) {
        DecisionEngine candidateFresh = DecisionEngine.withoutMemo(candidate);
        DecisionEngine activeFresh = DecisionEngine.withoutMemo(active);
        DecisionEngine candidateKnown = DecisionEngine.of(candidate);
        DecisionEngine activeKnown = DecisionEngine.of(active);
        List<CaseFile> both = cases.stream()
                .filter(one -> decides(candidateKnown, one) && decides(activeKnown, one))
                .toList();
        List<CaseFile> some = new ArrayList<>();
        int step = Math.max(1, both.size() / MOST_FRESH);
        for (int i = 0; i < both.size(); i += step) {
            some.add(both.get(i));
        }
        List<CaseFile> often = new ArrayList<>();
        for (int i = 0; i < KNOWN_PASSES; i++) {
            often.addAll(both);
        }
        Ratio fresh = ratio(candidateFresh::decide, activeFresh::decide, some);
        Ratio known = ratio(candidateKnown::decide, activeKnown::decide, often);
        return new CheckReport.Speed(fresh.thousandths(), known.thousandths(), fresh.rounds() + known.rounds());
    }

    /** Whether it is too slow. */
    static boolean refuses(CheckReport.Speed speed) {
        return speed.fresh() > MOST || speed.known() > MOST;
    }

    /**
     * Candidate to active, in thousandths.
     *
     * @param rounds how many were run
     */
    record Ratio(int thousandths, int rounds) {}

    /** Candidate to active; the same where there is nothing to decide. Of every turn the least time of all rounds counts. */
    Ratio ratio(Consumer<CaseFile> candidate, Consumer<CaseFile> active, List<CaseFile> cases) {
        List<List<CaseFile>> turns = new ArrayList<>();
        for (int from = 0; from < cases.size(); from += TURN) {
            turns.add(cases.subList(from, Math.min(from + TURN, cases.size())));
        }
        if (turns.isEmpty()) {
            return new Ratio(SAME, 0);
        }
        for (int i = 0; i < WARM_PASSES; i++) {
            round(candidate, active, turns, i, new long[turns.size()], new long[turns.size()]);
        }
        long[] ofCandidate = new long[turns.size()];
        long[] ofActive = new long[turns.size()];
        Arrays.fill(ofCandidate, Long.MAX_VALUE);
        Arrays.fill(ofActive, Long.MAX_VALUE);
        int rounds = 0;
        int thousandths = Integer.MAX_VALUE;
        for (int attempt = 0; attempt < ATTEMPTS && thousandths > MOST; attempt++) {
            for (int i = 0; i < ROUNDS; i++) {
                round(candidate, active, turns, i, ofCandidate, ofActive);
            }
            rounds += ROUNDS;
            long whole = Arrays.stream(ofActive).sum();
            thousandths = whole == 0
                    ? SAME
                    : (int) Math.min(
                            Integer.MAX_VALUE,
                            Math.round(1_000.0 * Arrays.stream(ofCandidate).sum() / whole));
        }
        return new Ratio(thousandths, rounds);
    }

    private void round(
            Consumer<CaseFile> candidate,
            Consumer<CaseFile> active,
            List<List<CaseFile>> turns,
            int number,
            long[] ofCandidate,
            long[] ofActive) {
        for (int i = 0; i < turns.size(); i++) {
            boolean candidateFirst = (i + number) % 2 == 0;
            if (candidateFirst) {
                ofCandidate[i] = Math.min(ofCandidate[i], time(candidate, turns.get(i)));
            }
            ofActive[i] = Math.min(ofActive[i], time(active, turns.get(i)));
            if (!candidateFirst) {
                ofCandidate[i] = Math.min(ofCandidate[i], time(candidate, turns.get(i)));
            }
        }
    }

    private long time(Consumer<CaseFile> engine, List<CaseFile> turn) {
        long start = clock.getAsLong();
        turn.forEach(engine);
        return clock.getAsLong() - start;
    }

    private static boolean decides(DecisionEngine engine, CaseFile file) {
        try {
            engine.decide(file);
            return true;
        } catch (InvalidQuestionException e) {
            return false;
        }
    }
}
