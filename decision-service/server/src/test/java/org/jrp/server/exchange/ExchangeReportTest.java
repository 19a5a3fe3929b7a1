package org.jrp.server.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.jrp.server.exchange.ExchangeFixture.AUDITOR_KEY;
import static org.jrp.server.exchange.ExchangeFixture.DECISION;
import static org.jrp.server.exchange.ExchangeFixture.FINANCE_KEY;
import static org.jrp.server.exchange.ExchangeFixture.GBK;
import static org.jrp.server.exchange.ExchangeFixture.envelope;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jrp.server.problem.ProblemException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.dao.DataAccessResourceFailureException;

/** The feedback half: what a client's message says, and how it is answered. */
class ExchangeReportTest {

    private static final String MEASURE = "协助查询政府采购项目信息,依法限制参加政府采购活动。（条款未核实）";

    private final ExchangeFixture exchange = new ExchangeFixture();

    /** A call as a generated stub writes it. */
    private static String commit(String sysId, String... types) {
        return envelope("<ns2:commitRedBlackBack xmlns:ns2=\"http://msasoa.gk.centit.com/\"><arg0>" + sysId
                + "</arg0><arg1>czj01</arg1><arg2>经办人甲</arg2><arg3>市财政局</arg3><arg4><requestId>r-1</requestId>"
                + "<redblackRequestId>" + DECISION
                + "</redblackRequestId><redblackBack><name>示例企业一</name><code>x</code>"
                + String.join("", types) + "</redblackBack></arg4></ns2:commitRedBlackBack>");
    }

    private static String type(String handleType, String... details) {
        return "<redblackType><originDept>最高法</originDept><unitedId>"
                + UnitedIds.shipped().of("judgment-defaulter")
                + "</unitedId><unitedType>black</unitedType><feedbackResult>已落实</feedbackResult><remark>备注</remark>"
                + "<action>取消投标资格</action><handleType>" + handleType
                + "</handleType><clTime>2026-11-20 09:30:00</clTime>"
                + "<unionPairList><unionPair><unionPairContent><title>t</title><content>" + MEASURE
                + "</content></unionPairContent></unionPair></unionPairList><redblackDetailList>"
                + String.join("", details) + "</redblackDetailList></redblackType>";
    }

    private static String detail(String id) {
        return "<redblackDetail id=\"" + id + "\"><redblackDetailContent><title>认定文书号</title>"
                + "<content>(2018)皖9999执1号</content></redblackDetailContent></redblackDetail>";
    }

