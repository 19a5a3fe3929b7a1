package org.jrp.server.whole;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jrp.server.Uuids;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reports, tasks and exemptions for the fuzz to get through to. */
final class FuzzedFeedback {

    private static final int EACH = 12;
    private static final String MEASURE = "restrict-government-procurement";

    private FuzzedFeedback() {}

    /** Adds good ids for paths, and good bodies. */
    static void prepare(
            Service service,
            JdbcClient jdbc,
            Map<String, List<String>> places,
            Map<String, Map<String, Object>> samples) {
        List<String> open = decisions(service);
        List<String> reported = new ArrayList<>();
        for (String decision : decisions(service)) {
            Reply made = service.post("/api/v1/decisions/" + decision + "/feedback", service.officer(), report());
            reported.add(made.field("feedbackId"));
        }
        List<String> tasks = new ArrayList<>();
        List<String> onTasks = new ArrayList<>();
        for (int i = 1; i <= EACH; i++) {
            tasks.add(task(jdbc, "fuzz-" + i, MEASURE).toString());
            String task = task(jdbc, "fuzz-" + i, "check-procurement-agency").toString();
            onTasks.add(service.post(
                            "/api/v1/tasks/" + task + "/feedback",
                            service.officer(),
                            Map.of("handling", "carried-out", "officer", "王某"))
                    .field("feedbackId"));
        }
        List<String> exemptions = new ArrayList<>();
        for (int i = 1; i <= EACH; i++) {
            exemptions.add(service.post("/api/v1/exemptions", service.officer(), exemption(i))
                    .field("exemptionId"));
        }
        places.put("/api/v1/decisions/{id}/feedback", open);
        places.put("/api/v1/decisions/{id}/confirm", open);
        places.put("/api/v1/decisions/{id}/confirmations", open);
        places.put("/api/v1/tasks/{id}/feedback", tasks);
        places.put("/api/v1/feedback/{id}", reported);
        places.put("/api/v1/feedback/{id}/form", reported);
        places.put("/api/v1/feedback/{id}/cancel", reported);
        places.put("/api/v1/feedback/{id}/confirm", onTasks);
        places.put("/api/v1/exemptions/{id}", exemptions);
        places.put("/api/v1/exemptions/{id}/end", exemptions);
        samples.put("/api/v1/decisions/{id}/feedback", report());
        samples.put("/api/v1/tasks/{id}/feedback", Map.of("handling", "carried-out", "officer", "王某"));
        samples.put("/api/v1/decisions/{id}/confirm", Map.of("measures", List.of(MEASURE)));
        samples.put("/api/v1/feedback/{id}/cancel", Map.of("reason", "填错"));
        samples.put("/api/v1/feedback/{id}/confirm", Map.of());
        samples.put("/api/v1/exemptions", exemption(EACH + 1));
        samples.put("/api/v1/exemptions/{id}/end", Map.of("reason", "不再需要", "officer", "王某"));
    }

    private static Map<String, Object> report() {
        return Map.of("measure", MEASURE, "handling", "carried-out", "officer", "王某", "amount", "12.50");
    }

    private static Map<String, Object> exemption(int number) {
        return Map.of(
                "subject",
                Map.of("id", Ids.enterprise(number)),
                "measure",
                MEASURE,
                "validTo",
                LocalDate.now(ZoneId.of("Asia/Shanghai")).plusDays(30).toString(),
                "reason",
                "应急采购",
                "officer",
                "王某");
    }

    private static List<String> decisions(Service service) {
        List<String> decisions = new ArrayList<>();
        for (int i = 1; i <= EACH; i++) {
            decisions.add(service.post(
                            "/api/v1/decisions",
                            service.officer(),
                            Map.of(
                                    "subject", Map.of("id", Ids.enterprise(i)),
                                    "context", "government-procurement",
                                    "purpose", "资格审查",
                                    "asOf", "2018-09-01"))
                    .field("decisionId"));
        }
        return decisions;
    }

    private static UUID task(JdbcClient jdbc, String entryId, String measure) {
        UUID id = Uuids.at(Instant.now());
        jdbc.sql("update task set state = 'closed' where entry_id = ? and measure = ?")
                .params(entryId, measure)
                .update();
        jdbc.sql("""
                        insert into task (id, listing, entry_id, list, subject, department, measure, kind, effect, rights_reducing,
                            contexts, edition, provisions, release, due)
                        select ?, l.id, l.entry_id, l.list, l.subject, 'finance-bureau', ?, 'sanction', 'mandatory', true, '{}',
                            '2018-mingguang', '{}', 'sha256:0', current_date + 10
                        from listing l where l.entry_id = ?
                        """).params(id, measure, entryId).update();
        return id;
    }
}
