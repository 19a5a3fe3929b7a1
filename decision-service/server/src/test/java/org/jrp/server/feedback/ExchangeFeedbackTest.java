package org.jrp.server.feedback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.jrp.server.feedback.FeedbackBed.PROCUREMENT;

import java.io.ByteArrayInputStream;
import java.io.StringReader;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import javax.xml.parsers.DocumentBuilderFactory;
import org.jrp.server.whole.Ids;
import org.jrp.server.whole.Reply;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/** A clerk's present client: it queries, chooses a measure on the page, and reports back, all in GBK. */
@WholeFeedback
class ExchangeFeedbackTest {

    private static final Charset GBK = Charset.forName("GBK");
    private static final AtomicInteger NEXT = new AtomicInteger(40_000);

    @Autowired
    Environment environment;

    FeedbackBed bed;
    String subject;
    List<String> entries;

    @BeforeEach
    void meet() {
        bed = new FeedbackBed(environment);
        int number = NEXT.addAndGet(1);
        subject = Ids.enterprise(number);
        entries = List.of("exchange-" + number + "-a", "exchange-" + number + "-b");
        entries.forEach(entry -> bed.service.list(entry, subject, "judgment-defaulter", "2018-03-01"));
    }

    /** What an operation answered, as the client reads it. */
    private record Inner(Document xml) {

        String text(String name) {
            return xml.getElementsByTagName(name).item(0).getTextContent();
        }

        List<String> attributes(String element, String name) {
            NodeList found = xml.getElementsByTagName(element);
            List<String> values = new ArrayList<>();
            for (int i = 0; i < found.getLength(); i++) {
                values.add(((Element) found.item(i)).getAttribute(name));
            }
            return values;
        }
    }

