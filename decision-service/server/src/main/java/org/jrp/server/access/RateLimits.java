package org.jrp.server.access;

import org.springframework.stereotype.Component;

/** Placeholder. */
@Component
public class RateLimits {
    public void take(Caller caller, int cost) {}
}
