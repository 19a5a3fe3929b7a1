package org.jrp.server.notification;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jrp.server.access.Rows;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * How far each receiver is (投递进度), in the database. A node that works on a lane has it for a time, and each of its steps counts only while it still
 * has it. Times are the database's: the clocks of the nodes need not agree.
 */
@Component
class LaneStore {

    private static final double MILLIS = 1_000.0;
    private static final String MINE = " where webhook = :webhook and leased_by = :node";

    private final JdbcClient jdbc;
    private final TransactionOperations transaction;

    LaneStore(JdbcClient jdbc, TransactionOperations transaction) {
        this.jdbc = jdbc;
        this.transaction = transaction;
    }

    /**
     * A lane that this node has.
     *
     * @param kinds empty for all
     * @param heldDue whether messages that were held may go on
     */
    record Turn(
            UUID webhook,
            String node,
            String department,
            String url,
            byte[] secret,
            Set<String> kinds,
            long position,
            int attempts,
            @Nullable Integer lastStatus,
            boolean heldDue) {

        boolean wants(Messages.Message message) {
            return kinds.isEmpty() || kinds.contains(message.kind());
        }
    }

    /** A message in a lane. */
    record Queued(Messages.Message message, boolean blocked, boolean old) {}

    /** Lanes with something to do that no other node has. */
    List<UUID> due(String node) {
        return jdbc.sql("""
                        select l.webhook from webhook_lane l join webhook w on w.id = l.webhook
                        where w.ended_at is null and l.next_attempt_at <= clock_timestamp()
                            and (l.leased_by is null or l.leased_by = :node or l.leased_until < clock_timestamp())
                            and (l.held_due or exists (
                                select from notification n where n.department = w.department and n.position > l.position))
                        """).param("node", node).query(UUID.class).list();
    }

    /** Takes the lane, or goes on having it; empty when another node has it, it waits, or its webhook has ended. */
    Optional<Turn> take(UUID webhook, String node, Duration lease) {
        return jdbc.sql("""
                        update webhook_lane l set leased_by = :node,
                            leased_until = clock_timestamp() + make_interval(secs => :lease)
                        from webhook w
                        where l.webhook = :webhook and w.id = l.webhook and w.ended_at is null
                            and l.next_attempt_at <= clock_timestamp()
                            and (l.leased_by is null or l.leased_by = :node or l.leased_until < clock_timestamp())
                        returning w.department, w.url, w.secret, w.kinds, l.position, l.attempts, l.last_status, l.held_due
                        """)
                .param("node", node)
                .param("lease", seconds(lease))
                .param("webhook", webhook)
                .query((rs, row) -> new Turn(
                        webhook,
                        node,
                        rs.getString("department"),
                        rs.getString("url"),
                        rs.getBytes("secret"),
                        Set.copyOf(Rows.texts(rs, "kinds")),
                        rs.getLong("position"),
                        rs.getInt("attempts"),
                        rs.getObject("last_status", Integer.class),
                        rs.getBoolean("held_due")))
                .optional();
    }

    /** Gives back the lane. */
    void release(UUID webhook, String node) {
        jdbc.sql("update webhook_lane set leased_by = null, leased_until = null" + MINE)
                .param("webhook", webhook)
                .param("node", node)
                .update();
    }

    /** Gives back all lanes of a node that stops. */
    void releaseAll(String node) {
        jdbc.sql("update webhook_lane set leased_by = null, leased_until = null where leased_by = ?")
                .param(node)
                .update();
    }

    /** The next messages of the department, wanted or not. */
    List<Queued> next(Turn turn, int limit, Duration age) {
        return jdbc.sql("select " + Messages.Message.COLUMNS + """
                        , n.subject is not null and exists (
                            select from dead_letter d where d.webhook = :webhook and d.subject = n.subject
                                and d.state in ('dead', 'held')) as blocked,
                        n.recorded_at < clock_timestamp() - make_interval(secs => :age) as old
                        from notification n where n.department = :department and n.position > :position
                        order by n.position limit :limit
                        """)
                .param("webhook", turn.webhook())
                .param("age", seconds(age))
                .param("department", turn.department())
                .param("position", turn.position())
                .param("limit", limit)
                .query((rs, row) ->
                        new Queued(Messages.Message.read(rs), rs.getBoolean("blocked"), rs.getBoolean("old")))
                .list();
    }

