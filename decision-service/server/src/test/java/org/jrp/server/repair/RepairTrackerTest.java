package org.jrp.server.repair;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Map;
import org.jrp.server.whole.Ids;
import org.jrp.server.whole.Reply;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;

class RepairTrackerTest extends RepairTest {

    @Autowired
    MeterRegistry meters;

    @Autowired
    JdbcTemplate jdbc;

    private String asked(String at) {
        String entry = listed();
        asked(entry, at);
        return entry;
    }

    private void asked(String entry, String at) {
        event(entry, officer(), "committed", at, "actor", "subj", "docNo", "诺1号");
        Reply reply = event(entry, officer(), "repair-requested", at, "actor", "subj", "docNo", "申1号");
        assertThat(reply.status()).as(reply.toString()).isEqualTo(201);
    }

    private Map<?, ?> row(String entryId, String query) {
        return rows(query).stream()
                .filter(one -> entryId.equals(one.get("entryId")))
                .findFirst()
                .orElse(Map.of());
    }

    @SuppressWarnings("unchecked")
    private List<Map<?, ?>> rows(String query) {
        Reply reply = read("/repairs" + query, manager());
        assertThat(reply.status()).as(reply.toString()).isEqualTo(200);
        return (List<Map<?, ?>>) reply.list("items");
    }

    private int overdue() {
        return ((Number) read("/repairs?limit=1", manager()).json().get("overdue")).intValue();
    }

    @Test
    void a_pending_repair_says_since_when_and_by_when() {
        int before = overdue();
        String late = asked("2026-11-05");
        String fresh = asked("2026-11-25");
        String old = asked("2019-03-04");

        Map<?, ?> one = row(late, "?state=pending&overdue=true");
        assertThat(one.get("since")).isEqualTo("2026-11-05");
        assertThat(one.get("acceptDue")).isEqualTo("2026-11-10");
        assertThat(one.get("decideDue")).isEqualTo("2026-11-19");
        assertThat(one.get("source")).isEqualTo("国办发〔2025〕22号");
        assertThat(row(fresh, "?state=pending").get("overdue")).isEqualTo(false);
        assertThat(row(fresh, "?overdue=true")).isEmpty();
        assertThat(row(old, "?state=pending").get("decideDue")).isNull();
        assertThat(overdue()).isEqualTo(before + 1);
    }

    @Test
    void market_regulation_decides_sooner() {
        int number = next();
        String entry = "repair-" + number;
        service.imported(
                "application/x-ndjson",
                ("{\"entryId\": \"%s\", \"id\": \"%s\", \"name\": \"示例主体\", \"list\": \"serious-violation-enterprise\","
                                + " \"recogniser\": \"示例市市场监督管理局\", \"docNo\": \"示例〔2026〕1号\","
                                + " \"basis\": \"企业信息公示暂行条例\", \"recognisedAt\": \"2022-01-04\","
                                + " \"validFrom\": \"2022-01-04\"}")
                        .formatted(entry, Ids.enterprise(number))
                        .getBytes(java.nio.charset.StandardCharsets.UTF_8),
                "");
        asked(entry, "2026-11-05");

        Reply reply = read("/repairs?list=serious-violation-enterprise", auditor());

        assertThat(reply.list("items").toString()).contains("decideDue=2026-11-16", "市场监管总局信用修复规定");
        assertThat(row(entry, "")).isEmpty();
    }

    @Test
    void what_is_decided_is_pending_no_more() {
        String repaired = asked("2026-11-05");
        String refused = asked("2026-11-05");
        String ended = asked("2026-11-05");
        String again = asked("2026-11-02");
        event(repaired, manager(), "repaired", "2026-11-10", "docNo", "修1号", "reason", "符合条件");
        event(refused, manager(), "repair-refused", "2026-11-10", "reason", "未履行完毕;可依法申请复议");
        event(ended, manager(), "exited", "2026-11-10", "reason", "已履行");
        event(again, manager(), "repair-refused", "2026-11-04", "reason", "材料不全");
        event(again, officer(), "repair-requested", "2026-11-25", "actor", "subj", "docNo", "申2号");

        assertThat(row(repaired, "?state=repaired").get("closedOn")).isEqualTo("2026-11-10");
        assertThat(row(refused, "?state=refused").get("overdue")).isEqualTo(false);
        assertThat(row(ended, "?state=ended").get("state")).isEqualTo("ended");
        assertThat(row(again, "?state=pending").get("since")).isEqualTo("2026-11-25");
        assertThat(rows("?state=pending").toString()).doesNotContain(repaired + ",", refused + ",", ended + ",");
    }

    @Test
    void pages_follow_one_another() {
        List<String> made = List.of(asked("2026-11-20"), asked("2026-11-20"), asked("2026-11-20"));

        Reply first = read("/repairs?limit=2", manager());
        Reply second = read("/repairs?limit=2&cursor=" + first.field("cursor"), manager());

        assertThat(first.list("items")).hasSize(2);
        assertThat(first.list("items").toString() + second.list("items")).contains(made);
        assertThat(second.list("items").toString()).doesNotContain(made.get(2) + ",");
    }

