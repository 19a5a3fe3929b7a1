package org.jrp.server.access;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Placeholder. */
@Component
public class AccessLog {
    public void record(
            Caller caller,
            String action,
            byte @Nullable [] subject,
            @Nullable String object,
            @Nullable String purpose,
            String outcome) {}
}
