package org.jrp.server.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jrp.server.JrpServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The tests share one data folder, each finds it as the one before left it. */
class EmbeddedStoresTest {

    @TempDir
    static Path folder;

    private final List<Process> spawned = new ArrayList<>();

    @AfterEach
    void end_what_was_spawned() {
        spawned.forEach(Process::destroyForcibly);
    }

    @Test
    void what_was_written_is_there_after_a_restart() {
        long before;
        try (ConfigurableApplicationContext context = SmallServer.start(arguments())) {
            before = rows(context);
            write(context);
        }

        try (ConfigurableApplicationContext context = SmallServer.start(arguments())) {
            assertThat(rows(context)).isEqualTo(before + 1);
        }
    }

    @Test
    void it_serves_as_a_role_that_cannot_change_decisions_and_commits_are_on_disk() {
        try (ConfigurableApplicationContext context = SmallServer.start(arguments())) {
            JdbcClient database = context.getBean(JdbcClient.class);

            assertThat(database.sql("select current_user").query(String.class).single())
                    .isEqualTo("jrp_app");
            assertThat(database.sql("select has_table_privilege('decision', 'UPDATE')")
                            .query(Boolean.class)
                            .single())
                    .isFalse();
            for (String setting : new String[] {"fsync", "synchronous_commit", "full_page_writes"}) {
                assertThat(database.sql("show " + setting).query(String.class).single())
                        .as(setting)
                        .isEqualTo("on");
            }
        }
    }

    @Test
    void redis_answers_with_its_password() {
        try (ConfigurableApplicationContext context = SmallServer.start(arguments());
                var redis = context.getBean(RedisConnectionFactory.class).getConnection()) {
            assertThat(redis.ping()).isEqualTo("PONG");
        }
    }

    @Test
    void nobody_gets_in_without_a_password_and_passwords_are_private() throws Exception {
        try (EmbeddedStores stores = start()) {
            PostgresServer postgres = stores.postgres();

            assertThatThrownBy(() -> DriverManager.getConnection(postgres.url(), "postgres", "")
                            .close())
                    .isInstanceOf(SQLException.class);
            assertThatThrownBy(() -> DriverManager.getConnection(postgres.url(), "jrp_app", "wrong")
                            .close())
                    .isInstanceOf(SQLException.class);
            assertThat(Files.getPosixFilePermissions(data().resolve("pgpass"))).hasSize(2);
            assertThat(Files.getPosixFilePermissions(data())).hasSize(3);
        }
    }

