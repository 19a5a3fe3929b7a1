package org.jrp.benchmarks.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One row an insert into the log's own table, as many clients as the service has connections (逐行写入): by {@code pgbench} where that is
 * installed, else by JDBC. The row is one that the service wrote, under a new id and a new subject; the statement is prepared once.
 */
final class RowInserts implements AutoCloseable {

    private static final String TEMPLATE = """
            select format('insert into decision (id, subject, department, credential, officer, purpose, context, matter, outcome, as_of,'
                || ' decided_at, engine, decision_hash, record_hash, canonical, personal) values (uuidv7(), uuid_send(gen_random_uuid()),'
                || ' %L, %L, null, %L, %L, null, %L, %L, clock_timestamp(), %L, %L::bytea, %L::bytea, %L::bytea, %L::bytea)',
                department, credential, purpose, context, outcome, as_of, engine, decision_hash, record_hash, canonical, personal)
            from decision
            order by abs(length(canonical) - (select avg(length(canonical)) from decision)), id
            limit 1
            """;

    private static final Pattern TPS = Pattern.compile("tps = ([0-9.]+)");
    private static final int THREADS = 2;

    private final ServerProcess server;
    private final int clients;
    private final String insert;
    private final Path script;
    private final boolean pgbench;
    private final List<Connection> connections = new ArrayList<>();

    RowInserts(ServerProcess server, int clients, Path folder) throws IOException, SQLException, InterruptedException {
        this.server = server;
        this.clients = clients;
        try (Connection connection = server.database();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(TEMPLATE)) {
            row.next();
            this.insert = row.getString(1);
        }
        this.script = Files.writeString(folder.resolve("insert.sql"), insert + ";\n");
        this.pgbench = installed();
        if (!pgbench) {
            for (int i = 0; i < clients; i++) {
                connections.add(connection());
            }
        }
    }

    private static boolean installed() throws InterruptedException {
        try {
            return new ProcessBuilder("pgbench", "--version")
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException missing) {
            return false;
        }
    }

    /** {@code pgbench}, or what stands in for it. */
    String tool() {
        return pgbench ? "pgbench" : "JDBC (no pgbench here)";
    }

    Generator.Slice run(Duration length) throws IOException, InterruptedException {
        return pgbench ? byPgbench(length) : byJdbc(length);
    }

    private Generator.Slice byPgbench(Duration length) throws IOException, InterruptedException {
        long seconds = Math.max(1, length.toSeconds());
        ProcessBuilder builder = new ProcessBuilder(
                "pgbench",
                "--no-vacuum",
                "--host=127.0.0.1",
                "--port=" + server.postgresPort(),
                "--username=jrp_app",
                "--client=" + clients,
                "--jobs=" + THREADS,
                "--protocol=prepared",
                "--time=" + seconds,
                "--file=" + script,
                "jrp");
        builder.environment().put("PGPASSFILE", server.data().resolve("pgpass").toString());
        builder.redirectErrorStream(true);
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        Matcher tps = TPS.matcher(said);
        if (process.waitFor() != 0 || !tps.find()) {
            throw new IOException("pgbench failed: " + said);
        }
        return new Generator.Slice(Math.round(Double.parseDouble(tps.group(1)) * seconds), 0, seconds);
    }

    private Generator.Slice byJdbc(Duration length) throws IOException, InterruptedException {
        long start = System.nanoTime();
        long end = start + length.toNanos();
        ExecutorService threads = Executors.newFixedThreadPool(clients);
        try {
            List<Future<Long>> counts = new ArrayList<>();
            for (Connection one : connections) {
                counts.add(threads.submit(() -> inserted(one, end)));
            }
            long rows = 0;
            for (Future<Long> one : counts) {
                rows += one.get();
            }
            return new Generator.Slice(rows, 0, (System.nanoTime() - start) / 1e9);
        } catch (ExecutionException e) {
            throw new IOException("A row could not be inserted.", e.getCause());
        } finally {
            threads.shutdownNow();
        }
    }

    private long inserted(Connection connection, long end) throws SQLException {
        long rows = 0;
        try (PreparedStatement statement = connection.prepareStatement(insert)) {
            while (System.nanoTime() < end) {
                rows += statement.executeUpdate();
            }
        }
        return rows;
    }

    private Connection connection() throws IOException, SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + server.postgresPort() + "/jrp?prepareThreshold=1",
                "jrp_app",
                server.password("jrp_app"));
    }

    @Override
    public void close() {
        try {
            for (Connection one : connections) {
                one.close();
            }
            Files.deleteIfExists(script);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (SQLException gone) {
            throw new IllegalStateException("A connection could not be closed.", gone);
        }
    }
}
