package org.jrp.server.notification;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the delivery to receivers (推送设置), under {@code jrp.webhooks}.
 *
 * @param timeout how long a receiver may take for one call
 * @param firstPause after a first failure; doubles with each further one
 * @param longestPause between two attempts
 * @param longestAge how long a message is tried that fails for no fault of its own; a dead letter after that
 * @param attempts how often a message is tried that the receiver refuses
 * @param batch most messages of one call
 * @param lease how long a node keeps a lane without renewing it; raised to three time-outs where it is less
 * @param poll how often a node looks for work that nobody told it of
 * @param lanes how many receivers one node serves at once
 * @param mostOfADepartment receivers a department may have
 * @param plainHttp whether receivers on this very machine may be called, without TLS too; only in the demonstration unless said
 * @param privateAddresses ranges such as {@code 10.1.0.0/16} of the own network in which receivers may be called
 */
@ConfigurationProperties("jrp.webhooks")
record WebhookProperties(
        @DefaultValue("10s") Duration timeout,
        @DefaultValue("1s") Duration firstPause,
        @DefaultValue("10m") Duration longestPause,
        @DefaultValue("72h") Duration longestAge,
        @DefaultValue("5") int attempts,
        @DefaultValue("100") int batch,
        @DefaultValue("30s") Duration lease,
        @DefaultValue("1s") Duration poll,
        @DefaultValue("64") int lanes,
        @DefaultValue("5") int mostOfADepartment,
        @Nullable Boolean plainHttp,
        @DefaultValue List<String> privateAddresses) {

    private static final int TIMEOUTS_OF_A_LEASE = 3;

    WebhookProperties {
        if (attempts < 1 || batch < 1 || lanes < 1 || firstPause.isZero() || firstPause.isNegative()) {
            throw new IllegalArgumentException(
                    "Under jrp.webhooks, attempts, batch and lanes are at least 1, and first-pause is longer than nothing.");
        }
        Duration least = timeout.multipliedBy(TIMEOUTS_OF_A_LEASE);
        lease = lease.compareTo(least) < 0 ? least : lease;
        privateAddresses = List.copyOf(privateAddresses);
    }
}
