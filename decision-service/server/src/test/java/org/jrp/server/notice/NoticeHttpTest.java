package org.jrp.server.notice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jrp.catalogue.Text;
import org.jrp.decision.DecisionEngine;
import org.jrp.decision.Outcome;
import org.jrp.json.Json;
import org.jrp.server.access.Caller;
import org.jrp.server.access.Department;
import org.jrp.server.access.Role;
import org.jrp.server.problem.ProblemException;
import org.jrp.server.release.ActiveRelease;
import org.jrp.server.release.Releases;
import org.jrp.server.subject.SubjectKeys;
import org.jrp.server.subject.SubjectVault;
import org.junit.jupiter.api.Test;
import org.mockito.Mockito;
import org.springframework.core.MethodParameter;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;

class NoticeHttpTest {

    private static final Caller CALLER = new Caller(
            "key",
            new Department("finance-bureau", "示例市财政局", List.of(), "341182", Set.of(), Set.of(), 60, 60, false, null),
            Set.of(Role.OFFICER),
            null);

    private final VerificationCodes codes = new VerificationCodes(new SubjectVault(SubjectKeys.random()));
    private final NoticeFacts facts = Notices.where(decision -> decision.outcome() == Outcome.RESTRICTED);
    private final MockMvc http = http();

    /** A log of one decision. */
    private final class OneDecision implements NoticeSource {

        @Override
        public Optional<NoticeFacts> find(UUID id, Caller caller) {
            return id.equals(Notices.ID) && caller == CALLER ? Optional.of(facts) : Optional.empty();
        }

        @Override
        public List<UUID> between(UUID low, UUID high) {
            UUID neighbour = new UUID(Notices.ID.getMostSignificantBits(), Notices.ID.getLeastSignificantBits() ^ 1);
            return List.of(neighbour, Notices.ID);
        }

        @Override
        public Optional<Standing> findStanding(UUID id) {
            return id.equals(Notices.ID)
                    ? Optional.of(new Standing(
                            LocalDate.of(2026, 11, 23),
                            Outcome.RESTRICTED,
                            true,
                            new Text("记录没有变动。", "The records have not changed."),
                            null))
                    : Optional.empty();
        }
    }

    @Test
    void a_notice_is_a_page_or_a_pdf_as_asked() throws Exception {
        MockHttpServletResponse page = send(get("/api/v1/decisions/" + Notices.ID + "/notice"));
        MockHttpServletResponse paper = send(get("/api/v1/decisions/" + Notices.ID + "/notice")
                .header("Accept", "text/html;q=0.5, application/pdf"));
        MockHttpServletResponse asked = send(
                get("/api/v1/decisions/" + Notices.ID + "/notice?format=pdf").header("Accept", "text/html"));

        assertThat(page.getContentType()).isEqualTo("text/html;charset=UTF-8");
        assertThat(page.getContentAsString(StandardCharsets.UTF_8))
                .contains("应予限制", "https://credit.example/jrp/api/v1/verify/" + codes.of(Notices.ID));
        assertThat(page.getHeader("Content-Security-Policy")).startsWith("default-src 'none'; style-src 'sha256-");
        assertThat(page.getHeader("Cache-Control")).isEqualTo("no-store");
        assertThat(paper.getContentType()).isEqualTo("application/pdf");
        assertThat(paper.getContentAsByteArray()).startsWith("%PDF".getBytes(StandardCharsets.US_ASCII));
        assertThat(asked.getHeader("Content-Disposition"))
                .isEqualTo("inline; filename=\"notice-" + Notices.ID + ".pdf\"");
    }

    @Test
    void a_notice_carries_an_english_summary_for_those_who_prefer_it() throws Exception {
        String path = "/api/v1/decisions/" + Notices.ID + "/notice";

        assertThat(send(get(path).header("Accept-Language", "en-GB")).getContentAsString(StandardCharsets.UTF_8))
                .contains("Summary in English");
        assertThat(send(get(path + "?lang=zh").header("Accept-Language", "en"))
                        .getContentAsString(StandardCharsets.UTF_8))
                .doesNotContain("Summary in English");
    }

