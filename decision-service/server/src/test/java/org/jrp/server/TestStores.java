package org.jrp.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.jrp.server.embedded.SharedServers;
import org.jrp.server.embedded.StoresInitializer;
import org.jrp.server.whole.SignIn;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.core.env.MapPropertySource;

/**
 * PostgreSQL and Redis for tests: one embedded pair a JVM, or the servers named by {@code -Djrp.test.database.url=…
 * -Djrp.test.database.username=… -Djrp.test.database.password=… -Djrp.test.redis.url=…}. The user named there must be allowed to create
 * databases; it is owner and service at once, so that what the grants forbid is only tested with the embedded pair.
 */
public final class TestStores {

    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static final ConcurrentLinkedQueue<String> MADE = new ConcurrentLinkedQueue<>();

    private TestStores() {}

    /**
     * A database of its own.
     *
     * @param username what the service works as
     * @param ownerUsername what migrates
     */
    public record Database(String url, String username, String password, String ownerUsername, String ownerPassword) {

        /** Connections as the service has them: it may append to the log, not change it. */
        public DataSource dataSource() {
            return dataSource(url, username, password);
        }

        /** Connections as the owner of the tables. */
        public DataSource ownerDataSource() {
            return dataSource(url, ownerUsername, ownerPassword);
        }

        private static DataSource dataSource(String url, String username, String password) {
            PGSimpleDataSource source = new PGSimpleDataSource();
            source.setUrl(url);
            source.setUser(username);
            source.setPassword(password);
            return source;
        }

        /** Makes the tables, as the service does when it starts. */
        public Database migrated() {
            Flyway.configure()
                    .dataSource(ownerDataSource())
                    .locations("classpath:db/migration", "classpath:db/grants")
                    .placeholders(Map.of("app_role", username))
                    .load()
                    .migrate();
            return this;
        }
    }

    /** A new, empty database. */
    public static Database freshDatabase() {
        return Servers.ONLY.freshDatabase();
    }

    /** A new database with all tables and the grants of the service. */
    public static Database migratedDatabase() {
        return freshDatabase().migrated();
    }

    /** The URL of a Redis: {@code redis://…}, with the password in it, without a database's number. */
    public static String redisUrl() {
        return Servers.ONLY.redisUrl();
    }

    /** Whether the tests run on servers that were there before. */
    public static boolean external() {
        return find("jrp.test.database.url").isPresent();
    }

    private static Optional<String> find(String property) {
        return Optional.ofNullable(System.getProperty(property)).filter(value -> !value.isBlank());
    }

    /** Gives a Spring test context its own database and data folder, and the shared Redis. */
    public static final class Initializer implements ApplicationContextInitializer<GenericApplicationContext>, Ordered {

        @Override
        public int getOrder() {
            return Ordered.HIGHEST_PRECEDENCE;
        }

        @Override
        public void initialize(GenericApplicationContext context) {
            Database database = freshDatabase();
            int number = NUMBER.incrementAndGet();
            Path data = dataFolder();
            Map<String, Object> settings = new HashMap<>(Map.of(
                    "jrp.database.url", database.url(),
                    "jrp.database.username", database.username(),
                    "jrp.database.password", database.password(),
                    "jrp.database.owner-username", database.ownerUsername(),
                    "jrp.database.owner-password", database.ownerPassword(),
                    "jrp.redis.url", redisUrl() + "/" + number % 16,
                    "jrp.data", data.toString()));
            settings.put("jrp.impact.required", "false"); // a release is approved in most tests for what comes after it
            settings.putAll(SignIn.settings(data));
            // Last: what a test sets for itself counts.
            context.getEnvironment().getPropertySources().addLast(new MapPropertySource("testStores", settings));
            context.getEnvironment()
                    .getPropertySources()
                    .addFirst(new MapPropertySource(
                            "testPools",
                            Map.of(
                                    "spring.datasource.hikari.maximum-pool-size",
                                    "10",
                                    "spring.datasource.hikari.minimum-idle",
                                    "0",
                                    // A machine busy with other builds is no reason to find Redis away.
                                    "spring.data.redis.timeout",
                                    "5s",
                                    "spring.data.redis.connect-timeout",
                                    "5s")));
            new StoresInitializer().initialize(context);
        }

        private static Path dataFolder() {
            try {
                Path folders =
                        Files.createDirectories(Path.of("target", "test-data").toAbsolutePath());
                return Files.createTempDirectory(folders, "jrp-data");
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        }
    }

    /** The servers, started when first asked for. */
    private record Servers(Optional<SharedServers> embedded, String adminUrl, String adminUser, String adminPassword) {

        static final Servers ONLY = start();

        private static Servers start() {
            try {
                Servers servers;
                if (external()) {
                    servers = new Servers(
                            find("jrp.test.redis.url").isPresent()
                                    ? Optional.empty()
                                    : Optional.of(SharedServers.start()),
                            find("jrp.test.database.url").orElseThrow(),
                            find("jrp.test.database.username").orElse(""),
                            find("jrp.test.database.password").orElse(""));
                } else {
                    SharedServers shared = SharedServers.start();
                    servers = new Servers(
                            Optional.of(shared), shared.url("postgres"), "postgres", shared.adminPassword());
                    servers.dropLeftovers();
                }
                // After Spring has closed its contexts.
                SpringApplication.getShutdownHandlers().add(servers::close);
                return servers;
            } catch (Exception failed) {
                throw new IllegalStateException(failed);
            }
        }

        Database freshDatabase() {
            String name = "jrp_test_%d_%d".formatted(ProcessHandle.current().pid(), NUMBER.incrementAndGet());
            String owner = external() ? adminUser : "jrp_owner";
            execute("create database %s owner \"%s\"".formatted(name, owner));
            MADE.add(name);
            String url = adminUrl.replaceFirst("(jdbc:postgresql://[^/]+/)[^?]*", "$1" + name);
            if (external()) {
                return new Database(url, adminUser, adminPassword, adminUser, adminPassword);
            }
            SharedServers shared = embedded.orElseThrow();
            return new Database(url, "jrp_app", shared.appPassword(), "jrp_owner", shared.ownerPassword());
        }

        String redisUrl() {
            return find("jrp.test.redis.url")
                    .map(url -> url.replaceFirst("/\\d*$", ""))
                    .orElseGet(() -> embedded.orElseThrow().redisUrl());
        }

        private void dropLeftovers() throws SQLException {
            List<String> names = new ArrayList<>();
            try (Connection connection = DriverManager.getConnection(adminUrl, adminUser, adminPassword);
                    Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery(
                            "select datname from pg_database where datname like 'jrp\\_test\\_%'")) {
                while (rows.next()) {
                    names.add(rows.getString(1));
                }
            }
            names.forEach(name -> execute("drop database %s with (force)".formatted(name)));
        }

        private void execute(String sql) {
            try (Connection connection = DriverManager.getConnection(adminUrl, adminUser, adminPassword);
                    Statement statement = connection.createStatement()) {
                statement.execute(sql);
            } catch (SQLException failed) {
                throw new IllegalStateException(failed);
            }
        }

        private void close() {
            try {
                if (external()) {
                    MADE.forEach(name -> execute("drop database if exists %s with (force)".formatted(name)));
                }
                if (embedded.isPresent()) {
                    embedded.get().close();
                }
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        }
    }
}
