package org.jrp.client;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A clock that moves only when somebody waits, and remembers how long. */
final class FakeTime {

    static final Instant NOW = Instant.parse("2026-11-23T00:00:00Z");

    private final List<Duration> waits = new ArrayList<>();
    private long nanos;

    Timing timing() {
        return new Timing(
                () -> nanos,
                time -> {
                    waits.add(time);
                    nanos += time.toNanos();
                },
                () -> 1.0,
                () -> NOW.plusNanos(nanos));
    }

    List<Duration> waits() {
        return waits;
    }
}
