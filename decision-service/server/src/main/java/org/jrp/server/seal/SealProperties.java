package org.jrp.server.seal;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.jrp.server.ServerProperties;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the seals (封存设置), under {@code jrp.seal}.
 *
 * @param enabled whether this node seals; any number of nodes may, one at a time does
 * @param origin name of the log, that its tree heads bear; {@code jrp/} and the database's id unless said
 * @param file where tree heads are written outside the database; {@code seals.log} in the data folder unless said
 * @param key file of the signing key; {@code seal-signing.key} in the data folder unless said. Newer keys stand beside it, with a number
 * @param checkEvery after how long all of the log is read and held against itself again; zero for only when asked
 * @param witnessUrl where each tree head is posted to; nowhere unless said
 */
@ConfigurationProperties("jrp.seal")
record SealProperties(
        @DefaultValue("true") boolean enabled,
        @Nullable String origin,
        @Nullable Path file,
        @Nullable Path key,
        @DefaultValue("24h") Duration checkEvery,
        @Nullable URI witnessUrl) {

    Path headFile(ServerProperties server) {
        return file == null ? server.data().resolve("seals.log") : file.toAbsolutePath();
    }

    Path keyFile(ServerProperties server) {
        return key == null ? server.data().resolve("seal-signing.key") : key.toAbsolutePath();
    }
}
