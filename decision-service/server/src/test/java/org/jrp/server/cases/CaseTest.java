package org.jrp.server.cases;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.jrp.json.JsonWriter;
import org.jrp.server.ServerTest;
import org.jrp.server.whole.Ids;
import org.jrp.server.whole.Reply;
import org.jrp.server.whole.Service;
import org.jrp.server.whole.SignIn;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A case from a department's reports to the export: masked, and never without a second person. */
@ServerTest(properties = "test=cases")
class CaseTest {

    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static final int YEAR = LocalDate.now(CaseBook.ZONE).getYear();

    @Autowired
    Environment environment;

    @Autowired
    JdbcClient jdbc;

    private Service service;
    private String author;
    private String second;
    private String entry;
    private int number;

    @BeforeEach
    void people() {
        service = Service.of(environment);
        author = SignIn.person(Service.FINANCE, "王某", "officer");
        second = SignIn.person(Service.FINANCE, "李某", "officer");
        number = NUMBER.incrementAndGet();
        entry = "case-" + number;
    }

    @Test
    void a_draft_names_an_organisation_with_its_code_masked_and_tells_the_whole_matter() {
        String code = listed(Ids.enterprise(number), "示例企业甲");
        UUID report = report("carried-out", "取消本次采购资格,代码 " + code, false);

        Map<?, ?> drafted = drafted(report);

        assertThat(drafted.get("state")).isEqualTo("draft");
        assertThat(drafted.get("version")).isEqualTo(1L);
        assertThat(drafted.get("author")).isEqualTo("王某");
        assertThat(String.valueOf(drafted.get("text")))
                .contains("示例企业甲", code.substring(0, 6) + "********" + code.substring(14))
                .contains("示例市人民法院", "失信被执行人名单", "法释〔2017〕7号", "限制参加政府采购活动", "市财政局", "取消本次采购资格")
                .contains("一、主体", "二、事实", "三、依据", "四、措施与处理", "五、结果")
                .doesNotContain(code);
        assertThat(String.valueOf(drafted.get("title"))).startsWith("失信联合惩戒案例:示例企业甲");
    }

    @Test
    void a_natural_person_is_never_named_nor_found_by_the_number_of_the_judgment() {
        String id = listed(Ids.citizen(number), "张三丰");
        UUID report = report("carried-out", "对张三丰不予准入", false);

        Map<?, ?> drafted = drafted(report);

        assertThat(drafted.get("title") + " " + drafted.get("text"))
                .contains("某自然人")
                .doesNotContain("张三丰", id, id.substring(0, 6), "示例执");
        String path = "/api/v1/cases/" + drafted.get("id");
        assertThat(rewritten(path, "张三丰不予准入").code()).isEqualTo("invalid-content");
        assertThat(rewritten(path, "张 三-丰").list("errors").toString()).contains("names-a-person");
        assertThat(rewritten(path, "号码 " + id).code()).isEqualTo("personal-number");
        assertThat(rewritten(path, "某自然人不予准入").status()).isEqualTo(200);
    }

    @Test
    void a_sole_traders_name_may_be_a_persons() {
        listed("92349999M00000027N", "王五小吃店");

        Map<?, ?> drafted = drafted(report("carried-out", null, false));

        assertThat(String.valueOf(drafted.get("text"))).contains("某个体工商户").doesNotContain("王五", "92349999M");
    }

    @Test
    void the_whole_code_does_not_stand_in_a_text_however_it_is_written() {
        String code = listed(Ids.enterprise(number), "示例企业乙");
        String path = "/api/v1/cases/" + drafted(report("lesser", null, false)).get("id");

        assertThat(rewritten(path, "代码" + code).list("errors").toString()).contains("whole-code");
        assertThat(rewritten(
                                path,
                                "代码" + code.toLowerCase(java.util.Locale.ROOT).replaceAll("(.{4})", "$1 "))
                        .list("errors")
                        .toString())
                .contains("whole-code");
        Reply begun = service.post(
                "/api/v1/cases",
                author,
                Map.of("feedbackIds", List.of(report("carried-out", null, false).toString()), "text", "代码 " + code));
        assertThat(begun.status()).isEqualTo(422);
    }

