package org.jrp.server.feedback;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jrp.server.whole.Ids;
import org.jrp.server.whole.Reply;
import org.jrp.server.whole.Service;
import org.jrp.server.whole.SignIn;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Listed subjects, decisions about them, and the people who report on them. */
final class FeedbackBed {

    static final String FINANCE = Service.FINANCE;
    static final String HOUSING = "housing-construction-bureau";
    /** Reduces rights, addressed to the finance bureau. */
    static final String PROCUREMENT = "restrict-government-procurement";

    private static final AtomicInteger NEXT = new AtomicInteger(30_000);

    final Service service;
    final String finance;
    final String housing;
    final String wang = SignIn.person(FINANCE, "王某", "officer");
    final String li = SignIn.person(FINANCE, "李某", "officer");

    /** Waits until nothing that came is left to follow up: then no task opens behind a test's back. */
    static void settled(JdbcClient jdbc) {
        await().atMost(Duration.ofSeconds(60))
                .until(() -> jdbc.sql("select count(*) from entry_change where done_at is null")
                                .query(Long.class)
                                .single()
                        == 0);
    }

    FeedbackBed(Environment environment) {
        service = Service.of(environment);
        service.grant(HOUSING, """
                {"contexts": ["bidding", "government-procurement"], "requestsPerMinute": 10000000, "subjectsPerDay": 100000000,
                 "place": "341182"}
                """);
        finance = service.key(FINANCE, "officer");
        housing = service.key(HOUSING, "officer");
    }

    /** A decision about an enterprise on the list of judgment defaulters. */
    record Asked(String id, String subject, String entryId, Reply reply) {

        String feedback() {
            return "/api/v1/decisions/" + id + "/feedback";
        }

        String confirm() {
            return "/api/v1/decisions/" + id + "/confirm";
        }

        Map<?, ?> measure(String code) {
            return reply.list("measures").stream()
                    .map(one -> (Map<?, ?>) one)
                    .filter(one -> one.get("code").equals(code))
                    .findFirst()
                    .orElseThrow();
        }
    }

    Asked decision() {
        int number = NEXT.incrementAndGet();
        String entryId = "feedback-" + number;
        String subject = Ids.enterprise(number);
        service.list(entryId, subject, "judgment-defaulter", "2018-03-01");
        return ask(finance, subject, entryId, "government-procurement", "2018-09-01");
    }

    Asked ask(String key, String subject, String entryId, String context, String asOf) {
        Reply reply = service.post(
                "/api/v1/decisions",
                key,
                Map.of("subject", Map.of("id", subject), "context", context, "purpose", "办公设备采购资格审查", "asOf", asOf));
        if (reply.status() != 201) {
            throw new IllegalStateException(reply.toString());
        }
        return new Asked(reply.field("decisionId"), subject, entryId, reply);
    }

    /** A report that is right, with other values for some of its fields; a value of null leaves the field out. */
    static Map<String, Object> report(Object... changes) {
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("measure", PROCUREMENT);
        report.put("handling", "carried-out");
        report.put("officer", "王某");
        report.put("documentNo", "财采〔2018〕1号");
        report.put("amount", "120000.50");
        for (int i = 0; i < changes.length; i += 2) {
            if (changes[i + 1] == null) {
                report.remove(changes[i]);
            } else {
                report.put((String) changes[i], changes[i + 1]);
            }
        }
        return report;
    }

    Reply pending(String key, String query) {
        return service.get("/api/v1/feedback/pending" + query, key);
    }

    /** The item of the pending list about that decision and measure; found on whatever page. */
    Map<?, ?> owed(String decision, String measure) {
        String cursor = "";
        while (true) {
            Reply page = pending(finance, "?limit=200" + cursor);
            for (Object item : page.list("items")) {
                Map<?, ?> one = (Map<?, ?>) item;
                if (decision.equals(one.get("decisionId")) && measure.equals(one.get("measure"))) {
                    return one;
                }
            }
            if (page.json().get("cursor") == null) {
                return Map.of();
            }
            cursor = "&cursor=" + page.field("cursor");
        }
    }

    static List<String> fields(Reply reply) {
        return reply.list("errors").stream()
                .map(one -> ((Map<?, ?>) one).get("pointer") + " " + ((Map<?, ?>) one).get("code"))
                .toList();
    }
}
