package org.jrp.server.notification;

import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Gives committed messages their positions (通知定序). One node at a time does it, and its transaction is over before the next begins:
 * whoever sees a position sees all those before it, however long other transactions take, and none comes to stand before it later.
 */
@Component
class Relay {

    static final int BATCH = 5_000;

    /** Nobody else in this database takes this lock. */
    private static final long LOCK = 0x4A52505F52454C41L;

    private final JdbcClient jdbc;
    private final TransactionOperations transaction;

    Relay(JdbcClient jdbc, TransactionOperations transaction) {
        this.jdbc = jdbc;
        this.transaction = transaction;
    }

    /** A message that has its place. */
    record Placed(long position, long id, String department, String kind) {}

    /** Places at most {@value #BATCH} messages, in the order in which they were put in; none while another node is at it. */
    List<Placed> place() {
        return transaction.execute(status -> {
            boolean alone = jdbc.sql("select pg_try_advisory_xact_lock(?)")
                    .param(LOCK)
                    .query(Boolean.class)
                    .single();
            if (!alone) {
                return List.<Placed>of();
            }
            return jdbc.sql("""
                            with last as (select coalesce(max(position), 0) as position from notification),
                            next as (
                                select id, row_number() over (order by id) as number
                                from (select id from notification where position is null order by id limit ?) as waiting)
                            update notification set position = last.position + next.number
                            from last, next where notification.id = next.id
                            returning notification.position, notification.id, department, kind
                            """)
                    .param(BATCH)
                    .query((rs, row) -> new Placed(
                            rs.getLong("position"), rs.getLong("id"), rs.getString("department"), rs.getString("kind")))
                    .list();
        });
    }
}
