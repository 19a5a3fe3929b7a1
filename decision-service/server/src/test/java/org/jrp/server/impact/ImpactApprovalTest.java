package org.jrp.server.impact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jrp.json.Json;
import org.jrp.server.ServerTest;
import org.jrp.server.Uuids;
import org.jrp.server.publication.Uploads;
import org.jrp.server.whole.Ids;
import org.jrp.server.whole.Reply;
import org.jrp.server.whole.Service;
import org.jrp.server.whole.SignIn;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A release is approved by whoever has seen what it does. */
@ServerTest(properties = {"test=impact-approval", "jrp.impact.required=true", "jrp.impact.thresholds.changed-share=10"})
class ImpactApprovalTest {

    private static final String TODAY =
            LocalDate.now(ZoneId.of("Asia/Shanghai")).toString();

    @Autowired
    Environment environment;

    @Autowired
    JdbcClient jdbc;

    @Test
    void figures_above_a_threshold_are_confirmed_and_signed() {
        Service service = Service.of(environment);
        service.coverAll();
        service.list("approval-1", Ids.enterprise(64_001), "customs-aeo-advanced", "2018-08-01");
        for (int i = 0; i < 4; i++) {
            assertThat(service.post(
                                    "/api/v1/decisions",
                                    service.officer(),
                                    Map.of(
                                            "subject", Map.of("id", Ids.enterprise(64_001 + i)),
                                            "context", "administrative-licensing",
                                            "purpose", "许可审查",
                                            "asOf", "2018-09-01"))
                            .status())
                    .isEqualTo(201);
        }
        String author = SignIn.person(Service.OFFICE, "编某", "policy-author");
        String approver = SignIn.person(Service.OFFICE, "审某", "policy-approver");
        String hash = service.post(
                        "/api/v1/releases", author, "application/zip", Uploads.zip(Uploads.changed("impact")))
                .field("hash");
        String approve = "/api/v1/releases/" + hash + "/approve";
        Map<String, Object> reason = Map.of("reason", "符合文件");

        Reply none = service.post(approve, approver, reason);
        assertThat(none.code()).as("%s", none).isEqualTo("impact-required");
        assertThat(none.text()).contains("/api/v1/releases/" + hash + "/impact");

        String id = service.post(
                        "/api/v1/releases/" + hash + "/impact",
                        author,
                        Map.of("over", "decisions", "from", TODAY, "to", TODAY))
                .field("impactId");
        await().atMost(Duration.ofSeconds(90))
                .until(() -> service.get("/api/v1/impacts/" + id, author)
                        .field("state")
                        .equals("done"));
        Reply impact = service.get("/api/v1/impacts/" + id, approver);
        assertThat((Map<?, ?>) ((List<?>) impact.json().get("exceeded")).get(0))
                .isEqualTo(Map.of("impactId", id, "figure", "changed-share", "value", "25%", "threshold", "10%"));

        Reply unseen = service.post(approve, approver, reason);
        assertThat(unseen.status()).isEqualTo(409);
        assertThat(unseen.code()).isEqualTo("impact-not-confirmed");
        Map<?, ?> figure = (Map<?, ?>) unseen.list("exceeded").get(0);
        assertThat(figure.get("impactId")).isEqualTo(id);
        assertThat((Map<?, ?>) figure.get("message")).hasSize(2);
        assertThat(service.post(
                                approve,
                                approver,
                                Map.of(
                                        "reason",
                                        "符合文件",
                                        "confirmedImpacts",
                                        List.of("00000000-0000-7000-8000-000000000000")))
                        .status())
                .isEqualTo(422);

        Reply approved = service.post(approve, approver, Map.of("reason", "符合文件", "confirmedImpacts", List.of(id)));

        assertThat(approved.status()).as("%s", approved).isEqualTo(200);
        Map<?, ?> approval = (Map<?, ?>) approved.json().get("approval");
        Map<?, ?> said = (Map<?, ?>) Json.read(Base64.getDecoder().decode(String.valueOf(approval.get("statement"))));
        assertThat(said.get("confirmedImpacts")).isEqualTo(List.of(id));
        assertThat((Map<?, ?>) ((List<?>) said.get("impacts")).get(0))
                .isEqualTo(Map.of("impactId", id, "over", "decisions", "questions", 4L, "changedSubjects", 1L));
    }

    @Test
    void an_impact_that_waits_is_called_off_and_found_in_the_list() {
        Service service = Service.of(environment);
        String active =
                service.get("/api/v1/releases/current", service.officer()).field("hash");
        UUID held = Uuids.at(Instant.now());
        jdbc.sql("""
                        insert into impact (id, release, against, over, as_of, department_asked, credential, state, holder, held_until)
                        values (?, ?, ?, 'subjects', current_date, 'credit-office', 'test', 'running', ?, now() + interval '1 day')
                        """).params(held, active, active, held).update();

        Reply cancelled = service.post("/api/v1/impacts/" + held + "/cancel", service.key("policy-author"), Map.of());

        assertThat(cancelled.field("state")).as("%s", cancelled).isEqualTo("cancelled");
        assertThat(service.get("/api/v1/impacts?limit=1", service.auditor()).list("items"))
                .anySatisfy(one -> assertThat(((Map<?, ?>) one).get("state")).isNotNull());
        assertThat(service.get("/api/v1/impacts?release=" + active, service.auditor())
                        .list("items"))
                .anySatisfy(one -> assertThat(((Map<?, ?>) one).get("impactId")).isEqualTo(held.toString()));
        assertThat(service.get("/api/v1/impacts", service.officer()).status()).isEqualTo(403);
    }
}
