package org.jrp.server.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.jrp.server.TestStores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

class StoresInitializerTest {

    private static final TestStores.Database DATABASE = TestStores.freshDatabase();

    @TempDir
    Path folder;

    @Test
    void given_urls_are_used_and_no_child_is_started() {
        try (ConfigurableApplicationContext context = SmallServer.start(
                "--jrp.data=" + folder.resolve("data"),
                "--jrp.database.url=" + DATABASE.url(),
                "--jrp.database.username=" + DATABASE.username(),
                "--jrp.database.password=" + DATABASE.password(),
                "--jrp.database.owner-username=" + DATABASE.ownerUsername(),
                "--jrp.database.owner-password=" + DATABASE.ownerPassword(),
                "--jrp.redis.url=" + TestStores.redisUrl())) {
            assertThat(database(context)).isEqualTo(DATABASE.url().replaceFirst(".*/([^/?]+).*", "$1"));
            assertThat(context.getBeansOfType(EmbeddedStores.class)).isEmpty();
            try (var redis = context.getBean(RedisConnectionFactory.class).getConnection()) {
                assertThat(redis.ping()).isEqualTo("PONG");
            }
        }
        assertThat(folder.resolve("data")).doesNotExist();
    }

    @Test
    void springs_own_settings_do_as_well_and_redis_can_be_left_out() {
        try (ConfigurableApplicationContext context = SmallServer.start(
                "--jrp.data=" + folder.resolve("data"),
                "--spring.datasource.url=" + DATABASE.url(),
                "--spring.datasource.username=" + DATABASE.ownerUsername(),
                "--spring.datasource.password=" + DATABASE.ownerPassword(),
                "--jrp.redis.enabled=false")) {
            assertThat(database(context)).startsWith("jrp_test_");
            assertThat(context.getBeansOfType(RedisConnectionFactory.class)).isEmpty();
        }
        assertThat(folder.resolve("data")).doesNotExist();
    }

    @Test
    void a_session_that_does_not_wait_for_the_disk_is_refused() {
        for (String unsafe : new String[] {"off", "local"}) {
            assertThatThrownBy(() -> SmallServer.start(
                            "--jrp.database.url=" + DATABASE.url() + "?options=-c%20synchronous_commit=" + unsafe,
                            "--jrp.database.username=" + DATABASE.ownerUsername(),
                            "--jrp.database.password=" + DATABASE.ownerPassword(),
                            "--jrp.redis.enabled=false"))
                    .rootCause()
                    .isInstanceOf(StartRefusedException.class)
                    .hasMessageContaining("synchronous_commit = " + unsafe);
        }
    }

    @Test
    void an_unknown_log_format_is_refused() {
        assertThatThrownBy(() -> SmallServer.start("--jrp.log-format=xml"))
                .isInstanceOf(StartRefusedException.class)
                .hasMessageContaining("(xml)");
    }

    @Test
    void the_management_port_follows_the_port() {
        try (ConfigurableApplicationContext context = SmallServer.start(
                "--server.port=8090",
                "--spring.datasource.url=" + DATABASE.url(),
                "--spring.datasource.username=" + DATABASE.ownerUsername(),
                "--spring.datasource.password=" + DATABASE.ownerPassword(),
                "--jrp.redis.enabled=false")) {
            assertThat(context.getEnvironment().getProperty("management.server.port"))
                    .isEqualTo("9090");
        }
    }

    private static String database(ConfigurableApplicationContext context) {
        return context.getBean(JdbcClient.class)
                .sql("select current_database()")
                .query(String.class)
                .single();
    }
}
