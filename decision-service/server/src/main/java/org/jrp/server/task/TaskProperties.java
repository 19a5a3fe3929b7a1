package org.jrp.server.task;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How entries are followed up (触发设置), under {@code jrp.tasks}.
 *
 * @param weighAgain checks of the last so many days are weighed again when something about their subject changes
 * @param poll how often to look for what changed
 * @param archiveAfter how long after its end an entry goes to the archive; five years, the window in which it may be asked about
 */
@ConfigurationProperties("jrp.tasks")
record TaskProperties(
        @DefaultValue("90d") Duration weighAgain,
        @DefaultValue("300ms") Duration poll,
        @DefaultValue("1826d") Duration archiveAfter) {}