    @Test
    void what_the_caller_may_not_read_and_forms_not_offered_are_refused() {
        refused(get("/api/v1/decisions/" + UUID.randomUUID() + "/notice"), 404, "unknown-decision");
        refused(
                get("/api/v1/decisions/" + Notices.ID + "/notice").header("Accept", "image/png"),
                406,
                "not-acceptable");
        refused(get("/api/v1/decisions/" + Notices.ID + "/notice?format=doc"), 400, "invalid-parameter");
    }

    @Test
    void anybody_checks_a_code_and_learns_nothing_about_anybody() throws Exception {
        String path = "/api/v1/verify/" + codes.of(Notices.ID);

        MockHttpServletResponse json = send(get(path));
        MockHttpServletResponse page = send(get(path).header("Accept", "text/html,*/*;q=0.8"));

        assertThat(json.getContentType()).isEqualTo("application/json");
        assertThat(Json.read(json.getContentAsByteArray()))
                .isInstanceOfSatisfying(
                        Map.class,
                        map -> assertThat(map.keySet())
                                .asString()
                                .isEqualTo("[decisionDate, outcome, outcomeName, stands, reason, validUntil]"));
        assertThat(page.getContentAsString(StandardCharsets.UTF_8))
                .contains("仍然有效", "2026年11月23日")
                .doesNotContain("341182", "示例", Notices.ID.toString());
    }

    @Test
    void a_code_that_was_never_issued_is_unknown() {
        String code = codes.of(Notices.ID);

        refused(get("/api/v1/verify/" + code.substring(0, 28) + (code.endsWith("0") ? "1" : "0")), 404, "unknown-code");
        refused(get("/api/v1/verify/hello"), 404, "unknown-code");
    }

    @Test
    void one_address_may_not_try_codes_without_end() throws Exception {
        String path = "/api/v1/verify/" + codes.of(Notices.ID);
        for (int i = 0; i < 5; i++) {
            send(get(path));
        }

        refused(get(path), 429, "too-many-requests");
    }

    private MockMvc http() {
        NoticeSource log = new OneDecision();
        Releases releases = Mockito.mock(Releases.class);
        Mockito.when(releases.active())
                .thenReturn(new ActiveRelease(Notices.RELEASE, DecisionEngine.of(Notices.RELEASE), 0, Notices.MOMENT));
        NoticeProperties properties = new NoticeProperties(URI.create("https://credit.example/jrp/"), 5);
        InstantSource clock = InstantSource.fixed(Notices.MOMENT);
        return MockMvcBuilders.standaloneSetup(
                        new NoticeController(log, releases, codes, properties),
                        new VerifyController(log, codes, properties, clock))
                .setCustomArgumentResolvers(new HandlerMethodArgumentResolver() {
                    @Override
                    public boolean supportsParameter(MethodParameter parameter) {
                        return parameter.getParameterType() == Caller.class;
                    }

                    @Override
                    public Object resolveArgument(
                            MethodParameter parameter,
                            ModelAndViewContainer container,
                            NativeWebRequest request,
                            WebDataBinderFactory binders) {
                        return CALLER;
                    }
                })
                .build();
    }

    private MockHttpServletResponse send(MockHttpServletRequestBuilder request) throws Exception {
        MockHttpServletResponse response = http.perform(request).andReturn().getResponse();
        assertThat(response.getStatus()).isEqualTo(200);
        return response;
    }

    private void refused(MockHttpServletRequestBuilder request, int status, String code) {
        assertThatThrownBy(() -> http.perform(request))
                .cause()
                .isInstanceOfSatisfying(ProblemException.class, problem -> {
                    assertThat(problem.status()).isEqualTo(status);
                    assertThat(problem.code()).isEqualTo(code);
                });
    }
}
