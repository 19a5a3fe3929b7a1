package org.jrp.server.whole;

import java.util.Map;
import org.jrp.release.ReleaseFiles;
import org.jrp.server.publication.Uploads;

/** The shipped release and one that answers a certain question otherwise, approved and activated once, on two nodes. */
final class TwoReleases {

    static final String SHIPPED = ReleaseFiles.shipped().hash();

    private static final int LISTED = 61_002;

    private final TwoNodes nodes;
    private final String author;
    private final String approver;
    private final String changed;

    TwoReleases(TwoNodes nodes, String variant) {
        this.nodes = nodes;
        Service one = nodes.one();
        one.coverAll();
        if (one.get("/api/v1/entries/switch-1", one.office()).status() != 200) {
            one.list("switch-1", Ids.enterprise(LISTED), "customs-aeo-advanced", "2018-08-01");
        }
        author = one.key("policy-author");
        approver = one.key("policy-approver");
        Reply stored = one.post("/api/v1/releases", author, "application/zip", Uploads.zip(Uploads.changed(variant)));
        changed = stored.field("hash");
        expect(one.post("/api/v1/releases/" + changed + "/approve", approver, "{\"reason\": \"同意\"}"));
        expect(activate(one, changed));
        expect(activate(one, SHIPPED));
    }

    String changed() {
        return changed;
    }

    String approver() {
        return approver;
    }

    Reply activate(Service node, String hash) {
        return node.post("/api/v1/releases/" + hash + "/activate", approver, "{}");
    }

    Reply rollback(Service node) {
        return node.post("/api/v1/releases/rollback", approver, "{\"reason\": \"演练\"}");
    }

    /** What that node says it decides by. */
    Reply current(Service node) {
        return node.get("/api/v1/releases/current", author);
    }

    /** The question that the two releases answer differently. */
    Reply check(Service node) {
        return node.post(
                "/api/v1/decisions",
                nodes.one().officer(),
                Map.of(
                        "subject", Map.of("id", Ids.enterprise(LISTED)),
                        "context", "administrative-licensing",
                        "purpose", "许可审查",
                        "asOf", "2018-09-01"));
    }

    /** Whether an answer's content is that of the release it names. */
    static boolean whole(Reply decision) {
        boolean green = decision.list("measures").stream()
                .anyMatch(one -> Uploads.MEASURE.equals(((Map<?, ?>) one).get("code")));
        return green == decision.field("release").equals(SHIPPED);
    }

    private static void expect(Reply reply) {
        if (reply.status() != 200) {
            throw new IllegalStateException("The releases are not ready: " + reply);
        }
    }
}
