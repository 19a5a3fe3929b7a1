package org.jrp.server.whole;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jrp.server.JrpServer;
import org.jrp.server.TestStores;
import org.jrp.server.embedded.StoresInitializer;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Two nodes of the service over one database and one Redis, made once a JVM. What goes between the second and its stores can be cut, and what
 * goes between the first and the database.
 */
final class TwoNodes {

    private static final int REDIS = 15;

    private final TestStores.Database database = TestStores.freshDatabase();
    private final Proxy postgresOfFirst;
    private final Proxy postgres;
    private final Proxy redis;
    private final ConfigurableApplicationContext first;
    private final ConfigurableApplicationContext second;
    private final Service one;
    private final Service two;

    private TwoNodes() {
        URI databaseUrl = URI.create(database.url().substring("jdbc:".length()));
        URI redisUrl = URI.create(TestStores.redisUrl());
        postgresOfFirst = new Proxy(databaseUrl.getHost(), databaseUrl.getPort());
        postgres = new Proxy(databaseUrl.getHost(), databaseUrl.getPort());
        redis = new Proxy(redisUrl.getHost(), redisUrl.getPort());
        Path data = folder();
        first = node(
                data,
                database.url().replace(":" + databaseUrl.getPort(), ":" + postgresOfFirst.port()),
                TestStores.redisUrl() + "/" + REDIS);
        one = Service.of(first.getEnvironment());
        one.office();
        one.officer();
        second = node(
                data,
                database.url().replace(":" + databaseUrl.getPort(), ":" + postgres.port()),
                TestStores.redisUrl().replace(":" + redisUrl.getPort(), ":" + redis.port()) + "/" + REDIS);
        two = one.at(second.getEnvironment().getRequiredProperty("local.server.port", Integer.class));
    }

    private static final class Made {

        static final TwoNodes ONLY = new TwoNodes();
    }

    static TwoNodes running() {
        return Made.ONLY;
    }

    Service one() {
        return one;
    }

    /** The node whose wires can be cut. */
    Service two() {
        return two;
    }

    Proxy postgres() {
        return postgres;
    }

    /** The wire between the first node and the database. */
    Proxy postgresOfFirst() {
        return postgresOfFirst;
    }

    Proxy redis() {
        return redis;
    }

    ConfigurableApplicationContext first() {
        return first;
    }

    ConfigurableApplicationContext second() {
        return second;
    }

    javax.sql.DataSource ownerDataSource() {
        return database.ownerDataSource();
    }

    /** As the owner of the tables. */
    JdbcClient database() {
        return JdbcClient.create(database.ownerDataSource());
    }

    private ConfigurableApplicationContext node(Path data, String databaseUrl, String redisUrl) {
        Map<String, Object> settings = new HashMap<>(Map.of(
                "jrp.database.url", databaseUrl,
                "jrp.database.username", database.username(),
                "jrp.database.password", database.password(),
                "jrp.database.owner-username", database.ownerUsername(),
                "jrp.database.owner-password", database.ownerPassword(),
                "jrp.redis.url", redisUrl,
                "jrp.data", data.toString(),
                "server.port", "0"));
        settings.put("spring.datasource.hikari.maximum-pool-size", "10");
        settings.put("spring.datasource.hikari.minimum-idle", "0");
        settings.put("spring.data.redis.timeout", "2s");
        settings.put("spring.jmx.enabled", "false");
        settings.put("jrp.impact.required", "false"); // a release is approved here for what comes after it
        return new SpringApplicationBuilder(JrpServer.class)
                .initializers(new StoresInitializer())
                .run(settings.entrySet().stream()
                        .map(one -> "--" + one.getKey() + "=" + one.getValue())
                        .toArray(String[]::new));
    }

    private static Path folder() {
        try {
            Path folders =
                    Files.createDirectories(Path.of("target", "test-data").toAbsolutePath());
            return Files.createTempDirectory(folders, "two-nodes");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
