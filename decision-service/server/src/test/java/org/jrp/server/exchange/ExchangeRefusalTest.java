package org.jrp.server.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.jrp.server.exchange.ExchangeFixture.AUDITOR_KEY;
import static org.jrp.server.exchange.ExchangeFixture.ENTERPRISE;
import static org.jrp.server.exchange.ExchangeFixture.FINANCE_KEY;
import static org.jrp.server.exchange.ExchangeFixture.GBK;
import static org.jrp.server.exchange.ExchangeFixture.HOUSING_KEY;
import static org.jrp.server.exchange.ExchangeFixture.UNREGISTERED_KEY;
import static org.jrp.server.exchange.ExchangeFixture.envelope;
import static org.jrp.server.exchange.ExchangeFixture.pageCall;
import static org.jrp.server.exchange.ExchangeFixture.typeCall;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;

import java.io.ByteArrayInputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.jrp.server.problem.ProblemException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.mock.web.MockHttpServletResponse;
import org.w3c.dom.Document;

@ExtendWith(OutputCaptureExtension.class)
class ExchangeRefusalTest {

    private static final String PAGE = "<p:getRedBlackPage xmlns:p=\"http://msasoa.gk.centit.com/\">";

    private final ExchangeFixture exchange = new ExchangeFixture();

    @ParameterizedTest
    @ValueSource(strings = {"jrp_finance0_9999999999", "CZJ", "", "CZJ:", ":", "CZJ:jrp_wrong", "CZJ:CZJ"})
    void nobody_is_answered_without_a_key(String sysId) throws Exception {
        OldClient.Reply reply = exchange.reply(pageCall(sysId, ENTERPRISE, "", ""));

        assertThat(reply.result()).isEqualTo("fail");
        assertThat(reply.resultcode()).isEqualTo("401");
        assertThat(reply.message()).isEqualTo("sysID 中没有有效的密钥,请向信用办申领。");
        assertThat(reply.types()).isEmpty();
        assertThat(exchange.asked).isEmpty();
    }

    @Test
    void the_list_types_need_a_key_too() throws Exception {
        assertThat(exchange.reply(typeCall("CZJ", "all")).resultcode()).isEqualTo("401");
    }

    @ParameterizedTest
    @CsvSource({
        "CZJ:jrp_finance0_0123456789, , 200",
        "CZJ, Bearer jrp_finance0_0123456789, 200",
        "CZJ, bearer jrp_finance0_0123456789, 200",
        "CZJ, Basic jrp_finance0_0123456789, 401",
        "CZJ, Bearer jrp_wrong, 401",
        "jrp_finance0_0123456789, Bearer jrp_wrong, 401",
        "ZJJ-1, Bearer jrp_finance0_0123456789, 403",
        "ZJJ-1:jrp_finance0_0123456789, , 403",
        "jrp_auditor0_0123456789, , 403",
        "jrp_customs0_0123456789, , 403",
        "jrp_housing0_0123456789, , 400",
        "ZJJ-2:jrp_housing0_0123456789, , 200"
    })
    void a_key_answers_for_the_clients_of_its_own_department_alone(String sysId, String authorization, String code)
            throws Exception {
        byte[] body = exchange.send(
                        pageCall(sysId, ENTERPRISE, "", "").getBytes(StandardCharsets.UTF_8),
                        "text/xml; charset=UTF-8",
                        authorization)
                .getContentAsByteArray();

        assertThat(OldClient.read(body).resultcode()).isEqualTo(code);
        assertThat(exchange.asked).hasSize(code.equals("200") ? 1 : 0);
    }

    @Test
    void the_keys_of_the_fixture_are_what_the_tables_say() {
        assertThat(Stream.of(FINANCE_KEY, HOUSING_KEY, AUDITOR_KEY, UNREGISTERED_KEY))
                .containsExactly(
                        "jrp_finance0_0123456789",
                        "jrp_housing0_0123456789",
                        "jrp_auditor0_0123456789",
                        "jrp_customs0_0123456789");
    }

