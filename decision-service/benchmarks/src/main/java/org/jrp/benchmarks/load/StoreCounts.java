package org.jrp.benchmarks.load;

import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.concurrent.TimeUnit;

/**
 * What the stores have done so far (存储计数).
 *
 * @param fsyncs of the write-ahead log
 * @param walBytes written to it
 * @param transactions of the service's database; a statement outside a transaction is one of its own
 * @param redisCommands that Redis was given
 */
record StoreCounts(Instant at, double fsyncs, double walBytes, double transactions, double redisCommands) {

    /** PostgreSQL's processes report what they have counted within this time of falling idle. */
    private static final long REPORT_SECONDS = 11;

    private static final String COUNTS = """
            select (select coalesce(sum(fsyncs), 0) from pg_stat_io where object = 'wal'),
                pg_current_wal_insert_lsn() - '0/0'::pg_lsn,
                (select xact_commit + xact_rollback from pg_stat_database where datname = 'jrp')
            """;

    private static final String RECORD_BYTES = """
            select count(*), coalesce(sum(16 + octet_length(subject) + octet_length(department) + octet_length(credential)
                + coalesce(octet_length(officer), 0) + octet_length(purpose) + octet_length(context)
                + coalesce(octet_length(matter), 0) + octet_length(outcome) + 4 + 8 + octet_length(engine)
                + octet_length(decision_hash) + octet_length(record_hash) + octet_length(canonical)
                + octet_length(personal)), 0)
            from decision where id >= uuid_at(?)
            """;

    /** Counts once everybody has reported. Through another database, so that counting is not counted. */
    static StoreCounts settled(ServerProcess server) throws IOException, SQLException, InterruptedException {
        TimeUnit.SECONDS.sleep(REPORT_SECONDS);
        try (Connection connection = DriverManager.getConnection(
                        "jdbc:postgresql://127.0.0.1:" + server.postgresPort() + "/postgres",
                        "postgres",
                        server.password("postgres"));
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(COUNTS)) {
            row.next();
            return new StoreCounts(
                    Instant.now(),
                    row.getDouble(1),
                    row.getDouble(2),
                    row.getDouble(3),
                    server.redis().commands());
        }
    }

    /**
     * Decisions recorded, and the bytes of their columns.
     *
     * @param decisions their number
     * @param bytes of them all
     */
    record Recorded(long decisions, double bytes) {

        /** Since that moment. */
        static Recorded since(ServerProcess server, Instant moment) throws IOException, SQLException {
            try (Connection connection = server.database();
                    PreparedStatement sum = connection.prepareStatement(RECORD_BYTES)) {
                sum.setObject(1, OffsetDateTime.ofInstant(moment, ZoneOffset.UTC));
                try (ResultSet row = sum.executeQuery()) {
                    row.next();
                    return new Recorded(row.getLong(1), row.getDouble(2));
                }
            }
        }
    }
}