    private Inner call(String operation, String arguments) throws Exception {
        String message = "<?xml version=\"1.0\" encoding=\"GBK\"?><S:Envelope"
                + " xmlns:S=\"http://schemas.xmlsoap.org/soap/envelope/\"><S:Body><n:" + operation
                + " xmlns:n=\"http://msasoa.gk.centit.com/\"><arg0>" + bed.finance
                + "</arg0><arg1>czj01</arg1><arg2>经办人甲</arg2>" + arguments + "</n:" + operation
                + "></S:Body></S:Envelope>";
        Reply reply = bed.service.post(
                "/exchange/BlackRedSOAPImplService", null, "text/xml; charset=GBK", message.getBytes(GBK));
        assertThat(reply.status()).as("%s", reply).isEqualTo(200);
        Document envelope = DocumentBuilderFactory.newDefaultInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(reply.body()));
        String inner = envelope.getElementsByTagName("return").item(0).getTextContent();
        return new Inner(DocumentBuilderFactory.newDefaultInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(inner))));
    }

    private Inner page() throws Exception {
        return call("getRedBlackPage", "<arg3/><arg4>" + subject + "</arg4><arg5/><arg6/>");
    }

    private Inner commit(String requestId, String handleType, String action, String measure, String... details)
            throws Exception {
        StringBuilder all = new StringBuilder();
        for (String detail : details) {
            all.append("<redblackDetail><id>").append(detail).append("</id></redblackDetail>");
        }
        return call(
                "commitRedBlackBack",
                "<arg3>市财政局</arg3><arg4><requestId>r</requestId><redblackRequestId>" + requestId
                        + "</redblackRequestId><redblackBack><name/><code/><redblackType><unitedId>1</unitedId><handleType>"
                        + handleType + "</handleType><action>" + action
                        + "</action><feedbackResult>已落实</feedbackResult><remark>电话告知</remark><unionPairList><unionPair>"
                        + (measure.isEmpty()
                                ? ""
                                : "<unionPairContent><title/><content>" + measure + "</content></unionPairContent>")
                        + "</unionPair></unionPairList><redblackDetailList>" + all
                        + "</redblackDetailList></redblackType></redblackBack></arg4>");
    }

    private List<Map<?, ?>> reports(String decision) {
        List<Map<?, ?>> reports = new ArrayList<>();
        bed.service
                .get("/api/v1/decisions/" + decision + "/feedback", bed.finance)
                .list("items")
                .forEach(one -> reports.add((Map<?, ?>) one));
        return reports;
    }

    @Test
    void a_measure_chosen_by_the_text_of_the_page_is_reported_for_each_detail() throws Exception {
        Inner page = page();
        String requestId = page.attributes("redblackTypeList", "requestId").get(0);
        String text = page.attributes("unionPairContent", "content").stream()
                .filter(content -> content.contains("依法限制参加政府采购活动"))
                .findFirst()
                .orElseThrow();
        assertThat(page.attributes("redblackDetail", "id")).containsExactlyInAnyOrderElementsOf(entries);

        Inner answer = commit(requestId, "1", "取消投标资格", text, entries.get(0), entries.get(1));

        assertThat(answer.text("resultcode")).as(answer.text("message")).isEqualTo("200");
        assertThat(answer.text("message")).isEqualTo("共 2 条,已受理 2 条。");
        assertThat(reports(requestId))
                .extracting(one -> one.get("entryId").toString())
                .containsExactlyElementsOf(entries);
        assertThat(reports(requestId)).allSatisfy(one -> {
            assertThat(one.get("measure")).isEqualTo(PROCUREMENT);
            assertThat(one.get("handling")).isEqualTo("carried-out");
            assertThat(one.get("action")).isEqualTo("取消投标资格");
            assertThat(one.get("officer")).isEqualTo("经办人甲");
            assertThat(one.get("remark")).isEqualTo("反馈结果:已落实\n电话告知");
            assertThat(one.get("state")).isEqualTo("unconfirmed");
        });
    }

    @Test
    void sent_again_it_is_not_doubled_and_sent_otherwise_it_is_refused() throws Exception {
        String requestId = page().attributes("redblackTypeList", "requestId").get(0);
        commit(requestId, "1", "取消投标资格", "限制参加政府采购活动", entries.get(0));

        Inner again = commit(requestId, "1", "取消投标资格", "限制参加政府采购活动", entries.get(0), entries.get(1));
        Inner otherwise = commit(requestId, "2", "书面告诫", "限制参加政府采购活动", entries.get(0));

        assertThat(again.text("resultcode")).isEqualTo("200");
        assertThat(again.text("message")).contains("第 1 条(" + entries.get(0) + ")此前已反馈,未重复登记。");
        assertThat(otherwise.text("resultcode")).isEqualTo("400");
        assertThat(otherwise.text("message")).contains("已有反馈");
        assertThat(reports(requestId)).hasSize(2);
    }

    @Test
    void handled_otherwise_it_is_something_less_with_the_action_as_reason() throws Exception {
        String requestId = page().attributes("redblackTypeList", "requestId").get(0);

        Inner silent = commit(requestId, "2", "", "限制参加政府采购活动", entries.get(0));
        Inner answer = commit(requestId, "2", "书面告诫", "", entries.get(0));

        assertThat(silent.text("message")).contains("action");
        assertThat(answer.text("resultcode")).as(answer.text("message")).isEqualTo("200");
        assertThat(reports(requestId)).isNotEmpty().allSatisfy(one -> {
            assertThat(one.get("handling")).isEqualTo("lesser");
            assertThat(one.get("reason")).isEqualTo("书面告诫");
        });
    }

    @Test
    void good_details_land_and_the_others_are_named() throws Exception {
        String requestId = page().attributes("redblackTypeList", "requestId").get(0);

        Inner answer = commit(requestId, "1", "x", "限制参加政府采购活动", entries.get(0), "no-such-entry");
        Inner measure = commit(requestId, "1", "x", "限制乘坐飞机", entries.get(1));
        Inner none = commit(requestId, "1", "x", "", entries.get(1));
        Inner kind = commit(requestId, "3", "x", "限制参加政府采购活动", entries.get(1));
        Inner nobody = commit("01936f5c-0000-7000-8000-000000000001", "1", "x", "限制参加政府采购活动", entries.get(1));

        assertThat(answer.text("resultcode")).isEqualTo("400");
        assertThat(answer.text("message")).contains("已受理 1 条", "第 2 条(no-such-entry)未受理");
        assertThat(measure.text("message")).contains("限制乘坐飞机");
        assertThat(none.text("message")).contains("至少选择一项措施");
        assertThat(kind.text("message")).contains("handleType");
        assertThat(nobody.text("message")).contains("没有这个决定记录");
        assertThat(reports(requestId)).hasSize(1);
    }
}
