package org.jrp.server;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the service as a whole (设置), under {@code jrp}.
 *
 * @param data folder that holds keys, embedded PostgreSQL and Redis, and temporary files; {@code jrp-data} below the working
 *     directory unless said
 * @param keys file of the keys for subjects; {@code subject-keys.json} in the data folder unless said
 * @param demo whether demonstration departments, keys and entries are made at the start
 */
@ConfigurationProperties("jrp")
public record ServerProperties(
        @DefaultValue("jrp-data") Path data,
        @Nullable Path keys,
        @DefaultValue("false") boolean demo) {

    public ServerProperties {
        data = data.toAbsolutePath().normalize();
    }

    /** The file of the keys for subjects. */
    public Path keyFile() {
        return keys == null ? data.resolve("subject-keys.json") : keys.toAbsolutePath();
    }
}
