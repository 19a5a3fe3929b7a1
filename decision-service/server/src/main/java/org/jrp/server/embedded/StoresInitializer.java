package org.jrp.server.embedded;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.event.ApplicationFailedEvent;
import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails;
import org.springframework.boot.flyway.autoconfigure.FlywayConnectionDetails;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ApplicationListener;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/**
 * Says where PostgreSQL and Redis are (存储设置): at the URLs given, otherwise child processes of ours, which begin to start while Spring is
 * still reading its classes. Only who needs a connection waits for them.
 */
public final class StoresInitializer implements ApplicationContextInitializer<GenericApplicationContext>, Ordered {

    private static final String STORES = "embeddedStores";
    private static final String SOURCE = "jrpStores";
    private static final String REDIS_AUTO_CONFIGURATION =
            "org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration,"
                    + "org.springframework.boot.data.redis.autoconfigure.DataRedisReactiveAutoConfiguration";

    @Override
    public int getOrder() {
        return Ordered.LOWEST_PRECEDENCE;
    }

    @Override
    public void initialize(GenericApplicationContext context) {
        ConfigurableEnvironment environment = context.getEnvironment();
        Map<String, Object> settings = new HashMap<>();
        boolean embeddedPostgres = !database(environment, settings);
        boolean embeddedRedis = !redis(environment, settings);
        managementPort(environment, settings);
        environment.getPropertySources().addFirst(new MapPropertySource(SOURCE, settings));
        if (embeddedPostgres || embeddedRedis) {
            start(context, embeddedPostgres, embeddedRedis);
        }
    }

    /** Whether a database is given. */
    private static boolean database(ConfigurableEnvironment environment, Map<String, Object> settings) {
        String url = find(environment, "jrp.database.url");
        if (url != null) {
            String user = environment.getProperty("jrp.database.username", "");
            String password = environment.getProperty("jrp.database.password", "");
            String owner = find(environment, "jrp.database.owner-username");
            settings.put("spring.datasource.url", url);
            settings.put("spring.datasource.username", user);
            settings.put("spring.datasource.password", password);
            settings.put("spring.flyway.user", owner == null ? user : owner);
            settings.put(
                    "spring.flyway.password",
                    owner == null ? password : environment.getProperty("jrp.database.owner-password", ""));
            settings.put("spring.flyway.placeholders.app_role", user);
            return true;
        }
        if (find(environment, "spring.datasource.url") != null) {
            String user = environment.getProperty("spring.datasource.username", "");
            settings.put("spring.flyway.placeholders.app_role", user);
            return true;
        }
        settings.put("spring.flyway.placeholders.app_role", Passwords.APP);
        return false;
    }

    /** Whether a Redis is given, or none is wanted. */
    private static boolean redis(ConfigurableEnvironment environment, Map<String, Object> settings) {
        if (!environment.getProperty("jrp.redis.enabled", Boolean.class, true)) {
            String others = find(environment, "spring.autoconfigure.exclude");
            settings.put(
                    "spring.autoconfigure.exclude",
                    others == null ? REDIS_AUTO_CONFIGURATION : others + "," + REDIS_AUTO_CONFIGURATION);
            return true;
        }
        String url = find(environment, "jrp.redis.url");
        if (url != null) {
            settings.put("spring.data.redis.url", url);
            return true;
        }
        return find(environment, "spring.data.redis.url") != null
                || find(environment, "spring.data.redis.host") != null
                || find(environment, "spring.data.redis.sentinel.master") != null
                || find(environment, "spring.data.redis.cluster.nodes") != null;
    }

    /** A thousand above the service's, so that two services on one machine need only one setting each. */
    private static void managementPort(ConfigurableEnvironment environment, Map<String, Object> settings) {
        if (find(environment, "management.server.port") == null) {
            int port = environment.getProperty("server.port", Integer.class, 8080);
            settings.put("management.server.port", port <= 0 ? port : (port + 1000) % 65536);
        }
    }

    private static @Nullable String find(ConfigurableEnvironment environment, String name) {
        String value = environment.getProperty(name);
        return value == null || value.isBlank() ? null : value;
    }

    private static void start(GenericApplicationContext context, boolean postgres, boolean redis) {
        ConfigurableEnvironment environment = context.getEnvironment();
        Path data = Path.of(environment.getProperty("jrp.data", "jrp-data"))
                .toAbsolutePath()
                .normalize();
        String binaries = find(environment, "jrp.binaries");
        EmbeddedStores stores = EmbeddedStores.start(
                data,
                binaries == null
                        ? data.resolve("bin")
                        : Path.of(binaries).toAbsolutePath().normalize(),
                postgres,
                redis);
        // Where the context ends before it has made the bean, or the process is told to end before there is a context.
        context.addApplicationListener((ApplicationListener<ApplicationFailedEvent>) failed -> stores.close());
        Runnable close = stores::close;
        SpringApplication.getShutdownHandlers().add(close);

        // Spring closes what depends on a bean before the bean: the pool of connections first.
        context.registerBean(STORES, EmbeddedStores.class, () -> stores, bean -> bean.setDestroyMethodName("close"));
        if (postgres) {
            register(context, JdbcConnectionDetails.class, () -> new AppConnection(stores.postgres()));
            register(context, FlywayConnectionDetails.class, () -> new OwnerConnection(stores.postgres()));
        }
        if (redis) {
            register(
                    context,
                    DataRedisConnectionDetails.class,
                    () -> stores.findRedis()
                            .map(server -> new RedisConnection(server.port(), server.password()))
                            // Nobody listens there: what uses Redis finds it away, as when it was lost later.
                            .orElseGet(() -> new RedisConnection(1, "")));
        }
    }

    private static <T> void register(GenericApplicationContext context, Class<T> type, Supplier<T> supplier) {
        context.registerBean(type, supplier, bean -> bean.setDependsOn(STORES));
    }

    private record AppConnection(PostgresServer server) implements JdbcConnectionDetails {

        @Override
        public String getUsername() {
            return Passwords.APP;
        }

        @Override
        public String getPassword() {
            return server.passwords().app();
        }

        @Override
        public String getJdbcUrl() {
            return server.url();
        }
    }

    private record OwnerConnection(PostgresServer server) implements FlywayConnectionDetails {

        @Override
        public String getUsername() {
            return Passwords.OWNER;
        }

        @Override
        public String getPassword() {
            return server.passwords().owner();
        }

        @Override
        public String getJdbcUrl() {
            return server.url();
        }
    }

    private record RedisConnection(int port, String password) implements DataRedisConnectionDetails {

        @Override
        public String getPassword() {
            return password;
        }

        @Override
        public Standalone getStandalone() {
            return Standalone.of("127.0.0.1", port);
        }
    }
}
