package org.jrp.server.publication;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jrp.decision.CaseFile;
import org.jrp.decision.DecisionEngine;
import org.jrp.decision.InvalidQuestionException;
import org.jrp.release.Release;

/**
 * Holds the decision time of a candidate against that of the active release (用时比对). Both decide the same cases in short turns, so that
 * whatever else the machine does falls on both; what counts is the processor time of this thread. A candidate that looks too slow is
 * measured again, three times in all, before it is refused.
 */
final class SpeedGate {

    /** The candidate may take so long for each thousand of the active release. */
    static final int MOST = 1_100;

    private static final int ATTEMPTS = 3;
    private static final int ROUNDS = 7;
    private static final int TURN = 20;
    private static final int MOST_FRESH = 300;
    private static final int KNOWN_PASSES = 6;
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

    /** Measures a candidate; cases that one of the two refuses are left out. */
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
        return new CheckReport.Speed(fresh.median(), known.median(), fresh.rounds() + known.rounds());
    }

    /** Whether it is too slow. */
    static boolean refuses(CheckReport.Speed speed) {
        return speed.fresh() > MOST || speed.known() > MOST;
    }

    /**
     * The least of the medians that were found, in thousandths.
     *
     * @param rounds how many were run
     */
    record Ratio(int median, int rounds) {}

    /** Candidate to active; 1 where there is nothing to decide. */
    Ratio ratio(Consumer<CaseFile> candidate, Consumer<CaseFile> active, List<CaseFile> cases) {
        if (cases.isEmpty()) {
            return new Ratio(1_000, 0);
        }
        for (int i = 0; i < WARM_PASSES; i++) {
            round(candidate, active, cases, i);
        }
        int least = Integer.MAX_VALUE;
        int rounds = 0;
        for (int attempt = 0; attempt < ATTEMPTS && least > MOST; attempt++) {
            List<Integer> found = new ArrayList<>();
            for (int i = 0; i < ROUNDS; i++) {
                found.add(round(candidate, active, cases, i));
            }
            rounds += ROUNDS;
            Collections.sort(found);
            least = Math.min(least, found.get(ROUNDS / 2));
        }
        return new Ratio(least, rounds);
    }

    private int round(Consumer<CaseFile> candidate, Consumer<CaseFile> active, List<CaseFile> cases, int number) {
        long ofCandidate = 0;
        long ofActive = 0;
        for (int from = 0; from < cases.size(); from += TURN) {
            List<CaseFile> turn = cases.subList(from, Math.min(from + TURN, cases.size()));
            if ((from / TURN + number) % 2 == 0) {
                ofCandidate += time(candidate, turn);
                ofActive += time(active, turn);
            } else {
                ofActive += time(active, turn);
                ofCandidate += time(candidate, turn);
            }
        }
        return ofActive == 0 ? 1_000 : (int) Math.min(Integer.MAX_VALUE, Math.round(1_000.0 * ofCandidate / ofActive));
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
