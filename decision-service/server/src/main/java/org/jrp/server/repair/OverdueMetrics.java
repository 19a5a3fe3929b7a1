package org.jrp.server.repair;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import org.jrp.server.entry.EntryLife;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/** How much is overdue (逾期告警), for the operator: counted at most once a minute, however often it is read. */
@Component
class OverdueMetrics implements MeterBinder {

    private static final Logger log = LoggerFactory.getLogger(OverdueMetrics.class);
    private static final Duration GOOD_FOR = Duration.ofMinutes(1);
    private static final Scope ALL = new Scope(true, List.of(), "");

    private final ObjectionPages objections;
    private final Repairs repairs;
    private final EntryLife life;
    private final InstantSource clock;
    private @Nullable Counts counts;

    OverdueMetrics(ObjectionPages objections, Repairs repairs, EntryLife life, InstantSource clock) {
        this.objections = objections;
        this.repairs = repairs;
        this.life = life;
        this.clock = clock;
    }

    private record Counts(Instant at, double objections, double repairs) {}

    @Override
    public void bindTo(MeterRegistry registry) {
        Gauge.builder("jrp.objections.overdue", this, self -> self.counts().objections())
                .description("Objections past the day of the platform's check or of the decision")
                .register(registry);
        Gauge.builder("jrp.repairs.overdue", this, self -> self.counts().repairs())
                .description("Repair applications past the day of their decision")
                .register(registry);
    }

    private synchronized Counts counts() {
        Instant now = clock.instant();
        Counts known = counts;
        if (known != null && now.isBefore(known.at().plus(GOOD_FOR))) {
            return known;
        }
        Counts counted;
        try {
            LocalDate today = life.today();
            counted = new Counts(now, objections.overdue(ALL, today), repairs.overdue(repairs.rows(today, ALL), today));
        } catch (DataAccessException e) {
            log.warn("What is overdue could not be counted: {}", e.getClass().getSimpleName());
            counted = new Counts(now, Double.NaN, Double.NaN);
        }
        counts = counted;
        return counted;
    }
}
