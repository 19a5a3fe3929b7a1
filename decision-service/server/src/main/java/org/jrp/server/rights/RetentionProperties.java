package org.jrp.server.rights;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How long things are kept (保存期限设置), under {@code jrp.retention}.
 *
 * @param entryYears after an entry ended, until only auditors read it
 * @param accessLogYears that the access log is kept at least; nothing deletes it
 * @param notificationDays that messages are kept when everybody has them
 * @param idempotencyDays that answers to repeated writes are kept
 * @param changeDays that changes of entries are kept when they were followed up
 */
@ConfigurationProperties("jrp.retention")
record RetentionProperties(
        @DefaultValue("5") int entryYears,
        @DefaultValue("5") int accessLogYears,
        @DefaultValue("180") int notificationDays,
        @DefaultValue("7") int idempotencyDays,
        @DefaultValue("30") int changeDays) {

    RetentionProperties {
        if (entryYears < 1 || accessLogYears < 1 || notificationDays < 1 || idempotencyDays < 1 || changeDays < 1) {
            throw new IllegalArgumentException("Under jrp.retention every number is at least 1.");
        }
    }
}
