package org.jrp.server.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.jrp.server.exchange.ExchangeFixture.CITIZEN;
import static org.jrp.server.exchange.ExchangeFixture.DECISION;
import static org.jrp.server.exchange.ExchangeFixture.ENTERPRISE;
import static org.jrp.server.exchange.ExchangeFixture.FINANCE_KEY;
import static org.jrp.server.exchange.ExchangeFixture.GBK;
import static org.jrp.server.exchange.ExchangeFixture.HOUSING_KEY;
import static org.jrp.server.exchange.ExchangeFixture.pageCall;
import static org.jrp.server.exchange.ExchangeFixture.typeCall;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import org.jrp.catalogue.Catalogue;
import org.jrp.catalogue.Kind;
import org.jrp.catalogue.ListType;
import org.jrp.decision.Outcome;
import org.jrp.server.release.ShippedReleases;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.mock.web.MockHttpServletResponse;

class ExchangeAnswerTest {

    private static final Catalogue CATALOGUE =
            ShippedReleases.releases().active().catalogue();

    private final ExchangeFixture exchange = new ExchangeFixture();

    @ParameterizedTest
    @CsvSource({"page-gbk.xml, GBK, jrp_finance0_0123456789", "page-utf-8.xml, UTF-8, ZJJ-1:jrp_housing0_0123456789"})
    void a_page_is_byte_for_byte_as_on_file(String file, String charset, String sysId) throws Exception {
        exchange.answer = () -> ExchangeFixture.answer("示例<企业>\"一\"&㐀𠮷", ENTERPRISE);

        MockHttpServletResponse response = exchange.send(pageCall(sysId, ENTERPRISE, "", ""));

        assertThat(response.getStatus()).isEqualTo(200);
        assertThat(response.getHeader("Content-Type")).isEqualToIgnoringCase("text/xml;charset=" + charset);
        assertGolden(file, response.getContentAsByteArray(), Charset.forName(charset));
    }

    @Test
    void the_list_types_are_byte_for_byte_as_on_file_but_for_the_id_of_the_call() throws Exception {
        byte[] body = exchange.send(typeCall(FINANCE_KEY, "all")).getContentAsByteArray();

        String text = new String(body, GBK).replaceFirst("requestId=\"[0-9a-f-]{36}\"", "requestId=\"…\"");
        assertThat(text).contains("requestId=\"…\"");
        assertGolden("types-gbk.xml", text.getBytes(GBK), GBK);
    }

    @Test
    void an_old_client_reads_what_was_decided() throws Exception {
        OldClient.Reply reply = exchange.reply(pageCall(FINANCE_KEY, ENTERPRISE, "", ""));

        assertThat(reply.result()).isEqualTo("success");
        assertThat(reply.resultcode()).isEqualTo("200");
        assertThat(reply.requestId()).isEqualTo(DECISION.toString());
        assertThat(reply.version()).isEqualTo("1");
        assertThat(reply.message()).isEqualTo("查询成功。结论:应予限制。名单“纳税信用A级纳税人”的数据已超过时限。");
        assertThat(reply.types()).hasSize(2);
        OldClient.Type black = reply.types().get(0);
        assertThat(black.measures()).containsOnlyKeys("关于对失信被执行人实施联合惩戒的合作备忘录|最高人民法院、国家发展改革委");
        assertThat(black.measures().values().iterator().next())
                .containsExactly("协助查询政府采购项目信息,依法限制参加政府采购活动。（条款未核实）", "限制失信被执行人发行企业债券。（第一条）（可参考）（限于特定事项）");
        assertThat(black.details()).singleElement().satisfies(detail -> {
            assertThat(detail.id()).isEqualTo("entry-1");
            assertThat(detail.name()).isEqualTo("示例企业一");
            assertThat(detail.code()).isEqualTo(ENTERPRISE);
            assertThat(detail.contents())
                    .containsEntry("认定部门", "示例市人民法院")
                    .containsEntry("认定文书号", "(2018)皖9999执1号")
                    .containsEntry("有效期起", "2018-03-01")
                    .containsEntry("有效期至（不含当日）", "2020-03-01")
                    .containsEntry("异议情况", "异议处理中")
                    .hasSize(5);
        });
        OldClient.Type red = reply.types().get(1);
        assertThat(red.measures().values().iterator().next()).containsExactly("提供绿色通道。（第三条，未核实）");
        assertThat(red.details().get(0).contents()).containsOnlyKeys("有效期起");
    }

