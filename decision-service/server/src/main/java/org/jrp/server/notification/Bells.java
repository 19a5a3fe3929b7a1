package org.jrp.server.notification;

import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** What the threads of the delivery wait for, within this node (通知唤醒). Nothing is lost when one is not heard: all of them look by themselves each second. */
@Component
final class Bells {

    private final Bell told = new Bell();
    private final Bell placed = new Bell();

    /** One object: a transaction that tells a thousand times keeps it once. */
    private final TransactionSynchronization ringing = new TransactionSynchronization() {
        @Override
        public void afterCommit() {
            told.ring();
        }
    };

    /** Rung when there are messages without a position. */
    Bell told() {
        return told;
    }

    /** Rung when there are messages to be delivered. */
    Bell placed() {
        return placed;
    }

    /** Rings when the transaction that put messages into the outbox has committed. */
    void tellAfterCommit() {
        if (TransactionSynchronizationManager.isSynchronizationActive()) {
            TransactionSynchronizationManager.registerSynchronization(ringing);
        } else {
            told.ring();
        }
    }
}