    @ParameterizedTest
    @ValueSource(strings = {"示例企业一", "张三", "", "91349999M00000019Y示例", "示例 Co"})
    void a_name_is_refused_with_the_advice_to_give_the_code(String name) throws Exception {
        OldClient.Reply reply = exchange.reply(pageCall(FINANCE_KEY, name, "", ""));

        assertThat(reply.result()).isEqualTo("fail");
        assertThat(reply.resultcode()).isEqualTo("400");
        assertThat(reply.message()).isEqualTo("请填写统一社会信用代码或者公民身份号码;名称可能重复,不能据以查询。");
        assertThat(exchange.asked).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "91349999M00000019X",
                "341182190001010009",
                "341182000101000",
                "M00000019",
                "349999000000019",
                "Acme"
            })
    void a_code_that_is_wrong_or_of_another_kind_is_refused_and_not_repeated(String code) throws Exception {
        OldClient.Reply reply = exchange.reply(pageCall(FINANCE_KEY, code, "", ""));

        assertThat(reply.resultcode()).isEqualTo("400");
        assertThat(reply.message()).contains("统一社会信用代码或者公民身份号码").doesNotContain(code);
        assertThat(exchange.asked).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"403, 403", "401, 401", "422, 400", "409, 400", "429, 503", "503, 503"})
    void a_refused_decision_is_told_in_the_codes_that_clients_know(int status, String code) throws Exception {
        exchange.answer = () -> {
            throw ProblemException.of(status, "some-code", "说明文字", "Some text.");
        };

        OldClient.Reply reply = exchange.reply(pageCall(FINANCE_KEY, ENTERPRISE, "", ""));

        assertThat(reply.result()).isEqualTo("fail");
        assertThat(reply.resultcode()).isEqualTo(code);
        assertThat(reply.message()).isEqualTo("说明文字");
    }

    @Test
    void a_failure_is_never_taken_for_no_entry_and_nothing_of_the_call_is_logged(CapturedOutput output)
            throws Exception {
        for (RuntimeException e :
                new RuntimeException[] {new DataAccessResourceFailureException("gone"), new IllegalStateException("x")
                }) {
            exchange.answer = () -> {
                throw e;
            };

            OldClient.Reply reply = exchange.reply(pageCall(FINANCE_KEY, ENTERPRISE, "", ""));

            assertThat(reply.resultcode()).isEqualTo("503");
            assertThat(reply.message()).contains("不得视为没有记录");
        }
        assertThat(output.getAll())
                .contains("A call of the exchange failed")
                .doesNotContain(ENTERPRISE, "经办人甲", "czj01", FINANCE_KEY);
    }

    static Stream<String> attacks() {
        String call = PAGE + "<arg0>" + FINANCE_KEY + "</arg0><arg4>&x;</arg4></p:getRedBlackPage>";
        String laughs = "<!DOCTYPE d [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;\">"
                + "<!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;\"><!ENTITY x \"&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;\">]>";
        String body = envelope(call).substring("<?xml version=\"1.0\"?>".length());
        return Stream.of(
                "<!DOCTYPE d [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>" + body,
                "<!DOCTYPE d [<!ENTITY x SYSTEM \"http://127.0.0.1:1/x\">]>" + body,
                "<!DOCTYPE d [<!ENTITY % p SYSTEM \"http://127.0.0.1:1/x\"> %p;]>" + body,
                "<!DOCTYPE d SYSTEM \"http://127.0.0.1:1/x.dtd\">" + body,
                "<!DOCTYPE d>" + envelope(PAGE + "</p:getRedBlackPage>").substring("<?xml version=\"1.0\"?>".length()),
                laughs + body,
                body,
                "<?xml-stylesheet href=\"x\"?>"
                        + envelope(PAGE + "</p:getRedBlackPage>").substring("<?xml version=\"1.0\"?>".length()));
    }

    @ParameterizedTest
    @MethodSource("attacks")
    void a_document_type_an_entity_or_an_instruction_is_refused(String message) throws Exception {
        MockHttpServletResponse response = exchange.send(message);

        assertThat(response.getStatus()).isEqualTo(500);
        assertThat(fault(response)).startsWith("soap:Client");
        assertThat(response.getContentAsString(StandardCharsets.UTF_8)).doesNotContain("root:", "haha");
        assertThat(exchange.asked).isEmpty();
    }

    @Test
    void an_oversize_message_is_refused_unread() throws Exception {
        String padded = pageCall(FINANCE_KEY, ENTERPRISE, "", "").replace("czj01", "x".repeat(64 * 1024));

        MockHttpServletResponse response = exchange.send(padded);

        assertThat(response.getStatus()).isEqualTo(413);
        assertThat(fault(response)).contains("65536");
        assertThat(exchange.asked).isEmpty();
    }

    @Test
    void a_message_of_the_greatest_length_is_answered() throws Exception {
        String call = pageCall(FINANCE_KEY, ENTERPRISE, "", "");
        int left = 64 * 1024 - call.getBytes(StandardCharsets.UTF_8).length;

        OldClient.Reply reply = exchange.reply(call.replace("czj01", "czj01" + "x".repeat(left)));

        assertThat(reply.resultcode()).isEqualTo("200");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "not xml",
                "{}",
                "<a/>",
                "<S:Envelope xmlns:S=\"http://schemas.xmlsoap.org/soap/envelope/\"/>",
                "<S:Envelope xmlns:S=\"http://schemas.xmlsoap.org/soap/envelope/\"><S:Body/></S:Envelope>",
                "<S:Envelope xmlns:S=\"http://schemas.xmlsoap.org/soap/envelope/\"><S:Body>",
                "<Envelope><Body/></Envelope>"
            })
    void what_is_no_soap_is_answered_with_a_fault(String message) throws Exception {
        MockHttpServletResponse response = exchange.send(message);

        assertThat(response.getStatus()).isEqualTo(500);
        assertThat(fault(response)).matches("(?s)soap:(Client|VersionMismatch).*");
    }

    @Test
    void a_call_that_is_not_ours_is_answered_with_a_fault() throws Exception {
        String call = PAGE + "<arg0>k</arg0></p:getRedBlackPage>";
        assertThat(fault(exchange.send(envelope(call.replace("msasoa", "other")))))
                .contains("http://msasoa.gk.centit.com/");
        assertThat(fault(exchange.send(envelope(call.replace("getRedBlackPage", "removeRedBlack")))))
                .contains("getRedBlackType");
        assertThat(fault(exchange.send(envelope(call + call)))).startsWith("soap:Client");
        assertThat(fault(exchange.send(envelope(call.replace("<arg0>k</arg0>", "<arg0><b/></arg0>")))))
                .contains("参数须为文字");
        assertThat(fault(exchange.send(envelope(call.replace("</arg0>", "</arg0><arg0>again</arg0>")))))
                .contains("重复");
        assertThat(fault(exchange.send(envelope(call.replace("arg0", "arg16")))))
                .contains("参数过多");
        assertThat(fault(exchange.send(envelope(call) + "<junk/>"))).startsWith("soap:Client");
        assertThat(fault(exchange.send(envelope(call).replace("<S:Body>", "<S:Body>text"))))
                .startsWith("soap:Client");
        assertThat(fault(exchange.send(envelope(call)
                        .replace(
                                "http://schemas.xmlsoap.org/soap/envelope/",
                                "http://www.w3.org/2003/05/soap-envelope"))))
                .startsWith("soap:VersionMismatch");
        assertThat(fault(exchange.send(envelope(call)
                        .replace(
                                "<S:Body>",
                                "<S:Header><h xmlns=\"urn:h\" S:mustUnderstand=\"1\"/></S:Header><S:Body>"))))
                .startsWith("soap:MustUnderstand");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // no prefix at all, arguments named otherwise, a header to pass over
                "<Envelope xmlns=\"http://schemas.xmlsoap.org/soap/envelope/\"><Header><h xmlns=\"urn:h\"><i/>x</h></Header>"
                        + "<Body><getRedBlackPage xmlns=\"http://msasoa.gk.centit.com/\"><sysID>KEY</sysID><l/><p/><n/>"
                        + "<subject>ID</subject><r/><b/></getRedBlackPage></Body></Envelope>",
                // arguments left out where they are null, as stubs do
                "<x:Envelope xmlns:x=\"http://schemas.xmlsoap.org/soap/envelope/\"> <x:Body> "
                        + "<y:getRedBlackPage xmlns:y=\"http://msasoa.gk.centit.com/\"> <arg0>KEY</arg0> <arg4> ID </arg4> "
                        + "</y:getRedBlackPage> </x:Body> </x:Envelope>",
                "<!-- c --><x:Envelope xmlns:x=\"http://schemas.xmlsoap.org/soap/envelope/\"><x:Body>"
                        + "<y:getRedBlackPage xmlns:y=\"http://msasoa.gk.centit.com/\"><in0><![CDATA[KEY]]></in0><!-- c -->"
                        + "<in4>I<!-- c -->D</in4></y:getRedBlackPage></x:Body></x:Envelope>"
            })
    void prefixes_and_names_of_arguments_do_not_count(String message) throws Exception {
        OldClient.Reply reply = exchange.reply(message.replace("KEY", FINANCE_KEY)
                .replace("I<!-- c -->D", ENTERPRISE.substring(0, 9) + "<!-- c -->" + ENTERPRISE.substring(9))
                .replace("ID<", ENTERPRISE + "<")
                .replace(" ID ", ENTERPRISE));

        assertThat(reply.resultcode()).isEqualTo("200");
        assertThat(exchange.asked.get(0).subject().value()).isEqualTo(ENTERPRISE);
    }

    @ParameterizedTest
    @CsvSource({
        "GBK, GBK, text/xml",
        "GB2312, GB2312, text/xml",
        "GB18030, GB18030, text/xml",
        "GBK, , text/xml; charset=GBK",
        "GBK, UTF-8, text/xml;charset=\"gbk\"",
        "UTF-8, UTF-8, text/xml",
        "UTF-8, , application/soap+xml",
        "UTF-8, GBK, text/xml; charset=utf-8"
    })
    void the_charset_is_told_by_the_header_or_else_by_the_declaration(
            String written, String declared, String contentType) throws Exception {
        String call = pageCall(FINANCE_KEY, ENTERPRISE, "", "");
        String message = declared == null
                ? call
                : call.replace("<?xml version=\"1.0\"?>", "<?xml version=\"1.0\" encoding=\"" + declared + "\"?>");

        byte[] body = exchange.send(message.getBytes(Charset.forName(written)), contentType, null)
                .getContentAsByteArray();

        assertThat(OldClient.read(body).resultcode()).isEqualTo("200");
    }

    @Test
    void a_byte_order_mark_is_passed_over() throws Exception {
        byte[] body = exchange.send(
                        ("\uFEFF" + pageCall(FINANCE_KEY, ENTERPRISE, "", "")).getBytes(StandardCharsets.UTF_8),
                        "text/xml",
                        null)
                .getContentAsByteArray();

        assertThat(OldClient.read(body).resultcode()).isEqualTo("200");
    }

    @Test
    void a_message_in_another_charset_than_it_says_is_refused() throws Exception {
        String call = pageCall(FINANCE_KEY, ENTERPRISE, "", "");

        MockHttpServletResponse wrong = exchange.send(call.getBytes(GBK), "text/xml; charset=UTF-8", null);
        MockHttpServletResponse utf16 =
                exchange.send(call.getBytes(StandardCharsets.UTF_16), "text/xml; charset=UTF-16", null);
        MockHttpServletResponse unsaid = exchange.send(call.getBytes(StandardCharsets.UTF_16), "text/xml", null);

        assertThat(fault(wrong)).contains("字符集");
        assertThat(fault(utf16)).contains("GB18030");
        assertThat(fault(unsaid)).startsWith("soap:Client");
    }

    @Test
    void the_description_names_the_address_it_was_asked_at() throws Exception {
        MockHttpServletResponse response = exchange.http()
                .perform(get("http://platform.example/exchange/BlackRedSOAPImplService?wsdl"))
                .andReturn()
                .getResponse();

        Document wsdl = document(response);
        assertThat(response.getStatus()).isEqualTo(200);
        assertThat(wsdl.getDocumentElement().getAttribute("targetNamespace")).isEqualTo("http://msasoa.gk.centit.com/");
        assertThat(wsdl.getElementsByTagName("soap:address")
                        .item(0)
                        .getAttributes()
                        .getNamedItem("location")
                        .getNodeValue())
                .isEqualTo("http://platform.example/exchange/BlackRedSOAPImplService");
        assertThat(exchange.http()
                        .perform(get("/exchange/BlackRedSOAPImplService"))
                        .andReturn()
                        .getResponse()
                        .getStatus())
                .isEqualTo(404);
    }

    private static String fault(MockHttpServletResponse response) throws Exception {
        Document document = document(response);
        return document.getElementsByTagName("faultcode").item(0).getTextContent()
                + " "
                + document.getElementsByTagName("faultstring").item(0).getTextContent();
    }

    private static Document document(MockHttpServletResponse response) throws Exception {
        return DocumentBuilderFactory.newDefaultInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(response.getContentAsByteArray()));
    }
}