    @Test
    void the_decision_is_asked_for_the_clients_context_and_purpose_by_the_code() throws Exception {
        exchange.reply(pageCall("ZJJ-1:" + HOUSING_KEY, "341182 19000101 0008", "", ""));

        assertThat(exchange.asked).singleElement().satisfies(asked -> {
            assertThat(asked.caller().department().code()).isEqualTo("housing-construction-bureau");
            assertThat(asked.context()).isEqualTo("bidding");
            assertThat(asked.purpose()).isEqualTo("工程招投标资格审查");
            assertThat(asked.subject().value()).isEqualTo(CITIZEN);
        });
    }

    /** One of the departments' readers took the type for the name. */
    @Test
    void the_type_of_a_list_is_never_swapped_with_its_name() throws Exception {
        List<OldClient.Type> types =
                exchange.reply(typeCall(FINANCE_KEY, "all")).types();
        List<OldClient.Type> hits =
                exchange.reply(pageCall(FINANCE_KEY, ENTERPRISE, "", "")).types();

        assertThat(types).hasSize((int) CATALOGUE.lists().stream()
                .filter(list -> list.kind() != Kind.KEY_ATTENTION)
                .count());
        for (OldClient.Type type : types) {
            ListType list = UnitedIds.shipped().find(type.unitedId(), CATALOGUE);
            assertThat(type.unitedType()).isEqualTo(list.kind() == Kind.INCENTIVE ? "red" : "black");
            assertThat(type.unitedName()).isEqualTo(list.name());
        }
        assertThat(hits)
                .extracting(OldClient.Type::unitedType, OldClient.Type::unitedName)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("black", "失信被执行人"),
                        org.assertj.core.groups.Tuple.tuple("red", "纳税信用A级纳税人"));
    }

    @Test
    void types_are_narrowed_to_red_or_black_and_numbered_in_order() throws Exception {
        List<OldClient.Type> red = exchange.reply(typeCall(FINANCE_KEY, "red")).types();
        List<OldClient.Type> black =
                exchange.reply(typeCall(FINANCE_KEY, "black")).types();

        assertThat(red).isNotEmpty().allMatch(type -> type.unitedType().equals("red"));
        assertThat(black).isNotEmpty().allMatch(type -> type.unitedType().equals("black"));
        assertThat(red.get(red.size() - 1).orderId()).isEqualTo(Integer.toString(red.size()));
        assertThat(exchange.reply(typeCall(FINANCE_KEY, "some")).resultcode()).isEqualTo("400");
    }

    @Test
    void chosen_lists_restrict_what_is_shown_and_the_rest_is_counted() throws Exception {
        String black = UnitedIds.shipped().of("judgment-defaulter");
        String red = UnitedIds.shipped().of("tax-credit-a");
        String other = UnitedIds.shipped().of("abnormal-operation");

        OldClient.Reply onlyBlack = exchange.reply(pageCall(FINANCE_KEY, ENTERPRISE, "", other + ", " + black + ","));
        OldClient.Reply onlyRed = exchange.reply(pageCall(FINANCE_KEY, ENTERPRISE, red, ""));
        OldClient.Reply neither = exchange.reply(pageCall(FINANCE_KEY, ENTERPRISE, "", other));

        assertThat(onlyBlack.types()).extracting(OldClient.Type::unitedId).containsExactly(black);
        assertThat(onlyBlack.message()).contains("另有 1 条记录属于未选择的名单,结论已计入。");
        assertThat(onlyRed.types()).extracting(OldClient.Type::unitedId).containsExactly(red);
        assertThat(neither.types()).isEmpty();
        assertThat(neither.message()).contains("应予限制").contains("另有 2 条记录");
        assertThat(exchange.asked).hasSize(3);
    }

    @ParameterizedTest
    @CsvSource({"'', 999", "'', key-attention", "'', 54", "RED, ''", "'', TAX"})
    void a_number_that_is_no_list_of_its_colour_is_refused_before_anything_is_decided(String red, String black)
            throws Exception {
        String redNumbers = red.replace("RED", UnitedIds.shipped().of("judgment-defaulter"));
        String blackNumbers = black.replace("TAX", UnitedIds.shipped().of("tax-credit-a"));

        OldClient.Reply reply = exchange.reply(pageCall(FINANCE_KEY, ENTERPRISE, redNumbers, blackNumbers));

        assertThat(reply.result()).isEqualTo("fail");
        assertThat(reply.resultcode()).isEqualTo("400");
        assertThat(reply.message()).contains("名单编号有误");
        assertThat(exchange.asked).isEmpty();
    }

    @Test
    void key_attention_is_told_and_never_called_black() throws Exception {
        exchange.answer = () -> new ExchangeAnswer(
                DECISION,
                Outcome.CAUTION,
                List.of(),
                List.of(new ExchangeAnswer.Hit(
                        "entry-3",
                        "key-attention",
                        "重点关注名单",
                        Kind.KEY_ATTENTION,
                        null,
                        null,
                        LocalDate.of(2018, 3, 1),
                        null,
                        false,
                        "",
                        ENTERPRISE)),
                List.of());

        OldClient.Reply reply = exchange.reply(pageCall(FINANCE_KEY, ENTERPRISE, "", ""));

        assertThat(reply.types()).isEmpty();
        assertThat(reply.message()).isEqualTo("查询成功。结论:审慎对待。另有重点关注名单记录 1 条,不属于红黑名单。");
    }

    @Test
    void a_clear_subject_has_an_empty_list_and_still_a_decision() throws Exception {
        exchange.answer = () -> new ExchangeAnswer(DECISION, Outcome.CLEAR, List.of(), List.of(), List.of());

        OldClient.Reply reply = exchange.reply(pageCall(FINANCE_KEY, ENTERPRISE, "", ""));

        assertThat(reply.result()).isEqualTo("success");
        assertThat(reply.requestId()).isEqualTo(DECISION.toString());
        assertThat(reply.types()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "㐀氏建材, 㐀氏建材",
        "𠮷野家餐饮, 𠮷野家餐饮",
        "'a&b<c>\"d''e', 'a&b<c>\"d''e'",
        "€与, €与",
        "x\u0001y\uD83D, x\uFFFDy\uFFFD",
        "a\uFFFEb\uFFFFc, a\uFFFDb\uFFFDc"
    })
    void any_name_arrives_as_it_was_in_either_charset(String name, String expected) throws Exception {
        exchange.answer = () -> ExchangeFixture.answer(name, ENTERPRISE);

        for (String sysId : List.of(FINANCE_KEY, "ZJJ-1:" + HOUSING_KEY)) {
            OldClient.Reply reply = exchange.reply(pageCall(sysId, ENTERPRISE, "", ""));

            assertThat(reply.types().get(0).details().get(0).name()).isEqualTo(expected);
        }
    }

    @Test
    void what_gbk_lacks_goes_as_a_character_reference_and_never_as_a_question_mark() throws Exception {
        exchange.answer = () -> ExchangeFixture.answer("㐀𠮷\uE000", ENTERPRISE);

        byte[] body = exchange.send(pageCall(FINANCE_KEY, ENTERPRISE, "", "")).getContentAsByteArray();

        assertThat(OldClient.inner(body))
                .startsWith("<?xml version=\"1.0\" encoding=\"GBK\"?>")
                .contains("name=\"&#x3400;&#x20BB7;&#xE000;\"")
                .doesNotContain("?\"");
        assertThat(new String(body, StandardCharsets.ISO_8859_1)).contains("&amp;#x3400;");
    }

    private static void assertGolden(String file, byte[] body, Charset charset) throws Exception {
        Path path = Path.of(
                System.getProperty("jrp.root"),
                "decision-service/server/src/test/resources/org/jrp/server/exchange",
                file);
        String shown = new String(body, charset) + "\n";
        if (Boolean.getBoolean("jrp.golden.write")) {
            Files.createDirectories(path.getParent());
            Files.writeString(path, shown);
        }
        assertThat(shown).isEqualTo(Files.readString(path));
        assertThat(body).isEqualTo(Files.readString(path).stripTrailing().getBytes(charset));
    }
}
