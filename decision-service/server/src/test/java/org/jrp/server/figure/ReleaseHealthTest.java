package org.jrp.server.figure;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jrp.release.ReleaseFiles;
import org.jrp.server.ServerTest;
import org.jrp.server.publication.Uploads;
import org.jrp.server.whole.Ids;
import org.jrp.server.whole.Reply;
import org.jrp.server.whole.Service;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Before a release is approved: what it changes, how its rules fared, and what becomes of the sources. */
@ServerTest(properties = "test=offline")
class ReleaseHealthTest {

    private static final String SHIPPED = ReleaseFiles.shipped().hash();
    private static final String STATUTES = "measure-catalogue/statutes.yaml";
    private static final LocalDate TODAY = LocalDate.now(ZoneId.of("Asia/Shanghai"));

    @Autowired
    Environment environment;

    @Autowired
    JdbcClient jdbc;

    private Service service;
    private String candidate;

    @BeforeEach
    void upload_a_candidate_with_one_rule_and_one_basis_changed() {
        service = Service.of(environment);
        Map<String, byte[]> files = Uploads.changed("health");
        String statutes = Uploads.text(files.get(STATUTES));
        int at = statutes.indexOf("validTo: null");
        files.put(
                STATUTES,
                Uploads.bytes(statutes.substring(0, at) + "validTo: 2026-06-01"
                        + statutes.substring(at + "validTo: null".length())));
        Reply reply =
                service.post("/api/v1/releases", service.key("policy-author"), "application/zip", Uploads.zip(files));
        assertThat(reply.status()).as("%s", reply).isIn(200, 201);
        candidate = reply.field("hash");
    }

    private Reply get(String what, String role) {
        return service.get("/api/v1/releases/" + candidate + what, service.key(role));
    }

    private static Map<?, ?> rule(Reply reply) {
        assertThat(reply.list("rules")).as("%s", reply).hasSize(1);
        return (Map<?, ?>) reply.list("rules").get(0);
    }

    @Test
    void what_it_changes_is_told_as_data_and_as_a_section_of_policy_changes() {
        Reply data = get("/changes", "policy-approver");
        Reply text = get("/changes?format=markdown", "auditor");

        assertThat(data.status()).as("%s", data).isEqualTo(200);
        assertThat(data.field("release")).isEqualTo(candidate);
        assertThat(data.field("against")).isEqualTo(SHIPPED);
        assertThat(rule(data).get("change")).isEqualTo("changed");
        assertThat(rule(data).get("come")).isEqualTo(List.of("列入已满 3 个月"));
        assertThat(rule(data).get("lists")).isEqualTo(List.of("customs-aeo-advanced"));
        assertThat(data.list("others").toString()).contains("basis").contains("2026-06-01");
        assertThat(text.header("Content-Type")).startsWith("text/markdown");
        assertThat(text.text())
                .startsWith("## sha256:")
                .contains("修改规则(")
                .contains("对“海关高级认证企业")
                .contains("Impacted days: from ");
    }

    @Test
    void a_release_against_itself_changes_nothing_and_one_that_is_not_kept_is_refused() {
        Reply same = get("/changes?against=" + candidate, "credit-office");

        assertThat(same.list("rules")).isEmpty();
        assertThat(get("/changes?against=sha256:" + "0".repeat(64), "policy-author")
                        .code())
                .isEqualTo("unknown-release");
        assertThat(get("/changes?format=xml", "policy-author").status()).isEqualTo(400);
        assertThat(get("/health?against=nonsense", "policy-author").code()).isEqualTo("unknown-release");
        assertThat(get("/health", "officer").status()).isEqualTo(403);
    }

    @Test
    void pressure_on_the_changed_rule_and_the_sources_before_and_after_stand_beside_it() {
        Map<?, ?> changed = rule(get("/changes", "policy-author"));
        long matched = (Long) rule(get("/health", "policy-author")).get("matched");
        service.coverAll();
        service.list("health-1", Ids.enterprise(64_001), "customs-aeo-advanced", "2018-08-01");
        Reply decided = service.post(
                "/api/v1/decisions",
                service.officer(),
                Map.of(
                        "subject", Map.of("id", Ids.enterprise(64_001)),
                        "context", "administrative-licensing",
                        "purpose", "资格审查",
                        "asOf", "2018-09-01"));
        assertThat(decided.text()).contains(changed.get("name").toString());
        report(changed, "carried-out", null, 1);
        report(changed, "not-carried-out", "无此窗口", 1);
        UUID twice = report(changed, "not-carried-out", "无此窗口", 1);
        again(changed, twice);
        jdbc.sql("""
                        insert into objection (id, entry_id, list, subject, lodged_on, lodged_by, channel, grounds, document_no, department,
                            credential, event_seq, check_due, decide_due, longest_due, due_assumed)
                        values (?, 'health-1', 'customs-aeo-advanced', '\\x00', ?, 'subject', 'department', '有误', '1号', 'finance-bureau', 'test', 1,
                            ?, ?, ?, false)
                        """).params(UUID.randomUUID(), TODAY, TODAY, TODAY, TODAY).update();

        Reply health = get("/health", "credit-office");

        Map<?, ?> rule = rule(health);
        assertThat(rule.get("id")).isEqualTo(changed.get("id"));
        assertThat(rule.get("matched")).isEqualTo(matched + 1);
        assertThat(rule.get("reports")).isEqualTo(3L);
        assertThat(rule.get("carriedOut")).isEqualTo(1L);
        assertThat(rule.get("notCarriedOut")).isEqualTo(1L);
        assertThat(rule.get("exempted")).isEqualTo(1L);
        assertThat(rule.get("resisted")).isEqualTo("0.666667");
        assertThat(rule.get("objections")).isEqualTo(1L);
        Map<?, ?> citations = (Map<?, ?>) health.json().get("citations");
        assertThat(citations.get("worse").toString()).contains("after=[").contains("expired");
        assertThat((List<?>) citations.get("better")).isEmpty();
        Map<?, ?> before = (Map<?, ?>) citations.get("before");
        Map<?, ?> after = (Map<?, ?>) citations.get("after");
        assertThat((Long) after.get("expired")).isEqualTo((Long) before.get("expired") + 1);
    }

    private UUID report(
            Map<?, ?> rule, String handling, @org.jspecify.annotations.Nullable String reason, int version) {
        UUID decision = UUID.randomUUID();
        insert(rule, decision, handling, reason, version);
        return decision;
    }

    /** A later report takes the place of the one before. */
    private void again(Map<?, ?> rule, UUID decision) {
        insert(rule, decision, "exempted", "已批准", 2);
    }

    private void insert(
            Map<?, ?> rule,
            UUID decision,
            String handling,
            @org.jspecify.annotations.Nullable String reason,
            int version) {
        jdbc.sql("""
                        insert into feedback (id, decision, entry_id, list, subject, measure, kind, edition, rules, department, credential,
                            officer, handling, reason, handled_at, shared, version, needs_confirmation)
                        values (?, ?, 'health-1', 'customs-aeo-advanced', ?, ?, 'incentive', '2018-mingguang', array[?], 'finance-bureau', 'test',
                            '王某', ?, ?, ?, false, ?, false)
                        """)
                .params(Arrays.asList(
                        UUID.randomUUID(),
                        decision,
                        "x".getBytes(StandardCharsets.UTF_8),
                        rule.get("measure"),
                        rule.get("name"),
                        handling,
                        reason,
                        TODAY,
                        version))
                .update();
    }
}
