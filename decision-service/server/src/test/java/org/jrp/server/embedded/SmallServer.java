package org.jrp.server.embedded;

import java.util.Arrays;
import java.util.stream.Stream;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.context.ConfigurationPropertiesAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcClientAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The part of the service that has to do with its stores: starts in a second or two. */
@Configuration(proxyBeanMethods = false)
@ImportAutoConfiguration({
    ConfigurationPropertiesAutoConfiguration.class,
    DataSourceAutoConfiguration.class,
    JdbcTemplateAutoConfiguration.class,
    JdbcClientAutoConfiguration.class,
    FlywayAutoConfiguration.class,
    DataRedisAutoConfiguration.class
})
@Import({SafeSettings.class, RedisTimeouts.class})
class SmallServer {

    static final String READY = "small server ready";

    static ConfigurableApplicationContext start(String... args) {
        return new SpringApplicationBuilder(SmallServer.class)
                .web(WebApplicationType.NONE)
                .initializers(new StoresInitializer())
                // A machine busy with other builds is no reason to find Redis away.
                .run(concat(args, "--spring.data.redis.timeout=5s", "--spring.data.redis.connect-timeout=5s"));
    }

    private static String[] concat(String[] some, String... more) {
        return Stream.concat(Arrays.stream(some), Arrays.stream(more)).toArray(String[]::new);
    }

    /** Starts, commits one more row, says so, and stays until it is ended from outside. */
    public static void main(String[] args) throws InterruptedException {
        ConfigurableApplicationContext context = start(args);
        context.getBean(JdbcClient.class)
                .sql("insert into source_load (list, recorded_at, source) values ('test', clock_timestamp(), 'test')")
                .update();
        System.out.println(READY);
        Thread.currentThread().join();
    }
}
