package org.jrp.server.whole;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jrp.json.JsonWriter;
import org.jrp.server.ServerTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.core.env.Environment;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** The description of the API is OpenAPI 3.1, whole, and true of what the service answers. */
@ServerTest(properties = "test=whole")
class OpenApiTest {

    private static final String NOBODY = "01936f5c-0000-7000-8000-000000000001";

    @Autowired
    Environment environment;

    @Autowired
    @Qualifier("requestMappingHandlerMapping") RequestMappingHandlerMapping mappings;

    Service service;
    Description description;

    @BeforeEach
    void meet() {
        service = Service.of(environment);
        description = new Description(service);
    }

    @Test
    void it_is_openapi_3_1_and_says_how_to_sign_in() {
        assertThat(description.api().get("openapi").toString()).startsWith("3.1.");
        assertThat(description.api().get("security")).isEqualTo(List.of(Map.of("bearer", List.of())));
        assertThat(new String(
                        JsonWriter.inOrder(description.api().get("components")),
                        java.nio.charset.StandardCharsets.UTF_8))
                .contains("\"securitySchemes\":{\"bearer\":{")
                .contains("\"scheme\":\"bearer\"");
        assertThat(description.call("GET", "/api/v1/verify/{code}").operation().get("security"))
                .isEqualTo(List.of());
    }

    @Test
    void every_mapping_of_every_controller_is_in_it() {
        List<String> missing = new ArrayList<>();
        List<String> known =
                description.calls().stream().map(Description.Call::toString).toList();
        mappings.getHandlerMethods().forEach((mapping, method) -> {
            if (method.getBeanType().getName().startsWith("org.jrp.")
                    && !method.getBeanType().isAnnotationPresent(io.swagger.v3.oas.annotations.Hidden.class)) {
                for (String path : mapping.getPatternValues()) {
                    mapping.getMethodsCondition().getMethods().stream()
                            .map(verb -> verb + " " + path.replace("{*", "{"))
                            .filter(call -> !known.contains(call))
                            .forEach(missing::add);
                }
            }
        });

        assertThat(missing).isEmpty();
        assertThat(known).hasSizeGreaterThan(30);
    }

    @Test
    void every_call_says_what_it_takes_what_it_gives_and_how_it_refuses() {
        List<String> lacking = new ArrayList<>();
        for (Description.Call call : description.calls()) {
            boolean writes = !List.of("GET", "DELETE").contains(call.method());
            if (writes
                    && (call.bodies().isEmpty()
                            || !call.bodies().values().stream().allMatch(OpenApiTest::hasSchema))) {
                lacking.add(call + " does not say what it takes");
            }
            boolean gives = call.responses().entrySet().stream()
                    .filter(one -> one.getKey().toString().startsWith("2"))
                    .allMatch(one -> ((Map<?, ?>) one.getValue()).get("content") instanceof Map<?, ?> content
                            && !content.isEmpty()
                            && content.values().stream().allMatch(OpenApiTest::hasSchema));
            if (!gives
                    || call.responses().keySet().stream()
                            .noneMatch(one -> one.toString().startsWith("2"))) {
                lacking.add(call + " does not say what it gives");
            }
            for (String status : new String[] {"429", "503", "default"}) {
                if (!refuses(call, status)) {
                    lacking.add(call + " does not say how it refuses with " + status);
                }
            }
            boolean open = List.of().equals(call.operation().get("security"));
            if (open == refuses(call, "401")) {
                lacking.add(call + " is not clear about signing in");
            }
        }
        assertThat(lacking).isEmpty();
    }

    @Test
    void every_reference_in_it_leads_somewhere_and_no_two_types_share_a_name() {
        String text = new String(JsonWriter.inOrder(description.api()), java.nio.charset.StandardCharsets.UTF_8);
        TreeSet<String> wanted = new TreeSet<>();
        Matcher references =
                Pattern.compile("\"#/components/schemas/([^\"]+)\"").matcher(text);
        while (references.find()) {
            wanted.add(references.group(1));
        }

        assertThat(wanted)
                .as("%s", description.call("POST", "/api/v1/decisions").bodies())
                .contains("Check", "Subject");
        assertThat(description.components().keySet())
                .extracting(Object::toString)
                .containsAll(wanted);
        assertThat(wanted)
                .contains("Problem", "Decided", "CredentialPage", "AccessPage", "SearchDecisions", "AccessSearch");
    }

