package org.jrp.server.repair;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jrp.server.whole.Ids;
import org.jrp.server.whole.Reply;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.DefaultApplicationArguments;

class CommitmentTest extends RepairTest {

    @Autowired
    ShippedTemplates shipped;

    private Reply forEntry(String entryId, String key, Object... more) {
        Map<String, Object> body = body(
                "templateCode",
                "repair",
                "entryId",
                entryId,
                "reason",
                "申请信用修复",
                "madeOn",
                "2019-03-01",
                "documentNo",
                "诺1号");
        body.putAll(body(more));
        return service.post("/api/v1/commitments", key, body);
    }

    private Reply forMatter(Map<String, Object> subject, boolean published) {
        return send(
                "/commitments",
                officer(),
                "templateCode",
                "bidding",
                "subject",
                subject,
                "reason",
                "参加办公设备采购投标",
                "madeOn",
                "2026-11-02",
                "documentNo",
                "诺2号",
                "published",
                published);
    }

    private static Map<String, Object> enterprise(int number) {
        return body("id", Ids.enterprise(number), "name", "示例企业" + number);
    }

    @Test
    void six_samples_come_with_the_service_and_are_marked_as_ours() {
        Reply reply = read("/commitments/templates", stranger());

        assertThat(reply.list("items"))
                .filteredOn(item -> "jrp".equals(((Map<?, ?>) item).get("department")))
                .extracting(item -> ((Map<?, ?>) item).get("code"), item -> ((Map<?, ?>) item).get("source"))
                .extracting(Object::toString)
                .containsExactlyInAnyOrder(
                        "(\"approval\", \"assumed\")",
                        "(\"award-selection\", \"assumed\")",
                        "(\"bidding\", \"assumed\")",
                        "(\"funding\", \"assumed\")",
                        "(\"licensing\", \"assumed\")",
                        "(\"repair\", \"assumed\")");
    }

    @Test
    void loading_them_again_changes_nothing() throws Exception {
        String before = read("/commitments/templates", auditor()).text();

        shipped.run(new DefaultApplicationArguments());

        assertThat(read("/commitments/templates", auditor()).text()).isEqualTo(before);
    }

    @Test
    void a_template_grows_by_versions_that_never_change() {
        Object[] first = {"code", "house", "title", "物业承诺书", "type", "approval", "body", "{{主体名称}}承诺一"};
        Object[] second = {"code", "house", "title", "物业承诺书", "type", "approval", "body", "{{主体名称}}承诺二"};

        assertThat(send("/commitments/templates", creditOffice(), first).status())
                .isEqualTo(201);
        assertThat(send("/commitments/templates", creditOffice(), first).status())
                .isEqualTo(200);
        Reply changed = send("/commitments/templates", creditOffice(), second);
        assertThat(changed.status()).isEqualTo(201);
        assertThat(changed.json().get("version")).isEqualTo(2L);
        assertThat(send("/commitments/templates", manager(), second).code()).isEqualTo("template-not-yours");
        assertThat(send("/commitments/templates", officer(), second).status()).isEqualTo(403);

        List<?> versions = read("/commitments/templates/house", officer()).list("versions");
        assertThat(versions)
                .extracting(one -> ((Map<?, ?>) one).get("body"))
                .extracting(Object::toString)
                .containsExactly("{{主体名称}}承诺二", "{{主体名称}}承诺一");
    }

    @Test
    void a_placeholder_that_stands_for_nothing_is_refused() {
        Reply reply = send(
                "/commitments/templates",
                creditOffice(),
                "code",
                "odd",
                "title",
                "承诺书",
                "type",
                "approval",
                "body",
                "{{主体姓名}}承诺");

        assertThat(reply.status()).isEqualTo(422);
        assertThat(reply.text()).contains("unknown-placeholder", "主体名称");
        assertThat(send(
                                "/commitments/templates",
                                creditOffice(),
                                "code",
                                "Odd 1",
                                "title",
                                "x",
                                "type",
                                "loan",
                                "body",
                                "y")
                        .list("errors"))
                .hasSize(2);
    }

