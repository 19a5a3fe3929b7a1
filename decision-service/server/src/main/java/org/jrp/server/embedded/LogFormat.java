package org.jrp.server.embedded;

import java.util.Map;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/** Turns {@code jrp.log-format=json} ({@code JRP_LOG_FORMAT=json}) into Spring's setting, before the first line is logged (日志格式). */
final class LogFormat implements EnvironmentPostProcessor, Ordered {

    @Override
    public int getOrder() {
        return Ordered.LOWEST_PRECEDENCE;
    }

    @Override
    public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
        String format = environment.getProperty("jrp.log-format", environment.getProperty("jrp.log.format", "plain"));
        switch (format) {
            case "plain" -> {}
            case "json" ->
                environment
                        .getPropertySources()
                        .addFirst(new MapPropertySource(
                                "jrpLogFormat", Map.of("logging.structured.format.console", "ecs")));
            default ->
                throw new StartRefusedException(
                        "设置 jrp.log-format 的值(%s)应为 plain 或 json。".formatted(format),
                        "The setting jrp.log-format is (%s); it must be plain or json.".formatted(format));
        }
    }
}
