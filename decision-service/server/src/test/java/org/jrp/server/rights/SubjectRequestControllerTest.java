package org.jrp.server.rights;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jrp.server.whole.Ids;
import org.jrp.server.whole.Reply;
import org.jrp.server.whole.SignIn;
import org.junit.jupiter.api.Test;

class SubjectRequestControllerTest extends RightsBed {

    private static final String PATH = "/api/v1/subject-requests";

    @Test
    void a_request_is_lodged_found_and_decided_once() {
        String person = SignIn.person("finance-bureau", "王某", "officer");
        String id = Ids.citizen(100);

        Reply made = lodge(person, "access", id, Map.of("lodgedOn", today().toString()));

        assertThat(made.status()).as("%s", made).isEqualTo(201);
        assertThat(made.text()).doesNotContain(id);
        assertThat(made.json())
                .extracting("state", "officer", "department", "dueAssumed", "overdue")
                .containsExactly("open", "王某", "finance-bureau", true, false);
        String request = made.field("id");
        assertThat(((Map<?, ?>) made.json().get("subject")).get("id"))
                .isEqualTo(id.substring(0, 6) + "********" + id.substring(14));
        assertThat(service.get(PATH + "?state=open&kind=access&limit=200", service.officer())
                        .text())
                .contains(request);
        assertThat(service.get(PATH + "?state=decided&limit=200", service.officer())
                        .text())
                .doesNotContain(request);
        assertThat(service.get(PATH + "/" + request + "/file", service.officer())
                        .code())
                .isEqualTo("not-granted");

        assertThat(decide(person, request, Map.of("result", "refused")).code()).isEqualTo("missing-reason");
        assertThat(decide(person, request, Map.of("result", "given")).code()).isEqualTo("unknown-result");
        assertThat(decide(
                                person,
                                request,
                                Map.of(
                                        "result",
                                        "granted",
                                        "at",
                                        today().plusDays(1).toString()))
                        .code())
                .isEqualTo("out-of-range");
        Reply decided = decide(person, request, Map.of("result", "granted"));

        assertThat(decided.status()).as("%s", decided).isEqualTo(200);
        assertThat(decided.field("state")).isEqualTo("granted");
        assertThat(decide(person, request, Map.of("result", "refused", "reason", "再议"))
                        .code())
                .isEqualTo("already-decided");
        assertThat(service.get(PATH + "?state=decided&limit=200", service.officer())
                        .text())
                .contains(request);
    }

    @Test
    void it_is_due_after_fifteen_working_days_and_overdue_the_day_after() {
        Reply reply = lodge(service.officer(), "copy", Ids.enterprise(3_000), Map.of());
        String request = reply.field("id");
        String list = PATH + "?overdue=true&limit=200";
        LocalDate due = LocalDate.parse(reply.field("due"));
        assertThat(due).isAfter(today().plusDays(18)).isBefore(today().plusDays(35));

        owner.sql("update subject_request set due = ? where id = ?")
                .params(today(), UUID.fromString(request))
                .update();
        assertThat(service.get(list, service.officer()).text()).doesNotContain(request);
        owner.sql("update subject_request set due = ? where id = ?")
                .params(today().minusDays(1), UUID.fromString(request))
                .update();
        assertThat(service.get(list, service.officer()).text()).contains(request);
        assertThat(service.get(PATH + "/" + request, service.officer()).json().get("overdue"))
                .isEqualTo(true);
        decide(service.officer(), request, Map.of("result", "retracted", "reason", "申请人撤回"));
        assertThat(service.get(list, service.officer()).text()).doesNotContain(request);
    }

    @Test
    void another_departments_requests_are_not_seen_but_by_the_credit_office_and_auditors() {
        service.grant("rights-other", "{\"name\": \"示例局\", \"contexts\": [\"bidding\"]}");
        String other = service.key("rights-other", "officer");
        String request = lodge(service.officer(), "access", Ids.enterprise(3_001), Map.of())
                .field("id");

        assertThat(service.get(PATH + "/" + request, other).code()).isEqualTo("unknown-request");
        assertThat(service.get(PATH + "/" + request + "/file", other).code()).isEqualTo("unknown-request");
        assertThat(decide(other, request, Map.of("result", "granted")).code()).isEqualTo("unknown-request");
        assertThat(service.get(PATH + "?limit=200", other).text()).doesNotContain(request);
        assertThat(service.get(PATH + "/" + request, service.auditor()).status())
                .isEqualTo(200);
        assertThat(service.get(PATH + "/" + request, service.office()).status()).isEqualTo(200);
    }

