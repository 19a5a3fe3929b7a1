package org.jrp.server.access;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that goes on when told to. */
final class MutableClock implements InstantSource {

    private volatile Instant now;

    MutableClock(Instant now) {
        this.now = now;
    }

    void goOn(Duration time) {
        now = now.plus(time);
    }

    @Override
    public Instant instant() {
        return now;
    }
}
