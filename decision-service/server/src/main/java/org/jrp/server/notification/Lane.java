package org.jrp.server.notification;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/**
 * Brings a receiver its messages in order (投递). One step: take the lane, read, call, move on; what is not moved on is sent again, so that a node
 * that dies at any moment loses nothing. What the receiver refuses is halved until one message remains; that one is put aside when
 * it was refused often enough, and those about the same subject that come later are put aside behind it.
 */
@Component
class Lane {

    private static final Logger log = LoggerFactory.getLogger(Lane.class);
    private static final int SMALLEST_STATUS_REFUSED = 400;
    private static final int SMALLEST_STATUS_FAILED = 500;
    private static final Duration LONGEST_RETRY_AFTER = Duration.ofHours(1);
    private static final int MOST_DOUBLINGS = 20;
    private static final String STORE = "store";

    private final LaneStore store;
    private final Messages messages;
    private final Receiver receiver;
    private final NotificationMetrics metrics;
    private final WebhookProperties properties;

    Lane(
            LaneStore store,
            Messages messages,
            Receiver receiver,
            NotificationMetrics metrics,
            WebhookProperties properties) {
        this.store = store;
        this.messages = messages;
        this.receiver = receiver;
        this.metrics = metrics;
        this.properties = properties;
    }

    /**
     * One call, or what takes its place.
     *
     * @param aside messages to be put aside behind others of their subject
     * @param upTo the lane's position when it is done
     * @param again whether the messages were put aside before
     */
    private record Step(List<LaneStore.Queued> sent, List<Messages.Message> aside, long upTo, boolean again) {}

    /** Works until nothing is left to do, the receiver fails, or the thread is interrupted. */
    void run(UUID webhook, String node) throws InterruptedException {
        int size = 0;
        while (!Thread.currentThread().isInterrupted()) {
            Optional<LaneStore.Turn> taken = store.take(webhook, node, properties.lease());
            if (taken.isEmpty()) {
                return;
            }
            LaneStore.Turn turn = taken.get();
            size = size == 0 ? firstSize(turn) : size;
            Optional<Step> step = step(turn, size);
            if (step.isEmpty()) {
                store.release(webhook, node);
                return;
            }
            size = done(turn, step.get(), size);
            if (size == 0) {
                return;
            }
        }
    }

    /** After a refusal the one that was refused alone; after failures fewer and fewer. */
    private int firstSize(LaneStore.Turn turn) {
        if (refused(turn.lastStatus()) && turn.attempts() > 0) {
            return 1;
        }
        return Math.max(1, properties.batch() >> Math.min(turn.attempts(), MOST_DOUBLINGS));
    }

    private Optional<Step> step(LaneStore.Turn turn, int size) {
        if (turn.heldDue()) {
            List<LaneStore.Queued> due = store.heldDue(turn, size, properties.longestAge());
            if (!due.isEmpty()) {
                return Optional.of(new Step(due, List.of(), turn.position(), true));
            }
        }
        List<LaneStore.Queued> sent = new ArrayList<>();
        List<Messages.Message> aside = new ArrayList<>();
        long upTo = turn.position();
        for (LaneStore.Queued queued : store.next(turn, properties.batch(), properties.longestAge())) {
            if (turn.wants(queued.message())) {
                if (queued.blocked()) {
                    aside.add(queued.message());
                } else {
                    sent.add(queued);
                }
            }
            upTo = queued.message().position();
            if (sent.size() == size) {
                break;
            }
        }
        return upTo == turn.position() ? Optional.empty() : Optional.of(new Step(sent, aside, upTo, false));
    }

    /** How many messages to send next; 0 when the lane is given up for now. */
    private int done(LaneStore.Turn turn, Step step, int size) throws InterruptedException {
        if (step.sent().isEmpty()) {
            return store.settle(turn, step.upTo(), 0, null, () -> putAside(turn, step.aside())) ? size : 0;
        }
        List<byte[]> bodies = new ArrayList<>();
        for (LaneStore.Queued queued : step.sent()) {
            try {
                bodies.add(messages.bytes(queued.message()));
            } catch (DataAccessException e) {
                return failed(turn, step, Receiver.Outcome.failed(STORE));
            } catch (RuntimeException e) {
                log.error("The message {} cannot be written.", queued.message().id(), e);
                if (bodies.isEmpty() && step.sent().size() == 1) {
                    return refused(turn, step, Receiver.Outcome.failed("not-written"), size);
                }
                return Math.max(1, bodies.size());
            }
        }
        Receiver.Outcome outcome = receiver.send(turn.webhook(), turn.url(), turn.secret(), bodies);
        return switch (outcome.result()) {
            case TAKEN -> taken(turn, step, outcome, size);
            case FAILED -> failed(turn, step, outcome);
            case REFUSED -> refused(turn, step, outcome, size);
            case GONE -> {
                metrics.failed();
                store.gone(turn, outcome);
                log.warn("The receiver {} wants no more messages; its webhook has ended.", turn.webhook());
                yield 0;
            }
        };
    }

