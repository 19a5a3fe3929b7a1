package org.jrp.server.publication;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jrp.json.JsonWriter;
import org.jrp.release.ReleaseFiles;
import org.jrp.server.ServerTest;
import org.jrp.server.whole.Ids;
import org.jrp.server.whole.Reply;
import org.jrp.server.whole.Service;
import org.jrp.server.whole.SignIn;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;

/** A draft from its beginning to the release that comes of it. */
@ServerTest(properties = "test=publication")
class DraftTest {

    private static final String DRAFTS = "/api/v1/drafts";
    private static final String SCENARIO = """
            - scenario: 新列入企业适用绿色通道
              given:
                subject: {kind: enterprise}
                entries:
                  - {list: 海关高级认证企业, from: 2018-08-01}
              when: {context: 行政许可, on: 2018-09-01}
              then:
                outcome: favoured
                because: {2016-2190-m01: 激励}
            """;

    @Autowired
    private Environment environment;

    private Service service;
    private String author;
    private String approver;

    @BeforeEach
    void people() {
        service = Service.of(environment);
        author = SignIn.person(Service.OFFICE, "编某", "policy-author", "policy-approver");
        approver = SignIn.person(Service.OFFICE, "审某", "policy-approver");
    }

    @Test
    void a_draft_begins_as_the_active_release_and_tells_what_was_changed() {
        String id = begin("绿色通道").field("id");

        Reply before = service.get(DRAFTS + "/" + id + "/files", approver);
        Reply text = file(id, Uploads.RULES);
        Reply written = write(id, Uploads.RULES, changed(), text.header("ETag"));
        Reply after = service.get(DRAFTS + "/" + id, service.auditor());

        assertThat(before.list("items"))
                .hasSizeGreaterThan(ReleaseFiles.shipped().paths().size());
        assertThat(before.text()).contains("scenarios/lifecycle.yaml").doesNotContain("\"changed\"");
        assertThat(text.field("text"))
                .isEqualTo(Uploads.text(ReleaseFiles.shipped().bytes(Uploads.RULES)));
        assertThat(written.status()).as("%s", written).isEqualTo(200);
        assertThat(written.field("state")).isEqualTo("changed");
        assertThat(written.header("ETag")).isEqualTo(written.field("etag"));
        assertThat(file(id, Uploads.RULES).field("text")).isEqualTo(changed());
        assertThat(after.list("changed")).isEqualTo(List.of(Uploads.RULES));
        assertThat(after.field("state")).isEqualTo("open");
        assertThat(service.get(DRAFTS, approver).text()).contains(id);
        assertThat(service.get(DRAFTS, service.officer()).status()).isEqualTo(403);

        Reply back = write(id, Uploads.RULES, text.field("text"), "*");

        assertThat(back.field("state")).isEqualTo("unchanged");
        assertThat(service.get(DRAFTS + "/" + id, author).list("changed")).isEmpty();
    }

    @Test
    void of_two_writers_the_second_does_not_overwrite_what_it_has_not_seen() {
        String id = begin("两人").field("id");
        String seen = file(id, Uploads.RULES).header("ETag");
        String other = SignIn.person(Service.OFFICE, "写某", "policy-author");

        Reply first = write(id, Uploads.RULES, changed(), seen);
        Reply second = put(path(id, Uploads.RULES), other, Map.of("text", "// 另一人\n"), "If-Match", seen);
        Reply blind = put(path(id, Uploads.RULES), other, Map.of("text", "// 另一人\n"));
        Reply removed = delete(path(id, Uploads.RULES), other, "If-Match", seen);

        assertThat(first.status()).isEqualTo(200);
        assertThat(second.status()).isEqualTo(412);
        assertThat(second.code()).isEqualTo("file-changed");
        assertThat(second.field("etag")).isEqualTo(first.field("etag"));
        assertThat(blind.status()).isEqualTo(428);
        assertThat(removed.status()).isEqualTo(412);
        assertThat(file(id, Uploads.RULES).field("text")).isEqualTo(changed());
    }

