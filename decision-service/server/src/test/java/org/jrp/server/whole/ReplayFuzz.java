package org.jrp.server.whole;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jrp.server.Uuids;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What the fuzz needs to get through to replays, samples and evidence. */
final class ReplayFuzz {

    private static final int EACH = 12;

    private ReplayFuzz() {}

    /** Adds good ids for paths, and good bodies. */
    static void prepare(
            String decision,
            JdbcClient jdbc,
            Map<String, List<String>> places,
            Map<String, Map<String, Object>> samples) {
        List<String> jobs = new ArrayList<>();
        for (int i = 0; i < EACH; i++) {
            // Held by a node that is not there, so that nobody ends it first.
            UUID id = Uuids.at(Instant.now());
            jdbc.sql("""
                            insert into replay_job (id, from_day, to_day, department_asked, credential, first, until, asked_at, state,
                                holder, held_until)
                            values (?, current_date, current_date, 'credit-office', 'fuzz', ?, ?, now(), 'running', ?, now() + interval '1 day')
                            """).params(id, id, id, id).update();
            jobs.add(id.toString());
        }
        places.put("/api/v1/decisions/{id}/replay", List.of(decision));
        places.put("/api/v1/decisions/{id}/evidence", List.of(decision));
        places.put("/api/v1/replays/{id}", jobs);
        places.put("/api/v1/replays/{id}/cancel", jobs);
        samples.put("/api/v1/decisions/{id}/replay", Map.of("release", "active"));
        samples.put("/api/v1/replays", Map.of("from", "2026-01-01", "to", "2026-01-02"));
        samples.put("/api/v1/replays/{id}/cancel", Map.of());
        samples.put("/api/v1/seals/verifications", Map.of());
    }
}