    @Test
    void the_worklist_says_what_is_missing_for_the_way_off() {
        String plain = listed(COURT_LIST, "2017-03-01");
        String attention = listed(COURT_LIST, "2017-03-01");
        String ready = listed(COURT_LIST, "2017-03-01");
        String gone = listed(COURT_LIST, "2017-03-01");
        String other = listed(COURT_LIST, "2016-06-01");
        List.of(attention, ready)
                .forEach(entry -> event(
                        entry, manager(), "moved-to-key-attention", "2018-06-12", "docNo", "移1号", "reason", "已整改"));
        event(ready, officer(), "committed", "2018-06-13", "actor", "subj", "docNo", "诺1号");
        event(ready, officer(), "trained", "2018-06-14");
        event(gone, manager(), "exited", "2018-06-12", "reason", "已履行");

        Reply reply = read("/repairs/worklist?list=" + COURT_LIST + "&year=2017", manager());

        assertThat(reply.status()).as(reply.toString()).isEqualTo(200);
        assertThat(missing(reply, plain)).startsWith("[rectification");
        assertThat(missing(reply, attention)).isEqualTo("[commitment, training]");
        assertThat(missing(reply, ready)).isEqualTo("[]");
        assertThat(state(ready).get("state")).isEqualTo("key-attention");
        assertThat(reply.text()).doesNotContain("\"" + gone + "\"", "\"" + other + "\"");
    }

    private static String missing(Reply reply, String entryId) {
        return reply.list("items").stream()
                .map(one -> (Map<?, ?>) one)
                .filter(one -> entryId.equals(one.get("entryId")))
                .map(one -> String.valueOf(one.get("missing")))
                .findFirst()
                .orElse("not there");
    }

    @Test
    void the_worklist_keeps_to_ones_lists() {
        String court = listed(COURT_LIST, "2015-03-02");
        String tax = listed(TAX_LIST, "2015-03-02");

        assertThat(read("/repairs/worklist?year=2015", manager()).text())
                .contains(court)
                .doesNotContain(tax);
        assertThat(read("/repairs/worklist?year=2015", creditOffice()).text()).contains(court, tax);
        assertThat(read("/repairs/worklist?list=" + TAX_LIST, manager()).code()).isEqualTo("list-not-granted");
        assertThat(read("/repairs/worklist", officer()).status()).isEqualTo(403);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/repairs?state=done",
                "/repairs/worklist?list=none",
                "/repairs/worklist?list=tax-credit-a",
                "/repairs/worklist?year=18",
                "/repairs?limit=201"
            })
    void a_wrong_parameter_is_told(String path) {
        assertThat(read(path, auditor()).status()).isEqualTo(400);
    }

    @Test
    void the_file_of_a_subject_holds_its_entries_and_all_that_was_done_about_them() {
        String entry = asked("2026-11-05");
        send(
                "/objections",
                officer(),
                "entryId",
                entry,
                "lodgedOn",
                "2026-11-24",
                "lodgedBy",
                "subject",
                "channel",
                "platform",
                "grounds",
                "已履行",
                "documentNo",
                "异1号");
        send(
                "/trainings",
                officer(),
                "title",
                "培训",
                "heldOn",
                "2026-11-10",
                "hours",
                3,
                "documentNo",
                "训1号",
                "attendees",
                List.of(body("entryId", entry)));
        send(
                "/commitments",
                officer(),
                "templateCode",
                "licensing",
                "subject",
                body("id", enterprise(entry), "name", "示例主体"),
                "reason",
                "办理许可",
                "madeOn",
                "2026-11-11",
                "documentNo",
                "诺9号");

        Reply file = send("/subjects/file", officer(), "subject", body("id", enterprise(entry)), "purpose", "许可审查");

        assertThat(file.status()).as(file.toString()).isEqualTo(200);
        Map<?, ?> shown = (Map<?, ?>) ((Map<?, ?>) file.list("entries").get(0)).get("state");
        assertThat(shown.get("disputed")).isEqualTo(true);
        assertThat(shown.get("repairPending")).isEqualTo(true);
        assertThat(file.list("objections")).hasSize(1);
        assertThat(file.list("trainings")).hasSize(1);
        assertThat(file.list("commitments")).hasSize(1);
        assertThat(((Map<?, ?>) file.list("repairs").get(0)).get("state")).isEqualTo("pending");
    }

    @Test
    void who_may_see_a_file_sees_no_more_than_that() {
        String entry = listedPerson();
        String number = Ids.citizen(Integer.parseInt(entry.substring("repair-".length())));
        String withdrawn = listed();
        event(withdrawn, manager(), "withdrawn", "2026-11-10", "docNo", "撤1号", "reason", "认定错误");

        Reply person = send("/subjects/file", auditor(), "subject", body("id", number));
        assertThat(person.text()).contains("********").doesNotContain(number, "示例主体");
        assertThat(send("/subjects/file", officer(), "subject", body("id", number))
                        .code())
                .isEqualTo("missing-purpose");
        assertThat(send("/subjects/file", taxManager(), "subject", body("id", number))
                        .list("entries"))
                .isEmpty();
        assertThat(send("/subjects/file", officer(), "subject", body("id", enterprise(withdrawn)), "purpose", "审查")
                        .list("entries"))
                .isEmpty();
        assertThat(send("/subjects/file", manager(), "subject", body("id", enterprise(withdrawn)))
                        .list("entries"))
                .hasSize(1);
        assertThat(send("/subjects/file", service.administrator(), "subject", body("id", number))
                        .status())
                .isEqualTo(403);
    }

    @Test
    void looking_into_a_file_is_on_record() {
        String entry = listed();
        send("/subjects/file", officer(), "subject", body("id", enterprise(entry)), "purpose", "许可审查之用" + entry);

        org.awaitility.Awaitility.await()
                .untilAsserted(() -> assertThat(jdbc.queryForObject(
                                "select count(*) from access_log where action = 'subject-file' and purpose = ?",
                                Integer.class,
                                "许可审查之用" + entry))
                        .isEqualTo(1));
    }

    @Test
    void what_is_overdue_is_a_metric() {
        assertThat(meters.get("jrp.objections.overdue").gauge().value()).isGreaterThanOrEqualTo(0);
        assertThat(meters.get("jrp.repairs.overdue").gauge().value()).isGreaterThanOrEqualTo(0);
    }
}
