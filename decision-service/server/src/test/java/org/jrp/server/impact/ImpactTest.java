package org.jrp.server.impact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jrp.decision.DecisionEngine;
import org.jrp.impact.Comparison;
import org.jrp.record.CanonicalDecision;
import org.jrp.release.Bundle;
import org.jrp.release.Release;
import org.jrp.release.ReleaseFiles;
import org.jrp.server.ServerTest;
import org.jrp.server.whole.Ids;
import org.jrp.server.whole.Reply;
import org.jrp.server.whole.Service;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A candidate that lacks one rule file, held against the release in use. */
@ServerTest(properties = "test=impact")
class ImpactTest {

    private static final String TODAY =
            LocalDate.now(ZoneId.of("Asia/Shanghai")).toString();
    private static final String DROPPED = "rules/memoranda/2016-1001-work-safety.dslr";

    private static final String CLAUSES = "measure-catalogue/instruments/2016-1001-work-safety.yaml";

    @Autowired
    Environment environment;

    @Autowired
    JdbcClient jdbc;

    Service service;
    ReleaseFiles candidate;

    @BeforeEach
    void meet() throws Exception {
        service = Service.of(environment);
        service.coverAll();
        Map<String, byte[]> files = new HashMap<>();
        ReleaseFiles shipped = ReleaseFiles.shipped();
        shipped.paths().forEach(path -> files.put(path, shipped.bytes(path)));
        String rules = new String(files.get(DROPPED), StandardCharsets.UTF_8);
        assertThat(rules).contains("政府采购");
        files.put(DROPPED, without(rules, "政府采购").getBytes(StandardCharsets.UTF_8));
        String clauses = new String(files.get(CLAUSES), StandardCharsets.UTF_8);
        int clause = clauses.indexOf("encoded: true", clauses.indexOf("2016-1001-work-safety-m21"));
        files.put(
                CLAUSES,
                (clauses.substring(0, clause) + "encoded: false\n    notEncodedBecause: 试行停用。"
                                + clauses.substring(clause + "encoded: true".length()))
                        .getBytes(StandardCharsets.UTF_8));
        candidate = ReleaseFiles.of(files);
    }

    @Test
    void every_question_that_comes_out_otherwise_is_named_with_the_rule_and_no_other() {
        assertThat(candidate.hash()).isNotEqualTo(ReleaseFiles.shipped().hash());
        jdbc.sql("insert into release (hash, bundle, origin) values (?, ?, 'uploaded') on conflict do nothing")
                .params(candidate.hash(), Bundle.bytes(candidate, signingKey(environment)))
                .update();
        List<String> lists =
                List.of("judgment-defaulter", "tax-credit-a", "work-safety-dishonest", "abnormal-operation");
        for (int i = 0; i < 12; i++) {
            service.list("impact-" + i, Ids.enterprise(63_000 + i), lists.get(i % 4), "2018-03-01");
        }
        for (int i = 0; i < 60; i++) {
            Reply decided = service.post(
                    "/api/v1/decisions",
                    service.officer(),
                    Map.of(
                            "subject", Map.of("id", Ids.enterprise(63_000 + i % 15)),
                            "context",
                                    List.of("government-procurement", "bidding", "award-selection")
                                            .get(i % 3),
                            "purpose", "资格审查",
                            "asOf", List.of("2018-09-01", "2026-01-05").get(i % 2)));
            assertThat(decided.status()).as("%s", decided).isEqualTo(201);
        }

        Reply asked = service.post(
                "/api/v1/releases/" + candidate.hash() + "/impact",
                service.key("policy-author"),
                Map.of("over", "decisions", "from", TODAY, "to", TODAY));
        assertThat(asked.status()).as("%s", asked).isEqualTo(202);
        Reply done = finished(asked.field("impactId"));

        Map<String, Comparison> expected = bruteForce();
        assertThat(expected).isNotEmpty();
        assertThat(done.field("done")).isEqualTo(done.field("total"));
        List<Map<?, ?>> cases = cases(asked.field("impactId"));
        assertThat(cases).hasSameSizeAs(expected.keySet());
        for (Map<?, ?> one : cases) {
            Comparison other = expected.get((String) one.get("decisionId"));
            assertThat(other).isNotNull();
            assertThat(one.get("kind")).isEqualTo(other.kind());
            assertThat(new TreeSet<>(texts(one, "removed"))).isEqualTo(new TreeSet<>(other.removed()));
            assertThat(texts(one, "rulesRemoved")).containsExactlyElementsOf(other.rulesRemoved());
            assertThat((List<?>) one.get("groundsRemoved"))
                    .anySatisfy(ground ->
                            assertThat(((Map<?, ?>) ground).get("provision")).isEqualTo("2016-1001-work-safety-m21"));
            assertThat(texts(one, "rulesRemoved"))
                    .isNotEmpty()
                    .allSatisfy(rule -> assertThat(rule).startsWith("2016-1001-m21"));
            assertThat((String) one.get("subject")).startsWith("91349999");
        }
        assertThat(done.list("contexts"))
                .anySatisfy(count -> assertThat(((Map<?, ?>) count).get("word")).isEqualTo("government-procurement"));

        assertThat(done.list("rules"))
                .allSatisfy(count ->
                        assertThat((String) ((Map<?, ?>) count).get("word")).startsWith("2016-1001-m21"))
                .isNotEmpty();
        String table = service.get(
                        "/api/v1/impacts/" + asked.field("impactId") + "/cases?format=csv", service.auditor())
                .text();
        assertThat(table.lines()).hasSize(cases.size() + 1);
        assertThat(table).contains("2016-1001-work-safety-m21 ").doesNotContain(Ids.enterprise(63_002));
        Reply listed =
                service.get("/api/v1/impacts?limit=1&release=" + candidate.hash(), service.key("policy-approver"));
        assertThat(listed.list("items")).hasSize(1);
        assertThat(((Map<?, ?>) listed.list("items").get(0)).get("impactId")).isEqualTo(asked.field("impactId"));
        assertThat(service.post(
                                "/api/v1/impacts/" + asked.field("impactId") + "/cancel",
                                service.key("policy-author"),
                                Map.of())
                        .code())
                .isEqualTo("already-over");

        Reply subjects = service.post(
                "/api/v1/releases/" + candidate.hash() + "/impact",
                service.key("policy-author"),
                Map.of("over", "subjects"));
        assertThat(finished(subjects.field("impactId")).field("done")).isEqualTo("12");
        assertThat(cases(subjects.field("impactId")))
                .isNotEmpty()
                .allSatisfy(one -> assertThat((String) one.get("entryId")).startsWith("impact-"));
    }

