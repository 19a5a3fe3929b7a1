package org.jrp.server.figure;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jrp.server.ServerTest;
import org.jrp.server.whole.Ids;
import org.jrp.server.whole.Reply;
import org.jrp.server.whole.Service;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What departments checked, delivered and did not carry out. */
@ServerTest(properties = "test=figure")
class FeedbackFiguresTest {

    @Autowired
    Environment environment;

    @Autowired
    JdbcClient jdbc;

    private Service service;

    @BeforeEach
    void service() {
        service = Service.of(environment);
    }

    @Test
    void what_was_not_carried_out_is_told_by_rule_measure_and_department_with_its_reasons() {
        report("finance-bureau", "measure-a", "carried-out", null, "2030-01-10", false, 1, null);
        report("finance-bureau", "measure-a", "not-carried-out", "无职权", "2030-02-10", false, 1, null);
        report("transport-bureau", "measure-a", "not-carried-out", "无职权", "2030-03-10", false, 1, null);
        report("transport-bureau", "measure-a", "lesser", "首次", "2030-03-11", false, 1, null);
        report("transport-bureau", "measure-b", "exempted", "另有规定", "2030-03-12", false, 1, null);
        report("transport-bureau", "measure-b", "not-carried-out", "已取消的", "2030-03-12", false, 1, "cancelled");
        report("transport-bureau", "measure-b", "carried-out", null, "2030-03-13", true, 1, null);
        report("transport-bureau", "measure-b", "carried-out", null, "2030-03-14", true, 1, "confirmed");
        report("transport-bureau", "measure-b", "not-carried-out", "去年的", "2029-12-31", false, 1, null);
        UUID again = UUID.randomUUID();
        report(again, "finance-bureau", "measure-b", "not-carried-out", "先前的", "2030-04-01", false, 1, "cancelled");
        report(again, "finance-bureau", "measure-b", "carried-out", null, "2030-04-02", false, 2, null);

        Map<?, ?> byMeasure = item("measure", "measure-a");

        assertThat(counts(byMeasure)).containsExactly(4L, 1L, 1L, 2L, 0L, "0.500000", 0L);
        assertThat(byMeasure.get("oldest")).isEqualTo("2030-01-10");
        assertThat(byMeasure.get("newest")).isEqualTo("2030-03-11");
        Map<?, ?> reason = (Map<?, ?>) ((List<?>) byMeasure.get("reasons")).get(0);
        assertThat(reason.get("reason")).isEqualTo("无职权");
        assertThat(reason.get("reports")).isEqualTo(2L);
        assertThat(reason.get("oldest")).isEqualTo("2030-02-10");
        Map<?, ?> share = (Map<?, ?>) ((List<?>) byMeasure.get("departments")).get(1);
        assertThat(share.get("department")).isEqualTo("transport-bureau");
        assertThat(share.get("share")).isEqualTo("0.500000");

        assertThat(counts(item("measure", "measure-b"))).containsExactly(3L, 2L, 0L, 0L, 1L, "0.000000", 1L);
        assertThat(counts(item("department", "finance-bureau"))).containsExactly(3L, 2L, 0L, 1L, 0L, "0.333333", 0L);
        assertThat(counts(item("rule", "共同规则"))).containsExactly(7L, 3L, 1L, 2L, 1L, "0.285714", 1L);
        assertThat(item("department", "finance-bureau").get("name")).isEqualTo("市财政局");
        Reply csv = service.get(
                "/api/v1/statistics/pressure?year=2030&by=measure&format=csv", service.key("policy-author"));
        assertThat(csv.text()).contains("measure-a,,4,1,1,2,0,0.500000,0,2030-01-10,2030-03-11,无职权(2)");
        assertThat(csv.header("Content-Disposition")).contains("pressure-measure-2030.csv");
    }

    @Test
    void a_reason_cannot_become_a_formula_or_show_a_number() {
        report("finance-bureau", "measure-f", "not-carried-out", "=cmd|' /C calc'!A0", "2031-01-10", false, 1, null);
        report("finance-bureau", "measure-f", "not-carried-out", "见 " + Ids.citizen(3), "2031-01-10", false, 1, null);

        String csv = service.get("/api/v1/statistics/pressure?year=2031&by=measure&format=csv", service.auditor())
                .text();
        String json = service.get("/api/v1/statistics/pressure?year=2031&by=measure", service.auditor())
                .text();

        assertThat(csv).contains("'=cmd").doesNotContain(",=cmd").doesNotContain(Ids.citizen(3));
        assertThat(json).contains("********").doesNotContain(Ids.citizen(3));
    }

    @Test
    void who_may_not_read_them_is_refused() {
        assertThat(service.get("/api/v1/statistics/pressure?year=2030", service.officer())
                        .code())
                .isEqualTo("forbidden");
        assertThat(service.get("/api/v1/statistics/usage?year=2030", service.key("policy-author"))
                        .code())
                .isEqualTo("forbidden");
        assertThat(service.get("/api/v1/statistics/pressure?year=2030&by=officer", service.auditor())
                        .status())
                .isEqualTo(400);
    }

