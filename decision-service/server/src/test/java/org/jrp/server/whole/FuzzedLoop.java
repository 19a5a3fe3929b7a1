package org.jrp.server.whole;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Tasks, successions, cases and figures for the fuzz to get through to. */
final class FuzzedLoop {

    private static final int CASES = 15;
    private static final int FIRST = 64_000;
    private static final String MEASURE = "restrict-government-procurement";

    /** Calls that the credit office makes; those of the rest are an officer's. */
    private static final Set<String> OF_OFFICE = Set.of(
            "/api/v1/successions",
            "/api/v1/cases/{id}/approve",
            "/api/v1/cases/{id}/return",
            "/api/v1/cases/{id}/upload",
            "/api/v1/cases/export");

    private FuzzedLoop() {}

    /** As whom a call is made; null for a call of others. */
    static String role(String path) {
        if (OF_OFFICE.contains(path) || path.startsWith("/api/v1/statistics")) {
            return "office";
        }
        return path.startsWith("/api/v1/cases")
                        || path.startsWith("/api/v1/reconsiderations")
                        || path.startsWith("/api/v1/affected-decisions")
                ? "officer"
                : null;
    }

    static void prepare(Service service, Map<String, List<String>> places, Map<String, Map<String, Object>> samples) {
        String person = SignIn.person(Service.FINANCE, "王某", "officer");
        List<String> reports = new ArrayList<>();
        List<String> decisions = new ArrayList<>();
        for (int i = 0; i < CASES; i++) {
            service.list("fuzz-case-" + i, Ids.enterprise(FIRST + i), "judgment-defaulter", "2018-03-01");
            String decision = service.post(
                            "/api/v1/decisions",
                            service.officer(),
                            Map.of(
                                    "subject", Map.of("id", Ids.enterprise(FIRST + i)),
                                    "context", "government-procurement",
                                    "purpose", "资格审查",
                                    "asOf", "2018-09-01"))
                    .field("decisionId");
            decisions.add(decision);
            reports.add(service.post(
                            "/api/v1/decisions/" + decision + "/feedback",
                            service.officer(),
                            Map.of("measure", MEASURE, "handling", "carried-out", "officer", "王某"))
                    .field("feedbackId"));
            Reply confirmed = service.post(
                    "/api/v1/decisions/" + decision + "/confirm", person, Map.of("measures", List.of(MEASURE)));
            if (confirmed.status() != 200) {
                throw new IllegalStateException(confirmed.toString());
            }
        }
        List<String> drafts = new ArrayList<>();
        for (String report : reports.subList(1, CASES)) {
            Reply made = service.post("/api/v1/cases", service.officer(), Map.of("feedbackIds", List.of(report)));
            if (made.status() != 201) {
                throw new IllegalStateException(made.toString());
            }
            drafts.add(id(made));
        }
        List<String> approved = drafts.subList(0, 4);
        approved.forEach(
                one -> service.post("/api/v1/cases/" + one + "/approve", service.office(), Map.of("version", 1)));
        await().atMost(Duration.ofSeconds(30))
                .until(() -> !service.get("/api/v1/tasks?entryId=fuzz-case-0", service.officer())
                        .list("items")
                        .isEmpty());
        List<String> tasks = service.get("/api/v1/tasks?entryId=fuzz-case-0", service.officer()).list("items").stream()
                .map(task -> (String) ((Map<?, ?>) task).get("taskId"))
                .toList();
        places.put("/api/v1/tasks/{id}", tasks);
        places.put("/api/v1/tasks/{id}/acknowledge", tasks);
        places.put("/api/v1/decisions/{id}/reconsiderations", decisions);
        places.put("/api/v1/entries/{id}/decisions", List.of("fuzz-case-0", "fuzz-case-1"));
        places.put("/api/v1/cases/{id}", drafts);
        places.put("/api/v1/cases/{id}/page", drafts);
        places.put("/api/v1/cases/{id}/text", drafts.subList(4, 6));
        places.put("/api/v1/cases/{id}/approve", drafts.subList(6, 9));
        places.put("/api/v1/cases/{id}/return", drafts.subList(9, 12));
        places.put("/api/v1/cases/{id}/retract", drafts.subList(12, CASES - 1));
        places.put("/api/v1/cases/{id}/upload", approved);
        places.put("year", List.of("2018"));
        places.put("item", List.of("7", "10"));
        samples.put("/api/v1/tasks/{id}/acknowledge", Map.of("officer", "王某"));
        samples.put("/api/v1/cases", Map.of("feedbackIds", List.of(reports.get(0))));
        samples.put("/api/v1/cases/{id}/text", Map.of("title", "示例案例", "text", "示例企业被限制参加政府采购活动。"));
        samples.put("/api/v1/cases/{id}/approve", Map.of("version", 1));
        samples.put("/api/v1/cases/{id}/upload", Map.of("version", 1));
        samples.put("/api/v1/cases/{id}/return", Map.of("reason", "请补充依据"));
        samples.put("/api/v1/cases/{id}/retract", Map.of("reason", "重复"));
        samples.put(
                "/api/v1/successions",
                Map.of(
                        "kind", "subject",
                        "from", Map.of("id", Ids.enterprise(FIRST + 900)),
                        "to", Map.of("id", Ids.enterprise(FIRST + 901)),
                        "takesEffect", "2026-01-01",
                        "documentNo", "示例合并1号",
                        "reason", "吸收合并"));
    }

    private static String id(Reply made) {
        return String.valueOf(
                made.json().containsKey("caseId")
                        ? made.json().get("caseId")
                        : made.json().get("id"));
    }
}
