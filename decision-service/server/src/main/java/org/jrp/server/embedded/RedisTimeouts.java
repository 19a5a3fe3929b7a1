package org.jrp.server.embedded;

import io.lettuce.core.TimeoutOptions;
import java.time.Duration;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.data.redis.autoconfigure.LettuceClientConfigurationBuilderCustomizer;
import org.springframework.boot.data.redis.autoconfigure.LettuceClientOptionsBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Little time for a command, more for the greeting on a new connection (缓存超时): with one limit for both, a service that has just started
 * and is still slow would take Redis for lost.
 */
@Configuration(proxyBeanMethods = false)
class RedisTimeouts {

    private static final Duration GREETING = Duration.ofSeconds(1);

    @Bean
    LettuceClientOptionsBuilderCustomizer commands(@Value("${spring.data.redis.timeout:50ms}") Duration command) {
        return options -> options.timeoutOptions(TimeoutOptions.enabled(command));
    }

    @Bean
    LettuceClientConfigurationBuilderCustomizer greeting(@Value("${spring.data.redis.timeout:50ms}") Duration command) {
        Duration longer = command.compareTo(GREETING) < 0 ? GREETING : command;
        return client -> client.commandTimeout(longer);
    }
}