    @Test
    void checks_are_counted_by_department_context_and_month() {
        int year = LocalDate.now(Usage.ZONE).getYear();
        String month = LocalDate.now(Usage.ZONE).toString().substring(0, 7);
        for (int i = 0; i < 3; i++) {
            Reply reply = service.post(
                    "/api/v1/decisions", service.officer(), """
                    {"subject": {"idType": "uscc", "id": "%s"}, "context": "bidding", "purpose": "资格审查"}
                    """.formatted(Ids.enterprise(900_000 + i % 2)));
            assertThat(reply.status()).as(reply.toString()).isEqualTo(201);
        }

        Map<?, ?> report = service.get("/api/v1/statistics/usage?year=" + year, service.auditor())
                .json();

        Map<?, ?> item = (Map<?, ?>) ((List<?>) report.get("items")).get(0);
        assertThat(item.get("department")).isEqualTo("finance-bureau");
        assertThat(item.get("context")).isEqualTo("bidding");
        assertThat(item.get("contextName")).isEqualTo("招标投标");
        assertThat(item.get("month")).isEqualTo(month);
        assertThat(item.get("checks")).isEqualTo(3L);
        assertThat(item.get("subjects")).isEqualTo(2L);
        assertThat(service.get("/api/v1/statistics/usage?year=2017", service.auditor())
                        .json()
                        .get("checks"))
                .isEqualTo(0L);
        assertThat(service.get("/api/v1/statistics/usage?format=csv&year=" + year, service.auditor())
                        .text())
                .contains("finance-bureau,市财政局,bidding,招标投标," + month + ",3,2,");
    }

    @Test
    void deliveries_are_counted_by_department() {
        delivery("civil-affairs-bureau", "2032-01-10T08:00:00+08:00", true, 10, 2, 1);
        delivery("civil-affairs-bureau", "2032-12-31T23:59:00+08:00", true, 5, 0, 0);
        delivery("civil-affairs-bureau", "2033-01-01T00:00:00+08:00", true, 100, 0, 0);
        delivery("civil-affairs-bureau", "2032-05-05T08:00:00+08:00", false, 1, 0, 0);

        Map<?, ?> report = service.get("/api/v1/statistics/sharing?year=2032", service.auditor())
                .json();

        assertThat(report.get("deliveries")).isEqualTo(2L);
        Map<?, ?> item = (Map<?, ?>) ((List<?>) report.get("items")).get(0);
        assertThat(item.get("departmentName")).isEqualTo("市民政局");
        assertThat(List.of(
                        item.get("deliveries"),
                        item.get("madeHere"),
                        item.get("accepted"),
                        item.get("unchanged"),
                        item.get("rejected")))
                .containsExactly(2L, 1L, 16L, 2L, 1L);
        assertThat(service.get("/api/v1/statistics/sharing?year=2032&format=csv", service.auditor())
                        .text())
                .startsWith("\uFEFF部门代码,")
                .contains("civil-affairs-bureau,市民政局,2,1,16,2,1,");
    }

    private void delivery(String department, String at, boolean file, long accepted, long unchanged, long rejected) {
        jdbc.sql(
                        "insert into import (id, source, department, credential, digest, started_at, recorded_at, accepted, unchanged, rejected)"
                                + " values (?, 'test', ?, 'test', ?, now(), ?, ?, ?, ?)")
                .params(
                        UUID.randomUUID(),
                        department,
                        file ? new byte[] {1} : null,
                        OffsetDateTime.parse(at),
                        accepted,
                        unchanged,
                        rejected)
                .update();
    }

    private void report(
            String department,
            String measure,
            String handling,
            String reason,
            String at,
            boolean confirm,
            int version,
            String event) {
        report(UUID.randomUUID(), department, measure, handling, reason, at, confirm, version, event);
    }

    private void report(
            UUID decision,
            String department,
            String measure,
            String handling,
            String reason,
            String at,
            boolean confirm,
            int version,
            String event) {
        UUID id = UUID.randomUUID();
        jdbc.sql("""
                        insert into feedback (id, decision, entry_id, list, subject, measure, kind, edition, rules, department, credential,
                            officer, handling, reason, handled_at, shared, version, needs_confirmation)
                        values (?, ?, 'entry', 'judgment-defaulter', '\\x00', ?, 'sanction', '2018-mingguang', array['共同规则', ?], ?,
                            'test', '王某', ?, ?, ?, false, ?, ?)
                        """)
                .params(
                        id,
                        decision,
                        measure,
                        "规则 " + measure,
                        department,
                        handling,
                        reason,
                        LocalDate.parse(at),
                        version,
                        confirm)
                .update();
        if (event != null) {
            jdbc.sql(
                            "insert into feedback_event (feedback, type, reason, department, credential) values (?, ?, 'x', ?, 'test')")
                    .params(id, event, department)
                    .update();
        }
    }

    private Map<?, ?> item(String by, String key) {
        return service.get("/api/v1/statistics/pressure?year=2030&by=" + by, service.auditor()).list("items").stream()
                .map(one -> (Map<?, ?>) one)
                .filter(one -> one.get("key").equals(key))
                .findFirst()
                .orElseThrow();
    }

    private static List<Object> counts(Map<?, ?> item) {
        return List.of(
                item.get("reports"),
                item.get("carriedOut"),
                item.get("lesser"),
                item.get("notCarriedOut"),
                item.get("exempted"),
                item.get("share"),
                item.get("unconfirmed"));
    }
}
