package org.jrp.server.offline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jrp.json.JsonWriter;
import org.jrp.record.DecisionRecord;
import org.jrp.release.Release;
import org.jrp.release.ReleaseFiles;
import org.jrp.server.ServerTest;
import org.jrp.server.Uuids;
import org.jrp.server.publication.Uploads;
import org.jrp.server.whole.Ids;
import org.jrp.server.whole.Reply;
import org.jrp.server.whole.Service;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Decisions made offline land once, whole and checked; what is not as it was written, or not its department's, does not. */
@ServerTest(properties = "test=offline")
class UploadTest {

    private static final String UPLOAD = "/api/v1/decisions/upload";
    private static final int FIRST = 61_000;

    @Autowired
    Environment environment;

    @Autowired
    JdbcClient jdbc;

    private Service service;

    @BeforeEach
    void meet() {
        service = Service.of(environment);
    }

    @SafeVarargs
    private Reply upload(Map<String, Object>... rows) {
        return upload(OfflineRows.body(rows), service.officer());
    }

    private Reply upload(byte[] body, String key) {
        Reply reply = service.post(UPLOAD, key, "application/x-ndjson", body);
        assertThat(reply.status()).as("%s", reply).isEqualTo(200);
        return reply;
    }

    private static List<Long> counts(Reply reply) {
        return List.of((Long) reply.json().get("accepted"), (Long) reply.json().get("unchanged"), (Long)
                reply.json().get("rejected"));
    }

    private static List<Object> errors(Reply reply, String field) {
        List<Object> found = new ArrayList<>();
        reply.list("errors").forEach(error -> found.add(((Map<?, ?>) error).get(field)));
        return found;
    }

    private static OfflineRows.Row restricted(int number) {
        return OfflineRows.of(Ids.enterprise(FIRST + number))
                .listed("off-" + number, "judgment-defaulter", "2018-03-01");
    }

    @Test
    void a_decision_made_offline_lands_with_its_bytes_its_hash_and_what_it_makes_the_department_owe() {
        OfflineRows.Row row = restricted(1);
        Map<String, Object> fields = row.fields();

        Reply reply = upload(fields);

        assertThat(counts(reply)).as("%s", reply).containsExactly(1L, 0L, 0L);
        Reply read = service.get("/api/v1/decisions/" + row.decisionId(), service.officer());
        assertThat(read.field("outcome")).isEqualTo("restricted");
        assertThat(read.field("decisionHash")).isEqualTo(fields.get("decisionHash"));
        assertThat(((Map<?, ?>) read.json().get("offline")).get("recordHash")).isEqualTo(fields.get("recordHash"));
        assertThat(read.text()).doesNotContain("\"offline\":null");
        byte[] canonical = jdbc.sql("select canonical from decision where id = ?")
                .param(UUID.fromString(row.decisionId()))
                .query(byte[].class)
                .single();
        assertThat(canonical).isEqualTo(JsonWriter.canonical(fields.get("decision")));
        assertThat(service.get("/api/v1/feedback/pending", service.officer()).text())
                .contains(row.decisionId());
        Reply found = service.post(
                "/api/v1/decisions/search",
                service.officer(),
                Map.of("subject", Map.of("id", Ids.enterprise(FIRST + 1)), "from", "2018-01-01"));
        assertThat(found.text()).contains(row.decisionId()).contains("\"offline\":true");
        Reply notice = service.get("/api/v1/decisions/" + row.decisionId() + "/notice?format=html", service.officer());
        assertThat(notice.status()).isEqualTo(200);
        Reply replay = service.post("/api/v1/decisions/" + row.decisionId() + "/replay", service.auditor(), "{}");
        assertThat(replay.field("verdict")).as("%s", replay).isEqualTo("identical");
    }