    @Test
    void what_is_wrong_is_said() {
        String key = service.officer();
        String id = Ids.enterprise(3_002);

        assertThat(lodge(key, "look", id, Map.of()).code()).isEqualTo("unknown-kind");
        assertThat(lodge(key, "explanation", id, Map.of()).code()).isEqualTo("missing");
        assertThat(lodge(key, "correction", id, Map.of()).code()).isEqualTo("missing");
        assertThat(lodge(key, "access", "12345", Map.of()).code()).isEqualTo("invalid-id");
        assertThat(lodge(key, "access", id, Map.of("grounds", "号码 " + Ids.citizen(7)))
                        .code())
                .isEqualTo("personal-number");
        assertThat(lodge(
                                key,
                                "access",
                                id,
                                Map.of("lodgedOn", today().plusDays(1).toString()))
                        .code())
                .isEqualTo("out-of-range");
        assertThat(lodge(key, "access", id, Map.of("documentNo", " ")).code()).isEqualTo("missing");
        assertThat(lodge(key, "correction", id, Map.of("entryId", "no-such-entry"))
                        .code())
                .isEqualTo("unknown-entry");
        assertThat(lodge(
                                key,
                                "explanation",
                                id,
                                Map.of("decisionId", UUID.randomUUID().toString()))
                        .code())
                .isEqualTo("unknown-decision");
        assertThat(service.get(PATH + "?kind=look", key).status()).isEqualTo(400);
        assertThat(service.get(PATH + "?state=closed", key).status()).isEqualTo(400);
    }

    @Test
    void only_its_own_decision_is_explained_to_a_subject_and_nothing_about_others() {
        String firm = Ids.enterprise(3_010);
        String head = Ids.citizen(110);
        service.list("rights-firm", firm, "judgment-defaulter", "2018-03-01");
        service.list("rights-head", head, "judgment-defaulter", "2018-03-02");
        String decision =
                decision(firm, Map.of("relatedPersons", List.of(Map.of("role", "legal-representative", "id", head))));

        assertThat(lodge(service.officer(), "explanation", Ids.enterprise(3_011), Map.of("decisionId", decision))
                        .code())
                .isEqualTo("other-subject");
        Reply made = lodge(service.officer(), "explanation", firm, Map.of("decisionId", decision));
        assertThat(made.status()).as("%s", made).isEqualTo(201);
        String request = made.field("id");
        decide(service.officer(), request, Map.of("result", "granted"));

        Reply file = service.get(PATH + "/" + request + "/file", service.officer());

        assertThat(file.status()).as("%s", file).isEqualTo(200);
        Map<?, ?> explanation = (Map<?, ?>) file.json().get("explanation");
        assertThat(explanation)
                .extracting("decisionId", "outcome", "purpose")
                .containsExactly(decision, "restricted", "办公设备采购资格审查");
        assertThat(file.text())
                .contains("rights-firm", "失信被执行人")
                .doesNotContain("rights-head", head, head.substring(14) + "\"");
        assertThat((List<?>) explanation.get("measures")).isNotEmpty();
        Map<?, ?> measure = (Map<?, ?>) ((List<?>) explanation.get("measures")).get(0);
        assertThat((List<?>) measure.get("citations")).isNotEmpty();
        Reply page = service.get(PATH + "/" + request + "/file?format=html", service.officer());
        assertThat(page.header("Content-Type")).startsWith("text/html");
        assertThat(page.text()).contains("核查结果说明", "失信被执行人").doesNotContain("rights-head", head);
    }

