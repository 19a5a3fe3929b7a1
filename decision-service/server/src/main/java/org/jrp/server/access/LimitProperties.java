package org.jrp.server.access;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * How much a department may ask where its own row does not say (默认限额), under {@code jrp.limits}.
 *
 * @param requestsPerMinute 6,000 unless said; 60,000 in a demonstration
 * @param subjectsPerDay 10,000 unless said; 1,000,000 in a demonstration
 */
@ConfigurationProperties("jrp.limits")
record LimitProperties(
        @Nullable Integer requestsPerMinute, @Nullable Integer subjectsPerDay) {

    private static final int REQUESTS = 6_000;
    private static final int SUBJECTS = 10_000;
    private static final int DEMO_REQUESTS = 60_000;
    private static final int DEMO_SUBJECTS = 1_000_000;

    LimitProperties {
        if (requestsPerMinute != null && requestsPerMinute < 1 || subjectsPerDay != null && subjectsPerDay < 1) {
            throw new IllegalArgumentException("jrp.limits.* 必须是正整数。jrp.limits.* are whole numbers from 1.");
        }
    }

    int requests(boolean demo) {
        return requestsPerMinute != null ? requestsPerMinute : demo ? DEMO_REQUESTS : REQUESTS;
    }

    int subjects(boolean demo) {
        return subjectsPerDay != null ? subjectsPerDay : demo ? DEMO_SUBJECTS : SUBJECTS;
    }
}