    @Test
    void nobody_approves_what_he_wrote() {
        listed(Ids.enterprise(number), "示例企业丙");
        String path =
                "/api/v1/cases/" + drafted(report("carried-out", null, false)).get("id");
        // The same person by another sign-in, and the author's credential.
        String again = SignIn.person(Service.FINANCE, "王某", "officer", "credit-office");

        assertThat(approved(path, 1, author).code()).isEqualTo("second-person-required");
        assertThat(approved(path, 1, again).code()).isEqualTo("second-person-required");
        assertThat(approved(path, 2, second).code()).isEqualTo("another-version");

        Reply done = approved(path, 1, second);

        assertThat(done.field("state")).isEqualTo("approved");
        assertThat(done.json().get("approvedVersion")).isEqualTo(1L);
        assertThat(approved(path, 1, service.office()).code()).isEqualTo("transition-not-allowed");
    }

    @Test
    void the_same_key_is_not_a_second_person() {
        listed(Ids.enterprise(number), "示例企业丁");
        String key = service.officer();
        Reply drafted = service.post(
                "/api/v1/cases",
                key,
                Map.of("feedbackIds", List.of(report("carried-out", null, false).toString())));
        String path = "/api/v1/cases/" + drafted.field("id");

        assertThat(approved(path, 1, key).code()).isEqualTo("second-person-required");
        assertThat(approved(path, 1, service.office()).status()).isEqualTo(200);
    }

    @Test
    void only_what_was_approved_is_exported_and_a_new_text_needs_a_new_approval() {
        listed(Ids.enterprise(number), "示例企业戊");
        Map<?, ?> drafted = drafted(report("carried-out", null, false));
        String path = "/api/v1/cases/" + drafted.get("id");

        assertThat(exported(drafted)).isNull();
        assertThat(uploaded(path, service.key("credit-office")).code()).isEqualTo("transition-not-allowed");

        approved(path, 1, second);
        String first = String.valueOf(exported(drafted).get("text"));
        assertThat(first).contains("示例企业戊");
        assertThat(uploaded(path, author).code()).isEqualTo("forbidden");
        assertThat(uploaded(path, service.key("credit-office")).field("state")).isEqualTo("uploaded");

        assertThat(rewritten(path, "改写后的正文").field("state")).isEqualTo("draft");
        assertThat(exported(drafted).get("text")).isEqualTo(first);
        assertThat(exported(drafted).get("version")).isEqualTo(1L);
        approved(path, 2, second);
        assertThat(exported(drafted).get("text")).isEqualTo("改写后的正文");
        String csv = service.get("/api/v1/cases/export?format=csv&year=" + YEAR, service.auditor())
                .text();
        assertThat(csv).startsWith("\uFEFF案例编号,").contains("改写后的正文").doesNotContain(entry);

        assertThat(service.post(path + "/retract", second, "{\"reason\": \"当事人异议成立\"}")
                        .field("state"))
                .isEqualTo("retracted");
        assertThat(exported(drafted)).isNull();
        assertThat(rewritten(path, "再改").code()).isEqualTo("transition-not-allowed");
    }

