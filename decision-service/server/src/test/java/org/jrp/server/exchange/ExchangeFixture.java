package org.jrp.server.exchange;

import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jrp.catalogue.Effect;
import org.jrp.catalogue.Kind;
import org.jrp.decision.Outcome;
import org.jrp.server.access.Caller;
import org.jrp.server.access.Department;
import org.jrp.server.access.Role;
import org.jrp.server.problem.ProblemAnswers;
import org.jrp.server.release.ShippedReleases;
import org.jrp.subject.SubjectId;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;

/** An exchange with keys and decisions of its own, and calls as the present clients write them. */
final class ExchangeFixture {

    static final Charset GBK = Charset.forName("GBK");
    static final String FINANCE_KEY = "jrp_finance0_0123456789";
    static final String HOUSING_KEY = "jrp_housing0_0123456789";
    static final String AUDITOR_KEY = "jrp_auditor0_0123456789";
    static final String UNREGISTERED_KEY = "jrp_customs0_0123456789";
    static final String ENTERPRISE = "91349999M00000019Y";
    static final String CITIZEN = "341182190001010008";
    static final UUID DECISION = UUID.fromString("0193575e-4c00-7000-8000-000000000001");

    private static final Map<String, Caller> CALLERS = Map.of(
            FINANCE_KEY, caller("finance-bureau", Role.OFFICER),
            HOUSING_KEY, caller("housing-construction-bureau", Role.OFFICER),
            AUDITOR_KEY, caller("finance-bureau", Role.AUDITOR),
            UNREGISTERED_KEY, caller("education-sports-bureau", Role.OFFICER));

    static final ExchangeProperties PROPERTIES = new ExchangeProperties(
            true,
            List.of(
                    new ExchangeProperties.Client(
                            "CZJ", "finance-bureau", "government-procurement", "政府采购供应商资格审查", GBK),
                    new ExchangeProperties.Client(
                            "ZJJ-1", "housing-construction-bureau", "bidding", "工程招投标资格审查", StandardCharsets.UTF_8),
                    new ExchangeProperties.Client(
                            "ZJJ-2", "housing-construction-bureau", "administrative-licensing", "资质许可", GBK)));

    /** What the decisions were asked. */
    record Asked(Caller caller, String context, String purpose, SubjectId subject) {}

    final List<Asked> asked = new ArrayList<>();
    Supplier<ExchangeAnswer> answer = ExchangeFixture::twoLists;

    /** What was reported back, and what the answer to each is. */
    final List<ExchangeReports.Report> reported = new ArrayList<>();

    Function<ExchangeReports.Report, ExchangeReports.Outcome> outcome =
            report -> new ExchangeReports.Outcome(report.entryId(), true, "");

    private final MockMvc http = MockMvcBuilders.standaloneSetup(new ExchangeController(
                    new RedBlackQueries(
                            ShippedReleases.releases(),
                            PROPERTIES,
                            key -> Optional.ofNullable(CALLERS.get(key)),
                            (caller, context, purpose, subject) -> {
                                asked.add(new Asked(caller, context, purpose, subject));
                                return answer.get();
                            },
                            InstantSource.fixed(Instant.parse("2026-11-23T00:00:00Z"))),
                    new RedBlackReports(
                            (caller, report) -> {
                                reported.add(report);
                                return outcome.apply(report);
                            },
                            ShippedReleases.releases())))
            .setControllerAdvice(ProblemAnswers.advice())
            .build();

    MockMvc http() {
        return http;
    }

    /** Entries on a black and a red list, and measures from both. */
    static ExchangeAnswer twoLists() {
        return answer("示例企业一", ENTERPRISE);
    }

