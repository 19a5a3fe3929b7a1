package org.jrp.server.operations;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jrp.catalogue.Catalogue;
import org.jrp.catalogue.ListType;
import org.jrp.decision.Question;
import org.jrp.server.entry.SourceBook;
import org.jrp.server.release.Releases;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;
import org.springframework.stereotype.Component;

/**
 * How fresh each list's source is (来源时效). A stale, missing or unreachable one takes nothing out of service: the answers it touches
 * say {@code review}; the status {@code DEGRADED} tells the operator.
 */
@Component("sources")
class SourcesHealth extends AbstractHealthIndicator {

    private static final int USUAL_DAYS = 7;

    private final SourceBook sources;
    private final Releases releases;
    private final InstantSource clock;

    SourcesHealth(SourceBook sources, Releases releases, InstantSource clock) {
        this.sources = sources;
        this.releases = releases;
        this.clock = clock;
    }

    @Override
    protected void doHealthCheck(Health.Builder builder) {
        Instant now = clock.instant();
        Catalogue catalogue = releases.active().catalogue();
        Map<String, Integer> counts = new TreeMap<>();
        Map<String, Object> wanting = new TreeMap<>();
        for (SourceBook.Standing standing : sources.standings(now)) {
            int days = catalogue
                    .findList(standing.list())
                    .map(ListType::freshnessDays)
                    .filter(limit -> limit > 0)
                    .orElse(USUAL_DAYS);
            String state = state(standing, days, now);
            counts.merge(state, 1, Integer::sum);
            if (!state.equals("fresh")) {
                Map<String, Object> detail = new LinkedHashMap<>();
                detail.put("state", state);
                if (standing.source() != null) {
                    detail.put("source", standing.source());
                }
                if (standing.loadedAt() != null) {
                    detail.put(
                            "loadedAt",
                            standing.loadedAt().atOffset(Question.SHANGHAI).toString());
                }
                detail.put("limitDays", days);
                wanting.put(standing.list(), detail);
            }
        }
        builder.status(wanting.isEmpty() ? Status.UP : new Status("DEGRADED"))
                .withDetail("lists", counts)
                .withDetail("wanting", wanting);
    }

    private static String state(SourceBook.Standing standing, int days, Instant now) {
        if (!standing.reachable()) {
            return "unreachable";
        }
        Instant loadedAt = standing.loadedAt();
        if (loadedAt == null) {
            return "never-loaded";
        }
        return Duration.between(loadedAt, now).compareTo(Duration.ofDays(days)) > 0 ? "stale" : "fresh";
    }
}
