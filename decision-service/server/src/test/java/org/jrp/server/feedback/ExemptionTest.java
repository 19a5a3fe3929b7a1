package org.jrp.server.feedback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.jrp.server.feedback.FeedbackBed.PROCUREMENT;
import static org.jrp.server.feedback.FeedbackBed.fields;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jrp.server.feedback.FeedbackBed.Asked;
import org.jrp.server.whole.Ids;
import org.jrp.server.whole.Reply;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Exemptions stand beside the measure in later answers, and nowhere before, after or without a record. */
@WholeFeedback
class ExemptionTest {

    private static final String EXEMPTIONS = "/api/v1/exemptions";
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

    private static Map<String, Object> wanted(Asked asked, Object... changes) {
        Map<String, Object> wanted = new LinkedHashMap<>();
        wanted.put("subject", Map.of("id", asked.subject(), "name", "示例企业"));
        wanted.put("measure", PROCUREMENT);
        wanted.put("validTo", TODAY.plusDays(10).toString());
        wanted.put("reason", "防汛物资应急采购");
        wanted.put("officer", "王某");
        for (int i = 0; i < changes.length; i += 2) {
            if (changes[i + 1] == null) {
                wanted.remove(changes[i]);
            } else {
                wanted.put((String) changes[i], changes[i + 1]);
            }
        }
        return wanted;
    }

    private Asked ask(Asked asked, LocalDate asOf) {
        return bed.ask(bed.finance, asked.subject(), asked.entryId(), "government-procurement", asOf.toString());
    }

    private byte[] record(Asked asked) {
        return bed.service.get("/api/v1/decisions/" + asked.id(), bed.finance).body();
    }

    @Test
    void the_next_answer_shows_it_the_computed_measure_stays_and_older_records_too() {
        Asked before = bed.decision();
        Asked today = ask(before, TODAY);

        Reply made = bed.service.post(EXEMPTIONS, bed.finance, wanted(before));
        Asked after = ask(before, TODAY);

        assertThat(made.status()).as("%s", made).isEqualTo(201);
        assertThat(made.json().get("active")).isEqualTo(true);
        assertThat(today.measure(PROCUREMENT).containsKey("exemptions")).isFalse();
        Map<?, ?> shown = (Map<?, ?>) ((List<?>) after.measure(PROCUREMENT).get("exemptions")).get(0);
        assertThat(shown.get("exemptionId")).isEqualTo(made.field("exemptionId"));
        assertThat(shown.get("department")).isEqualTo("finance-bureau");
        assertThat(shown.get("validFrom")).isEqualTo(TODAY.toString());
        assertThat(shown.get("validTo")).isEqualTo(TODAY.plusDays(10).toString());
        assertThat(shown.get("author")).isEqualTo("王某");
        assertThat(shown.get("reason")).isEqualTo("防汛物资应急采购");
        Map<Object, Object> bare = new LinkedHashMap<>(after.measure(PROCUREMENT));
        bare.remove("exemptions");
        assertThat(bare).isEqualTo(today.measure(PROCUREMENT));
        assertThat(after.reply().list("measures"))
                .filteredOn(one -> !((Map<?, ?>) one).get("code").equals(PROCUREMENT))
                .noneMatch(one -> ((Map<?, ?>) one).containsKey("exemptions"));
        assertThat(record(before)).isEqualTo(before.reply().body());
        assertThat(record(today)).isEqualTo(today.reply().body());
        assertThat(record(after)).isEqualTo(after.reply().body());
    }

    @Test
    void it_holds_from_its_first_day_and_no_longer_on_the_day_it_ends_without_anybody_doing_anything() {
        Asked asked = bed.decision();
        LocalDate from = TODAY.plusDays(3);
        LocalDate to = TODAY.plusDays(6);
        bed.service.post(
                EXEMPTIONS, bed.finance, wanted(asked, "validFrom", from.toString(), "validTo", to.toString()));

        assertThat(exempted(ask(asked, from.minusDays(1)))).isFalse();
        assertThat(exempted(ask(asked, from))).isTrue();
        assertThat(exempted(ask(asked, to.minusDays(1)))).isTrue();
        assertThat(exempted(ask(asked, to))).isFalse();
    }