    static ExchangeAnswer answer(String name, String code) {
        return new ExchangeAnswer(
                DECISION,
                Outcome.RESTRICTED,
                List.of("名单“纳税信用A级纳税人”的数据已超过时限。"),
                List.of(
                        new ExchangeAnswer.Hit(
                                "entry-1",
                                "judgment-defaulter",
                                "失信被执行人",
                                Kind.SANCTION,
                                "示例市人民法院",
                                "(2018)皖9999执1号",
                                LocalDate.of(2018, 3, 1),
                                LocalDate.of(2020, 3, 1),
                                true,
                                name,
                                code),
                        new ExchangeAnswer.Hit(
                                "entry-2",
                                "tax-credit-a",
                                "纳税信用A级纳税人",
                                Kind.INCENTIVE,
                                null,
                                null,
                                LocalDate.of(2018, 4, 1),
                                null,
                                false,
                                name,
                                code)),
                List.of(
                        new ExchangeAnswer.Measure(
                                "restrict-government-procurement",
                                Effect.MANDATORY,
                                false,
                                List.of("entry-1"),
                                List.of(
                                        new ExchangeAnswer.Clause(
                                                "关于对失信被执行人实施联合惩戒的合作备忘录",
                                                List.of("最高人民法院", "国家发展改革委"),
                                                List.of("judgment-defaulter"),
                                                "协助查询政府采购项目信息,依法限制参加政府采购活动",
                                                null,
                                                false),
                                        new ExchangeAnswer.Clause(
                                                "关于对纳税信用A级纳税人实施联合激励措施的合作备忘录",
                                                List.of("国家税务总局"),
                                                List.of("tax-credit-a"),
                                                "不该出现在黑名单之下",
                                                "第九条",
                                                true))),
                        new ExchangeAnswer.Measure(
                                "restrict-enterprise-bonds",
                                Effect.REFERENCE,
                                true,
                                List.of("entry-1"),
                                List.of(new ExchangeAnswer.Clause(
                                        "关于对失信被执行人实施联合惩戒的合作备忘录",
                                        List.of("最高人民法院", "国家发展改革委"),
                                        List.of("judgment-defaulter"),
                                        "限制失信被执行人发行企业债券。",
                                        "第一条",
                                        true))),
                        new ExchangeAnswer.Measure(
                                "tax-green-channel",
                                Effect.INCENTIVE,
                                false,
                                List.of("entry-2"),
                                List.of(new ExchangeAnswer.Clause(
                                        "关于对纳税信用A级纳税人实施联合激励措施的合作备忘录", List.of(), List.of(), "提供绿色通道", "第三条", false)))));
    }

    /** A call to {@code getRedBlackPage} as a generated stub writes it. */
    static String pageCall(String sysId, String subject, String red, String black) {
        return envelope("<ns2:getRedBlackPage xmlns:ns2=\"http://msasoa.gk.centit.com/\"><arg0>" + sysId
                + "</arg0><arg1>czj01</arg1><arg2>经办人甲</arg2><arg3></arg3><arg4>" + subject + "</arg4><arg5>" + red
                + "</arg5><arg6>" + black + "</arg6></ns2:getRedBlackPage>");
    }

    /** A call to {@code getRedBlackType} as a generated stub writes it. */
    static String typeCall(String sysId, String scope) {
        return envelope("<ns2:getRedBlackType xmlns:ns2=\"http://msasoa.gk.centit.com/\"><arg0>" + sysId
                + "</arg0><arg1>czj01</arg1><arg2>经办人甲</arg2><arg3></arg3><arg4>" + scope
                + "</arg4></ns2:getRedBlackType>");
    }

    static String envelope(String body) {
        return "<?xml version=\"1.0\"?><S:Envelope xmlns:S=\"http://schemas.xmlsoap.org/soap/envelope/\"><S:Body>"
                + body + "</S:Body></S:Envelope>";
    }

    MockHttpServletResponse send(String message) throws Exception {
        return send(message.getBytes(StandardCharsets.UTF_8), "text/xml; charset=UTF-8", null);
    }

    MockHttpServletResponse send(byte[] message, String contentType, String authorization) throws Exception {
        var request = post("/exchange/BlackRedSOAPImplService")
                .header("SOAPAction", "\"\"")
                .header("Content-Type", contentType)
                .content(message);
        if (authorization != null) {
            request = request.header("Authorization", authorization);
        }
        return http.perform(request).andReturn().getResponse();
    }

    OldClient.Reply reply(String message) throws Exception {
        return OldClient.read(send(message).getContentAsByteArray());
    }

    private static Caller caller(String department, Role role) {
        return new Caller(
                "key-of-" + department,
                new Department(
                        department,
                        department,
                        List.of(),
                        "341182",
                        Set.of("government-procurement", "bidding"),
                        Set.of(),
                        1000,
                        1000,
                        true,
                        null),
                Set.of(role),
                null);
    }
}
