package org.jrp.benchmarks.load;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

/** The least that a load of the same rows can cost (COPY 对照): {@code COPY} into a table of the same shape, then its indexes. */
final class CopyPeer {

    private CopyPeer() {}

    /**
     * Copies the entries that the service has imported.
     *
     * @return seconds that {@code COPY} and {@code CREATE INDEX} took
     */
    static double seconds(ServerProcess server, Path folder) throws IOException, SQLException {
        Path rows = folder.resolve("rows.copy");
        try (Connection connection = server.database();
                Statement statement = connection.createStatement()) {
            CopyManager copies = connection.unwrap(PGConnection.class).getCopyAPI();
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(rows), 1 << 16)) {
                copies.copyOut("copy listing to stdout (format binary)", out);
            }
            List<String> indexes = new ArrayList<>();
            try (ResultSet row = statement.executeQuery(
                    "select regexp_replace(indexdef, 'INDEX (\\w+) ON (\\w+\\.)?listing', 'INDEX copied_\\1 ON copied')"
                            + " from pg_indexes where tablename = 'listing' order by indexname")) {
                while (row.next()) {
                    indexes.add(row.getString(1));
                }
            }
            connection.setAutoCommit(false);
            long start = System.nanoTime();
            statement.execute("create table copied (like listing including storage)");
            try (InputStream in = new BufferedInputStream(Files.newInputStream(rows), 1 << 16)) {
                copies.copyIn("copy copied from stdin (format binary)", in);
            }
            for (String index : indexes) {
                statement.execute(index);
            }
            connection.commit();
            double seconds = (System.nanoTime() - start) / 1e9;
            statement.execute("drop table copied");
            connection.commit();
            return seconds;
        } finally {
            Files.deleteIfExists(rows);
        }
    }
}
