package org.jrp.server.notice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import javax.xml.parsers.DocumentBuilderFactory;
import org.jrp.catalogue.Text;
import org.jrp.catalogue.Via;
import org.jrp.decision.DecidedEntry;
import org.jrp.decision.Outcome;
import org.jrp.record.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class NoticePageTest {

    @ParameterizedTest
    @EnumSource(Outcome.class)
    void every_outcome_tells_facts_basis_rights_exit_and_repair(Outcome outcome) {
        NoticeFacts facts = Notices.where(decision -> decision.outcome() == outcome);

        String page = Notices.page(facts, false);

        assertThat(page)
                .contains("结论：" + outcome.chinese())
                .containsSubsequence("一、事实", "二、措施及依据", "三、", "的权利", "四、退出条件", "五、修复途径", "验证码：")
                .contains("陈述和申辩", "异议", "行政复议", "行政诉讼")
                .contains("示例市财政局", "2026年11月23日 08:05", "341182********0008", "https://credit.example/v/ABCD")
                .doesNotContain("null", "Summary in English");
        facts.stored()
                .decision()
                .measures()
                .forEach(measure -> assertThat(page)
                        .contains(measure.name())
                        .contains(measure.citations().get(0).text()));
        assertThatCode(() -> DocumentBuilderFactory.newInstance()
                        .newDocumentBuilder()
                        .parse(new ByteArrayInputStream(page.getBytes(StandardCharsets.UTF_8))))
                .doesNotThrowAnyException();
    }

    @Test
    void a_name_is_text_and_never_markup() {
        NoticeFacts facts = Notices.where(decision -> decision.outcome() == Outcome.CLEAR);
        Answer.Subject subject =
                new Answer.Subject("citizen-id", "341182********0008", "<script>alert('x')</script>&\"\u0001\u202Ex");

        String page = Notices.page(Notices.facts(facts.stored(), subject), true);

        assertThat(page)
                .doesNotContain("<script")
                .contains("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&amp;&quot;\uFFFD\uFFFDx");
    }

    @Test
    void clauses_that_were_not_verified_say_so() {
        NoticeFacts facts = Notices.where(decision -> decision.measures().stream()
                .flatMap(measure -> measure.citations().stream())
                .anyMatch(citation -> citation.clause() == null
                        && citation.docNo() != null
                        && !citation.usualBasis().isEmpty()));

        assertThat(Notices.page(facts, false)).contains("条款未核实", "通常依据：", "关联未核实");
    }

    @Test
    void a_disputed_record_says_so_in_facts_and_measures() {
        NoticeFacts facts =
                Notices.where(decision -> decision.measures().stream().anyMatch(one -> one.disputed()));

        assertThat(Notices.page(facts, false)).contains("该记录存在异议，尚未处理完毕。", "所依记录存在异议。");
    }

    @Test
    void a_record_about_another_is_told_without_its_details() {
        NoticeFacts facts = Notices.where(decision -> decision.entries().size() == 1
                && decision.entries().get(0).via() == Via.ENTITY_OF_LISTED_PERSON
                && decision.remedies().size() > 1);
        DecidedEntry entry = facts.stored().decision().entries().get(0);

        String page = Notices.page(facts, false);

        assertThat(page)
                .contains("该记录涉及他人，此处不载明详情", entry.listName())
                .doesNotContain(String.valueOf(entry.docNo()), String.valueOf(entry.recogniser()))
                .doesNotContain("有效期于");
    }

    @Test
    void ways_out_stand_under_exit_and_repair() {
        NoticeFacts facts = Notices.where(decision -> decision.entries().size() == 1
                && decision.entries().get(0).via() == Via.SELF
                && decision.entries().get(0).validTo() != null
                && decision.remedies().size() > 1);

        String page = Notices.page(facts, false);

        facts.stored().decision().remedies().stream()
                .filter(remedy -> !remedy.action().equals("wait-until-end"))
                .forEach(remedy -> assertThat(page.substring(page.indexOf("五、修复途径")))
                        .contains(remedy.text(), NoticeWords.day(remedy.effectiveFrom())));
        assertThat(page.substring(page.indexOf("四、退出条件"), page.indexOf("五、修复途径")))
                .contains("有效期届满后", "届时结论：");
    }

    @Test
    void an_english_summary_stands_first_on_request() {
        NoticeFacts facts = Notices.where(decision -> decision.outcome() == Outcome.RESTRICTED);

        assertThat(Notices.page(facts, true)).containsSubsequence("<section lang=\"en\">", "Restricted:", "一、事实");
    }

    @Test
    void the_page_of_a_code_tells_how_the_decision_stands() {
        Standing standing = new Standing(
                LocalDate.of(2026, 11, 23),
                Outcome.CAUTION,
                false,
                new Text("记录已有变动。", "The records have changed."),
                LocalDate.of(2027, 1, 1));

        assertThat(NoticePage.verification(standing, false))
                .contains("2026年11月23日", "审慎对待", "不再有效", "记录已有变动。", "2026年12月31日（含）");
        assertThat(NoticePage.verification(standing, true))
                .contains("2026-11-23", "caution", "The records have changed.", "2026-12-31");
    }
}