    @Test
    void what_is_published_is_as_described() {
        String key = service.officer();
        check("GET", "/api/v1/lists", service.get("/api/v1/lists?limit=200", key));
        check("GET", "/api/v1/contexts", service.get("/api/v1/contexts", key));
        check("GET", "/api/v1/matters", service.get("/api/v1/matters?limit=5", key));
        check("GET", "/api/v1/instruments", service.get("/api/v1/instruments?limit=200", key));
        check("GET", "/api/v1/releases", service.get("/api/v1/releases", key));
        Reply current = service.get("/api/v1/releases/current", key);
        check("GET", "/api/v1/releases/current", current);
        check("GET", "/api/v1/releases/{hash}", service.get("/api/v1/releases/" + current.field("hash"), key));
        check("GET", "/api/v1/releases/key", service.get("/api/v1/releases/key", key));
        check("GET", "/api/v1/nodes", service.get("/api/v1/nodes", key));
        check("GET", "/api/v1/departments", service.get("/api/v1/departments", key));
        check("GET", "/api/v1/catalogue/in-force", service.get("/api/v1/catalogue/in-force?on=2018-09-01", key));
        check("GET", "/api/v1/catalogue/health", service.get("/api/v1/catalogue/health", key));
        Reply editions = service.get("/api/v1/catalogue/editions", key);
        check("GET", "/api/v1/catalogue/editions", editions);
        List<String> ids = ids(editions);
        StringBuilder editionTexts = new StringBuilder();
        for (String id : ids) {
            Reply edition = service.get("/api/v1/catalogue/editions/" + id, key);
            check("GET", "/api/v1/catalogue/editions/{id}", edition);
            editionTexts.append(edition.text());
        }
        check(
                "GET",
                "/api/v1/catalogue/diff",
                service.get("/api/v1/catalogue/diff?from=" + ids.get(0) + "&to=" + ids.get(1), key));
        for (String id : ids(service.get("/api/v1/instruments?limit=200", key))) {
            check("GET", "/api/v1/instruments/{id}", service.get("/api/v1/instruments/" + id, key));
        }
        check(
                "GET",
                "/api/v1/instruments/{id}",
                service.get("/api/v1/instruments/no-such-thing", key, "Accept-Language", "en"));
        Matcher statutes =
                Pattern.compile("\"basis\":\\[\\{\"id\":\"([^\"]+)\"").matcher(editionTexts);
        assertThat(statutes.find()).isTrue();
        Reply statute = service.get("/api/v1/statutes/" + statutes.group(1), key);
        assertThat(statute.status()).isEqualTo(200);
        check("GET", "/api/v1/statutes/{id}", statute);
        check("GET", "/api/v1/statutes/{id}", service.get("/api/v1/statutes/no-such-statute", key));
    }

    @Test
    void decisions_of_every_outcome_are_as_described() {
        Outcomes outcomes = Outcomes.of(service);
        outcomes.questions().forEach((outcome, question) -> {
            Reply reply = service.post("/api/v1/decisions", service.officer(), question);
            assertThat(reply.field("outcome")).as("%s", question).isEqualTo(outcome);
            assertThat(reply.status()).isEqualTo(201);
            check("POST", "/api/v1/decisions", reply);
            String id = reply.field("decisionId");
            check("GET", "/api/v1/decisions/{id}", service.get("/api/v1/decisions/" + id, service.officer()));
            Reply notice = service.get("/api/v1/decisions/" + id + "/notice?format=html", service.officer());
            assertThat(notice.status()).isEqualTo(200);
            assertThat(notice.header("Content-Type")).startsWith("text/html");
            Matcher code = Pattern.compile("/api/v1/verify/([^\"<\\s]+)").matcher(notice.text());
            assertThat(code.find()).isTrue();
            check("GET", "/api/v1/verify/{code}", service.get("/api/v1/verify/" + code.group(1), null));
        });
        check(
                "POST",
                "/api/v1/decisions/search",
                service.post("/api/v1/decisions/search", service.auditor(), "{\"limit\": 200}"));
        check("POST", "/api/v1/decisions", service.post("/api/v1/decisions", service.officer(), "{}"));
        check("GET", "/api/v1/decisions/{id}", service.get("/api/v1/decisions/" + NOBODY, service.officer()));
    }

    @Test
    void batches_and_streams_are_as_described() {
        Outcomes outcomes = Outcomes.of(service);
        Reply batch = service.post(
                "/api/v1/decisions/batch",
                service.officer(),
                Map.of(
                        "context", "government-procurement",
                        "purpose", "采购资格审查",
                        "asOf", "2018-09-01",
                        "subjects", List.of(Map.of("id", outcomes.restricted()), Map.of("id", "12345"))));
        check("POST", "/api/v1/decisions/batch", batch);
        assertThat(batch.list("results")).hasSize(2);

        byte[] lines = ("{\"subject\": {\"id\": \"" + outcomes.restricted() + "\"}}\n{\"subject\": {\"id\": \"1\"}}\n")
                .getBytes(java.nio.charset.StandardCharsets.UTF_8);
        Reply stream = service.post(
                "/api/v1/decisions/stream?context=government-procurement&purpose=test&asOf=2018-09-01",
                service.officer(),
                "application/x-ndjson",
                lines);
        List<String> answers = stream.text().lines().toList();
        assertThat(answers).hasSize(2);
        Map<?, ?> decided = Map.of("$ref", "#/components/schemas/Decided");
        assertThat(description.differences(decided, answers.get(0).replaceFirst("\"row\":1,", "")))
                .isEmpty();
        assertThat(description.differences(Map.of("$ref", "#/components/schemas/Problem"), answers.get(1)))
                .isEmpty();
    }

