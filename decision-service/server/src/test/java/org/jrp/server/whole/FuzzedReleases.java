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