    @Test
    void everything_on_record_is_handed_out_with_who_looked() {
        String firm = Ids.enterprise(3_020);
        service.list("rights-all", firm, "judgment-defaulter", "2018-03-01");
        service.post(
                "/api/v1/entries/rights-all/events",
                service.office(),
                "{\"type\": \"exited\", \"at\": \"2018-10-01\", \"reason\": \"已履行\", \"docNo\": \"示例1号\"}");
        String decision = decision(firm, Map.of());
        String request = lodge(service.officer(), "copy", firm, Map.of()).field("id");
        decide(service.officer(), request, Map.of("result", "granted"));
        service.get(PATH + "/" + request + "/file", service.officer());
        org.awaitility.Awaitility.await()
                .until(() -> owner.sql("select count(*) from access_log where object = ? and action = 'subject-file'")
                                .param(request)
                                .query(Long.class)
                                .single()
                        >= 1);

        Reply file = service.get(PATH + "/" + request + "/file", service.officer());

        assertThat(file.status()).as("%s", file).isEqualTo(200);
        Map<?, ?> entry = (Map<?, ?>) file.list("entries").get(0);
        assertThat(entry).extracting("entryId", "state").containsExactly("rights-all", "exited");
        assertThat((List<?>) entry.get("events")).isNotEmpty();
        assertThat(file.list("decisions")).extracting("decisionId").containsExactly(decision);
        assertThat(file.list("requests")).extracting("requestId").contains(request);
        assertThat(file.list("accesses")).extracting("action").contains("subject-file", "subject-request-lodge");
        String credential = owner.sql("select credential from subject_request where id = ?")
                .param(UUID.fromString(request))
                .query(String.class)
                .single();
        assertThat(file.text()).doesNotContain(credential);
        String page = service.get(PATH + "/" + request + "/file", service.officer(), "Accept", "text/html")
                .text();
        assertThat(page).contains("信用信息档案", "rights-all", "已履行").doesNotContain(credential);
    }

    @Test
    void a_correction_refers_to_an_entry_of_the_subject_and_is_forwarded_with_its_objection() {
        String firm = Ids.enterprise(3_030);
        service.list("rights-wrong", firm, "judgment-defaulter", "2018-03-01");
        service.list("rights-not-mine", Ids.enterprise(3_031), "judgment-defaulter", "2018-03-01");
        assertThat(lodge(service.office(), "correction", firm, Map.of("entryId", "rights-not-mine"))
                        .code())
                .isEqualTo("other-subject");
        String request = lodge(service.office(), "correction", firm, Map.of("entryId", "rights-wrong"))
                .field("id");
        UUID objection = objection("rights-wrong");
        UUID other = objection("rights-not-mine");
        Map<String, Object> forwarded = Map.of("result", "forwarded", "reason", "由认定部门核查");

        assertThat(decide(service.office(), request, forwarded).code()).isEqualTo("missing");
        assertThat(decide(service.office(), request, with(forwarded, other)).code())
                .isEqualTo("other-objection");
        Reply decided = decide(service.office(), request, with(forwarded, objection));

        assertThat(decided.status()).as("%s", decided).isEqualTo(200);
        assertThat(((Map<?, ?>) decided.list("steps").get(0)).get("objection")).isEqualTo(objection.toString());
        assertThat(service.get(PATH + "/" + request + "/file", service.office()).code())
                .isEqualTo("no-file");
    }

    private static Map<String, Object> with(Map<String, Object> body, UUID objection) {
        Map<String, Object> more = new java.util.HashMap<>(body);
        more.put("objectionId", objection.toString());
        return more;
    }

    private UUID objection(String entry) {
        UUID id = UUID.randomUUID();
        owner.sql("""
                        insert into objection (id, entry_id, list, subject, lodged_on, lodged_by, channel, grounds, document_no,
                            department, credential, event_seq, check_due, decide_due, longest_due, due_assumed)
                        select ?, entry_id, list, subject, current_date, 'subject', 'platform', '有误', '示例1号', 'credit-office',
                            'test', 1, current_date, current_date, current_date, true from listing where entry_id = ?
                        """).params(id, entry).update();
        return id;
    }

    private static LocalDate today() {
        return LocalDate.now(ZoneId.of("Asia/Shanghai"));
    }
}
