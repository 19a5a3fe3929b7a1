package org.jrp.server.whole;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jrp.release.ReleaseFiles;
import org.jrp.server.Uuids;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Impacts for the fuzz to get through to. */
final class FuzzedImpact {

    private static final int EACH = 12;

    private FuzzedImpact() {}

    static void prepare(
            Service service,
            JdbcClient jdbc,
            Map<String, List<String>> places,
            Map<String, Map<String, Object>> samples) {
        String shipped = ReleaseFiles.shipped().hash();
        Reply asked = service.post(
                "/api/v1/releases/" + shipped + "/impact",
                service.key("policy-author"),
                Map.of("over", "decisions", "from", "2018-01-01", "to", "2018-01-02"));
        if (asked.status() != 202) {
            throw new IllegalStateException(asked.toString());
        }
        places.put("/api/v1/releases/{hash}/impact", List.of(shipped));
        places.put("/api/v1/impacts/{id}", List.of(asked.field("impactId")));
        places.put("/api/v1/impacts/{id}/cases", List.of(asked.field("impactId")));
        List<String> running = new ArrayList<>();
        for (int i = 0; i < EACH; i++) {
            // Held by a node that is not there, so that nobody ends it first.
            UUID id = Uuids.at(Instant.now());
            jdbc.sql("""
                            insert into impact (id, release, against, over, as_of, department_asked, credential, state, holder, held_until)
                            values (?, ?, ?, 'subjects', current_date, 'credit-office', 'fuzz', 'running', ?, now() + interval '1 day')
                            """).params(id, shipped, shipped, id).update();
            running.add(id.toString());
        }
        places.put("/api/v1/impacts/{id}/cancel", running);
        samples.put("/api/v1/impacts/{id}/cancel", Map.of());
        samples.put(
                "/api/v1/releases/{hash}/impact",
                Map.of("over", "decisions", "from", "2018-01-01", "to", "2018-01-02"));
    }
}