    @Test
    void one_for_an_entry_marks_it_in_the_same_breath() {
        String entry = listed();

        Reply reply = forEntry(entry, officer(), "published", true);

        assertThat(reply.status()).as(reply.toString()).isEqualTo(201);
        assertThat(reply.field("type")).isEqualTo("repair");
        assertThat(reply.field("state")).isEqualTo("open");
        assertThat(reply.json().get("published")).isEqualTo(true);
        assertThat(state(entry).get("committed")).isEqualTo(true);
    }

    @Test
    void what_the_entry_refuses_is_not_recorded() {
        String entry = listed();
        event(entry, manager(), "exited", "2019-02-01", "reason", "已履行");

        assertThat(forEntry(entry, officer()).code()).isEqualTo("transition-not-allowed");
        assertThat(forEntry(listed(), creditOffice()).code()).isEqualTo("actor-not-granted");
        assertThat(read("/commitments?entryId=" + entry, auditor()).list("items"))
                .isEmpty();
    }

    @Test
    void a_commitment_for_repair_names_its_entry_and_no_other_does() {
        assertThat(forEntry(listed(), officer(), "templateCode", "bidding").text())
                .contains("type-of-commitment");
        assertThat(send(
                                "/commitments",
                                officer(),
                                "templateCode",
                                "repair",
                                "subject",
                                enterprise(900_001),
                                "reason",
                                "x",
                                "madeOn",
                                "2026-11-02",
                                "documentNo",
                                "y")
                        .text())
                .contains("type-of-commitment");
        assertThat(forEntry(listed(), officer(), "subject", enterprise(900_001)).text())
                .contains("subject-or-entry");
        assertThat(forEntry(listed(), officer(), "templateVersion", 99).text()).contains("unknown-template");
    }

    @Test
    void the_section_of_the_portal_shows_published_ones_of_organisations() {
        Reply shown = forMatter(enterprise(900_010), true);
        Reply hidden = forMatter(enterprise(900_011), false);
        Reply person = forMatter(body("id", Ids.citizen(910), "name", "示例人员"), true);

        assertThat(person.status()).isEqualTo(422);
        assertThat(person.text()).contains("person-not-published");
        assertThat(published()).contains(shown.field("id")).doesNotContain(hidden.field("id"));
        String id = hidden.field("id");
        assertThat(send("/commitments/" + id + "/publish", officer(), "reason", "补公示")
                        .status())
                .isEqualTo(200);
        assertThat(send("/commitments/" + id + "/publish", officer(), "reason", "再公示")
                        .code())
                .isEqualTo("already-so");
        assertThat(published()).contains(id);
        send("/commitments/" + id + "/unpublish", creditOffice(), "reason", "撤下");
        assertThat(published()).doesNotContain(id);
    }

    private List<String> published() {
        return read("/commitments/published?type=bidding", stranger()).list("items").stream()
                .map(item -> String.valueOf(((Map<?, ?>) item).get("id")))
                .toList();
    }

    @Test
    void whether_it_was_kept_is_said_by_who_took_it_in() {
        String id = forMatter(enterprise(900_020), false).field("id");

        assertThat(send("/commitments/" + id + "/fulfil", stranger(), "reason", "已履行")
                        .status())
                .isEqualTo(404);
        assertThat(send("/commitments/" + id + "/fulfil", officer(), "at", "2026-11-01", "reason", "已履行")
                        .text())
                .contains("before-the-commitment");
        assertThat(send("/commitments/" + id + "/fulfil", officer(), "reason", "已履行")
                        .field("state"))
                .isEqualTo("fulfilled");
        Reply breached = send("/commitments/" + id + "/breach", officer(), "at", "2026-11-20", "reason", "转包");

        assertThat(breached.field("state")).isEqualTo("breached");
        assertThat(breached.field("breachedAt")).isEqualTo("2026-11-20");
        assertThat(breached.list("steps")).hasSize(2);
        assertThat(ids(read("/commitments?state=breached&type=bidding", officer())))
                .contains(id);
        assertThat(ids(read("/commitments?state=fulfilled", officer()))).doesNotContain(id);
    }