    @Test
    void entries_and_sources_are_as_described() {
        String key = service.office();
        String id = Ids.enterprise(4_100);
        Reply imported =
                service.post("/api/v1/entries/import", key, "text/csv", """
                条目编号,统一社会信用代码/证件号码,名称,名单,认定部门,文书号,认定依据,认定日期,有效期始,关联人员,事件
                api-1,%s,示例企业,失信被执行人名单,示例市人民法院,(2018)示例执1号,法释〔2017〕7号,2018-02-20,2018-03-01,,
                api-2,%s,示例企业,失信被执行人名单,,,,,2018-03-01,,
                api-3,123,示例企业,没有的名单,,,,,2018-03-01,,
                """.formatted(id, Ids.enterprise(4_101))
                        .getBytes(java.nio.charset.StandardCharsets.UTF_8));
        check("POST", "/api/v1/entries/import", imported);
        assertThat(imported.list("errors")).isNotEmpty();
        check("GET", "/api/v1/entries", service.get("/api/v1/entries?limit=5", key));
        check("GET", "/api/v1/entries", service.get("/api/v1/entries?limit=0", key));
        check(
                "POST",
                "/api/v1/entries/search",
                service.post("/api/v1/entries/search", key, Map.of("subject", Map.of("id", id), "purpose", "核对")));
        check("GET", "/api/v1/entries/{id}", service.get("/api/v1/entries/api-1", key));
        check("GET", "/api/v1/entries/{id}", service.get("/api/v1/entries/no-such-entry", key));
        check(
                "POST",
                "/api/v1/entries/{id}/events",
                service.post("/api/v1/entries/api-1/events", key, "{\"type\": \"drafted\", \"at\": \"2018-05-01\"}"));
        Reply event = service.post(
                "/api/v1/entries/api-1/events",
                key,
                "{\"type\": \"exited\", \"at\": \"2018-05-01\", \"reason\": \"已履行\", \"docNo\": \"示例1号\"}");
        assertThat(event.status()).as("%s", event).isEqualTo(201);
        check("POST", "/api/v1/entries/{id}/events", event);
        check("GET", "/api/v1/entries/{id}", service.get("/api/v1/entries/api-1", key));
        Reply begun = service.post(
                "/api/v1/entries",
                key,
                Map.of(
                        "list", "judgment-defaulter",
                        "subject", Map.of("id", Ids.enterprise(4_102)),
                        "docNo", "示例立2号",
                        "validFrom", LocalDate.now(ZoneId.of("Asia/Shanghai")).toString(),
                        "basis", "法释〔2017〕7号",
                        "reason", "未履行"));
        assertThat(begun.status()).as("%s", begun).isEqualTo(201);
        check("POST", "/api/v1/entries", begun);
        check("GET", "/api/v1/sources", service.get("/api/v1/sources", key));
        Reply report = service.post(
                "/api/v1/sources/judgment-defaulter/reports", key, "{\"reachable\": true, \"reason\": \"已恢复\"}");
        assertThat(report.status()).isEqualTo(201);
        check("POST", "/api/v1/sources/{list}/reports", report);
    }

    @Test
    void keys_departments_and_the_access_log_are_as_described() {
        String administrator = service.administrator();
        Reply made = service.post(
                "/api/v1/credentials",
                administrator,
                "{\"department\": \"finance-bureau\", \"label\": \"described %d\", \"roles\": [\"officer\"]}"
                        .formatted(System.nanoTime()));
        check("POST", "/api/v1/credentials", made);
        check("POST", "/api/v1/credentials", service.post("/api/v1/credentials", administrator, "{}"));
        check("GET", "/api/v1/credentials", service.get("/api/v1/credentials?limit=200", administrator));
        String revoke = "/api/v1/credentials/" + made.field("id") + "/revoke";
        check("POST", "/api/v1/credentials/{id}/revoke", service.post(revoke, administrator, "{\"reason\": \"test\"}"));
        check("POST", "/api/v1/credentials/{id}/revoke", service.post(revoke, administrator, "{}"));
        Reply department = service.put(
                "/api/v1/departments/described-bureau",
                administrator,
                "{\"name\": \"示例局\", \"contexts\": [\"bidding\"]}");
        assertThat(department.status() / 100).isEqualTo(2);
        check("PUT", "/api/v1/departments/{code}", department);
        check("GET", "/api/v1/departments", service.get("/api/v1/departments", administrator));
        check("GET", "/api/v1/departments", service.get("/api/v1/departments", null));
        check("GET", "/api/v1/access-log", service.get("/api/v1/access-log?limit=200", service.auditor()));
        check("POST", "/api/v1/access-log/search", service.post("/api/v1/access-log/search", service.auditor(), "{}"));
        check("POST", "/api/v1/access-log/search", service.post("/api/v1/access-log/search", service.officer(), "{}"));
    }

