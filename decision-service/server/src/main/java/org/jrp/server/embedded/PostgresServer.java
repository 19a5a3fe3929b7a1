package org.jrp.server.embedded;

import io.zonky.test.db.postgres.util.LinuxUtils;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.jrp.server.PrivateFiles;

/**
 * PostgreSQL as a child process (内嵌数据库): loopback only, password for everybody, every commit on disk. Whoever starts it holds the
 * {@link FolderLock} of the data folder.
 */
final class PostgresServer implements AutoCloseable {

    static final String DATABASE = "jrp";

    private static final String MAJOR = "18";
    /** Recovery after a kill replays up to max_wal_size. */
    private static final Duration START = Duration.ofMinutes(10);

    private static final Duration STOP = Duration.ofSeconds(60);

    private final Path cluster;
    private final Path home;
    private final Passwords passwords;
    private final Occupants occupants;
    private final int port;

    private PostgresServer(Path cluster, Path home, Passwords passwords, Occupants occupants, int port) {
        this.cluster = cluster;
        this.home = home;
        this.passwords = passwords;
        this.occupants = occupants;
        this.port = port;
    }

    /** Starts it on a free port, and makes cluster, roles and database where they are missing. */
    static PostgresServer start(Path data, Binaries binaries) throws IOException, InterruptedException, SQLException {
        Path home = binaries.postgres();
        Path cluster = data.resolve("postgres");
        boolean exists = Files.exists(cluster);
        Passwords passwords = Passwords.readOrCreate(data.resolve("pgpass"), !exists);
        if (!exists) {
            create(data, cluster, home, passwords);
        }
        String version = Files.readString(cluster.resolve("PG_VERSION")).strip();
        if (!version.equals(MAJOR)) {
            throw new StartRefusedException(
                    "数据目录(%s)属于 PostgreSQL %s,本版本内嵌 PostgreSQL %s。请按 docs/operations.md 的“升级”一节导出再导入。"
                            .formatted(cluster, version, MAJOR),
                    "The folder (%s) belongs to PostgreSQL %s, this version embeds PostgreSQL %s. Dump and restore as docs/operations.md, \"Upgrade\", says."
                            .formatted(cluster, version, MAJOR));
        }
        Occupants occupants = new Occupants(cluster, "postgres", cluster.resolve("postmaster.pid"), binaries.folder());
        stop(cluster, home, occupants);
        occupants.forgetStranger();
        configure(cluster);
        PostgresServer server = launch(cluster, home, passwords, occupants);
        try {
            server.makeRoles();
            return server;
        } catch (SQLException failed) {
            server.close();
            throw failed;
        }
    }