    private static List<String> ids(Reply reply) {
        assertThat(reply.status()).as(reply.toString()).isEqualTo(200);
        return reply.list("items").stream()
                .map(item -> String.valueOf(((Map<?, ?>) item).get("id")))
                .toList();
    }

    @Test
    void a_subject_is_looked_for_in_a_body_and_seen_within_ones_reach() {
        String id = forMatter(enterprise(900_030), false).field("id");
        Object[] search = {"subject", body("id", Ids.enterprise(900_030)), "purpose", "核对承诺"};

        assertThat(ids(send("/commitments/search", officer(), search))).containsExactly(id);
        assertThat(ids(send("/commitments/search", auditor(), search))).containsExactly(id);
        assertThat(ids(send("/commitments/search", stranger(), search))).isEmpty();
    }

    @Test
    void a_list_manager_sees_those_made_for_its_lists() {
        String entry = listed();
        String id = forEntry(entry, officer()).field("id");

        assertThat(read("/commitments/" + id, manager()).status()).isEqualTo(200);
        assertThat(read("/commitments/" + id, taxManager()).status()).isEqualTo(404);
        assertThat(ids(read("/commitments?entryId=" + entry, manager()))).containsExactly(id);
    }

    @Test
    void the_letter_is_the_template_filled_in() {
        String id = forEntry(listed(), officer()).field("id");

        Reply page = read("/commitments/" + id + "/letter", officer());
        Reply pdf = read("/commitments/" + id + "/letter?format=pdf", officer());

        assertThat(page.header("Content-Type")).startsWith("text/html");
        assertThat(page.text())
                .contains("示例主体", "示例市人民法院", "申请信用修复", "2019 年 3 月 1 日", "待省信用办统一文本替换")
                .doesNotContain("{{", "________");
        assertThat(pdf.header("Content-Type")).isEqualTo("application/pdf");
        assertThat(new String(pdf.body(), 0, 5, java.nio.charset.StandardCharsets.ISO_8859_1))
                .isEqualTo("%PDF-");
    }

    @Test
    void a_persons_letter_masks_the_number() {
        String number = Ids.citizen(920);
        String id = forMatter(body("id", number, "name", "示例人员"), false).field("id");

        assertThat(read("/commitments/" + id, officer()).text())
                .contains("示例人员")
                .doesNotContain(number);
        assertThat(read("/commitments/" + id + "/letter", officer()).text())
                .contains("示例人员", "********")
                .doesNotContain(number);
        assertThat(read("/commitments?type=bidding", officer()).text()).doesNotContain(number, "示例人员");
    }

    @Test
    void pages_follow_one_another() {
        List<String> made = new ArrayList<>();
        String entry = listed();
        for (int i = 0; i < 3; i++) {
            made.add(0, forEntry(entry, officer()).field("id"));
        }
        List<String> seen = new ArrayList<>();
        String cursor = "";
        do {
            Reply page = read("/commitments?entryId=" + entry + "&limit=2" + cursor, auditor());
            seen.addAll(ids(page));
            cursor = "&cursor=" + page.json().get("cursor");
        } while (!cursor.endsWith("null"));

        assertThat(seen).isEqualTo(made);
    }

    @ParameterizedTest
    @ValueSource(strings = {"type=loan", "state=kept", "limit=0", "cursor=x"})
    void a_wrong_parameter_is_told(String parameter) {
        assertThat(read("/commitments?" + parameter, auditor()).status()).isEqualTo(400);
    }
}
