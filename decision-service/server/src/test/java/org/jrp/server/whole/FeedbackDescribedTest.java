package org.jrp.server.whole;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.jrp.server.ServerTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;

/** The description of the API is true of reports, confirmations and exemptions. */
@ServerTest(properties = "test=whole")
class FeedbackDescribedTest {

    private static final String MEASURE = "restrict-government-procurement";

    @Autowired
    Environment environment;

    Service service;
    Description description;

    @BeforeEach
    void meet() {
        service = Service.of(environment);
        description = new Description(service);
    }

    @Test
    void reports_and_exemptions_are_as_described() {
        String key = service.officer();
        String person = SignIn.person(Service.FINANCE, "王某", "officer");
        String subject = Ids.enterprise(64_500);
        service.list("described-1", subject, "judgment-defaulter", "2018-03-01");
        Reply exemption = service.post(
                "/api/v1/exemptions",
                key,
                Map.of(
                        "subject",
                        Map.of("id", subject),
                        "measure",
                        MEASURE,
                        "validTo",
                        LocalDate.now(ZoneId.of("Asia/Shanghai")).plusDays(5).toString(),
                        "reason",
                        "应急采购",
                        "officer",
                        "王某"));
        check("POST", "/api/v1/exemptions", exemption, 201);
        Reply decided = service.post(
                "/api/v1/decisions",
                key,
                Map.of("subject", Map.of("id", subject), "context", "government-procurement", "purpose", "资格审查"));
        assertThat(decided.text()).contains("\"exemptions\":[");
        check("POST", "/api/v1/decisions", decided, 201);
        String decision = "/api/v1/decisions/" + decided.field("decisionId");

        Reply made = service.post(
                decision + "/feedback",
                key,
                Map.of("measure", MEASURE, "handling", "carried-out", "officer", "王某", "amount", 1L));
        check("POST", "/api/v1/decisions/{id}/feedback", made, 201);
        check(
                "POST",
                "/api/v1/decisions/{id}/feedback",
                service.post(decision + "/feedback", key, Map.of("measure", MEASURE)),
                422);
        check("GET", "/api/v1/feedback/pending", service.get("/api/v1/feedback/pending?limit=200", key), 200);
        check("GET", "/api/v1/feedback/summary", service.get("/api/v1/feedback/summary", service.auditor()), 200);
        check(
                "POST",
                "/api/v1/decisions/{id}/confirm",
                service.post(decision + "/confirm", person, Map.of("measures", List.of(MEASURE))),
                200);
        check("GET", "/api/v1/decisions/{id}/confirmations", service.get(decision + "/confirmations", key), 200);
        check("GET", "/api/v1/feedback/{id}", service.get(made.header("Location"), key), 200);
        check(
                "POST",
                "/api/v1/feedback/{id}/cancel",
                service.post(made.header("Location") + "/cancel", key, "{\"reason\": \"填错\"}"),
                200);
        check("GET", "/api/v1/decisions/{id}/feedback", service.get(decision + "/feedback", key), 200);
        check("GET", "/api/v1/feedback", service.get("/api/v1/feedback?limit=200", service.office()), 200);
        check(
                "POST",
                "/api/v1/exemptions/{id}/end",
                service.post(exemption.header("Location") + "/end", key, "{\"reason\": \"完成\", \"officer\": \"王某\"}"),
                200);
        check("GET", "/api/v1/exemptions", service.get("/api/v1/exemptions?limit=200", service.auditor()), 200);
        check("GET", "/api/v1/exemptions/{id}", service.get(exemption.header("Location"), key), 200);
    }

    private void check(String method, String path, Reply reply, int status) {
        assertThat(reply.status()).as("%s %s answered %s", method, path, reply).isEqualTo(status);
        assertThat(description.differences(method, path, reply))
                .as("%s %s answered %s", method, path, reply)
                .isEmpty();
    }
}