    @Test
    void a_returned_text_is_written_again() {
        listed(Ids.enterprise(number), "示例企业己");
        Map<?, ?> drafted = drafted(report("carried-out", null, false));
        String path = "/api/v1/cases/" + drafted.get("id");
        approved(path, 1, second);

        assertThat(service.post(path + "/return", second, "{}").code()).isEqualTo("invalid-content");
        assertThat(service.post(path + "/return", second, "{\"reason\": \"表述不清\"}")
                        .field("state"))
                .isEqualTo("returned");
        assertThat(exported(drafted)).isNull();
        assertThat(approved(path, 1, second).code()).isEqualTo("transition-not-allowed");
        assertThat(rewritten(path, "清楚的正文").field("state")).isEqualTo("draft");

        Reply view = service.get(path, service.auditor());

        assertThat(view.list("versions")).hasSize(2);
        assertThat(view.list("steps")).hasSize(2);
        assertThat(service.get("/api/v1/cases?state=draft&list=judgment-defaulter&kind=sanction", author)
                        .text())
                .contains(String.valueOf(drafted.get("id")));
        assertThat(service.get("/api/v1/cases?state=returned", author).text())
                .doesNotContain(String.valueOf(drafted.get("id")));
        assertThat(service.get("/api/v1/cases?state=done", author).status()).isEqualTo(400);
    }

    @Test
    void only_a_standing_report_of_ones_own_department_becomes_a_case_and_once() {
        listed(Ids.enterprise(number), "示例企业庚");
        UUID cancelled = report("carried-out", null, false);
        event(cancelled, "cancelled");
        UUID unconfirmed = report("carried-out", null, true);
        UUID undone = report("not-carried-out", null, false);
        UUID good = report("carried-out", null, true);
        event(good, "confirmed");

        for (UUID one : List.of(cancelled, unconfirmed, undone, UUID.randomUUID())) {
            assertThat(tried(author, one).code()).isEqualTo("not-for-a-case");
        }
        service.grant("transport-bureau", """
                {"contexts": ["bidding"], "requestsPerMinute": 100000, "subjectsPerDay": 100000, "place": "341182"}
                """);
        String other = service.key("transport-bureau", "officer");
        assertThat(tried(other, good).code()).isEqualTo("not-for-a-case");

        Reply drafted = tried(author, good);

        assertThat(drafted.status()).isEqualTo(201);
        assertThat(tried(author, good).code()).isEqualTo("not-for-a-case");
        String path = "/api/v1/cases/" + drafted.field("id");
        assertThat(service.get(path, other).code()).isEqualTo("unknown-case");
        assertThat(service.post(path + "/approve", other, "{\"version\": 1}").code())
                .isEqualTo("unknown-case");
        assertThat(service.get("/api/v1/cases", other).list("items")).isEmpty();
        assertThat(service.post(
                                path + "/text",
                                service.key(Service.OFFICE, "officer", "credit-office"),
                                "{\"text\": \"别人改\"}")
                        .code())
                .isEqualTo("not-your-case");
    }

    @Test
    void a_case_is_about_one_subject() {
        listed(Ids.enterprise(number), "示例企业辛");
        UUID one = report("carried-out", null, false);
        entry = entry + "-other";
        listed(Ids.enterprise(50_000 + number), "示例企业壬");
        UUID other = report("carried-out", null, false);

        Reply refused =
                service.post("/api/v1/cases", author, Map.of("feedbackIds", List.of(one.toString(), other.toString())));

        assertThat(refused.list("errors").toString()).contains("not-one-matter");
    }

    @Test
    void the_same_request_again_makes_no_second_case() {
        listed(Ids.enterprise(number), "示例企业癸");
        Map<String, Object> body =
                Map.of("feedbackIds", List.of(report("carried-out", null, false).toString()));

        Reply first = service.post("/api/v1/cases", author, body, "Idempotency-Key", "case-" + number);
        Reply again = service.post("/api/v1/cases", author, body, "Idempotency-Key", "case-" + number);

        assertThat(again.status()).isEqualTo(201);
        assertThat(again.field("id")).isEqualTo(first.field("id"));
    }

