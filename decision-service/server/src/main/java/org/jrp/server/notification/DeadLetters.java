package org.jrp.server.notification;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jrp.server.access.AccessLog;
import org.jrp.server.access.Caller;
import org.jrp.server.access.Rows;
import org.jrp.server.problem.ProblemException;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/** Messages that a receiver would not take, and what becomes of them (死信). */
@Service
class DeadLetters {

    private final JdbcClient jdbc;
    private final Messages messages;
    private final AccessLog log;

    DeadLetters(JdbcClient jdbc, Messages messages, AccessLog log) {
        this.jdbc = jdbc;
        this.messages = messages;
        this.log = log;
    }

    /**
     * A message put aside.
     *
     * @param state {@code dead}: refused; {@code held}: behind a dead one about the same subject, or to be tried again; then
     *     {@code delivered} or {@code discarded}
     * @param attempts how often it was refused
     * @param at when it was put into the outbox
     */
    record DeadLetter(
            long position,
            long id,
            String kind,
            String state,
            @Nullable String subject,
            Map<String, Object> refs,
            int attempts,
            @Nullable Integer lastStatus,
            @Nullable String lastError,
            Instant at,
            Instant recordedAt,
            @Nullable Instant settledAt,
            @Nullable String settledBy,
            @Nullable String settleReason) {}

    /** In order of position, those that are dead or held, or all. */
    List<DeadLetter> page(Webhook webhook, boolean all, long after, int limit) {
        return jdbc.sql("select " + Messages.Message.COLUMNS + """
                        , d.state, d.attempts, d.last_status, d.last_error, d.recorded_at as put_aside_at, d.settled_at,
                        d.settled_by, d.settle_reason
                        from dead_letter d join notification n on n.position = d.position
                        where d.webhook = :webhook and d.position > :after and (:all or d.state in ('dead', 'held'))
                        order by d.position limit :limit
                        """)
                .param("webhook", webhook.id())
                .param("after", after)
                .param("all", all)
                .param("limit", limit)
                .query((rs, row) -> {
                    Messages.Message message = Messages.Message.read(rs);
                    return new DeadLetter(
                            message.position(),
                            message.id(),
                            message.kind(),
                            rs.getString("state"),
                            messages.token(message.department(), message.subject()),
                            Messages.refs(message),
                            rs.getInt("attempts"),
                            rs.getObject("last_status", Integer.class),
                            rs.getString("last_error"),
                            message.at(),
                            Rows.instant(rs, "put_aside_at"),
                            Rows.maybeInstant(rs, "settled_at"),
                            rs.getString("settled_by"),
                            rs.getString("settle_reason"));
                })
                .list();
    }

    /** Lets all dead ones, and so those held behind them, be tried again, each subject's in order; how many were dead. */
    int retry(Caller caller, Webhook webhook) {
        goOn(webhook);
        int retried = jdbc.sql("update dead_letter set state = 'held' where webhook = ? and state = 'dead'")
                .param(webhook.id())
                .update();
        log.record(caller, "dead-letters-retry", null, webhook.id().toString(), null, "retried");
        return retried;
    }

    /** Gives one up; what it held back goes on. */
    DeadLetter discard(Caller caller, Webhook webhook, long position, @Nullable String reason) {
        String why = Webhooks.reason(reason);
        goOn(webhook);
        int discarded = jdbc.sql(
                        "update dead_letter set state = 'discarded', settled_at = clock_timestamp(), settled_by = ?,"
                                + " settle_reason = ? where webhook = ? and position = ? and state in ('dead', 'held')")
                .param(Webhooks.by(caller))
                .param(why)
                .param(webhook.id())
                .param(position)
                .update();
        if (discarded == 0) {
            throw ProblemException.of(
                    404, "unknown-dead-letter", "没有这条死信,或其已处理。", "There is no such dead letter, or it is settled.");
        }
        log.record(caller, "dead-letter-discard", null, webhook.id() + "/" + position, why, "discarded");
        return page(webhook, true, position - 1, 1).get(0);
    }

    /** Before the change, so that the lane, which looks under a lock on the same row, sees it when it sees this. */
    private void goOn(Webhook webhook) {
        jdbc.sql("update webhook_lane set held_due = true, next_attempt_at = clock_timestamp() where webhook = ?")
                .param(webhook.id())
                .update();
    }
}
