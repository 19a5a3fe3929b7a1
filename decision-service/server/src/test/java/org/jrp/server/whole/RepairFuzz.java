package org.jrp.server.whole;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the fuzz needs to get through to objections, commitments, trainings and repairs. */
final class RepairFuzz {

    static final List<String> ADDRESSES = List.of(
            "/api/v1/objections", "/api/v1/commitments", "/api/v1/trainings", "/api/v1/repairs", "/api/v1/subjects");

    private static final int EACH = 8;
    private static final int FIRST = 300;
    private static final String TODAY =
            LocalDate.now(ZoneId.of("Asia/Shanghai")).toString();

    private RepairFuzz() {}

    /** Good values of variables in paths; makes what they name. */
    static Map<String, List<String>> places(Service service) {
        List<String> objections = new ArrayList<>();
        List<String> commitments = new ArrayList<>();
        for (int i = 0; i < EACH; i++) {
            String entry = "fuzz-repair-" + i;
            service.list(entry, Ids.enterprise(FIRST + i), "judgment-defaulter", "2018-03-01");
            objections.add(made(service, "/api/v1/objections", with(objection(), "entryId", entry)));
            commitments.add(made(service, "/api/v1/commitments", commitment()));
        }
        String training = made(service, "/api/v1/trainings", training());
        Map<String, List<String>> places = new LinkedHashMap<>();
        List.of("", "/check", "/extend", "/decide", "/retract")
                .forEach(step -> places.put("/api/v1/objections/{id}" + step, objections));
        List.of("", "/letter", "/publish", "/unpublish", "/fulfil", "/breach")
                .forEach(step -> places.put("/api/v1/commitments/{id}" + step, commitments));
        places.put("/api/v1/trainings/{id}", List.of(training));
        places.put("/api/v1/commitments/templates/{code}", List.of("bidding", "repair"));
        return places;
    }

    /** Bodies in which nothing is wrong, by path. */
    static Map<String, Map<String, Object>> samples() {
        Map<String, Object> subject = Map.of("id", Ids.enterprise(FIRST), "name", "示例企业");
        Map<String, Map<String, Object>> samples = new LinkedHashMap<>();
        samples.put("/api/v1/objections", objection());
        samples.put("/api/v1/objections/{id}/check", Map.of("result", "consistent", "reason", "与报送一致"));
        samples.put("/api/v1/objections/{id}/extend", Map.of("reason", "需调取案卷"));
        samples.put(
                "/api/v1/objections/{id}/decide",
                Map.of("result", "rejected", "at", TODAY, "reason", "核查无误", "remedies", "可申请行政复议"));
        samples.put("/api/v1/objections/{id}/retract", Map.of("reason", "主体撤回", "documentNo", "撤回1号"));
        samples.put("/api/v1/commitments", commitment());
        samples.put("/api/v1/commitments/search", Map.of("subject", subject, "purpose", "核对"));
        samples.put(
                "/api/v1/commitments/templates",
                Map.of("code", "fuzz", "title", "承诺书", "type", "bidding", "body", "{{主体名称}}承诺", "source", "assumed"));
        List.of("publish", "unpublish", "fulfil", "breach")
                .forEach(step ->
                        samples.put("/api/v1/commitments/{id}/" + step, Map.of("at", TODAY, "reason", "依规定办理")));
        samples.put("/api/v1/trainings", training());
        samples.put("/api/v1/subjects/file", Map.of("subject", subject, "purpose", "核对"));
        return samples;
    }

    private static Map<String, Object> objection() {
        return Map.of(
                "entryId", "fuzz-2",
                "lodgedOn", TODAY,
                "lodgedBy", "subject",
                "channel", "platform",
                "grounds", "已履行",
                "documentNo", "异1号");
    }

    private static Map<String, Object> commitment() {
        return Map.of(
                "templateCode",
                "bidding",
                "subject",
                Map.of("id", Ids.enterprise(FIRST), "name", "示例企业"),
                "reason",
                "参加投标",
                "madeOn",
                TODAY,
                "documentNo",
                "诺1号",
                "published",
                true);
    }

    private static Map<String, Object> training() {
        return Map.of(
                "title",
                "信用修复培训",
                "heldOn",
                TODAY,
                "hours",
                3L,
                "documentNo",
                "训1号",
                "attendees",
                List.of(Map.of("entryId", "fuzz-repair-1"), Map.of("entryId", "fuzz-3")));
    }

    private static Map<String, Object> with(Map<String, Object> body, String name, Object value) {
        Map<String, Object> copy = new LinkedHashMap<>(body);
        copy.put(name, value);
        return copy;
    }

    private static String made(Service service, String path, Map<String, Object> body) {
        Reply reply = service.post(path, service.office(), body);
        if (reply.status() != 201) {
            throw new IllegalStateException("Nothing was made at " + path + ": " + reply);
        }
        return reply.field("id");
    }
}
