package org.jrp.server.feedback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.jrp.server.feedback.FeedbackBed.PROCUREMENT;
import static org.jrp.server.feedback.FeedbackBed.fields;
import static org.jrp.server.feedback.FeedbackBed.report;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jrp.server.feedback.FeedbackBed.Asked;
import org.jrp.server.whole.Ids;
import org.jrp.server.whole.Reply;
import org.jrp.server.whole.SignIn;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What departments report on measures, take back, and still owe. */
@WholeFeedback
class FeedbackTest {

    private static final LocalDate TODAY = LocalDate.now(ZoneId.of("Asia/Shanghai"));

    @Autowired
    Environment environment;

    @Autowired
    JdbcClient jdbc;

    FeedbackBed bed;

    @BeforeEach
    void meet() {
        bed = new FeedbackBed(environment);
    }

    @Test
    void a_report_is_kept_as_it_was_made_and_shown_with_what_it_is_about() {
        Asked asked = bed.decision();

        Reply made = bed.service.post(
                asked.feedback(),
                bed.finance,
                report("periodFrom", "2018-09-05", "periodTo", "2020-02-29", "remark", "已通知采购人", "shared", false));

        assertThat(made.status()).as("%s", made).isEqualTo(201);
        assertThat(made.header("Location")).isEqualTo("/api/v1/feedback/" + made.field("feedbackId"));
        Map<?, ?> one = bed.service.get(made.header("Location"), bed.finance).json();
        assertThat(one).isEqualTo(made.json());
        assertThat(one.get("decisionId")).isEqualTo(asked.id());
        assertThat(one.get("entryId")).isEqualTo(asked.entryId());
        assertThat(one.get("list")).isEqualTo("judgment-defaulter");
        assertThat(one.get("measure")).isEqualTo(PROCUREMENT);
        assertThat(one.get("measureName")).isEqualTo("限制参加政府采购活动");
        assertThat(one.get("edition")).isEqualTo("2018-mingguang");
        assertThat((List<?>) one.get("rules")).isNotEmpty();
        assertThat(one.get("amount")).isEqualTo("120000.50");
        assertThat(one.get("handledAt")).isEqualTo(TODAY.toString());
        assertThat(one.get("periodTo")).isEqualTo("2020-02-29");
        assertThat(one.get("officer")).isEqualTo("王某");
        assertThat(one.get("remark")).isEqualTo("已通知采购人");
        assertThat(one.get("version")).isEqualTo(1L);
        assertThat(one.get("cancelled")).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "120000.50, 120000.50",
        "'\"0\"', 0.00",
        "'\"0.10\"', 0.10",
        "0.1, 0.10",
        "1234567890123456.78, 1234567890123456.78",
        "'\"9999999999999999.99\"', 9999999999999999.99"
    })
    void an_amount_is_kept_to_the_last_digit_whether_text_or_number(String sent, String kept) {
        Asked asked = bed.decision();

        Reply made = bed.service.post(
                asked.feedback(),
                bed.finance,
                "{\"measure\": \"%s\", \"handling\": \"carried-out\", \"officer\": \"王某\", \"amount\": %s}"
                        .formatted(PROCUREMENT, sent));

        assertThat(made.field("amount")).as("%s", made).isEqualTo(kept);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"0.001\"",
                "0.001",
                "-1",
                "\"-0.01\"",
                "1e3",
                "\"1e3\"",
                "1E400",
                "\"10000000000000000\"",
                "\"12,000\"",
                "\"１２\"",
                "\"\"",
                "\" 1\"",
                "\"NaN\"",
                "\"+1\"",
                "\".5\"",
                "\"0x10\"",
                "99999999999999999999999999999999999999"
            })
    void an_amount_that_is_no_plain_sum_in_yuan_is_refused(String sent) {
        Asked asked = bed.decision();

        Reply refused = bed.service.post(
                asked.feedback(),
                bed.finance,
                "{\"measure\": \"%s\", \"handling\": \"carried-out\", \"officer\": \"王某\", \"amount\": %s}"
                        .formatted(PROCUREMENT, sent));

        assertThat(refused.status()).as("%s", refused).isEqualTo(422);
        assertThat(refused.code()).isEqualTo("invalid-content");
        assertThat(fields(refused)).containsExactly("/amount invalid-amount");
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "officer, -, /officer missing",
                "officer, ' ', /officer missing",
                "handling, -, /handling missing",
                "handling, carried-ou, /handling unknown-word",
                "handling, not-carried-out, /reason missing",
                "handledAt, 2018-09-01, /handledAt out-of-range",
                "handledAt, 2999-01-01, /handledAt out-of-range",
                "exemptedUntil, 2999-01-01, /exemptedUntil not-exempted",
                "measure, -, /measure missing",
                "entryId, other-entry, /entryId unknown-entry",
                "periodFrom, 0001-01-01, /periodFrom out-of-range"
            })
    void what_is_wrong_with_a_field_is_told_at_its_place(String field, String value, String told) {
        Asked asked = bed.decision();

        Reply refused = bed.service.post(asked.feedback(), bed.finance, report(field, value));

        assertThat(refused.status()).as("%s", refused).isEqualTo(422);
        assertThat(refused.code()).isEqualTo("invalid-content");
        assertThat(fields(refused)).containsExactly(told);
    }

    @Test
    void everything_that_is_wrong_is_told_at_once() {
        Asked asked = bed.decision();

        Reply refused = bed.service.post(
                asked.feedback(),
                bed.finance,
                report(
                        "handling", "lesser",
                        "officer", null,
                        "amount", "1.234",
                        "periodFrom", "2018-10-01",
                        "periodTo", "2018-09-30",
                        "remark", "字".repeat(1_001)));

        assertThat(fields(refused))
                .containsExactlyInAnyOrder(
                        "/officer missing",
                        "/reason missing",
                        "/action missing",
                        "/periodTo out-of-range",
                        "/remark invalid-text",
                        "/amount invalid-amount");
    }

    @Test
    void shapes_that_cannot_be_read_are_refused_with_400_and_citizens_numbers_belong_nowhere() {
        Asked asked = bed.decision();

        assertThat(bed.service
                        .post(asked.feedback(), bed.finance, report("handledAt", "yesterday"))
                        .status())
                .isEqualTo(400);
        assertThat(bed.service
                        .post(asked.feedback(), bed.finance, report("amout", "1"))
                        .code())
                .isEqualTo("invalid-body");
        for (String field : List.of("reason", "remark", "action", "documentNo", "officer")) {
            Reply refused = bed.service.post(asked.feedback(), bed.finance, report(field, "证号" + Ids.citizen(77)));
            assertThat(refused.code()).as(field).isEqualTo("personal-number");
            assertThat(refused.text()).doesNotContain(Ids.citizen(77));
        }
    }

    @Test
    void a_measure_that_the_decision_lacks_is_refused_with_the_nearest_and_a_withheld_one_with_the_reason() {
        Asked asked = bed.decision();
        Asked now = bed.ask(bed.finance, asked.subject(), asked.entryId(), "government-procurement", TODAY.toString());

        Reply near = bed.service.post(
                asked.feedback(),
                bed.finance,
                report("measure", "restrict-goverment-procurement"),
                "Accept-Language",
                "en");
        Reply far = bed.service.post(asked.feedback(), bed.finance, report("measure", "xyz"));
        Reply withheld = bed.service.post(now.feedback(), bed.finance, report("measure", "check-procurement-agency"));

        assertThat(near.status()).isEqualTo(422);
        assertThat(near.code()).isEqualTo("unknown-measure");
        assertThat(near.field("detail")).isEqualTo("Maybe restrict-government-procurement?");
        assertThat(far.field("detail")).contains(PROCUREMENT);
        assertThat(withheld.status()).isEqualTo(422);
        assertThat(withheld.code()).isEqualTo("measure-withheld");
        assertThat(withheld.field("detail")).contains("不予适用", "国办发〔2020〕49号");
        assertThat(withheld.field("reason")).isEqualTo("legality-gate");
    }

    @Test
    void another_departments_decision_is_not_there() {
        Asked asked = bed.decision();

        Reply other = bed.service.post(asked.feedback(), bed.housing, report());
        Reply nobody = bed.service.post("/api/v1/decisions/" + UUID.randomUUID() + "/feedback", bed.finance, report());
        Reply both = bed.service.post(
                asked.feedback(), bed.service.key(FeedbackBed.HOUSING, "officer", "auditor"), report());

        assertThat(other.status()).isEqualTo(404);
        assertThat(other.json().get("detail")).isEqualTo(nobody.json().get("detail"));
        assertThat(both.status()).isEqualTo(404);
    }

    @Test
    void one_report_stands_at_a_time_and_a_cancelled_one_stays_in_sight() {
        Asked asked = bed.decision();
        Reply first = bed.service.post(asked.feedback(), bed.finance, report());

        Reply second = bed.service.post(asked.feedback(), bed.finance, report("amount", "1"));
        assertThat(second.status()).isEqualTo(409);
        assertThat(second.code()).isEqualTo("already-reported");
        assertThat(second.field("feedbackId")).isEqualTo(first.field("feedbackId"));
        assertThat(second.field("detail")).contains("/cancel");

        String cancel = first.header("Location") + "/cancel";
        assertThat(bed.service.post(cancel, bed.finance, "{}").status()).isEqualTo(422);
        assertThat(bed.service.post(cancel, bed.finance, "{\"reason\": \" \"}").code())
                .isEqualTo("invalid-content");
        assertThat(bed.service.post(cancel, bed.housing, "{\"reason\": \"填错\"}").status())
                .isEqualTo(404);
        Reply cancelled = bed.service.post(cancel, bed.wang, "{\"reason\": \"金额填错\"}");
        assertThat(cancelled.status()).isEqualTo(200);
        assertThat(cancelled.field("state")).isEqualTo("cancelled");
        assertThat(((Map<?, ?>) cancelled.json().get("cancelled")).get("reason"))
                .isEqualTo("金额填错");
        assertThat(((Map<?, ?>) cancelled.json().get("cancelled")).get("by")).isEqualTo("王某");
        assertThat(bed.owed(asked.id(), PROCUREMENT).get("state")).isEqualTo("open");
        assertThat(bed.service.post(cancel, bed.finance, "{\"reason\": \"再撤\"}").code())
                .isEqualTo("already-cancelled");

        Reply third = bed.service.post(asked.feedback(), bed.finance, report("amount", "1"));
        assertThat(third.status()).isEqualTo(201);
        assertThat(third.json().get("version")).isEqualTo(2L);
        List<?> all = bed.service
                .get("/api/v1/decisions/" + asked.id() + "/feedback", bed.finance)
                .list("items");
        assertThat(all).hasSize(2);
        assertThat(all).first().isEqualTo(cancelled.json());
    }

    @Test
    void of_reports_made_at_the_same_moment_one_is_taken_and_the_others_are_told() {
        for (int round = 0; round < 5; round++) {
            Asked asked = bed.decision();
            List<CompletableFuture<Reply>> running = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                running.add(
                        CompletableFuture.supplyAsync(() -> bed.service.post(asked.feedback(), bed.finance, report())));
            }
            List<Integer> statuses =
                    running.stream().map(one -> one.join().status()).sorted().toList();

            assertThat(statuses).containsExactly(201, 409, 409, 409, 409, 409);
        }
    }

    @Test
    void what_is_not_owed_is_told_apart_from_the_duty_too_when_two_race() {
        // A duty that was erased: the index alone keeps the second out.
        Asked asked = bed.decision();
        jdbc.sql("update duty set state = 'lapsed' where decision = ?")
                .param(UUID.fromString(asked.id()))
                .update();

        assertThat(bed.service.post(asked.feedback(), bed.finance, report()).status())
                .isEqualTo(201);
        assertThat(bed.owed(asked.id(), PROCUREMENT)).isEmpty();
    }

    @Test
    void a_key_repeats_the_answer_and_nothing_else() {
        Asked asked = bed.decision();

        Reply first = bed.service.post(asked.feedback(), bed.finance, report(), "Idempotency-Key", "f-" + asked.id());
        Reply again = bed.service.post(asked.feedback(), bed.finance, report(), "Idempotency-Key", "f-" + asked.id());
        Reply other = bed.service.post(
                asked.feedback(), bed.finance, report("amount", "2"), "Idempotency-Key", "f-" + asked.id());

        assertThat(again.status()).isEqualTo(201);
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(other.code()).isEqualTo("idempotency-mismatch");
    }

    @Test
    void a_person_reports_in_his_own_name_alone() {
        Asked asked = bed.decision();

        Reply other = bed.service.post(asked.feedback(), bed.wang, report("officer", "李某"));
        Reply own = bed.service.post(asked.feedback(), bed.wang, report("officer", null));

        assertThat(fields(other)).containsExactly("/officer not-signed-in");
        assertThat(own.field("officer")).isEqualTo("王某");
    }

    @Test
    void what_was_not_carried_out_says_why_and_the_computed_measure_stays() {
        Asked asked = bed.decision();

        Reply made = bed.service.post(
                asked.feedback(),
                bed.finance,
                report("handling", "not-carried-out", "reason", "采购项目已取消", "amount", null));

        assertThat(made.status()).as("%s", made).isEqualTo(201);
        assertThat(made.json().get("final")).isEqualTo(true);
        assertThat(bed.owed(asked.id(), PROCUREMENT)).isEmpty();
        assertThat(bed.service
                        .get("/api/v1/decisions/" + asked.id(), bed.finance)
                        .body())
                .isEqualTo(asked.reply().body());
    }

    @Test
    void a_measure_put_off_is_owed_again_on_that_day() {
        Asked asked = bed.decision();
        String until = TODAY.plusDays(30).toString();

        Reply missing =
                bed.service.post(asked.feedback(), bed.finance, report("handling", "exempted", "reason", "重大项目保障"));
        Reply past = bed.service.post(
                asked.feedback(),
                bed.finance,
                report("handling", "exempted", "reason", "重大项目保障", "exemptedUntil", TODAY.toString()));
        Reply made = bed.service.post(
                asked.feedback(),
                bed.finance,
                report("handling", "exempted", "reason", "重大项目保障", "exemptedUntil", until));

        assertThat(fields(missing)).containsExactly("/exemptedUntil missing");
        assertThat(fields(past)).containsExactly("/exemptedUntil out-of-range");
        assertThat(made.status()).as("%s", made).isEqualTo(201);
        Map<?, ?> owed = bed.owed(asked.id(), PROCUREMENT);
        assertThat(owed.get("due")).isEqualTo(until);
        assertThat(owed.get("overdue")).isEqualTo(false);
        assertThat(bed.service.post(asked.feedback(), bed.finance, report()).code())
                .isEqualTo("already-reported");

        bed.service.post(made.header("Location") + "/cancel", bed.finance, "{\"reason\": \"不再暂缓\"}");
        assertThat(bed.owed(asked.id(), PROCUREMENT).get("due"))
                .isEqualTo(asked.measure(PROCUREMENT).get("feedbackDue"));
    }

    @Test
    void the_list_of_what_is_owed_begins_with_the_oldest_and_goes_on_page_by_page() {
        Asked asked = bed.decision();
        Asked later =
                bed.ask(bed.finance, asked.subject(), asked.entryId(), "government-procurement", TODAY.toString());

        List<Map<?, ?>> all = new ArrayList<>();
        Reply page = bed.pending(bed.finance, "?limit=3");
        page.list("items").forEach(one -> all.add((Map<?, ?>) one));
        while (page.json().get("cursor") != null) {
            page = bed.pending(bed.finance, "?limit=3&cursor=" + page.field("cursor"));
            page.list("items").forEach(one -> all.add((Map<?, ?>) one));
        }

        assertThat(all).extracting(one -> one.get("due").toString()).isSorted();
        assertThat(all).doesNotHaveDuplicates();
        assertThat(all.stream().map(one -> String.valueOf(one.get("decisionId"))))
                .contains(asked.id(), later.id());
        Map<?, ?> old = bed.owed(asked.id(), PROCUREMENT);
        assertThat(old.get("overdue")).isEqualTo(true);
        assertThat((long) old.get("daysLeft")).isBetween(-2_500L, -1_900L);
        assertThat(old.get("measureName")).isEqualTo("限制参加政府采购活动");
        assertThat(old.get("listName")).isEqualTo("失信被执行人名单");
        assertThat(((Map<?, ?>) old.get("subject")).get("id")).isEqualTo(asked.subject());
        Map<?, ?> fresh = bed.owed(later.id(), PROCUREMENT);
        assertThat(fresh.get("overdue")).isEqualTo(false);
        assertThat((long) fresh.get("daysLeft")).isEqualTo(10);
        assertThat(bed.pending(bed.finance, "?limit=200&overdue=true").list("items"))
                .allMatch(one -> ((Map<?, ?>) one).get("overdue").equals(true));
        assertThat(bed.pending(bed.finance, "?limit=200&overdue=false").list("items"))
                .isNotEmpty()
                .allMatch(one -> ((Map<?, ?>) one).get("overdue").equals(false));
        Map<?, ?> totals = (Map<?, ?>) page.json().get("totals");
        assertThat(totals.get("owed")).isEqualTo((long) all.size());
        assertThat((long) totals.get("overdue")).isBetween(1L, (long) all.size() - 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"limit=0", "limit=201", "cursor=x", "cursor=MjAyNi0xMS0yNg", "overdue=perhaps", "limit=x"})
    void a_parameter_that_cannot_be_meant_is_refused(String query) {
        assertThat(bed.pending(bed.finance, "?" + query).code()).isEqualTo("invalid-parameter");
        assertThat(bed.service.get("/api/v1/feedback?state=fnial", bed.finance).field("detail"))
                .contains("final");
        assertThat(bed.service
                        .get("/api/v1/feedback?from=2018-02-30", bed.finance)
                        .status())
                .isEqualTo(400);
    }

    @Test
    void a_department_follows_up_its_own_reports_and_the_credit_office_all() {
        Asked asked = bed.decision();
        Reply made = bed.service.post(asked.feedback(), bed.finance, report("remark", "内部说明", "shared", false));
        Reply open = bed.service.post(
                asked.feedback(),
                bed.finance,
                report("measure", "check-procurement-agency", "remark", "可公开", "shared", true));
        String office = bed.service.office();
        String id = made.header("Location");

        assertThat(bed.service.get(id, bed.housing).status()).isEqualTo(404);
        assertThat(bed.service.get(id, office).json().get("remark")).isNull();
        assertThat(bed.service.get(open.header("Location"), office).json().get("remark"))
                .isEqualTo("可公开");
        assertThat(bed.service.get(id, bed.service.auditor()).status()).isEqualTo(200);
        assertThat(bed.pending(bed.housing, "?department=finance-bureau").code())
                .isEqualTo("foreign-department");
        assertThat(bed.service
                        .get("/api/v1/feedback?department=finance-bureau", bed.housing)
                        .code())
                .isEqualTo("foreign-department");
        assertThat(bed.pending(office, "?department=finance-bureau").list("items"))
                .isNotEmpty();
        assertThat(bed.service
                        .get("/api/v1/feedback?entryId=" + asked.entryId(), office)
                        .list("items"))
                .hasSize(2);
        assertThat(bed.service
                        .get("/api/v1/feedback?entryId=" + asked.entryId(), bed.housing)
                        .list("items"))
                .isEmpty();
        assertThat(bed.service
                        .get(
                                "/api/v1/feedback?state=unconfirmed&handling=carried-out&measure=" + PROCUREMENT
                                        + "&entryId=" + asked.entryId() + "&from=" + TODAY + "&to=" + TODAY,
                                bed.finance)
                        .list("items"))
                .isEqualTo(List.of(made.json()));
        for (String state : List.of("final", "over", "cancelled")) {
            assertThat(bed.service
                            .get("/api/v1/feedback?state=" + state + "&entryId=" + asked.entryId(), bed.finance)
                            .list("items"))
                    .as(state)
                    .isEmpty();
        }
        Map<?, ?> sum = bed.service.get("/api/v1/feedback/summary", office).list("items").stream()
                .map(one -> (Map<?, ?>) one)
                .filter(one -> one.get("department").equals("finance-bureau"))
                .findFirst()
                .orElseThrow();
        assertThat((long) sum.get("unconfirmed")).isPositive();
        assertThat((long) sum.get("owed")).isGreaterThanOrEqualTo((long) sum.get("overdue"));
        assertThat(bed.service.get("/api/v1/feedback/summary", bed.housing).list("items"))
                .allMatch(one -> ((Map<?, ?>) one).get("department").equals(FeedbackBed.HOUSING));
    }

    @Test
    void a_natural_persons_number_is_masked_and_the_name_stays_with_who_may_see_the_decision() {
        String citizen = Ids.citizen(9_001);
        bed.service.list("feedback-person", citizen, "judgment-defaulter", "2018-03-01");
        Reply asked = bed.service.post(
                "/api/v1/decisions",
                bed.finance,
                Map.of(
                        "subject", Map.of("id", citizen, "name", "示例甲"),
                        "context", "government-procurement",
                        "purpose", "采购资格审查",
                        "asOf", "2018-09-01"));
        String decision = asked.field("decisionId");
        Object first = ((Map<?, ?>) asked.list("measures").get(0)).get("code");

        Reply made =
                bed.service.post("/api/v1/decisions/" + decision + "/feedback", bed.finance, report("measure", first));
        Reply office = bed.service.get(made.header("Location"), bed.service.office());
        Reply pending = bed.pending(bed.finance, "?limit=200");
        Reply form = bed.service.get(made.header("Location") + "/form?format=html", bed.finance);

        assertThat(made.status()).as("%s", made).isEqualTo(201);
        assertThat(((Map<?, ?>) made.json().get("subject")).get("name")).isEqualTo("示例甲");
        assertThat(((Map<?, ?>) office.json().get("subject")).get("name")).isNull();
        assertThat(pending.text()).doesNotContain("示例甲");
        assertThat(form.text()).contains("示例甲");
        for (Reply reply : List.of(made, office, pending, form)) {
            assertThat(reply.text()).doesNotContain(citizen);
        }
    }

    @Test
    void a_task_is_reported_on_and_its_report_confirmed_by_a_person() {
        Asked asked = bed.decision();
        UUID task = task(asked, FeedbackBed.FINANCE);
        String address = "/api/v1/tasks/" + task + "/feedback";

        assertThat(bed.service.post(address, bed.housing, report()).code()).isEqualTo("unknown-task");
        assertThat(fields(bed.service.post(address, bed.finance, report("measure", "other"))))
                .containsExactly("/measure not-the-task");
        Reply made = bed.service.post(address, bed.finance, report("measure", null));
        assertThat(made.status()).as("%s", made).isEqualTo(201);
        assertThat(made.field("taskId")).isEqualTo(task.toString());
        assertThat(made.field("entryId")).isEqualTo(asked.entryId());
        assertThat(made.field("state")).isEqualTo("unconfirmed");
        assertThat(((Map<?, ?>) made.json().get("subject")).get("id")).isEqualTo(asked.subject());
        assertThat(state(task)).isEqualTo("unconfirmed");
        assertThat(bed.service.post(address, bed.finance, report()).code()).isEqualTo("already-reported");

        String confirm = made.header("Location") + "/confirm";
        assertThat(bed.service
                        .post(confirm, bed.finance, "{\"officer\": \"王某\"}")
                        .code())
                .isEqualTo("personal-sign-in-required");
        assertThat(bed.service
                        .post(confirm, SignIn.person(FeedbackBed.HOUSING, "赵某", "officer"), "{}")
                        .status())
                .isEqualTo(404);
        assertThat(fields(bed.service.post(confirm, bed.wang, "{\"officer\": \"李某\"}")))
                .containsExactly("/officer not-signed-in");
        Reply confirmed = bed.service.post(confirm, bed.wang, "{\"officer\": \"王某\"}");
        Reply again = bed.service.post(confirm, bed.li, "{}");
        assertThat(confirmed.json().get("final")).isEqualTo(true);
        assertThat(confirmed.field("confirmedBy")).isEqualTo("王某");
        assertThat(again.field("confirmedBy")).isEqualTo("王某");
        assertThat(state(task)).isEqualTo("reported");

        bed.service.post(made.header("Location") + "/cancel", bed.finance, "{\"reason\": \"填错\"}");
        assertThat(state(task)).isEqualTo("open");
        assertThat(bed.service.post(confirm, bed.wang, "{}").code()).isEqualTo("already-cancelled");
    }

    @Test
    void a_report_on_a_decision_settles_the_task_and_two_decisions_share_it() {
        Asked one = bed.decision();
        UUID task = task(one, FeedbackBed.FINANCE);
        Asked other = bed.ask(bed.finance, one.subject(), one.entryId(), "government-procurement", "2018-09-02");
        Map<String, Object> notCarriedOut = report("handling", "not-carried-out", "reason", "项目取消");

        Reply first = bed.service.post(one.feedback(), bed.finance, notCarriedOut);
        assertThat(state(task)).isEqualTo("reported");
        Reply onTask = bed.service.post("/api/v1/tasks/" + task + "/feedback", bed.finance, report());
        assertThat(onTask.code()).isEqualTo("already-reported");
        assertThat(onTask.field("feedbackId")).isEqualTo(first.field("feedbackId"));

        Reply second = bed.service.post(other.feedback(), bed.finance, notCarriedOut);
        bed.service.post(first.header("Location") + "/cancel", bed.finance, "{\"reason\": \"填错\"}");
        assertThat(state(task)).isEqualTo("reported");
        bed.service.post(second.header("Location") + "/cancel", bed.finance, "{\"reason\": \"填错\"}");
        assertThat(state(task)).isEqualTo("open");

        jdbc.sql("update task set state = 'closed' where id = ?").param(task).update();
        assertThat(bed.service
                        .post("/api/v1/tasks/" + task + "/feedback", bed.finance, report())
                        .code())
                .isEqualTo("task-closed");
    }

    private String state(UUID task) {
        return jdbc.sql("select state from task where id = ?")
                .param(task)
                .query(String.class)
                .single();
    }

    /** A task as an entry would open it. */
    private UUID task(Asked asked, String department) {
        FeedbackBed.settled(jdbc);
        jdbc.sql("update task set state = 'closed' where entry_id = ?")
                .param(asked.entryId())
                .update();
        UUID id = org.jrp.server.Uuids.at(java.time.Instant.now());
        jdbc.sql("""
                        insert into task (id, listing, entry_id, list, subject, department, measure, kind, effect, rights_reducing,
                            contexts, edition, provisions, release, due)
                        select ?, l.id, l.entry_id, l.list, l.subject, ?, ?, 'sanction', 'mandatory', true, '{}', '2018-mingguang',
                            '{2016-141-judgment-defaulter-m16}', 'sha256:0', current_date + 10
                        from listing l where l.entry_id = ?
                        """).params(id, department, PROCUREMENT, asked.entryId()).update();
        return id;
    }
}
