package org.jrp.server.figure;

import java.util.Objects;
import java.util.function.Function;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The one way in which figures reach the database (只读快照): a transaction that the database itself lets write nothing, and in which every
 * statement sees the same rows.
 */
@Component
final class Snapshot {

    private static final int ROWS_AT_ONCE = 5_000;
    private static final int LONGEST_SECONDS = 60;

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transaction;

    Snapshot(DataSource source, PlatformTransactionManager transactions) {
        jdbc = new JdbcTemplate(source);
        jdbc.setFetchSize(ROWS_AT_ONCE);
        transaction = new TransactionTemplate(transactions);
        transaction.setReadOnly(true);
        transaction.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
        transaction.setTimeout(LONGEST_SECONDS);
    }

    /** What is read there. */
    <T> T read(Function<JdbcTemplate, T> reading) {
        return Objects.requireNonNull(transaction.execute(status -> reading.apply(jdbc)));
    }
}