    private static void create(Path data, Path cluster, Path home, Passwords passwords)
            throws IOException, InterruptedException {
        Path unfinished = data.resolve("postgres-new");
        Binaries.delete(unfinished);
        Path password = data.resolve("pgpass-new");
        try {
            PrivateFiles.write(password, passwords.admin().getBytes(StandardCharsets.US_ASCII));
            // Built-in C.UTF-8: no upgrade of the system's libraries can change the order of an index.
            Program.Outcome made = Program.run(
                    data,
                    Duration.ofMinutes(5),
                    command(
                            home,
                            "initdb",
                            "--pgdata=" + unfinished,
                            "--username=" + Passwords.ADMIN,
                            "--pwfile=" + password,
                            "--auth=scram-sha-256",
                            "--encoding=UTF8",
                            "--locale=C",
                            "--locale-provider=builtin",
                            "--builtin-locale=C.UTF-8",
                            "--no-instructions"));
            if (!made.succeeded()) {
                throw failed("initdb", made.output());
            }
            Files.move(unfinished, cluster, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(password);
        }
    }

    private static void configure(Path cluster) throws IOException {
        try (InputStream in = PostgresServer.class.getResourceAsStream("postgresql.conf")) {
            if (in == null) {
                throw new IllegalStateException("postgresql.conf is not on the class path.");
            }
            String shared = isWindows() ? "windows" : "posix";
            String settings = new String(in.readAllBytes(), StandardCharsets.UTF_8).formatted(shared);
            Files.writeString(cluster.resolve("postgresql.conf"), settings);
        }
        Files.writeString(cluster.resolve("pg_hba.conf"), """
                host all all 127.0.0.1/32 scram-sha-256
                host replication all 127.0.0.1/32 scram-sha-256
                """);
    }

    private static PostgresServer launch(Path cluster, Path home, Passwords passwords, Occupants occupants)
            throws IOException, InterruptedException {
        Path log = cluster.resolve("start.log");
        String said = "";
        // Between choosing a free port and listening on it somebody else may take it.
        for (int attempt = 0; attempt < 5; attempt++) {
            int port = freePort();
            Files.deleteIfExists(log);
            Program.Outcome started = Program.run(cluster, START, launchCommand(cluster, home, log, port));
            if (started.succeeded()) {
                return new PostgresServer(cluster, home, passwords, occupants, port);
            }
            said = started.output() + (Files.exists(log) ? Files.readString(log) : "");
            if (!said.contains("could not bind")) {
                break;
            }
        }
        throw failed("pg_ctl start", said);
    }

    private static List<String> launchCommand(Path cluster, Path home, Path log, int port) {
        return command(
                home,
                "pg_ctl",
                "start",
                "--pgdata=" + cluster,
                "--log=" + log,
                "--wait",
                "--timeout=" + START.toSeconds(),
                "--options=-p " + port);
    }

    private static void stop(Path cluster, Path home, Occupants occupants) throws IOException, InterruptedException {
        if (!occupants.alive().isEmpty()) {
            for (String mode : List.of("fast", "immediate")) {
                Program.Outcome stopped = Program.run(
                        cluster,
                        STOP.plusSeconds(10),
                        command(
                                home,
                                "pg_ctl",
                                "stop",
                                "--pgdata=" + cluster,
                                "--mode=" + mode,
                                "--wait",
                                "--timeout=" + STOP.toSeconds()));
                if (stopped.succeeded()) {
                    break;
                }
            }
            occupants.awaitGone(Duration.ofSeconds(10));
        }
    }

    private void makeRoles() throws SQLException {
        try (Connection connection = connect(Passwords.ADMIN, passwords.admin(), "postgres");
                Statement statement = connection.createStatement()) {
            for (String role : List.of(Passwords.OWNER, Passwords.APP)) {
                if (!exists(statement, "select from pg_roles where rolname = '" + role + "'")) {
                    statement.execute("create role " + role);
                }
            }
            // Each time: the file is what counts, even after it was changed by hand.
            statement.execute("alter role %s login password '%s'".formatted(Passwords.OWNER, passwords.owner()));
            statement.execute("alter role %s login password '%s'".formatted(Passwords.APP, passwords.app()));
            if (!exists(statement, "select from pg_database where datname = '" + DATABASE + "'")) {
                statement.execute("create database %s owner %s".formatted(DATABASE, Passwords.OWNER));
            }
            statement.execute("revoke all on database %s from public".formatted(DATABASE));
            statement.execute("grant connect on database %s to %s".formatted(DATABASE, Passwords.APP));
        }
    }

    private static boolean exists(Statement statement, String query) throws SQLException {
        try (ResultSet rows = statement.executeQuery(query)) {
            return rows.next();
        }
    }

    private Connection connect(String role, String password, String database) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", role);
        properties.setProperty("password", password);
        return DriverManager.getConnection(url(database), properties);
    }

    String url() {
        return url(DATABASE);
    }

    private String url(String database) {
        return "jdbc:postgresql://127.0.0.1:%d/%s".formatted(port, database);
    }

    int port() {
        return port;
    }

    Passwords passwords() {
        return passwords;
    }

    /** The server's own process. */
    ProcessHandle process() {
        return occupants
                .findPid()
                .flatMap(ProcessHandle::of)
                .orElseThrow(() -> new IllegalStateException("PostgreSQL is not running."));
    }

    /** Starts it again, on the same port, after it ended by itself. */
    void restart() throws IOException, InterruptedException {
        occupants.awaitGone(Duration.ofSeconds(10));
        occupants.forgetStranger();
        Path log = cluster.resolve("start.log");
        Program.Outcome started = Program.run(cluster, START, launchCommand(cluster, home, log, port));
        if (!started.succeeded()) {
            throw failed("pg_ctl start", started.output());
        }
    }

    /** Stops it: running statements are rolled back, what was committed is written, and the process is gone on return. */
    @Override
    public void close() throws IOException {
        try {
            stop(cluster, home, occupants);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static StartRefusedException failed(String step, String output) {
        String text = output.strip();
        String last = text.length() > 2000 ? text.substring(text.length() - 2000) : text;
        boolean root = text.contains("cannot be run as root") || text.contains("cannot be executed by \"root\"");
        String chineseHint = root ? "请以普通用户运行,或用 --jrp.database.url 指定外部数据库。" : "";
        String englishHint = root ? " Run as an ordinary user, or name a database with --jrp.database.url." : "";
        return new StartRefusedException(
                "内嵌 PostgreSQL 未能启动(%s)。%s".formatted(step, chineseHint),
                "The embedded PostgreSQL did not start (%s).%s\n%s".formatted(step, englishHint, last));
    }

    private static List<String> command(Path home, String program, String... arguments) {
        List<String> command = new ArrayList<>();
        // PostgreSQL refuses to run as root; in a user namespace of its own the same account is nobody.
        if (LinuxUtils.isUnshareAvailable()) {
            command.addAll(List.of("unshare", "-U"));
        }
        command.add(home.resolve("bin")
                .resolve(isWindows() ? program + ".exe" : program)
                .toString());
        command.addAll(List.of(arguments));
        return command;
    }

    private static boolean isWindows() {
        return System.getProperty("os.name", "").startsWith("Windows");
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
