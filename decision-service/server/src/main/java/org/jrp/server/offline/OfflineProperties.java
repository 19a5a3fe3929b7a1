package org.jrp.server.offline;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How late a decision made offline may come (补录期限设置).
 *
 * @param longestDelay from deciding to sending
 * @param clockSkew how far the clock of an embedded engine may be ahead of this service's
 */
@ConfigurationProperties("jrp.offline")
record OfflineProperties(
        @DefaultValue("92d") Duration longestDelay,
        @DefaultValue("2m") Duration clockSkew) {}