    @Test
    void webhooks_and_notifications_are_as_described() {
        String key = service.officer();
        String path = "/api/v1/webhooks";
        Reply made = service.post(path, key, "{\"url\": \"https://described.invalid/\", \"label\": \"described\"}");
        assertThat(made.status()).as("%s", made).isEqualTo(201);
        check("POST", path, made);
        check("POST", path, service.post(path, key, "{}"));
        check("GET", path, service.get(path, key));
        String one = path + "/" + made.field("id");
        check("GET", path + "/{id}", service.get(one, key));
        check("GET", path + "/{id}", service.get(path + "/" + NOBODY, key));
        check("POST", path + "/{id}/test", service.post(one + "/test", key, "{}"));
        check("POST", path + "/{id}/rotate", service.post(one + "/rotate", key, "{}"));
        check("GET", path + "/{id}/dead-letters", service.get(one + "/dead-letters?state=all", key));
        check("POST", path + "/{id}/dead-letters/retry", service.post(one + "/dead-letters/retry", key, "{}"));
        check("POST", path + "/{id}/end", service.post(one + "/end", key, "{\"reason\": \"test\"}"));
        check("POST", path + "/{id}/end", service.post(one + "/end", key, "{\"reason\": \"test\"}"));
        check("GET", "/api/v1/notifications", service.get("/api/v1/notifications", key));
        check("GET", "/api/v1/notifications", service.get("/api/v1/notifications?limit=0", key));
    }

    @Test
    void requests_of_subjects_and_retention_are_as_described() {
        String key = service.officer();
        String path = "/api/v1/subject-requests";
        String firm = Ids.enterprise(4_110);
        service.list("described-rights", firm, "judgment-defaulter", "2018-03-01");
        String decision = service.post(
                        "/api/v1/decisions",
                        key,
                        Map.of(
                                "subject", Map.of("id", firm),
                                "context", "government-procurement",
                                "purpose", "资格审查",
                                "asOf", "2018-09-01"))
                .field("decisionId");
        Map<String, Object> subject = Map.of("id", firm, "name", "示例企业");
        Reply copy = service.post(path, key, Map.of("kind", "copy", "subject", subject, "documentNo", "示例申1号"));
        check("POST", path, copy);
        Reply explanation = service.post(
                path,
                key,
                Map.of("kind", "explanation", "subject", subject, "documentNo", "示例申2号", "decisionId", decision));
        check("POST", path, explanation);
        check("POST", path, service.post(path, key, "{}"));
        for (Reply request : List.of(copy, explanation)) {
            String one = path + "/" + request.field("id");
            check("GET", path + "/{id}/file", service.get(one + "/file", key));
            check("POST", path + "/{id}/decide", service.post(one + "/decide", key, "{\"result\": \"granted\"}"));
            check("POST", path + "/{id}/decide", service.post(one + "/decide", key, "{\"result\": \"granted\"}"));
            check("GET", path + "/{id}", service.get(one, key));
            Reply file = service.get(one + "/file", key);
            assertThat(file.status()).as("%s", file).isEqualTo(200);
            check("GET", path + "/{id}/file", file);
        }
        check("GET", path, service.get(path, key));
        String administrator = service.administrator();
        check("GET", "/api/v1/retention/plan", service.get("/api/v1/retention/plan?asOf=2026-01-01", administrator));
        check("POST", "/api/v1/retention/run", service.post("/api/v1/retention/run", administrator, "{}"));
    }

    private void check(String method, String path, Reply reply) {
        assertThat(description.differences(method, path, reply))
                .as("%s %s answered %s", method, path, reply)
                .isEmpty();
    }

    private static boolean hasSchema(Object media) {
        return ((Map<?, ?>) media).get("schema") instanceof Map<?, ?> schema && !schema.isEmpty();
    }

    private static boolean refuses(Description.Call call, String status) {
        return call.responses().get(status) instanceof Map<?, ?> response
                && response.get("content") instanceof Map<?, ?> content
                && content.containsKey("application/problem+json");
    }

    private static List<String> ids(Reply reply) {
        return reply.list("items").stream()
                .map(one -> ((Map<?, ?>) one).get("id").toString())
                .toList();
    }
}