    @Test
    void a_release_against_itself_changes_nothing_and_an_unknown_one_is_refused() {
        String hash = ReleaseFiles.shipped().hash();
        Reply asked = service.post(
                "/api/v1/releases/" + hash + "/impact",
                service.key("policy-approver"),
                Map.of("over", "subjects", "against", hash));
        assertThat(finished(asked.field("impactId")).list("kinds")).isEmpty();

        assertThat(service.post(
                                "/api/v1/releases/sha256:00/impact",
                                service.key("policy-author"),
                                Map.of("over", "subjects"))
                        .code())
                .isEqualTo("unknown-release");
        assertThat(service.post(
                                "/api/v1/releases/" + hash + "/impact",
                                service.key("policy-author"),
                                Map.of("over", "decisions", "from", "2026-02-01", "to", "2026-01-01"))
                        .status())
                .isEqualTo(422);
    }

    /** The file without the rules that speak of that. */
    private static String without(String rules, String word) {
        StringBuilder kept = new StringBuilder();
        for (String rule : rules.split("(?m)(?=^规则 )")) {
            if (!rule.startsWith("规则 ") || !rule.lines().findFirst().orElse("").contains(word)) {
                kept.append(rule);
            }
        }
        return kept.toString();
    }

    static java.security.PrivateKey signingKey(Environment environment) {
        try {
            Map<?, ?> keys = (Map<?, ?>) org.jrp.json.Json.read(java.nio.file.Files.readAllBytes(
                    java.nio.file.Path.of(environment.getRequiredProperty("jrp.data"), "release-signing.key")));
            return java.security.KeyFactory.getInstance("Ed25519")
                    .generatePrivate(new java.security.spec.PKCS8EncodedKeySpec(
                            java.util.Base64.getDecoder().decode((String) keys.get("private"))));
        } catch (java.io.IOException | java.security.GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Every recorded case put to both releases, without memo. */
    private Map<String, Comparison> bruteForce() {
        DecisionEngine before = DecisionEngine.withoutMemo(Release.of(ReleaseFiles.shipped()));
        DecisionEngine after = DecisionEngine.withoutMemo(Release.of(candidate));
        Map<String, Comparison> found = new HashMap<>();
        jdbc.sql("select id::text, canonical from decision")
                .query((row, number) -> Map.entry(row.getString(1), row.getBytes(2)))
                .list()
                .forEach(row -> {
                    var file = CanonicalDecision.read(row.getValue()).caseFile();
                    Optional<Comparison> one = Comparison.of(before.decide(file), after.decide(file));
                    one.ifPresent(it -> found.put(row.getKey(), it));
                });
        before.release().close();
        after.release().close();
        return found;
    }

    private Reply finished(String id) {
        String path = "/api/v1/impacts/" + id;
        await().atMost(Duration.ofSeconds(60))
                .until(() -> Set.of("done", "failed")
                        .contains(
                                service.get(path, service.key("policy-author")).field("state")));
        Reply done = service.get(path, service.key("policy-author"));
        assertThat(done.field("state")).as("%s", done).isEqualTo("done");
        return done;
    }

    private List<Map<?, ?>> cases(String id) {
        List<Map<?, ?>> all = new ArrayList<>();
        String cursor = "";
        while (cursor != null) {
            Reply page = service.get(
                    "/api/v1/impacts/" + id + "/cases?limit=7" + (cursor.isEmpty() ? "" : "&cursor=" + cursor),
                    service.auditor());
            page.list("items").forEach(one -> all.add((Map<?, ?>) one));
            cursor = (String) page.json().get("cursor");
        }
        return all;
    }

    private static List<String> texts(Map<?, ?> one, String field) {
        return ((List<?>) one.get(field)).stream().map(String::valueOf).toList();
    }
}