    /** Messages put aside that no dead one of their subject stands before any more, in order. Without any, the lane is told so. */
    List<Queued> heldDue(Turn turn, int limit, Duration age) {
        return transaction.execute(status -> {
            // Whoever lets held messages go on changes this row first.
            jdbc.sql("select webhook from webhook_lane where webhook = ? for update")
                    .param(turn.webhook())
                    .query(UUID.class)
                    .single();
            List<Queued> due = jdbc.sql("select " + Messages.Message.COLUMNS + """
                            , n.recorded_at < clock_timestamp() - make_interval(secs => :age) as old
                            from dead_letter d join notification n on n.position = d.position
                            where d.webhook = :webhook and d.state = 'held' and not exists (
                                select from dead_letter e where e.webhook = d.webhook and e.subject = d.subject
                                    and e.state = 'dead' and e.position < d.position)
                            order by d.position limit :limit
                            """)
                    .param("age", seconds(age))
                    .param("webhook", turn.webhook())
                    .param("limit", limit)
                    .query((rs, row) -> new Queued(Messages.Message.read(rs), false, rs.getBoolean("old")))
                    .list();
            if (due.isEmpty()) {
                jdbc.sql("update webhook_lane set held_due = false where webhook = ?")
                        .param(turn.webhook())
                        .update();
            }
            return due;
        });
    }

    /**
     * Moves the lane on, past messages that were taken or put aside, in one transaction with the putting aside.
     *
     * @param taken how many messages the receiver took in this step
     * @return whether this node still had the lane
     */
    boolean settle(Turn turn, long upTo, int taken, @Nullable Integer status, Runnable aside) {
        return transaction.execute(transactionStatus -> {
            int moved = jdbc.sql("update webhook_lane set position = :upTo, delivered = delivered + :taken,"
                            + " attempts = 0, last_status = coalesce(:status, last_status), last_error = null,"
                            + " last_success_at = case when :taken > 0 then clock_timestamp() else last_success_at end"
                            + MINE + " and position = :position")
                    .param("upTo", upTo)
                    .param("taken", taken)
                    .param("status", status)
                    .param("webhook", turn.webhook())
                    .param("node", turn.node())
                    .param("position", turn.position())
                    .update();
            if (moved > 0) {
                aside.run();
            }
            return moved > 0;
        });
    }

    /** Puts a message aside. */
    void putAside(Turn turn, Messages.Message message, String state, int attempts, Receiver.@Nullable Outcome outcome) {
        jdbc.sql("""
                        insert into dead_letter (webhook, position, subject, state, attempts, last_status, last_error)
                        values (:webhook, :position, :subject, :state, :attempts, :status, :error)
                        on conflict (webhook, position) do nothing
                        """)
                .param("webhook", turn.webhook())
                .param("position", message.position())
                .param("subject", message.subject())
                .param("state", state)
                .param("attempts", attempts)
                .param("status", outcome == null ? null : outcome.status())
                .param("error", outcome == null ? null : outcome.error())
                .update();
    }

    /** Messages put aside were taken after all. */
    void taken(Turn turn, Collection<Messages.Message> messages) {
        jdbc.sql("update dead_letter set state = 'delivered', settled_at = clock_timestamp()"
                        + " where webhook = :webhook and state = 'held' and position in (:positions)")
                .param("webhook", turn.webhook())
                .param(
                        "positions",
                        messages.stream().map(Messages.Message::position).toList())
                .update();
    }

    /** A message that went on is dead again. */
    void deadAgain(Turn turn, Messages.Message message, int attempts, Receiver.Outcome outcome) {
        jdbc.sql("update dead_letter set state = 'dead', attempts = attempts + :attempts, last_status = :status,"
                        + " last_error = :error where webhook = :webhook and position = :position and state = 'held'")
                .param("attempts", attempts)
                .param("status", outcome.status())
                .param("error", outcome.error())
                .param("webhook", turn.webhook())
                .param("position", message.position())
                .update();
    }

    /** An attempt failed: the lane waits, and any node may make the next. */
    void failed(Turn turn, int attempts, Receiver.Outcome outcome, Duration pause) {
        jdbc.sql("update webhook_lane set attempts = :attempts, last_status = :status, last_error = :error,"
                        + " next_attempt_at = clock_timestamp() + make_interval(secs => :pause),"
                        + " leased_by = null, leased_until = null" + MINE)
                .param("attempts", attempts)
                .param("status", outcome.status())
                .param("error", outcome.error())
                .param("pause", seconds(pause))
                .param("webhook", turn.webhook())
                .param("node", turn.node())
                .update();
    }

    /** The receiver wants no more. */
    void gone(Turn turn, Receiver.Outcome outcome) {
        transaction.executeWithoutResult(status -> {
            jdbc.sql("update webhook set ended_at = clock_timestamp(), ended_by = 'receiver', end_reason = :error"
                            + " where id = :webhook and ended_at is null")
                    .param("error", outcome.error())
                    .param("webhook", turn.webhook())
                    .update();
            jdbc.sql("update webhook_lane set last_status = :status, last_error = :error, leased_by = null,"
                            + " leased_until = null" + MINE)
                    .param("status", outcome.status())
                    .param("error", outcome.error())
                    .param("webhook", turn.webhook())
                    .param("node", turn.node())
                    .update();
        });
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / MILLIS;
    }
}
