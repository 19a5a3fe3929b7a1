package org.jrp.server.impact;

import org.jrp.decision.CaseFile;
import org.jrp.decision.DecisionEngine;
import org.jrp.decision.InvalidQuestionException;

/** Times full decisions of a few cases under both releases, each warm (决定用时). For one thread. */
final class Timing {

    private static final int MOST = 500;

    private final DecisionEngine before;
    private final DecisionEngine after;
    private int taken;
    private long measured;
    private long beforeNanos;
    private long afterNanos;

    Timing(DecisionEngine before, DecisionEngine after) {
        this.before = before;
        this.after = after;
    }

    /** Times that case, unless enough were timed already, or one of the two cannot answer it. */
    void take(CaseFile file) {
        if (taken >= MOST) {
            return;
        }
        taken++;
        try {
            before.decide(file);
            after.decide(file);
            long begun = System.nanoTime();
            before.decide(file);
            long between = System.nanoTime();
            after.decide(file);
            afterNanos += System.nanoTime() - between;
            beforeNanos += between - begun;
            measured++;
        } catch (InvalidQuestionException e) {
            taken--;
        }
    }

    long measured() {
        return measured;
    }

    long beforeNanos() {
        return beforeNanos;
    }

    long afterNanos() {
        return afterNanos;
    }

    /** What was counted so far is written. */
    void written() {
        measured = 0;
        beforeNanos = 0;
        afterNanos = 0;
    }
}