    private int taken(LaneStore.Turn turn, Step step, Receiver.Outcome outcome, int size) {
        int count = step.sent().size();
        boolean settled = store.settle(turn, step.upTo(), count, outcome.status(), () -> {
            if (step.again()) {
                store.taken(
                        turn,
                        step.sent().stream().map(LaneStore.Queued::message).toList());
            }
            putAside(turn, step.aside());
        });
        if (!settled) {
            return 0;
        }
        metrics.delivered(count);
        return Math.min(properties.batch(), 2 * size);
    }

    private int refused(LaneStore.Turn turn, Step step, Receiver.Outcome outcome, int size) {
        metrics.failed();
        int count = step.sent().size();
        if (count > 1) {
            return Math.max(1, count / 2);
        }
        int attempts = refused(turn.lastStatus()) || outcome.status() == null ? turn.attempts() + 1 : 1;
        if (attempts < properties.attempts()) {
            store.failed(turn, attempts, outcome, pause(attempts, outcome.retryAfter()));
            return 0;
        }
        Messages.Message dead = step.sent().get(0).message();
        log.warn(
                "The receiver {} refused the message {} ({}): it is put aside.",
                turn.webhook(),
                dead.id(),
                outcome.error());
        boolean settled = store.settle(turn, step.upTo(), 0, outcome.status(), () -> {
            putAside(turn, step.aside());
            if (step.again()) {
                store.deadAgain(turn, dead, attempts, outcome);
            } else {
                store.putAside(turn, dead, "dead", attempts, outcome);
            }
        });
        return settled ? size : 0;
    }

    /** The receiver, not a message, is at fault: all wait, but for those that have waited too long. */
    private int failed(LaneStore.Turn turn, Step step, Receiver.Outcome outcome) {
        metrics.failed();
        int attempts = refused(turn.lastStatus()) ? 1 : turn.attempts() + 1;
        LaneStore.Turn now = turn;
        if (step.again()) {
            if (attempts >= properties.attempts()) {
                step.sent().stream()
                        .filter(LaneStore.Queued::old)
                        .forEach(queued -> store.deadAgain(turn, queued.message(), attempts, outcome));
            }
        } else {
            now = tooOld(turn, outcome, attempts);
        }
        store.failed(now, attempts, outcome, pause(attempts, outcome.retryAfter()));
        return 0;
    }

    private LaneStore.Turn tooOld(LaneStore.Turn turn, Receiver.Outcome outcome, int attempts) {
        List<LaneStore.Queued> old = new ArrayList<>();
        for (LaneStore.Queued queued : store.next(turn, properties.batch(), properties.longestAge())) {
            if (!queued.old()) {
                break;
            }
            old.add(queued);
        }
        if (old.isEmpty()) {
            return turn;
        }
        log.warn(
                "The receiver {} took nothing for {}: messages are put aside.",
                turn.webhook(),
                properties.longestAge());
        store.settle(turn, old.get(old.size() - 1).message().position(), 0, outcome.status(), () -> {
            for (LaneStore.Queued queued : old) {
                if (turn.wants(queued.message())) {
                    store.putAside(turn, queued.message(), queued.blocked() ? "held" : "dead", attempts, outcome);
                }
            }
        });
        return turn;
    }

    private void putAside(LaneStore.Turn turn, List<Messages.Message> behind) {
        behind.forEach(message -> store.putAside(turn, message, "held", 0, null));
    }

    /** Doubling, with a fifth more or less by chance, so that receivers do not come all at once. */
    private Duration pause(int attempts, @Nullable Duration retryAfter) {
        long millis = properties.firstPause().toMillis() << Math.min(attempts - 1, MOST_DOUBLINGS);
        long most = Math.min(millis, properties.longestPause().toMillis());
        Duration pause = Duration.ofMillis(ThreadLocalRandom.current().nextLong(most * 4 / 5, most * 6 / 5 + 1));
        if (retryAfter == null || retryAfter.compareTo(pause) < 0) {
            return pause;
        }
        return retryAfter.compareTo(LONGEST_RETRY_AFTER) < 0 ? retryAfter : LONGEST_RETRY_AFTER;
    }

    private static boolean refused(@Nullable Integer status) {
        return status != null
                && status >= SMALLEST_STATUS_REFUSED
                && status < SMALLEST_STATUS_FAILED
                && status != 408
                && status != 429;
    }
}