    @Test
    void only_texts_at_places_that_a_release_has_are_kept() {
        String id = begin("位置").field("id");

        assertThat(write(id, "rules/other/x.dslr", "x", null).code()).isEqualTo("unexpected-file");
        assertThat(write(id, "pom.xml", "x", null).code()).isEqualTo("unexpected-file");
        assertThat(write(id, "rules/memoranda/..x.dslr", "x", null).code()).isEqualTo("unexpected-file");
        assertThat(write(id, "scenarios/own.yaml", "a\u0000b", null).status()).isIn(400, 422);
        assertThat(write(id, "scenarios/own.yaml", "x".repeat((2 << 20) + 1), null)
                        .status())
                .isIn(400, 422);
        assertThat(write(id, "scenarios/own.yaml", "# " + Ids.citizen(61_900), null)
                        .code())
                .isEqualTo("personal-number");
        assertThat(write(id, "scenarios/自有.yaml", "# 中文\n", null).field("state"))
                .isEqualTo("added");
        assertThat(file(id, "scenarios/自有.yaml").field("text")).isEqualTo("# 中文\n");
        assertThat(delete(path(id, "scenarios/lifecycle.yaml"), author, "If-Match", "*")
                        .code())
                .isEqualTo("shipped-scenario");
        assertThat(delete(path(id, "scenarios/自有.yaml"), author, "If-Match", "*")
                        .status())
                .isEqualTo(200);
        assertThat(file(id, "scenarios/自有.yaml").status()).isEqualTo(404);
    }

