package org.jrp.server.operations;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.jrp.decision.DecisionEngine;
import org.jrp.server.release.Releases;
import org.springframework.stereotype.Component;

/** Counts of the engine's memo (记忆命中率), of the release in use. */
@Component
class EngineMetrics implements MeterBinder {

    private final Releases releases;

    EngineMetrics(Releases releases) {
        this.releases = releases;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        FunctionCounter.builder("jrp.memo", this, self -> self.memo().hits())
                .tag("result", "hit")
                .register(registry);
        FunctionCounter.builder("jrp.memo", this, self -> self.memo().misses())
                .tag("result", "miss")
                .register(registry);
        Gauge.builder("jrp.memo.patterns", this, self -> self.memo().size()).register(registry);
    }

    private DecisionEngine.Memo memo() {
        return releases.active().engine().memo();
    }
}