    @Test
    void feedback_on_it_is_given_as_on_any_other() {
        OfflineRows.Row row = restricted(2);
        upload(row.fields());
        String measure = jdbc.sql("select measure from duty where decision = ? order by measure limit 1")
                .param(UUID.fromString(row.decisionId()))
                .query(String.class)
                .single();

        Reply feedback = service.post(
                "/api/v1/decisions/" + row.decisionId() + "/feedback",
                service.officer(),
                Map.of(
                        "measure", measure,
                        "entryId", "off-2",
                        "handling", "carried-out",
                        "action", "已限制",
                        "officer", "王某",
                        "handledAt",
                                java.time.LocalDate.now(java.time.ZoneId.of("Asia/Shanghai"))
                                        .toString()));

        assertThat(feedback.status()).as("%s", feedback).isEqualTo(201);
    }

    @Test
    void sent_again_it_is_unchanged_and_another_under_its_id_is_refused() {
        OfflineRows.Row row = restricted(3);
        Map<String, Object> fields = row.fields();
        Map<String, Object> other = restricted(3)
                .at(row.decidedAt)
                .with(UUID.fromString(row.decisionId()))
                .about("另一个用途")
                .fields();

        assertThat(counts(upload(fields))).containsExactly(1L, 0L, 0L);
        assertThat(counts(upload(fields, fields))).containsExactly(0L, 2L, 0L);
        Reply taken = upload(other);

        assertThat(counts(taken)).containsExactly(0L, 0L, 1L);
        assertThat(errors(taken, "code")).containsExactly("id-taken");
        assertThat(jdbc.sql("select count(*) from decision where id = ?")
                        .param(UUID.fromString(row.decisionId()))
                        .query(Long.class)
                        .single())
                .isEqualTo(1);
    }

    @Test
    void an_id_of_a_decision_made_here_is_not_taken_over() {
        Reply made = service.post(
                "/api/v1/decisions",
                service.officer(),
                Map.of(
                        "subject", Map.of("id", Ids.enterprise(FIRST + 4)),
                        "context", "government-procurement",
                        "purpose", "资格审查"));
        UUID id = UUID.fromString(made.field("decisionId"));

        Reply reply = upload(restricted(4).at(Uuids.moment(id)).with(id).fields());

        assertThat(errors(reply, "code")).containsExactly("id-taken");
        assertThat(service.get("/api/v1/decisions/" + id, service.officer()).text())
                .doesNotContain("\"offline\"");
    }

    @Test
    void good_rows_land_beside_bad_ones_and_each_bad_one_is_named() {
        Map<String, Map<String, Object>> bad = new LinkedHashMap<>();
        bad.put("decision-altered", with(restricted(10).fields(), "decisionHash", "sha256:" + "0".repeat(64)));
        bad.put("record-altered", with(restricted(11).fields(), "purpose", "改过的用途"));
        bad.put("invalid-record", with(restricted(12).fields(), "decision", Map.of("release", "x")));
        bad.put("other-department", restricted(13).by("tax-bureau").fields());
        bad.put(
                "in-the-future",
                restricted(14).at(Instant.now().plusSeconds(600)).fields());
        bad.put(
                "too-late",
                restricted(15).at(Instant.now().minus(Duration.ofDays(93))).fields());
        OfflineRows.Row unknown = restricted(16);
        unknown.releaseNamed = "sha256:" + "1".repeat(64);
        bad.put("unknown-release", unknown.fields());
        bad.put("missing-subject", with(restricted(17).fields(), "subject", null));
        bad.put("officer-not-signed-in", with(restricted(18).fields(), "officer", "王某"));
        bad.put(
                "id-of-another-time",
                restricted(19).with(Uuids.at(Instant.now())).fields());
        bad.put("unknown-field", with(restricted(20).fields(), "note", "x"));
        bad.put("unknown-version", with(restricted(21).fields(), "version", 2L));
        bad.put(
                "invalid-id",
                with(restricted(22).fields(), "decisionId", UUID.randomUUID().toString()));
        bad.put(
                "subject-mismatch",
                with(
                        restricted(24).fields(),
                        "relatedPersons",
                        List.of(Map.of("role", "legal-representative", "id", Ids.citizen(1)))));
        StringBuilder body = new StringBuilder();
        OfflineRows.Row first = restricted(8);
        OfflineRows.Row last = restricted(9);
        body.append(new String(OfflineRows.body(first.fields()), StandardCharsets.UTF_8))
                .append("{not json\n\n");
        bad.values().forEach(row -> body.append(new String(OfflineRows.body(row), StandardCharsets.UTF_8)));
        body.append(new String(OfflineRows.body(last.fields()), StandardCharsets.UTF_8).strip());

        Reply reply = upload(body.toString().getBytes(StandardCharsets.UTF_8), service.officer());

        assertThat(counts(reply)).as("%s", reply).containsExactly(2L, 0L, bad.size() + 1L);
        List<Object> expected = new ArrayList<>(List.of("invalid-json"));
        expected.addAll(bad.keySet());
        assertThat(errors(reply, "code")).isEqualTo(expected);
        assertThat(errors(reply, "row").get(0)).isEqualTo(2L);
        assertThat(errors(reply, "row").get(1)).isEqualTo(4L);
        assertThat(errors(reply, "message")).noneMatch(text -> text.toString().isBlank());
        assertThat(service.get("/api/v1/decisions/" + first.decisionId(), service.officer())
                        .status())
                .isEqualTo(200);
        assertThat(service.get("/api/v1/decisions/" + last.decisionId(), service.officer())
                        .status())
                .isEqualTo(200);
    }

