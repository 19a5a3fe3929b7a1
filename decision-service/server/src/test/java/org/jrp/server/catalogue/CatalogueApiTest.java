package org.jrp.server.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jrp.catalogue.Catalogue;
import org.jrp.catalogue.Edition;
import org.jrp.catalogue.EditionDiff;
import org.jrp.catalogue.Instrument;
import org.jrp.catalogue.LegalBasis;
import org.jrp.catalogue.ListType;
import org.jrp.rule.Rule;
import org.jrp.server.problem.ProblemAnswers;
import org.jrp.server.release.Releases;
import org.jrp.server.release.ShippedReleases;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.web.util.UriComponentsBuilder;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class CatalogueApiTest {

    private static final Instant NOW = Instant.parse("2026-11-23T00:00:00Z");
    private static final JsonMapper JSON = new JsonMapper();
    private static final Catalogue CATALOGUE =
            ShippedReleases.releases().active().catalogue();
    private static final List<Rule> RULES =
            ShippedReleases.releases().active().release().rules().rules();
    private static final MockMvc API = api(NOW);

    @Test
    void every_list_is_shown_once_in_the_order_of_the_catalogue() throws Exception {
        JsonNode page = json("/api/v1/lists");

        assertThat(texts(page.get("items"), "code"))
                .containsExactlyElementsOf(
                        CATALOGUE.lists().stream().map(ListType::code).toList());
        assertThat(page.get("cursor").isNull()).isTrue();
    }

    @Test
    void a_list_names_its_recogniser_ways_off_and_instruments() throws Exception {
        JsonNode list = item(json("/api/v1/lists").get("items"), "code", "judgment-defaulter");

        ListType known = CATALOGUE.findList("judgment-defaulter").orElseThrow();
        assertThat(list.get("name").asString()).isEqualTo(known.name());
        assertThat(list.get("kind").asString()).isEqualTo("sanction");
        assertThat(list.get("recogniser").asString()).isEqualTo(known.recogniser());
        assertThat(list.get("freshnessDays").asInt()).isEqualTo(known.freshnessDays());
        assertThat(list.get("exits")).hasSize(known.exits().size());
        assertThat(strings(list.get("instruments"))).contains("2016-141-judgment-defaulter");
    }

    @Test
    void what_comes_from_memory_is_marked_as_not_verified() throws Exception {
        JsonNode lists = json("/api/v1/lists").get("items");

        Set<Boolean> seen = new HashSet<>();
        for (JsonNode list : lists) {
            boolean source = list.get("provenance").asString("").equals("source");
            assertThat(list.get("verified").asBoolean()).isEqualTo(source);
            seen.add(source);
            for (JsonNode exit : list.get("exits")) {
                assertThat(exit.get("verified").asBoolean())
                        .isEqualTo(exit.get("provenance").asString().equals("source"));
            }
        }
        assertThat(seen).containsExactlyInAnyOrder(true, false);
    }

    @Test
    void pages_follow_one_another_without_gap_or_repetition() throws Exception {
        List<String> codes = new ArrayList<>();
        String cursor = null;
        int pages = 0;
        do {
            JsonNode page = json("/api/v1/lists?limit=20" + (cursor == null ? "" : "&cursor=" + cursor));
            assertThat(page.get("items").size()).isLessThanOrEqualTo(20);
            codes.addAll(texts(page.get("items"), "code"));
            cursor = page.get("cursor").isNull() ? null : page.get("cursor").asString();
            pages++;
        } while (cursor != null);

        assertThat(codes)
                .containsExactlyElementsOf(
                        CATALOGUE.lists().stream().map(ListType::code).toList());
        assertThat(pages).isEqualTo((CATALOGUE.lists().size() + 19) / 20);
    }

    @ParameterizedTest
    @ValueSource(strings = {"limit=0", "limit=201", "limit=-1", "cursor=@@@", "cursor=bm9uZQ", "cursor="})
    void a_limit_out_of_range_and_a_foreign_cursor_are_refused(String query) throws Exception {
        JsonNode problem = problem("/api/v1/lists?" + query, 400);

        assertThat(problem.at("/errors/0/pointer").asString()).isEqualTo(query.substring(0, query.indexOf('=')));
    }

    @Test
    void contexts_say_which_the_service_answers_in() throws Exception {
        JsonNode contexts = json("/api/v1/contexts").get("items");

        assertThat(contexts).hasSize(CATALOGUE.contexts().size());
        assertThat(contexts.valueStream().filter(one -> one.get("offered").asBoolean()))
                .hasSize(6);
    }

    @ParameterizedTest
    @ValueSource(strings = {"government-procurement", "政府采购", "PROCUREMENT"})
    void matters_are_narrowed_to_a_context_by_any_of_its_words(String word) throws Exception {
        JsonNode matters = json(address("/api/v1/matters", "context", word)).get("items");

        assertThat(texts(matters, "code"))
                .isNotEmpty()
                .containsExactlyElementsOf(CATALOGUE.matters().stream()
                        .filter(matter -> matter.contexts().contains("government-procurement"))
                        .map(matter -> matter.code())
                        .toList());
    }

    @Test
    void a_misspelt_context_is_answered_with_the_nearest() throws Exception {
        JsonNode problem = problem(address("/api/v1/matters", "context", "goverment-procurement"), 400);

        assertThat(problem.get("code").asString()).isEqualTo("unknown-context");
        assertThat(problem.at("/errors/0/pointer").asString()).isEqualTo("context");
        assertThat(problem.get("detail").asString()).contains("government-procurement");
    }

    @Test
    void editions_are_marked_as_reconstructed() throws Exception {
        JsonNode editions = json("/api/v1/catalogue/editions").get("items");

        assertThat(texts(editions, "id"))
                .containsExactlyElementsOf(
                        CATALOGUE.editions().stream().map(Edition::id).toList());
        JsonNode city = item(editions, "id", "2018-mingguang");
        assertThat(city.get("status").asString()).isEqualTo("reconstructed");
        assertThat(city.get("verified").asBoolean()).isFalse();
        assertThat(strings(city.get("assumed"))).containsExactly("publishedAt", "effectiveFrom");
        assertThat(city.get("governs").asString()).isEqualTo("both");
        assertThat(city.get("place").asString()).isEqualTo("341182");
        assertThat(city.get("effectiveFrom").asString()).isEqualTo("2018-07-01");
    }

    @Test
    void every_edition_shows_all_its_rows() throws Exception {
        for (Edition edition : CATALOGUE.editions()) {
            JsonNode shown = json("/api/v1/catalogue/editions/" + edition.id());

            assertThat(texts(shown.get("measures"), "code"))
                    .containsExactlyElementsOf(
                            edition.measures().stream().map(row -> row.code()).toList());
            assertThat(shown.get("items")).hasSize(edition.items().size());
        }
    }

    @Test
    void a_row_shows_its_basis_and_clauses_with_what_is_verified() throws Exception {
        JsonNode edition = json("/api/v1/catalogue/editions/2018-mingguang");

        JsonNode row = item(edition.get("measures"), "code", "restrict-government-procurement");
        assertThat(row.get("name").asString()).isEqualTo("限制参加政府采购活动");
        assertThat(row.get("category").asString()).isEqualTo("N01");
        assertThat(row.get("class").asInt()).isEqualTo(1);
        assertThat(row.get("effect").asString()).isEqualTo("mandatory");
        assertThat(strings(row.get("contexts"))).containsExactly("government-procurement");
        assertThat(strings(row.get("departments"))).containsExactly("finance-bureau");
        JsonNode basis = item(row.get("basis"), "id", "gpl-22");
        assertThat(basis.get("statute").asString()).isEqualTo("中华人民共和国政府采购法");
        assertThat(basis.get("article").asString()).isEqualTo("第二十二条");
        assertThat(basis.get("level").asString()).isEqualTo("law");
        assertThat(basis.get("articleVerified").asBoolean()).isTrue();
        assertThat(basis.get("link").asString()).isEqualTo("memory");
        assertThat(basis.get("linkVerified").asBoolean()).isFalse();
        JsonNode clause = item(row.get("provisions"), "id", "2016-141-judgment-defaulter-m16");
        assertThat(clause.get("docNo").asString()).isEqualTo("发改财金〔2016〕141号");
        assertThat(clause.get("clause").isNull()).isTrue();
        assertThat(clause.get("verified").asBoolean()).isFalse();
    }

    @Test
    void an_unknown_edition_is_answered_with_the_nearest_in_either_language() throws Exception {
        JsonNode chinese = problem("/api/v1/catalogue/editions/2018-minguang", 404);
        JsonNode english = JSON.readTree(
                API.perform(get("/api/v1/catalogue/editions/2018-minguang").header("Accept-Language", "en"))
                        .andReturn()
                        .getResponse()
                        .getContentAsByteArray());

        assertThat(chinese.get("code").asString()).isEqualTo("unknown-edition");
        assertThat(chinese.get("detail").asString()).isEqualTo("没有这个版次。是否为“2018-mingguang”?");
        assertThat(english.get("detail").asString()).isEqualTo("There is no such edition. Maybe 2018-mingguang?");
    }

    @Test
    void a_refusal_never_repeats_what_was_asked_for() throws Exception {
        JsonNode problem = problem("/api/v1/instruments/341182190001010008", 404);

        assertThat(problem.toString()).doesNotContain("341182190001010008");
    }

    @Test
    void the_edition_in_force_turns_on_its_first_day() throws Exception {
        JsonNode before = json("/api/v1/catalogue/in-force?on=2018-06-30");
        JsonNode after = json("/api/v1/catalogue/in-force?on=2018-07-01");

        assertThat(before.get("sanctions").asString()).isNotEqualTo("2018-mingguang");
        assertThat(after.get("sanctions").asString()).isEqualTo("2018-mingguang");
        assertThat(after.get("incentives").asString()).isEqualTo("2018-mingguang");
        assertThat(after.at("/city/id").asString()).isEqualTo("2018-mingguang");
        assertThat(strings(after.get("governing"))).containsExactly("2018-mingguang");
    }

    @Test
    void another_place_and_an_earlier_knowledge_have_no_city_edition() throws Exception {
        JsonNode elsewhere = json("/api/v1/catalogue/in-force?on=2018-09-01&place=349999");
        JsonNode earlier = json("/api/v1/catalogue/in-force?on=2018-09-01&knownAt=2017-01-01");

        assertThat(elsewhere.get("city").isNull()).isTrue();
        assertThat(elsewhere.get("incentives").isNull()).isTrue();
        assertThat(earlier.get("city").isNull()).isTrue();
    }

    @Test
    void an_instant_known_counts_as_its_day_in_shanghai() throws Exception {
        JsonNode late = json("/api/v1/catalogue/in-force?on=2018-09-01&knownAt=2018-06-30T16:00:00Z");
        JsonNode early = json("/api/v1/catalogue/in-force?on=2018-09-01&knownAt=2018-06-30T15:59:59Z");

        assertThat(late.get("knownAt").asString()).isEqualTo("2018-07-01");
        assertThat(late.at("/city/id").asString()).isEqualTo("2018-mingguang");
        assertThat(early.at("/city/id").asString("")).isNotEqualTo("2018-mingguang");
    }

    @Test
    void nothing_is_in_force_before_the_first_day_or_before_anything_was_published() throws Exception {
        JsonNode first = problem("/api/v1/catalogue/in-force?on=2016-05-29", 422);
        JsonNode unpublished = problem("/api/v1/catalogue/in-force?on=2018-09-01&knownAt=2010-01-01", 404);

        assertThat(first.get("code").asString()).isEqualTo("as-of-out-of-range");
        assertThat(unpublished.get("code").asString()).isEqualTo("no-edition");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "in-force?on=2018-02-30",
                "in-force?on=20180901",
                "in-force?on=",
                "in-force?knownAt=yesterday",
                "in-force?knownAt=2018-09-01T08:00:00",
                "in-force?place=明光",
                "in-force?place=34118",
                "health?on=2026-13-01"
            })
    void a_bad_date_or_place_is_refused_by_name(String call) throws Exception {
        String name = call.substring(call.indexOf('?') + 1, call.indexOf('='));
        JsonNode problem = problem("/api/v1/catalogue/" + call, 400);

        assertThat(problem.at("/errors/0/pointer").asString()).isEqualTo(name);
        assertThat(problem.at("/errors/0/code").asString()).startsWith("invalid-");
    }

    @Test
    void a_difference_is_told_as_data_and_in_the_readers_language() throws Exception {
        String call = "/api/v1/catalogue/diff?from=2018-mingguang-punishment&to=2018-mingguang";
        EditionDiff diff = EditionDiff.of(
                CATALOGUE.findEdition("2018-mingguang-punishment").orElseThrow(),
                CATALOGUE.findEdition("2018-mingguang").orElseThrow());

        JsonNode chinese = json(call);
        JsonNode english = JSON.readTree(API.perform(get(call).header("Accept-Language", "en-GB"))
                .andReturn()
                .getResponse()
                .getContentAsByteArray());

        assertThat(chinese.get("changes"))
                .hasSize(diff.changes(CATALOGUE).size())
                .isNotEmpty();
        assertThat(chinese.get("unchanged").asInt()).isEqualTo(diff.unchanged());
        assertThat(chinese.at("/changes/0/kind").asString())
                .isEqualTo(diff.changes(CATALOGUE).get(0).kind().code());
        assertThat(strings(chinese.get("sentences")))
                .isEqualTo(
                        diff.sentences(CATALOGUE).stream().map(one -> one.zh()).toList());
        assertThat(strings(english.get("sentences")))
                .isEqualTo(
                        diff.sentences(CATALOGUE).stream().map(one -> one.en()).toList());
    }

    @Test
    void a_difference_needs_two_known_editions() throws Exception {
        JsonNode missing = problem("/api/v1/catalogue/diff?from=2018-mingguang", 400);
        JsonNode unknown = problem("/api/v1/catalogue/diff?from=2018-mingguang&to=2021-nationl", 404);

        assertThat(missing.at("/errors/0/pointer").asString()).isEqualTo("to");
        assertThat(unknown.get("detail").asString()).contains("2021-national");
    }

    @Test
    void health_names_the_rules_and_editions_that_rest_on_an_unsound_source() throws Exception {
        JsonNode health = json("/api/v1/catalogue/health?on=2026-01-01");

        assertThat(health.at("/counts/sources").asInt())
                .isEqualTo(CATALOGUE.bases().size() + CATALOGUE.instruments().size());
        boolean rulesSeen = false;
        for (JsonNode finding : health.get("findings")) {
            Set<String> provisions = new HashSet<>(strings(finding.get("provisions")));
            String id = finding.get("id").asString();
            assertThat(texts(finding.get("rules"), "id"))
                    .containsExactlyElementsOf(RULES.stream()
                            .filter(rule -> id.equals(rule.basis()) || provisions.contains(rule.provision()))
                            .map(Rule::id)
                            .toList());
            assertThat(finding.get("reasons")).hasSize(finding.get("troubles").size());
            rulesSeen |= !finding.get("rules").isEmpty();
        }
        assertThat(rulesSeen).isTrue();
    }

    @Test
    void instruments_are_narrowed_by_list_and_kind() throws Exception {
        JsonNode byList = json(address("/api/v1/instruments", "list", "失信被执行人")).get("items");
        JsonNode incentives = json("/api/v1/instruments?kind=incentive").get("items");

        assertThat(texts(byList, "id")).contains("2016-141-judgment-defaulter");
        for (JsonNode one : byList) {
            assertThat(strings(one.get("lists"))).contains("judgment-defaulter");
        }
        assertThat(texts(incentives, "id"))
                .contains("2016-1467-tax-credit-a")
                .doesNotContain("2016-141-judgment-defaulter");
        assertThat(problem("/api/v1/instruments?kind=reward", 400)
                        .at("/errors/0/pointer")
                        .asString())
                .isEqualTo("kind");
    }

    @Test
    void every_clause_shows_the_rules_that_put_it_into_effect_or_why_none_does() throws Exception {
        for (Instrument instrument : CATALOGUE.instruments()) {
            JsonNode shown = json("/api/v1/instruments/" + instrument.id());

            assertThat(texts(shown.get("provisions"), "id"))
                    .containsExactlyElementsOf(
                            instrument.provisions().stream().map(p -> p.id()).toList());
            for (JsonNode provision : shown.get("provisions")) {
                assertThat(provision.get("rules").isEmpty())
                        .as(provision.get("id").asString())
                        .isEqualTo(!provision.get("encoded").asBoolean());
                assertThat(provision.get("notEncodedBecause").isNull())
                        .isEqualTo(provision.get("encoded").asBoolean());
                assertThat(provision.get("measureName").isNull()).isFalse();
            }
        }
    }

    @Test
    void a_clause_leads_to_the_line_of_its_rule() throws Exception {
        JsonNode shown = json("/api/v1/instruments/2016-141-judgment-defaulter");

        JsonNode first = item(shown.get("provisions"), "id", "2016-141-judgment-defaulter-m01");
        assertThat(first.get("clause").asString()).isEqualTo("第一条");
        assertThat(first.get("clauseVerified").asBoolean()).isTrue();
        JsonNode clause = item(shown.get("provisions"), "id", "2016-141-judgment-defaulter-m16");
        Rule rule = RULES.stream()
                .filter(one -> "2016-141-judgment-defaulter-m16".equals(one.provision()))
                .findFirst()
                .orElseThrow();
        assertThat(clause.at("/rules/0/rule").asString()).isEqualTo(rule.name());
        assertThat(clause.at("/rules/0/file").asString()).isEqualTo("rules/memoranda/2016-141-judgment-defaulter.dslr");
        assertThat(clause.at("/rules/0/line").asInt()).isEqualTo(rule.line());
        assertThat(shown.at("/provenance/docNo").asString()).isEqualTo("source");
    }

    @Test
    void every_statute_is_shown_with_what_rests_on_it() throws Exception {
        for (LegalBasis basis : CATALOGUE.bases()) {
            JsonNode shown = json("/api/v1/statutes/" + basis.id());

            assertThat(shown.get("verified").asBoolean()).isEqualTo(basis.verified());
            assertThat(shown.get("citedBy").size()).isEqualTo((int) CATALOGUE.provisions().stream()
                    .flatMap(provision -> provision.basis().stream())
                    .filter(link -> link.ref().equals(basis.id()))
                    .count());
        }
        assertThat(strings(json("/api/v1/statutes/gpl-22").get("editions"))).contains("2018-mingguang");
        assertThat(problem("/api/v1/statutes/gpl-222", 404).get("detail").asString())
                .contains("gpl-22");
    }

    @Test
    void an_answer_already_held_is_not_sent_again() throws Exception {
        MockHttpServletResponse first =
                API.perform(get("/api/v1/lists")).andReturn().getResponse();
        String tag = first.getHeader("ETag");

        MockHttpServletResponse again = API.perform(get("/api/v1/lists").header("If-None-Match", tag))
                .andReturn()
                .getResponse();

        assertThat(tag).matches("\"[0-9a-f]{32}\"");
        assertThat(first.getHeader("Vary")).isEqualTo("Accept-Language");
        assertThat(again.getStatus()).isEqualTo(304);
        assertThat(again.getContentAsByteArray()).isEmpty();
        assertThat(again.getHeader("ETag")).isEqualTo(tag);
    }

    @Test
    void another_address_language_or_day_has_another_tag() throws Exception {
        Set<String> tags = new HashSet<>();
        tags.add(tag(API, "/api/v1/lists", "zh"));
        tags.add(tag(API, "/api/v1/lists?limit=200", "zh"));
        tags.add(tag(API, "/api/v1/lists", "en"));
        tags.add(tag(API, "/api/v1/catalogue/health", "zh"));
        tags.add(tag(api(NOW.plusSeconds(86_400)), "/api/v1/catalogue/health", "zh"));

        assertThat(tags).hasSize(5);
        assertThat(tag(API, "/api/v1/lists", "zh")).isIn(tags);
    }

    @Test
    void a_refusal_carries_no_tag() throws Exception {
        MockHttpServletResponse refusal = API.perform(
                        get("/api/v1/instruments/none").header("If-None-Match", "*"))
                .andReturn()
                .getResponse();

        assertThat(refusal.getStatus()).isEqualTo(404);
        assertThat(refusal.getHeader("ETag")).isNull();
    }

    private static MockMvc api(Instant now) {
        AnnotationConfigApplicationContext mappers = new AnnotationConfigApplicationContext(
                Codes.class,
                ListMapperImpl.class,
                BasisMapperImpl.class,
                EditionMapperImpl.class,
                HealthMapperImpl.class,
                InstrumentMapperImpl.class);
        Releases releases = ShippedReleases.releases();
        return MockMvcBuilders.standaloneSetup(
                        new ListController(releases, mappers.getBean(ListMapper.class)),
                        new EditionController(
                                releases,
                                InstantSource.fixed(now),
                                mappers.getBean(EditionMapper.class),
                                mappers.getBean(HealthMapper.class)),
                        new InstrumentController(releases, mappers.getBean(InstrumentMapper.class)))
                .setControllerAdvice(ProblemAnswers.advice())
                .build();
    }

    private static String tag(MockMvc api, String call, String language) throws Exception {
        return api.perform(get(call).header("Accept-Language", language))
                .andReturn()
                .getResponse()
                .getHeader("ETag");
    }

    private static String address(String path, String name, String value) {
        return UriComponentsBuilder.fromPath(path)
                .queryParam(name, value)
                .build()
                .toUriString();
    }

    private static JsonNode json(String call) throws Exception {
        MockHttpServletResponse response = API.perform(get(call)).andReturn().getResponse();
        assertThat(response.getStatus()).as(call).isEqualTo(200);
        assertThat(response.getContentType()).startsWith("application/json");
        return JSON.readTree(response.getContentAsByteArray());
    }

    private static JsonNode problem(String call, int status) throws Exception {
        MockHttpServletResponse response = API.perform(get(call)).andReturn().getResponse();
        assertThat(response.getStatus()).as(call).isEqualTo(status);
        assertThat(response.getContentType()).startsWith("application/problem+json");
        return JSON.readTree(response.getContentAsByteArray());
    }

    private static JsonNode item(JsonNode items, String field, String value) {
        for (JsonNode item : items) {
            if (item.get(field).asString().equals(value)) {
                return item;
            }
        }
        throw new AssertionError("No item has " + field + " " + value);
    }

    private static List<String> texts(JsonNode items, String field) {
        return items.valueStream().map(item -> item.get(field).asString()).toList();
    }

    private static List<String> strings(JsonNode items) {
        return items.valueStream().map(JsonNode::asString).toList();
    }
}
