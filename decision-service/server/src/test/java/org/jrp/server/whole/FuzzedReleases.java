package org.jrp.server.whole;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.jrp.release.ReleaseFiles;
import org.jrp.server.publication.Uploads;

/** Releases for the fuzz to get through to. */
final class FuzzedReleases {

    /** The release that is stored already. */
    static final byte[] ZIP = Uploads.zip(Uploads.shipped());

    private static final String RELEASES = "/api/v1/releases/";
    private static final String DRAFTS = "/api/v1/drafts";

    private FuzzedReleases() {}

    /** Adds good hashes for paths, and good bodies: a draft to approve, one that was active, and the shipped one, which is. */
    static void prepare(Service service, Map<String, List<String>> places, Map<String, Map<String, Object>> samples) {
        String shipped = ReleaseFiles.shipped().hash();
        String draft = upload(service, "fuzz-draft");
        String before = upload(service, "fuzz-before");
        Map<String, Object> reason = Map.of("reason", "符合文件");
        good(service, before + "/approve", reason);
        good(service, before + "/activate", Map.of());
        good(service, shipped + "/activate", Map.of());
        places.put(RELEASES + "{hash}", List.of(shipped, draft));
        places.put(RELEASES + "{hash}/bundle", List.of(shipped, draft));
        places.put(RELEASES + "{hash}/comments", List.of(shipped, draft));
        places.put(RELEASES + "{hash}/changes", List.of(shipped, draft));
        places.put(RELEASES + "{hash}/health", List.of(shipped, draft));
        places.put(RELEASES + "{hash}/approve", List.of(draft));
        places.put(RELEASES + "{hash}/activate", List.of(shipped));
        places.put(RELEASES + "{hash}/cancel", List.of(shipped));
        samples.put(RELEASES + "{hash}/comments", Map.of("text", "请核对"));
        samples.put(RELEASES + "{hash}/approve", reason);
        samples.put(RELEASES + "{hash}/cancel", reason);
        samples.put(RELEASES + "rollback", reason);
        samples.put(
                RELEASES + "{hash}/activate",
                Map.of("at", Instant.now().plus(2, ChronoUnit.DAYS).toString()));
        prepareDrafts(service, places, samples);
    }

    /** Drafts to be written in, ended and submitted, and a shadow run to be looked at. */
    private static void prepareDrafts(
            Service service, Map<String, List<String>> places, Map<String, Map<String, Object>> samples) {
        String candidate = upload(service, "fuzz-shadow");
        Reply shadow =
                service.post(RELEASES + candidate + "/shadow", service.key("policy-author"), Map.of("minutes", 1L));
        if (shadow.status() != 202) {
            throw new IllegalStateException("The shadow run is not ready for the fuzz: " + shadow);
        }
        places.put("draft", List.of(draft(service)));
        places.put(
                "path",
                ReleaseFiles.shipped().paths().stream()
                        .filter(path -> path.startsWith("rules/memoranda/"))
                        .limit(12)
                        .toList());
        places.put(DRAFTS + "/{draft}", List.of(draft(service), draft(service), draft(service)));
        places.put(DRAFTS + "/{draft}/submit", List.of(draft(service), draft(service), draft(service)));
        places.put(RELEASES + "{hash}/shadow", List.of(candidate));
        places.put(RELEASES + "{hash}/shadow/cancel", List.of(candidate));
        samples.put(DRAFTS, Map.of("name", "示例草稿"));
        samples.put(DRAFTS + "/{draft}/files/{path}", Map.of("text", "# 示例\n"));
        samples.put(DRAFTS + "/{draft}/lint", Map.of("path", "scenarios/fuzz.yaml", "text", "- scenario: 示例\n"));
        samples.put(DRAFTS + "/{draft}/submit", Map.of("remark", "请审阅"));
        samples.put("/api/v1/scenarios/run", Map.of("scenarios", """
                - scenario: 未列入
                  given:
                    subject: {kind: enterprise}
                  when: {context: 行政许可, on: 2018-09-01}
                  then:
                    outcome: clear
                """));
        samples.put(RELEASES + "{hash}/shadow", Map.of("minutes", 1L));
        samples.put(RELEASES + "{hash}/shadow/cancel", Map.of("reason", "已足够"));
    }

    private static String draft(Service service) {
        return service.post(DRAFTS, service.key("policy-author"), Map.of("name", "示例草稿"))
                .field("id");
    }

    private static String upload(Service service, String variant) {
        return service.post(
                        "/api/v1/releases",
                        service.key("policy-author"),
                        "application/zip",
                        Uploads.zip(Uploads.changed(variant)))
                .field("hash");
    }

    private static void good(Service service, String path, Map<String, Object> body) {
        Reply reply = service.post(RELEASES + path, service.key("policy-approver"), body);
        if (reply.status() != 200) {
            throw new IllegalStateException("The release is not ready for the fuzz: " + reply);
        }
    }
}
