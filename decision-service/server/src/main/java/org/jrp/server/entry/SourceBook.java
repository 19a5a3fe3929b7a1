package org.jrp.server.entry;

import java.time.Instant;
import java.util.List;
import org.jrp.decision.Source;
import org.springframework.stereotype.Component;

/** Placeholder. */
@Component
public class SourceBook {
    public List<Source> sources(Instant knownAt) {
        return List.of(Source.file("demo", knownAt));
    }

    public Instant latest() {
        return Instant.EPOCH;
    }

    public long epoch() {
        return 0;
    }

    public void refreshIfOlder(long epoch) {}
}