    @Test
    void ended_it_is_gone_from_the_next_answer_and_the_older_one_keeps_it_byte_for_byte() {
        Asked asked = bed.decision();
        Reply made = bed.service.post(EXEMPTIONS, bed.finance, wanted(asked));
        Asked with = ask(asked, TODAY);
        String end = made.header("Location") + "/end";

        Reply other = bed.service.post(end, bed.housing, "{\"reason\": \"x\", \"officer\": \"x\"}");
        Reply silent = bed.service.post(end, bed.finance, "{}");
        Reply late = bed.service.post(
                end,
                bed.finance,
                "{\"reason\": \"x\", \"officer\": \"王某\", \"on\": \"%s\"}".formatted(TODAY.plusDays(10)));
        Reply ended = bed.service.post(end, bed.finance, "{\"reason\": \"汛期已过\", \"officer\": \"李某\"}");
        Asked without = ask(asked, TODAY);

        assertThat(other.status()).isEqualTo(404);
        assertThat(fields(silent)).containsExactlyInAnyOrder("/reason missing", "/officer missing");
        assertThat(fields(late)).containsExactly("/on out-of-range");
        assertThat(ended.status()).as("%s", ended).isEqualTo(200);
        assertThat(ended.json().get("active")).isEqualTo(false);
        assertThat(((Map<?, ?>) ended.json().get("ended")).get("reason")).isEqualTo("汛期已过");
        assertThat(exempted(with)).isTrue();
        assertThat(exempted(without)).isFalse();
        assertThat(record(with)).isEqualTo(with.reply().body());
        assertThat(bed.service
                        .post(end, bed.finance, "{\"reason\": \"再\", \"officer\": \"李某\"}")
                        .code())
                .isEqualTo("exemption-over");
    }

    @Test
    void an_end_on_a_later_day_is_told_as_the_day_it_holds_to() {
        Asked asked = bed.decision();
        Reply made = bed.service.post(EXEMPTIONS, bed.finance, wanted(asked));
        LocalDate on = TODAY.plusDays(2);

        bed.service.post(
                made.header("Location") + "/end",
                bed.finance,
                "{\"reason\": \"提前完成\", \"officer\": \"李某\", \"on\": \"%s\"}".formatted(on));

        Map<?, ?> shown =
                (Map<?, ?>) ((List<?>) ask(asked, TODAY).measure(PROCUREMENT).get("exemptions")).get(0);
        assertThat(shown.get("validTo")).isEqualTo(on.toString());
        assertThat(exempted(ask(asked, on))).isFalse();
    }

    @Test
    void another_departments_shows_too_and_one_for_an_entry_only_with_that_entry() {
        Asked asked = bed.decision();
        String second = asked.entryId() + "-b";
        bed.service.list(second, asked.subject(), "judgment-defaulter", "2018-04-01");

        Reply unknown = bed.service.post(EXEMPTIONS, bed.housing, wanted(asked, "entryId", "no-such-entry"));
        Reply made = bed.service.post(EXEMPTIONS, bed.housing, wanted(asked, "entryId", second));
        Asked after = ask(asked, TODAY);

        assertThat(fields(unknown)).containsExactly("/entryId unknown-entry");
        assertThat(made.status()).as("%s", made).isEqualTo(201);
        Map<?, ?> shown = (Map<?, ?>) ((List<?>) after.measure(PROCUREMENT).get("exemptions")).get(0);
        assertThat(shown.get("department")).isEqualTo(FeedbackBed.HOUSING);

        bed.service.post(
                "/api/v1/entries/" + second + "/events",
                bed.service.office(),
                Map.of("type", "suspended", "at", TODAY.toString(), "docNo", "示例1号", "reason", "重整"));
        assertThat(exempted(ask(asked, TODAY))).isFalse();
    }

    @Test
    void a_repeated_question_is_answered_as_before_and_a_batch_shows_it_like_a_single_question() {
        Asked asked = bed.decision();
        Map<String, Object> question = Map.of(
                "subject", Map.of("id", asked.subject()),
                "context", "government-procurement",
                "purpose", "采购资格审查");
        Reply before =
                bed.service.post("/api/v1/decisions", bed.finance, question, "Idempotency-Key", "e-" + asked.id());
        bed.service.post(EXEMPTIONS, bed.finance, wanted(asked));

        Reply repeated =
                bed.service.post("/api/v1/decisions", bed.finance, question, "Idempotency-Key", "e-" + asked.id());
        Reply batch = bed.service.post(
                "/api/v1/decisions/batch",
                bed.finance,
                Map.of(
                        "context", "government-procurement",
                        "purpose", "采购资格审查",
                        "subjects", List.of(Map.of("id", asked.subject()))));

        assertThat(repeated.body()).isEqualTo(before.body());
        assertThat(batch.text()).contains("\"exemptions\":[{\"exemptionId\":");
    }