    @Test
    void a_context_that_the_department_is_not_granted_is_refused() {
        service.grant(
                "tax-bureau",
                "{\"contexts\": [\"bidding\"], \"requestsPerMinute\": 100000, \"subjectsPerDay\": 1000, \"place\": \"341182\"}");

        Reply reply = upload(
                OfflineRows.body(restricted(30).by("tax-bureau").fields()), service.key("tax-bureau", "officer"));

        assertThat(errors(reply, "code")).containsExactly("context-not-granted");
    }

    @Test
    void more_subjects_than_the_departments_quota_are_refused_and_told_to_come_again() {
        service.grant(
                "water-bureau",
                "{\"name\": \"水务局\", \"contexts\": [\"government-procurement\"], \"requestsPerMinute\": 100000,"
                        + " \"subjectsPerDay\": 3, \"place\": \"341182\"}");
        List<Map<String, Object>> rows = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            rows.add(restricted(200 + i).by("water-bureau").fields());
        }

        Reply reply = upload(OfflineRows.body(rows.toArray(new Map[0])), service.key("water-bureau", "officer"));

        assertThat((Long) reply.json().get("rejected")).isPositive();
        assertThat(errors(reply, "code")).containsOnly("too-many-subjects");
    }

    @Test
    void what_does_not_come_out_the_same_by_its_own_release_is_refused_and_named() {
        OfflineRows.Row row = restricted(40);
        String clear = new String(JsonWriter.canonical(row.fields().get("decision")), StandardCharsets.UTF_8)
                .replace("\"requiresConfirmation\":true", "\"requiresConfirmation\":false");
        byte[] forged = clear.getBytes(StandardCharsets.UTF_8);
        org.jrp.record.CanonicalDecision.Stored stored = org.jrp.record.CanonicalDecision.read(forged);
        DecisionRecord record = DecisionRecord.of(
                new DecisionRecord.Envelope(
                        row.decisionId(),
                        row.requester,
                        null,
                        row.purpose,
                        org.jrp.decision.DecisionEngine.VERSION,
                        row.decidedAt,
                        "AQ=="),
                stored.caseFile(),
                stored.decision(),
                stored.release());

        Reply reply = upload(row.fields(record, Map.of()));

        assertThat(errors(reply, "code")).as("%s", reply).containsExactly("not-identical");
        assertThat(errors(reply, "message").get(0).toString()).contains("requiresConfirmation");
    }

    @Test
    void an_entry_known_here_as_anothers_is_refused() {
        service.coverAll();
        service.list("off-known", Ids.enterprise(FIRST + 50), "judgment-defaulter", "2018-03-01");

        Reply reply = upload(OfflineRows.of(Ids.enterprise(FIRST + 51))
                .listed("off-known", "judgment-defaulter", "2018-03-01")
                .fields());
        Reply right = upload(OfflineRows.of(Ids.enterprise(FIRST + 50))
                .listed("off-known", "judgment-defaulter", "2018-03-01")
                .fields());

        assertThat(errors(reply, "code")).containsExactly("subject-mismatch");
        assertThat(counts(right)).containsExactly(1L, 0L, 0L);
    }

    @Test
    void a_draft_decides_nothing_and_an_approved_release_does() {
        ReleaseFiles files = OfflineRows.renamed("offline");
        Map<String, byte[]> zip = new HashMap<>();
        files.paths().forEach(path -> zip.put(path, files.bytes(path)));
        Reply uploaded =
                service.post("/api/v1/releases", service.key("policy-author"), "application/zip", Uploads.zip(zip));
        assertThat(uploaded.status()).as("%s", uploaded).isIn(200, 201);
        OfflineRows.Row row = restricted(60);
        try (Release release = Release.of(files)) {
            row.release = release;
            Map<String, Object> fields = row.fields();

            Reply draft = upload(fields);
            service.post(
                    "/api/v1/releases/" + files.hash() + "/approve",
                    service.key("policy-approver"),
                    Map.of("reason", "符合文件"));
            Reply approved = upload(fields);

            assertThat(errors(draft, "code")).as("%s", draft).containsExactly("release-not-approved");
            assertThat(counts(approved)).as("%s", approved).containsExactly(1L, 0L, 0L);
        }
    }

    @Test
    void a_decision_of_last_month_is_sealed_although_its_id_is_old() {
        OfflineRows.Row row = restricted(70).at(Instant.now().minus(Duration.ofDays(40)));

        assertThat(counts(upload(row.fields()))).containsExactly(1L, 0L, 0L);

        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(
                                service.get("/api/v1/decisions/" + row.decisionId() + "/proof", service.auditor())
                                        .status())
                        .isEqualTo(200));
    }

    @Test
    void the_access_log_tells_who_sent_what_about_whom() {
        OfflineRows.Row row = restricted(80).about("补录用途说明");
        upload(row.fields());

        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(jdbc.sql(
                                        "select purpose || '|' || outcome from access_log where action = 'upload-decision' and object = ?"
                                                + " and subject is not null")
                                .param(row.decisionId())
                                .query(String.class)
                                .list())
                        .containsExactly("补录用途说明|accepted"));
    }

    @Test
    void no_number_of_a_citizen_is_kept_or_repeated() {
        String citizen = Ids.citizen(77);
        String person = Ids.citizen(78);
        OfflineRows.Row row = OfflineRows.of(citizen)
                .listed("off-citizen", "judgment-defaulter", "2018-03-01")
                .named("legal-representative", person);
        Map<String, Object> named = OfflineRows.of(citizen).fields();
        Map<String, Object> subject = new LinkedHashMap<>((Map<String, Object>) named.get("subject"));
        subject.put("name", "某人" + citizen);
        String broken = citizen.substring(0, 17) + (citizen.endsWith("1") ? "2" : "1");
        Map<String, Object> wrong = new LinkedHashMap<>(Map.of("id", broken));

        Reply reply = upload(
                row.fields(),
                with(named, "subject", subject),
                with(OfflineRows.of(citizen).fields(), "subject", wrong),
                OfflineRows.of(citizen).about("核查 " + citizen).fields(),
                with(OfflineRows.of(citizen).fields(), citizen, citizen));

        assertThat(counts(reply)).as("%s", reply).containsExactly(1L, 0L, 4L);
        assertThat(reply.text())
                .doesNotContain(citizen)
                .doesNotContain(citizen.substring(0, 17))
                .doesNotContain(person);
        assertThat(service.get("/api/v1/decisions/" + row.decisionId(), service.officer())
                        .text())
                .doesNotContain(citizen)
                .doesNotContain(person);
        assertThat(jdbc.sql("select count(*) from decision_related where decision = ?")
                        .param(UUID.fromString(row.decisionId()))
                        .query(Long.class)
                        .single())
                .isEqualTo(1);
    }

    private static Map<String, Object> with(
            Map<String, Object> row, String field, @org.jspecify.annotations.Nullable Object value) {
        Map<String, Object> changed = new LinkedHashMap<>(row);
        changed.put(field, value);
        return changed;
    }
}
