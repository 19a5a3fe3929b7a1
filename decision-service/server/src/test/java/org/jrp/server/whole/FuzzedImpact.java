package org.jrp.server.whole;

import java.util.List;
import java.util.Map;
import org.jrp.release.ReleaseFiles;

/** Impacts for the fuzz to get through to. */
final class FuzzedImpact {

    private FuzzedImpact() {}

    static void prepare(Service service, Map<String, List<String>> places, Map<String, Map<String, Object>> samples) {
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
        samples.put(
                "/api/v1/releases/{hash}/impact",
                Map.of("over", "decisions", "from", "2018-01-01", "to", "2018-01-02"));
    }
}