    @Test
    void what_is_wrong_can_be_saved_is_told_with_its_place_and_cannot_be_submitted() {
        String id = begin("有误").field("id");
        String wrong = changed().replaceFirst("    - 业务场景为 行政许可、行政审批\n", "    - 业务场景为 行政许可、行政审判\n");

        Reply saved = write(id, Uploads.RULES, wrong, "*");
        Reply whole = service.post(DRAFTS + "/" + id + "/lint", approver, "{}");
        Reply refused = service.post(DRAFTS + "/" + id + "/submit", author, "{}");

        assertThat(saved.status()).isEqualTo(200);
        assertThat(whole.json().get("errors")).isEqualTo(1L);
        Map<?, ?> problem = (Map<?, ?>) whole.list("problems").get(0);
        assertThat(problem.get("file")).isEqualTo(Uploads.RULES);
        assertThat((Long) problem.get("line")).isPositive();
        assertThat((Map<?, ?>) problem.get("message")).hasSize(2);
        assertThat((Map<?, ?>) problem.get("mend")).hasSize(2);
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.code()).isEqualTo("invalid-release");
        assertThat(file(id, Uploads.RULES).field("text")).isEqualTo(wrong);
    }

    @Test
    void a_text_is_checked_while_it_is_typed_without_being_saved() {
        String id = begin("输入").field("id");
        Map<String, String> rules =
                Map.of("path", Uploads.RULES, "text", changed().replace("行政审批", "行政审判"));
        Map<String, String> scenario = Map.of("path", "scenarios/own.yaml", "text", "- scenario: x\n  wen: {}\n");
        String edition = "measure-catalogue/editions/2018-mingguang.yaml";
        Map<String, String> published =
                Map.of("path", edition, "text", file(id, edition).field("text") + "# x\n");

        Reply first = service.post(DRAFTS + "/" + id + "/lint", author, rules);
        long[] millis = IntStream.range(0, 9)
                .mapToLong(unused -> {
                    long start = System.nanoTime();
                    service.post(DRAFTS + "/" + id + "/lint", author, rules);
                    return (System.nanoTime() - start) / 1_000_000;
                })
                .sorted()
                .toArray();

        assertThat(first.json().get("errors")).as("%s", first).isNotEqualTo(0L);
        assertThat(((Map<?, ?>) first.list("problems").get(0)).get("file")).isEqualTo(Uploads.RULES);
        assertThat(service.post(DRAFTS + "/" + id + "/lint", author, scenario).list("problems"))
                .isNotEmpty();
        assertThat(service.post(DRAFTS + "/" + id + "/lint", author, published).text())
                .contains("published-edition-altered");
        assertThat(service.get(DRAFTS + "/" + id, author).list("changed")).isEmpty();
        System.out.println("LINT one file, milliseconds " + Arrays.toString(millis));
        assertThat(millis[4]).as("the median of %s", Arrays.toString(millis)).isLessThan(300);
    }

    @Test
    void scenarios_are_tried_on_a_draft_and_tell_expected_and_actual() {
        String id = begin("用例").field("id");
        write(id, Uploads.RULES, changed(), "*");

        Reply active = service.post("/api/v1/scenarios/run", author, Map.of("scenarios", SCENARIO));
        Reply draft = service.post("/api/v1/scenarios/run", approver, Map.of("draft", id, "scenarios", SCENARIO));
        Reply named = service.post(
                "/api/v1/scenarios/run",
                author,
                Map.of("draft", id, "names", List.of("scenarios/memoranda-2016-2190-customs-aeo.yaml")));
        Reply none = service.post("/api/v1/scenarios/run", author, Map.of("draft", id, "names", List.of("没有的用例")));
        Reply wrong = service.post("/api/v1/scenarios/run", author, Map.of("scenarios", "- scenario: 缺\n"));

        assertThat(active.json().get("passed")).as("%s", active).isEqualTo(1L);
        assertThat(draft.json().get("failed")).as("%s", draft).isEqualTo(1L);
        Map<?, ?> outcome = (Map<?, ?>) draft.list("scenarios").get(0);
        Map<?, ?> difference = (Map<?, ?>) ((List<?>) outcome.get("differences")).get(0);
        assertThat(difference.get("expected").toString()).isNotEmpty();
        assertThat(difference.get("key")).isEqualTo("because");
        assertThat(active.list("rules")).isNotEmpty();
        assertThat(((Map<?, ?>) active.list("rules").get(0)).get("rule")).isNotNull();
        assertThat((Long) named.json().get("passed")).as("%s", named).isGreaterThan(1);
        assertThat(none.code()).isEqualTo("no-scenario");
        assertThat(wrong.status()).isEqualTo(422);
        assertThat(wrong.list("problems")).isNotEmpty();
    }

    @Test
    void a_submitted_draft_is_a_release_that_none_of_its_writers_may_approve() {
        String id = begin("提交").field("id");
        String writer = SignIn.person(Service.OFFICE, "写某", "policy-author", "policy-approver");
        Reply written = put(
                path(id, Uploads.RULES),
                writer,
                Map.of("text", "// 提交\n" + changed()),
                "If-Match",
                file(id, Uploads.RULES).header("ETag"));

        Reply submitted = service.post(DRAFTS + "/" + id + "/submit", author, "{}");
        Reply again = service.post(DRAFTS + "/" + id + "/submit", author, "{}");

        assertThat(written.status()).isEqualTo(200);
        assertThat(submitted.status()).as("%s", submitted).isEqualTo(201);
        assertThat(submitted.field("state")).isEqualTo("draft");
        String hash = submitted.field("hash");
        Reply release = service.get("/api/v1/releases/" + hash, author);
        assertThat(((Map<?, ?>) release.json().get("author")).get("officer")).isEqualTo("编某");
        Map<?, ?> report = (Map<?, ?>) release.json().get("report");
        assertThat(((Map<?, ?>) report.get("mutation")).get("files")).isEqualTo(1L);
        assertThat((Long) ((Map<?, ?>) report.get("mutation")).get("tried")).isPositive();
        assertThat(report.get("speed").toString()).contains("fresh");
        assertThat(again.code()).isEqualTo("draft-ended");
        assertThat(service.get(DRAFTS + "/" + id, author).field("release")).isEqualTo(hash);
        assertThat(write(id, Uploads.RULES, "x", "*").status()).isEqualTo(409);
        assertThat(approve(hash, author)).isEqualTo(403);
        assertThat(approve(hash, writer)).isEqualTo(403);
        assertThat(approve(hash, approver)).isEqualTo(200);
    }

    @Test
    void an_ended_draft_can_still_be_read() {
        String id = begin("结束").field("id");
        write(id, Uploads.RULES, changed(), "*");

        Reply ended = delete(DRAFTS + "/" + id, author);

        assertThat(ended.field("state")).isEqualTo("ended");
        assertThat(file(id, Uploads.RULES).field("text")).isEqualTo(changed());
        assertThat(write(id, Uploads.RULES, "x", "*").code()).isEqualTo("draft-ended");
    }

    private Reply begin(String name) {
        Reply begun = service.post(DRAFTS, author, Map.of("name", name));
        assertThat(begun.status()).as("%s", begun).isEqualTo(201);
        return begun;
    }

    private Reply file(String id, String path) {
        return service.get(path(id, path), author);
    }

    private Reply write(String id, String path, String text, @org.jspecify.annotations.Nullable String known) {
        return known == null
                ? put(path(id, path), author, Map.of("text", text))
                : put(path(id, path), author, Map.of("text", text), "If-Match", known);
    }

    private Reply put(String path, String key, Map<String, ?> body, String... headers) {
        String[] all = Arrays.copyOf(headers, headers.length + 2);
        all[headers.length] = "Content-Type";
        all[headers.length + 1] = "application/json";
        return service.send("PUT", path, key, BodyPublishers.ofByteArray(JsonWriter.inOrder(body)), all);
    }

    private Reply delete(String path, String key, String... headers) {
        return service.send("DELETE", path, key, BodyPublishers.noBody(), headers);
    }

    private int approve(String hash, String person) {
        return service.post("/api/v1/releases/" + hash + "/approve", person, "{\"reason\": \"同意\"}")
                .status();
    }

    private static String changed() {
        return Uploads.text(Uploads.changed("draft").get(Uploads.RULES));
    }

    private static String path(String id, String file) {
        return DRAFTS + "/" + id + "/files/"
                + java.net.URLEncoder.encode(file, java.nio.charset.StandardCharsets.UTF_8)
                        .replace("%2F", "/");
    }
}