    @Test
    void a_report_is_led_back_to_query_list_entry_and_measure() throws Exception {
        OldClient.Reply reply = exchange.reply(commit(FINANCE_KEY, type("1", detail("entry-1"))));

        assertThat(reply.resultcode()).as(reply.message()).isEqualTo("200");
        assertThat(reply.message()).isEqualTo("共 1 条,已受理 1 条。");
        assertThat(exchange.reported)
                .containsExactly(new ExchangeReports.Report(
                        DECISION,
                        "judgment-defaulter",
                        "entry-1",
                        "(2018)皖9999执1号",
                        List.of(MEASURE),
                        "1",
                        "取消投标资格",
                        "已落实",
                        "备注",
                        "2026-11-20 09:30:00",
                        "经办人甲"));
        assertThat(exchange.asked).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"GBK", "GB2312"})
    void a_message_in_gbk_is_read_as_it_was_written(String charset) throws Exception {
        String message = commit(FINANCE_KEY, type("1", detail("entry-1")))
                .replace("<?xml version=\"1.0\"?>", "<?xml version=\"1.0\" encoding=\"" + charset + "\"?>");

        byte[] body = exchange.send(message.getBytes(GBK), "text/xml", null).getContentAsByteArray();

        assertThat(OldClient.read(body).resultcode()).isEqualTo("200");
        assertThat(exchange.reported.get(0).officer()).isEqualTo("经办人甲");
        assertThat(exchange.reported.get(0).chosen()).containsExactly(MEASURE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<redblackDetail><id>entry-9</id></redblackDetail>",
                "<redblackDetail><redblackDetailContent><title>id</title><content> entry-9 </content></redblackDetailContent>"
                        + "</redblackDetail>",
                "<redblackDetail id='entry-9'/>",
                "<redblackDetail><redblackDetailContent title=\"detailId\" content=\"entry-9\"/></redblackDetail>"
            })
    void the_id_of_a_detail_is_found_wherever_a_client_puts_it(String detail) throws Exception {
        exchange.reply(commit(FINANCE_KEY, type("1", detail)));

        assertThat(exchange.reported)
                .extracting(ExchangeReports.Report::entryId)
                .containsExactly("entry-9");
    }

    @Test
    void each_detail_is_a_report_by_itself_and_the_answer_names_those_that_failed() throws Exception {
        exchange.outcome = report -> {
            if ("entry-2".equals(report.entryId())) {
                throw ProblemException.of(409, "already-reported", "该措施已有反馈。", "It was reported on.");
            }
            return new ExchangeReports.Outcome(
                    report.entryId(), true, "entry-3".equals(report.entryId()) ? "此前已反馈,未重复登记。" : "");
        };

        OldClient.Reply reply = exchange.reply(
                commit(FINANCE_KEY, type("1", detail("entry-1"), detail("entry-2")), type("2", detail("entry-3"))));

        assertThat(reply.result()).isEqualTo("fail");
        assertThat(reply.resultcode()).isEqualTo("400");
        assertThat(reply.message()).isEqualTo("共 3 条,已受理 2 条。第 2 条(entry-2)未受理:该措施已有反馈。第 3 条(entry-3)此前已反馈,未重复登记。");
        assertThat(exchange.reported).hasSize(3);
    }

    @Test
    void what_was_reported_before_is_no_failure() throws Exception {
        exchange.outcome = report -> new ExchangeReports.Outcome(report.entryId(), true, "此前已反馈,未重复登记。");

        OldClient.Reply reply = exchange.reply(commit(FINANCE_KEY, type("1", detail("entry-1"))));

        assertThat(reply.resultcode()).isEqualTo("200");
        assertThat(reply.message()).contains("此前已反馈");
    }

    @ParameterizedTest
    @CsvSource({"401, 401", "403, 403", "429, 503", "503, 503"})
    void what_keeps_all_of_them_out_is_told_in_the_codes_that_clients_know(int status, String code) throws Exception {
        exchange.outcome = report -> {
            throw ProblemException.of(status, "some-code", "说明文字", "Some text.");
        };

        assertThat(exchange.reply(commit(FINANCE_KEY, type("1", detail("entry-1"))))
                        .resultcode())
                .isEqualTo(code);
    }

    @Test
    void a_failure_asks_to_send_again_and_says_that_nothing_is_doubled() throws Exception {
        exchange.outcome = report -> {
            throw new DataAccessResourceFailureException("gone");
        };

        OldClient.Reply reply = exchange.reply(commit(FINANCE_KEY, type("1", detail("entry-1"))));

        assertThat(reply.resultcode()).isEqualTo("503");
        assertThat(reply.message()).contains("重新提交", "不会重复登记");
    }

    @Test
    void nothing_is_taken_from_who_may_not_or_from_a_message_without_details() throws Exception {
        assertThat(exchange.reply(commit("CZJ", type("1", detail("entry-1")))).resultcode())
                .isEqualTo("401");
        assertThat(exchange.reply(commit(AUDITOR_KEY, type("1", detail("entry-1"))))
                        .resultcode())
                .isEqualTo("403");
        assertThat(exchange.reply(commit(FINANCE_KEY)).message()).contains("没有反馈明细");
        assertThat(exchange.reply(commit(FINANCE_KEY, type("1", detail("entry-1")))
                                .replace(DECISION.toString(), "none"))
                        .message())
                .contains("redblackRequestId");
        String[] many = new String[201];
        java.util.Arrays.fill(many, "<redblackDetail id=\"e\"/>");
        assertThat(exchange.reply(commit(FINANCE_KEY, type("1", many))).message())
                .contains("200");
        assertThat(exchange.reported).isEmpty();
    }

    @Test
    void a_message_nested_too_deep_or_with_an_entity_is_refused() throws Exception {
        String deep = "<a>".repeat(40) + "</a>".repeat(40);

        assertThat(new String(exchange.send(commit(FINANCE_KEY, deep)).getContentAsByteArray(), StandardCharsets.UTF_8))
                .contains("嵌套过深");
        assertThat(new String(
                        exchange.send(commit(FINANCE_KEY, type("1", detail("entry-1")))
                                        .replace("czj01", "<b/>"))
                                .getContentAsByteArray(),
                        StandardCharsets.UTF_8))
                .contains("参数须为文字");
    }
}
