package org.jrp.server.notification;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jrp.catalogue.Text;
import org.jrp.json.JsonWriter;
import org.jrp.server.access.AccessLog;
import org.jrp.server.access.Caller;
import org.jrp.server.problem.ProblemException;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/** Tries a receiver with one message that is about nothing (回调测试). */
@Service
class Trial {

    private static final int AT_ONCE = 8;
    private static final Duration SOON = Duration.ofSeconds(5);

    private final Webhooks webhooks;
    private final Receiver receiver;
    private final AccessLog log;
    private final Semaphore room = new Semaphore(AT_ONCE);

    Trial(Webhooks webhooks, Receiver receiver, AccessLog log) {
        this.webhooks = webhooks;
        this.receiver = receiver;
        this.log = log;
    }

    /**
     * What the receiver did.
     *
     * @param taken whether it answered 2xx
     * @param status null where none came
     * @param error null where it was taken
     */
    record Tried(
            boolean taken,
            @Nullable Integer status,
            long durationMillis,
            @Nullable String error) {}

    Tried run(Caller caller, Webhook webhook, Instant now) {
        if (!room.tryAcquire()) {
            throw ProblemException.later(
                    429,
                    "too-many-requests",
                    new Text("测试调用过多,请稍后再试。", "Too many receivers are being tried; try again soon."),
                    SOON);
        }
        try {
            long begun = System.nanoTime();
            Receiver.Outcome outcome = receiver.send(
                    webhook.id(), webhook.url(), webhooks.secret(webhook), List.of(message(webhook, now)));
            long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
            boolean taken = outcome.result() == Receiver.Result.TAKEN;
            log.record(caller, "webhook-test", null, webhook.id().toString(), null, taken ? "taken" : "not-taken");
            return new Tried(taken, outcome.status(), millis, outcome.error());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw ProblemException.later(503, "stopping", new Text("服务正在停止。", "The service is stopping."), SOON);
        } finally {
            room.release();
        }
    }

    /** With id and position 0, which no other message has. */
    private static byte[] message(Webhook webhook, Instant now) {
        return new JsonWriter()
                .object()
                .field("id", 0)
                .field("position", 0)
                .field("kind", NotificationKind.TEST.code())
                .field("at", now.toString())
                .field("department", webhook.department())
                .field("subject", (String) null)
                .endObject()
                .toBytes();
    }
}
