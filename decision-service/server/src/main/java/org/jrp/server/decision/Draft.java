package org.jrp.server.decision;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jrp.catalogue.Effect;
import org.jrp.decision.Applied;
import org.jrp.decision.Decision;
import org.jspecify.annotations.Nullable;

/**
 * A decision about to be recorded (待留痕的决定), and what must still hold when it is.
 *
 * @param exemptions those that the answer shows, as JSON; null for none
 * @param duties reports that the answer makes the asking department owe
 * @param facts the facts it rests on; each must still have its number of rows
 * @param epochs the counters under which it was decided; each must still stand there
 * @param key under which it is to be repeated; null where the caller gave none
 */
record Draft(
        UUID id,
        byte[] subject,
        String department,
        String credential,
        @Nullable String officer,
        String purpose,
        String context,
        @Nullable String matter,
        String outcome,
        LocalDate asOf,
        Instant decidedAt,
        String engine,
        byte[] decisionHash,
        byte[] recordHash,
        byte[] canonical,
        byte[] personal,
        byte @Nullable [] exemptions,
        List<Duty> duties,
        List<Facts> facts,
        Epochs epochs,
        @Nullable IdempotencyKey key) {

    /** A report owed on a measure of the decision, for one entry (应反馈事项). */
    record Duty(String measure, String entryId, boolean rightsReducing, LocalDate due) {

        /** What the department owes that was told to carry measures out; what others decide for themselves it need not report. */
        static List<Duty> of(Decision decision, String department) {
            List<Duty> duties = new ArrayList<>();
            for (Applied measure : decision.measures()) {
                if (measure.departments().contains(department) && measure.effect() != Effect.INFORM) {
                    for (String entryId : measure.triggeredBy()) {
                        duties.add(new Duty(measure.code(), entryId, measure.rightsReducing(), measure.feedbackDue()));
                    }
                }
            }
            return duties;
        }
    }

    /** The counters of the one-row table {@code epoch}. */
    record Epochs(long sources, long access, long release) {}

    /**
     * What a caller repeats a write by.
     *
     * @param body keyed hash of the body that came with it
     */
    record IdempotencyKey(String caller, String key, byte[] body) {

        boolean sameKey(IdempotencyKey other) {
            return key.equals(other.key) && caller.equals(other.caller);
        }
    }

    /** The same, with those exemptions. */
    Draft showing(byte @Nullable [] shown) {
        return new Draft(
                id,
                subject,
                department,
                credential,
                officer,
                purpose,
                context,
                matter,
                outcome,
                asOf,
                decidedAt,
                engine,
                decisionHash,
                recordHash,
                canonical,
                personal,
                shown,
                duties,
                facts,
                epochs,
                key);
    }

    /** Rough size of the row in bytes, to bound what is written together. */
    int size() {
        return canonical.length + personal.length + 512;
    }
}