    @Test
    void a_second_service_on_the_same_folder_is_refused() throws Exception {
        try (EmbeddedStores stores = start()) {
            stores.postgres();

            assertThatThrownBy(EmbeddedStoresTest::start)
                    .isInstanceOf(StartRefusedException.class)
                    .hasMessageContaining(
                            "正由另一个服务使用(进程 " + ProcessHandle.current().pid() + ")")
                    .hasMessageContaining("is in use by another service");

            // After the refusal above: that must not have let go of the lock.
            Process second = spawn(JrpServer.class);
            assertThat(second.waitFor(60, TimeUnit.SECONDS)).isTrue();
            String said = new String(second.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(second.exitValue()).isEqualTo(1);
            assertThat(said)
                    .contains("正由另一个服务使用", "is in use by another service")
                    .doesNotContain("\tat ");
        }
    }

    @Test
    void what_a_killed_service_left_running_is_stopped_and_nothing_is_lost() throws Exception {
        Process killed = spawn(SmallServer.class);
        awaitReady(killed);
        List<ProcessHandle> orphans = occupants();
        assertThat(orphans).hasSizeGreaterThan(2);
        killed.destroyForcibly().waitFor();
        assertThat(orphans).anyMatch(ProcessHandle::isAlive);

        try (ConfigurableApplicationContext context = SmallServer.start(arguments())) {
            for (ProcessHandle orphan : orphans) {
                // One that has ended is there until its adoptive parent takes note of it.
                orphan.onExit().get(30, TimeUnit.SECONDS);
            }
            assertThat(rows(context)).isPositive();
        }
    }

    @Test
    void a_service_told_to_end_leaves_nothing_running() throws Exception {
        Process told = spawn(SmallServer.class);
        awaitReady(told);
        assertThat(occupants()).isNotEmpty();

        told.destroy();
        assertThat(told.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(occupants()).isEmpty();
        // Stopped in order: there is nothing to recover from.
        assertThat(data().resolve("postgres").resolve("postmaster.pid")).doesNotExist();
    }

    @Test
    void a_process_id_that_now_belongs_to_somebody_else_does_not_hinder() throws Exception {
        try (EmbeddedStores stores = start()) {
            stores.postgres().process().destroyForcibly();
        }
        Path file = data().resolve("postgres").resolve("postmaster.pid");
        Files.writeString(
                file,
                ProcessHandle.current().pid() + "\n" + data().resolve("postgres")
                        + "\n0\n1\n\n127.0.0.1\n0 0\nready\n");

        try (EmbeddedStores stores = start()) {
            assertThat(stores.postgres().process().isAlive()).isTrue();
        }
    }

    @Test
    void a_store_that_ends_by_itself_is_started_again() throws Exception {
        try (EmbeddedStores stores = start()) {
            PostgresServer postgres = stores.postgres();
            RedisServer redis = stores.findRedis().orElseThrow();
            ProcessHandle first = postgres.process();
            ProcessHandle firstRedis = redis.process();

            first.destroyForcibly();
            firstRedis.destroyForcibly();

            assertThat(answersAgain(postgres)).isTrue();
            assertThat(postgres.process()).isNotEqualTo(first);
        }
        assertThat(occupants()).isEmpty();
    }

    @Test
    void an_unsafe_server_is_refused() throws Exception {
        try (EmbeddedStores stores = start()) {
            stores.postgres();
        }
        Path local = data().resolve("postgres").resolve("local.conf");
        Files.writeString(local, "fsync = off\n");
        try {
            assertThatThrownBy(() -> SmallServer.start(arguments()))
                    .rootCause()
                    .isInstanceOf(StartRefusedException.class)
                    .hasMessageContaining("数据库设置 fsync = off 不安全")
                    .hasMessageContaining("setting fsync = off is not safe");
            assertThat(occupants()).isEmpty();
        } finally {
            Files.delete(local);
        }
    }

    private static boolean answersAgain(PostgresServer postgres) {
        long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (System.nanoTime() < end) {
            try (Connection connection = DriverManager.getConnection(
                            postgres.url(), "jrp_app", postgres.passwords().app());
                    Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery("select 1")) {
                return rows.next();
            } catch (SQLException notYet) {
                Thread.onSpinWait();
            }
        }
        return false;
    }

    private static Path data() {
        return folder.resolve("jrp-data");
    }

    private static EmbeddedStores start() {
        return EmbeddedStores.start(data(), SharedServers.binaries(), true, true);
    }

    private static String[] arguments() {
        return new String[] {"--jrp.data=" + data(), "--jrp.binaries=" + SharedServers.binaries()};
    }

    private static long rows(ConfigurableApplicationContext context) {
        return context.getBean(JdbcClient.class)
                .sql("select count(*) from source_load")
                .query(Long.class)
                .single();
    }

    private static void write(ConfigurableApplicationContext context) {
        context.getBean(JdbcClient.class)
                .sql("insert into source_load (list, recorded_at, source) values ('test', clock_timestamp(), 'test')")
                .update();
    }

    private static List<ProcessHandle> occupants() {
        List<ProcessHandle> found = new ArrayList<>();
        for (String store : new String[] {"postgres", "redis"}) {
            Path works = data().resolve(store);
            found.addAll(new Occupants(works, store, works.resolve("none.pid"), SharedServers.binaries()).alive());
        }
        return found;
    }

    private Process spawn(Class<?> main) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        command.addAll(List.of(arguments()));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        spawned.add(process);
        return process;
    }

    private static void awaitReady(Process process) throws IOException {
        BufferedReader said = process.inputReader(StandardCharsets.UTF_8);
        assertThat(said.lines().anyMatch(SmallServer.READY::equals))
                .as("the child became ready")
                .isTrue();
    }
}
