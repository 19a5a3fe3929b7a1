package org.jrp.server.repair;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.jrp.server.whole.Reply;
import org.jrp.server.whole.Service;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ObjectionTest extends RepairTest {

    private Reply lodge(String entryId, String key, String lodgedOn) {
        return send(
                "/objections",
                key,
                "entryId",
                entryId,
                "lodgedOn",
                lodgedOn,
                "lodgedBy",
                "subject",
                "channel",
                "department",
                "grounds",
                "款项已于列入前付清",
                "documentNo",
                "异1号");
    }

    private String lodged(String entryId) {
        return lodgedOn(entryId, today().toString());
    }

    private String lodgedOn(String entryId, String day) {
        return (String) made(lodge(entryId, officer(), day)).get("id");
    }

    private Reply decide(String id, String result, Object... more) {
        Map<String, Object> body = body(more);
        body.put("result", result);
        body.putIfAbsent("at", today().toString());
        body.putIfAbsent("reason", "经核查");
        return service.post("/api/v1/objections/" + id + "/decide", manager(), body);
    }

    @Test
    void an_objection_marks_the_entry_at_once_and_says_by_when_it_is_decided() {
        String entry = listed();
        assertThat(state(entry).get("disputed")).isEqualTo(false);

        // Friday before the holiday of Spring Festival 2019: 4 to 10 February are free, 2 and 3 February are worked.
        Reply reply = lodge(entry, officer(), "2019-02-01");

        assertThat(reply.status()).as(reply.toString()).isEqualTo(201);
        assertThat(reply.header("Location")).isEqualTo("/api/v1/objections/" + reply.field("id"));
        assertThat(reply.field("state")).isEqualTo("open");
        assertThat(List.of(reply.field("checkDue"), reply.field("decideDue"), reply.field("longestDue")))
                .containsExactly("2019-02-02", "2019-02-11", "2019-02-14");
        assertThat(reply.json().get("dueAssumed")).isEqualTo(true);
        assertThat(reply.json().get("overdue")).isEqualTo(true);
        assertThat(state(entry).get("disputed")).isEqualTo(true);
    }

    @Test
    void a_decision_on_a_disputed_entry_wants_a_persons_review_until_it_is_decided() {
        String entry = listed();
        String id = lodged(entry);
        Object[] question = {
            "subject", body("id", enterprise(entry)), "context", "government-procurement", "purpose", "资格审查"
        };

        Reply disputed = send("/decisions", officer(), question);
        assertThat(disputed.status()).as(disputed.toString()).isEqualTo(201);
        assertThat(disputed.field("outcome")).isEqualTo("review");
        assertThat(((Map<?, ?>) disputed.list("entries").get(0)).get("disputed"))
                .isEqualTo(true);
        decide(id, "rejected", "remedies", "可依法申请行政复议");

        Reply cleared = send("/decisions", officer(), question);
        assertThat(((Map<?, ?>) cleared.list("entries").get(0)).get("disputed")).isEqualTo(false);
    }

    @Test
    void a_second_objection_while_one_is_open_is_refused_and_told_which() {
        String entry = listed();
        String first = lodged(entry);

        Reply second = lodge(entry, creditOffice(), today().toString());

        assertThat(second.status()).isEqualTo(409);
        assertThat(second.code()).isEqualTo("objection-open");
        assertThat(second.field("objection")).isEqualTo(first);
    }

    @Test
    void of_many_at_once_one_is_taken_in() throws Exception {
        String entry = listed();
        ExecutorService pool = Executors.newFixedThreadPool(6);
        List<Callable<Reply>> calls = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            calls.add(() -> lodge(entry, officer(), today().toString()));
        }

        List<Integer> statuses = new ArrayList<>();
        for (Future<Reply> reply : pool.invokeAll(calls)) {
            statuses.add(reply.get().status());
        }
        pool.shutdown();

        assertThat(statuses).containsOnly(201, 409).containsOnlyOnce(201);
        assertThat(events(entry)).containsOnlyOnce("disputed");
    }

    private List<String> events(String entryId) {
        return read("/entries/" + entryId, auditor()).list("events").stream()
                .map(event -> (String) ((Map<?, ?>) event).get("type"))
                .toList();
    }

    @Test
    void what_cannot_be_marked_is_not_taken_in_either() {
        String entry = listed();
        event(entry, manager(), "exited", "2019-06-01", "reason", "已履行");

        Reply reply = lodge(entry, officer(), today().toString());

        assertThat(reply.status()).isEqualTo(409);
        assertThat(reply.code()).isEqualTo("transition-not-allowed");
        assertThat(read("/objections?entryId=" + entry, auditor()).list("items"))
                .isEmpty();
    }

    @Test
    void all_that_is_wrong_with_it_is_said_at_once() {
        Reply reply =
                send("/objections", officer(), "lodgedOn", today().plusDays(1).toString(), "lodgedBy", "lawyer");

        assertThat(reply.status()).isEqualTo(422);
        assertThat(reply.code()).isEqualTo("invalid-content");
        assertThat(pointers(reply).toString())
                .contains("/entryId", "/lodgedOn", "/lodgedBy", "/channel", "/grounds", "/documentNo");
        assertThat(lodge("no-such-entry", officer(), today().toString()).code()).isEqualTo("entry-not-found");
    }

    @Test
    void a_rejection_needs_its_reasons_and_the_remedies_and_clears_the_mark() {
        String entry = listed();
        String id = lodged(entry);

        Reply bare = decide(id, "rejected");
        assertThat(bare.status()).isEqualTo(422);
        assertThat(pointers(bare).toString()).isEqualTo("[/remedies]");
        assertThat(state(entry).get("disputed")).isEqualTo(true);
        Reply reply = decide(id, "rejected", "remedies", "可依法申请行政复议或者提起行政诉讼");

        assertThat(reply.status()).as(reply.toString()).isEqualTo(200);
        assertThat(reply.field("state")).isEqualTo("decided");
        assertThat(reply.field("result")).isEqualTo("rejected");
        assertThat(state(entry).get("disputed")).isEqualTo(false);
        assertThat(events(entry)).containsExactly("disputed", "dispute-rejected");
        assertThat(decide(id, "rejected", "remedies", "同上").code()).isEqualTo("objection-decided");
        assertThat(lodge(entry, officer(), today().toString()).status()).isEqualTo(201);
    }

    @Test
    void an_upheld_objection_amends_the_entry_or_withdraws_it() {
        String amended = listed();
        String withdrawn = listed();
        String first = lodged(amended);
        String second = lodged(withdrawn);

        assertThat(decide(first, "amended").status()).isEqualTo(422);
        assertThat(decide(first, "amended", "documentNo", "更1号", "changes", Map.of("validTo", "2030-01-01"))
                        .field("result"))
                .isEqualTo("amended");
        assertThat(decide(second, "withdrawn", "documentNo", "撤1号").field("result"))
                .isEqualTo("withdrawn");

        assertThat(state(amended).get("disputed")).isEqualTo(false);
        assertThat(state(amended).get("validTo")).isEqualTo("2030-01-01");
        assertThat(state(withdrawn).get("state")).isEqualTo("withdrawn");
        assertThat(state(withdrawn).get("disputed")).isEqualTo(false);
    }

    @Test
    void nobody_but_the_recogniser_decides() {
        String entry = listed();
        String id = lodged(entry);
        Map<String, Object> body =
                body("result", "rejected", "at", today().toString(), "reason", "核查无误", "remedies", "复议");

        assertThat(service.post("/api/v1/objections/" + id + "/decide", creditOffice(), body)
                        .status())
                .isEqualTo(403);
        assertThat(service.post("/api/v1/objections/" + id + "/decide", officer(), body)
                        .status())
                .isEqualTo(403);
        assertThat(service.post("/api/v1/objections/" + id + "/decide", taxManager(), body)
                        .status())
                .isEqualTo(404);
        assertThat(state(entry).get("disputed")).isEqualTo(true);
    }

    @Test
    void the_platforms_check_is_on_record_once() {
        String id = lodged(listed());

        Reply checked = send("/objections/" + id + "/check", creditOffice(), "result", "consistent", "reason", "与报送一致");

        assertThat(checked.status()).as(checked.toString()).isEqualTo(200);
        assertThat(((Map<?, ?>) checked.list("steps").get(0)).get("result")).isEqualTo("consistent");
        assertThat(send("/objections/" + id + "/check", creditOffice(), "result", "consistent", "reason", "再查")
                        .code())
                .isEqualTo("already-checked");
        assertThat(send("/objections/" + id + "/check", officer(), "result", "consistent", "reason", "与报送一致")
                        .status())
                .isEqualTo(403);
    }

    @Test
    void the_time_limit_is_extended_once_while_it_runs() {
        String id = lodged(listed());
        String late = lodgedOn(listed(), "2026-01-05");
        Reply before = read("/objections/" + id, auditor());

        Reply extended = send("/objections/" + id + "/extend", manager(), "reason", "需调取案卷");

        assertThat(extended.field("decideDue")).isEqualTo(before.field("longestDue"));
        assertThat(extended.json().get("extended")).isEqualTo(true);
        assertThat(send("/objections/" + id + "/extend", manager(), "reason", "再延")
                        .code())
                .isEqualTo("already-extended");
        assertThat(send("/objections/" + late + "/extend", manager(), "reason", "需调取案卷")
                        .code())
                .isEqualTo("too-late");
    }

    @Test
    void one_taken_back_stays_marked_until_the_recogniser_closes_it() {
        String entry = listed();
        String id = lodged(entry);

        assertThat(send("/objections/" + id + "/retract", creditOffice(), "reason", "主体撤回", "documentNo", "撤回1号")
                        .code())
                .isEqualTo("not-taken-in-by-you");
        Reply reply = send("/objections/" + id + "/retract", officer(), "reason", "主体撤回", "documentNo", "撤回1号");

        assertThat(reply.status()).as(reply.toString()).isEqualTo(200);
        assertThat(reply.field("state")).isEqualTo("open");
        assertThat(reply.json().get("retracted")).isEqualTo(true);
        assertThat(reply.field("note")).contains("认定部门");
        assertThat(state(entry).get("disputed")).isEqualTo(true);
        decide(id, "rejected", "remedies", "主体已撤回");
        assertThat(state(entry).get("disputed")).isEqualTo(false);
    }

    @Test
    void a_mark_cleared_by_an_event_of_the_entry_decides_the_objection_too() {
        String entry = listed();
        String id = lodged(entry);

        event(entry, manager(), "dispute-rejected", today().toString(), "reason", "核查无误");

        assertThat(read("/objections/" + id, auditor()).field("state")).isEqualTo("decided");
        assertThat(read("/objections/" + id, auditor()).field("result")).isEqualTo("rejected");
    }

    @Test
    void overdue_ones_are_counted_listed_and_no_longer_so_once_decided() {
        String entry = listed();
        int before = overdue(manager());
        String id = lodgedOn(entry, "2026-11-02");

        assertThat(overdue(manager())).isEqualTo(before + 1);
        assertThat(ids("/objections?state=open&overdue=true&list=" + COURT_LIST, manager()))
                .contains(id);
        assertThat(ids("/objections?overdue=false&entryId=" + entry, manager())).isEmpty();
        Reply one = read("/objections/" + id, manager());
        assertThat(one.json().get("checkOverdue")).isEqualTo(true);
        assertThat(one.json().get("decideOverdue")).isEqualTo(true);
        assertThat(one.json().get("workingDaysLeft")).isEqualTo(0L);
        decide(id, "rejected", "remedies", "复议");

        assertThat(overdue(manager())).isEqualTo(before);
        assertThat(ids("/objections?state=decided&entryId=" + entry, manager())).containsExactly(id);
        assertThat(read("/objections/" + id, manager()).json().get("decidedLate"))
                .isEqualTo(true);
    }

    private int overdue(String key) {
        return ((Number) read("/objections?limit=1", key).json().get("overdue")).intValue();
    }

    private List<String> ids(String path, String key) {
        Reply reply = read(path, key);
        assertThat(reply.status()).as(reply.toString()).isEqualTo(200);
        return reply.list("items").stream()
                .map(item -> String.valueOf(((Map<?, ?>) item).get("id")))
                .toList();
    }

    @Test
    void everybody_sees_those_of_their_own_and_no_other() {
        String id = lodged(listed());

        Stream.of(officer(), manager(), creditOffice(), auditor()).forEach(key -> {
            assertThat(read("/objections/" + id, key).status()).isEqualTo(200);
            assertThat(ids("/objections", key)).contains(id);
        });
        Stream.of(stranger(), taxManager()).forEach(key -> {
            assertThat(read("/objections/" + id, key).status()).isEqualTo(404);
            assertThat(ids("/objections", key)).doesNotContain(id);
        });
        assertThat(read("/objections", service.administrator()).status()).isEqualTo(403);
    }

    @Test
    void a_persons_number_stands_nowhere_in_full() {
        String entry = listedPerson();
        String number = org.jrp.server.whole.Ids.citizen(Integer.parseInt(entry.substring("repair-".length())));
        String id = lodged(entry);

        assertThat(read("/objections/" + id, auditor()).text())
                .contains("********")
                .doesNotContain(number);
        assertThat(read("/objections?entryId=" + entry, auditor()).text())
                .contains("********")
                .doesNotContain(number, "示例主体");
        Reply told = send(
                "/objections",
                officer(),
                "entryId",
                listed(),
                "lodgedOn",
                today().toString(),
                "lodgedBy",
                "subject",
                "channel",
                "platform",
                "grounds",
                "本人" + number,
                "documentNo",
                "异2号");
        assertThat(told.code()).isEqualTo("personal-number");
    }

    @ParameterizedTest
    @ValueSource(strings = {"check", "extend", "decide", "retract"})
    void a_step_of_no_objection_is_refused(String step) {
        String key = step.equals("check") ? creditOffice() : step.equals("retract") ? officer() : manager();
        Reply reply = send(
                "/objections/01936f5c-0000-7000-8000-000000000001/" + step,
                key,
                step.equals("extend") ? new Object[] {"reason", "x"} : full(step));

        assertThat(reply.status()).isEqualTo(404);
        assertThat(reply.code()).isEqualTo("unknown-objection");
    }

    private static Object[] full(String step) {
        return switch (step) {
            case "check" -> new Object[] {"result", "consistent", "reason", "x"};
            case "decide" -> new Object[] {"result", "rejected", "at", "2026-11-25", "reason", "x", "remedies", "y"};
            default -> new Object[] {"reason", "x", "documentNo", "y"};
        };
    }

    @Test
    void the_same_key_gives_the_same_objection() {
        Map<String, Object> body = body(
                "entryId",
                listed(),
                "lodgedOn",
                today().toString(),
                "lodgedBy",
                "representative",
                "channel",
                "credit-china",
                "grounds",
                "主体名称相同,并非本人",
                "documentNo",
                "异3号");

        Reply first = service.post("/api/v1/objections", officer(), body, "Idempotency-Key", "objection-once");
        Reply again = service.post("/api/v1/objections", officer(), body, "Idempotency-Key", "objection-once");

        assertThat(first.status()).isEqualTo(201);
        assertThat(again.text()).isEqualTo(first.text());
    }

    @ParameterizedTest
    @CsvSource({"officer, subj", "credit-office, plat", "list-manager, rec"})
    void the_entry_tells_who_marked_it(String role, String actor) {
        String entry = listed();
        String key = switch (role) {
            case "officer" -> officer();
            case "credit-office" -> service.key(Service.OFFICE, "credit-office");
            default -> manager();
        };

        made(lodge(entry, key, today().toString()));

        assertThat(((Map<?, ?>) read("/entries/" + entry, auditor())
                                .list("events")
                                .get(0))
                        .get("actor"))
                .isEqualTo(actor);
    }
}