    @Test
    void the_page_says_whether_it_was_approved() throws IOException {
        String code = listed(Ids.enterprise(number), "示例<企业>");
        String path =
                "/api/v1/cases/" + drafted(report("carried-out", null, false)).get("id");

        Reply before = service.get(path + "/page", author);
        approved(path, 1, second);
        Reply after = service.get(path + "/page", author);
        Reply pdf = service.get(path + "/page?format=pdf", service.auditor());

        assertThat(before.text()).contains("未经审核", "示例&lt;企业&gt;").doesNotContain(code, "<企业>");
        assertThat(after.text()).doesNotContain("未经审核");
        try (PDDocument document = Loader.loadPDF(pdf.body())) {
            assertThat(new PDFTextStripper().getText(document))
                    .contains("失信联合惩戒案例")
                    .doesNotContain(code);
        }
    }

    private String listed(String id, String name) {
        byte[] line = JsonWriter.inOrder(new java.util.TreeMap<>(Map.of(
                "entryId",
                entry,
                "id",
                id,
                "idType",
                id.matches("34.*") ? "citizen-id" : "uscc",
                "name",
                name,
                "list",
                "judgment-defaulter",
                "recogniser",
                "示例市人民法院",
                "docNo",
                "(2018)示例执" + number + "号",
                "basis",
                "法释〔2017〕7号",
                "recognisedAt",
                "2018-03-01",
                "validFrom",
                "2018-03-01")));
        assertThat(service.imported("application/x-ndjson", line, "").json().get("accepted"))
                .isEqualTo(1L);
        return id;
    }

    private UUID report(String handling, String action, boolean confirm) {
        UUID id = UUID.randomUUID();
        jdbc.sql("""
                        insert into feedback (id, decision, entry_id, list, subject, measure, kind, edition, rules, department, credential,
                            officer, handling, action, reason, handled_at, shared, version, needs_confirmation, recorded_at)
                        values (?, ?, ?, 'judgment-defaulter', '\\x00', 'restrict-government-procurement', 'sanction', '2018-mingguang', '{}',
                            'finance-bureau', 'test', '王某', ?, ?, ?, '2018-09-03', false, 1, ?, ?)
                        """)
                .params(
                        id,
                        UUID.randomUUID(),
                        entry,
                        handling,
                        action,
                        handling.equals("carried-out") ? null : "首次",
                        confirm,
                        OffsetDateTime.parse("2018-09-03T08:00:00Z"))
                .update();
        return id;
    }

    private void event(UUID feedback, String type) {
        jdbc.sql("insert into feedback_event (feedback, type, reason, officer, department, credential)"
                        + " values (?, ?, 'x', '李某', 'finance-bureau', 'test')")
                .params(feedback, type)
                .update();
    }

    private Reply tried(String key, UUID report) {
        return service.post("/api/v1/cases", key, Map.of("feedbackIds", List.of(report.toString())));
    }

    private Map<?, ?> drafted(UUID report) {
        Reply reply = tried(author, report);
        assertThat(reply.status()).as(reply.toString()).isEqualTo(201);
        assertThat(reply.header("Location")).isEqualTo("/api/v1/cases/" + reply.field("id"));
        return reply.json();
    }

    private Reply rewritten(String path, String text) {
        return service.post(path + "/text", author, "application/json", JsonWriter.inOrder(Map.of("text", text)));
    }

    private Reply approved(String path, int version, String key) {
        return service.post(path + "/approve", key, "{\"version\": " + version + "}");
    }

    private Reply uploaded(String path, String key) {
        return service.post(path + "/upload", key, "{\"version\": 1}");
    }

    private Map<?, ?> exported(Map<?, ?> drafted) {
        Reply reply = service.get("/api/v1/cases/export?year=" + YEAR, service.auditor());
        assertThat(new String(reply.body(), StandardCharsets.UTF_8)).doesNotContain("case-1\"");
        return reply.list("items").stream()
                .map(one -> (Map<?, ?>) one)
                .filter(one -> one.get("id").equals(drafted.get("id")))
                .findFirst()
                .orElse(null);
    }
}