    /** Whoever asks after the exemption was answered sees it, however many ask meanwhile. */
    @Test
    void no_answer_begun_after_it_was_registered_lacks_it() {
        for (int round = 0; round < 5; round++) {
            Asked asked = bed.decision();
            List<CompletableFuture<Asked>> meanwhile = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                meanwhile.add(CompletableFuture.supplyAsync(() -> ask(asked, TODAY)));
            }
            assertThat(bed.service.post(EXEMPTIONS, bed.finance, wanted(asked)).status())
                    .isEqualTo(201);
            Asked after = ask(asked, TODAY);
            meanwhile.forEach(CompletableFuture::join);

            assertThat(exempted(after)).isTrue();
            meanwhile.stream()
                    .map(CompletableFuture::join)
                    .forEach(
                            one -> assertThat(record(one)).isEqualTo(one.reply().body()));
        }
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "measure, -, /measure missing",
                "measure, restrict-goverment-procurement, /measure unknown-measure",
                "reason, -, /reason missing",
                "officer, -, /officer missing",
                "validTo, -, /validTo missing",
                "validTo, 2020-01-01, /validTo out-of-range",
                "validTo, 2999-01-01, /validTo out-of-range",
                "validFrom, 2020-01-01, /validFrom out-of-range",
                "validFrom, 2999-01-01, /validFrom out-of-range"
            })
    void what_is_wrong_with_a_field_is_told_at_its_place(String field, String value, String told) {
        Asked asked = bed.decision();

        Reply refused = bed.service.post(EXEMPTIONS, bed.finance, wanted(asked, field, value));

        assertThat(refused.status()).as("%s", refused).isEqualTo(422);
        assertThat(refused.code()).isEqualTo("invalid-content");
        assertThat(fields(refused)).contains(told);
    }

    @Test
    void subjects_are_checked_kept_encrypted_and_shown_masked() {
        Asked asked = bed.decision();
        String citizen = Ids.citizen(9_100);

        assertThat(bed.service
                        .post(EXEMPTIONS, bed.finance, wanted(asked, "subject", Map.of("id", "91349999M000000190")))
                        .code())
                .isEqualTo("invalid-id");
        assertThat(bed.service
                        .post(
                                EXEMPTIONS,
                                bed.finance,
                                wanted(asked, "subject", Map.of("id", "1", "idType", "passport")))
                        .status())
                .isEqualTo(400);
        assertThat(bed.service
                        .post(EXEMPTIONS, bed.finance, wanted(asked, "subject", null))
                        .status())
                .isEqualTo(400);
        Reply made = bed.service.post(
                EXEMPTIONS, bed.finance, wanted(asked, "subject", Map.of("id", citizen, "name", "示例甲")));
        assertThat(made.status()).as("%s", made).isEqualTo(201);
        assertThat(made.text()).doesNotContain(citizen).contains("示例甲");
        Reply office = bed.service.get(made.header("Location"), bed.service.office());
        assertThat(office.text()).doesNotContain(citizen, "示例甲");
        assertThat(jdbc.sql("select encode(personal, 'escape') from exemption")
                        .query(String.class)
                        .list())
                .noneMatch(text -> text.contains(citizen));
    }

    @Test
    void one_department_exempts_a_measure_once_at_a_time() {
        Asked asked = bed.decision();
        Reply first = bed.service.post(EXEMPTIONS, bed.finance, wanted(asked));

        Reply second = bed.service.post(EXEMPTIONS, bed.finance, wanted(asked));
        Reply next = bed.service.post(
                EXEMPTIONS,
                bed.finance,
                wanted(
                        asked,
                        "validFrom",
                        TODAY.plusDays(10).toString(),
                        "validTo",
                        TODAY.plusDays(20).toString()));

        assertThat(second.code()).isEqualTo("already-exempted");
        assertThat(second.field("exemptionId")).isEqualTo(first.field("exemptionId"));
        assertThat(next.status()).isEqualTo(201);
    }

    @Test
    void lists_show_a_department_its_own() {
        Asked asked = bed.decision();
        Reply made = bed.service.post(EXEMPTIONS, bed.wang, wanted(asked, "officer", null));

        assertThat(made.field("author")).isEqualTo("王某");
        assertThat(bed.service.get(EXEMPTIONS + "?limit=1", bed.finance).list("items"))
                .isEqualTo(List.of(made.json()));
        assertThat(bed.service
                        .get(EXEMPTIONS + "?limit=1&active=true", bed.service.auditor())
                        .list("items"))
                .isEqualTo(List.of(made.json()));
        assertThat(bed.service
                        .get(EXEMPTIONS + "?active=false&limit=200", bed.finance)
                        .list("items"))
                .noneMatch(one -> ((Map<?, ?>) one).get("active").equals(true));
        assertThat(bed.service.get(made.header("Location"), bed.housing).status())
                .isEqualTo(404);
        assertThat(bed.service
                        .get(EXEMPTIONS + "?department=finance-bureau", bed.housing)
                        .code())
                .isEqualTo("foreign-department");
        assertThat(bed.service.get(EXEMPTIONS, bed.housing).list("items"))
                .noneMatch(one -> ((Map<?, ?>) one).get("department").equals("finance-bureau"));
    }

    private static boolean exempted(Asked asked) {
        return asked.measure(PROCUREMENT).containsKey("exemptions");
    }
}
