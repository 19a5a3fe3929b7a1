package org.jrp.server.publication;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.jrp.json.Json;
import org.jrp.release.Bundle;
import org.jrp.release.ReleaseFiles;
import org.jrp.server.ServerTest;
import org.jrp.server.whole.Ids;
import org.jrp.server.whole.Reply;
import org.jrp.server.whole.Service;
import org.jrp.server.whole.SignIn;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** A release on its way from an upload to deciding, and back. */
@ServerTest(properties = "test=publication")
class PublicationTest {

    private static final String SHIPPED = ReleaseFiles.shipped().hash();
    private static final int LISTED = 61_001;
    private static final String ZIP = "application/zip";
    private static final int SWITCHES = 100;
    private static final int CLIENTS = 4;

    private static boolean prepared;

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
        if (!prepared) {
            service.coverAll();
            service.list("publication-1", Ids.enterprise(LISTED), "customs-aeo-advanced", "2018-08-01");
            prepared = true;
        }
    }

    @AfterEach
    void shipped_again() {
        if (!active().equals(SHIPPED)) {
            assertThat(post(SHIPPED + "/activate", approver, "{}").status()).isEqualTo(200);
        }
    }

    @Test
    void an_upload_is_checked_reported_and_kept_as_a_draft() {
        Map<String, byte[]> files = Uploads.changed("upload");
        files.put("scenarios/own.yaml", Uploads.bytes("""
                - scenario: 新列入企业不适用绿色通道
                  given:
                    subject: {kind: enterprise}
                    entries:
                      - {list: 海关高级认证企业, from: 2018-08-01}
                  when: {context: 行政许可, on: 2018-09-01}
                  then:
                    outcome: favoured
                    notBecause: [2016-2190-m01]
                """));

        Reply stored = upload(files);
        Reply again = upload(files);

        assertThat(stored.status()).as("%s", stored).isEqualTo(201);
        Map<?, ?> report = (Map<?, ?>) stored.json().get("report");
        assertThat((Map<?, ?>) report.get("changes"))
                .isEqualTo(Map.of("added", List.of(), "changed", List.of(Uploads.RULES), "removed", List.of()));
        assertThat(((Map<?, ?>) report.get("scenarios")).get("own")).isEqualTo(1L);
        assertThat(((Map<?, ?>) report.get("coverage")).get("percent")).isEqualTo(100L);
        assertThat(report.get("against")).isEqualTo(SHIPPED);
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.json().get("report")).isEqualTo(report);
        String hash = stored.field("hash");
        Reply seen = service.get("/api/v1/releases/" + hash, author);
        assertThat(seen.field("state")).isEqualTo("draft");
        assertThat(((Map<?, ?>) seen.json().get("author")).get("officer")).isEqualTo("编某");
        assertThat(service.get("/api/v1/releases/" + hash, service.officer()).status())
                .as("drafts are not for everybody")
                .isEqualTo(404);
        assertThat(active()).isEqualTo(SHIPPED);
    }

    @Test
    void what_is_wrong_is_told_with_its_place_and_how_to_mend_it() {
        Map<String, byte[]> wrong =
                Uploads.with(Uploads.shipped(), Uploads.RULES, "    - 业务场景为 行政许可、行政审批\n", "    - 业务场景为 行政许可、行政审判\n");

        Reply refused = upload(wrong);

        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.code()).isEqualTo("invalid-release");
        Map<?, ?> problem = (Map<?, ?>) refused.list("problems").get(0);
        assertThat(problem.get("file")).isEqualTo(Uploads.RULES);
        assertThat((Long) problem.get("line")).isPositive();
        assertThat((Map<?, ?>) problem.get("message")).hasSize(2);
        assertThat((Map<?, ?>) problem.get("mend")).hasSize(2);
        assertThat(service.get("/api/v1/releases/" + ReleaseFiles.of(wrong).hash(), author)
                        .status())
                .as("nothing is stored")
                .isEqualTo(404);
    }

    @Test
    void a_failed_scenario_is_a_problem_of_the_release() {
        Map<String, byte[]> files =
                Uploads.with(Uploads.changed("scenario"), Uploads.RULES, "    - 列入已满 3 个月\n", "    - 列入已满 9 年\n");

        Reply refused = upload(files);

        assertThat(refused.status()).isEqualTo(422);
        Map<?, ?> problem = (Map<?, ?>) refused.list("problems").get(0);
        assertThat(problem.get("code")).isEqualTo("scenario-failed");
        assertThat(problem.get("file").toString()).startsWith("scenarios/");
        assertThat((Long) problem.get("line")).isPositive();
    }

    @Test
    void a_published_edition_is_never_altered() {
        String path = "measure-catalogue/editions/2018-mingguang.yaml";
        Map<String, byte[]> altered =
                Uploads.with(Uploads.shipped(), path, "publishedAt: 2018-07-01", "publishedAt: 2018-07-02");

        Reply refused = upload(altered);

        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.list("problems")).anySatisfy(one -> {
            Map<?, ?> problem = (Map<?, ?>) one;
            assertThat(problem.get("code")).isEqualTo("published-edition-altered");
            assertThat(problem.get("file")).isEqualTo(path);
            assertThat(problem.get("line")).isEqualTo(10L);
        });
    }

    @Test
    void only_a_zip_of_a_releases_files_is_taken() {
        Map<String, byte[]> outside = new TreeMap<>(Uploads.shipped());
        outside.put("rules/memoranda/../../etc/passwd", new byte[0]);
        Map<String, byte[]> bomb = new TreeMap<>(Uploads.shipped());
        bomb.put("measure-catalogue/bomb.yaml", new byte[9 << 20]);
        Map<String, byte[]> lacking = new TreeMap<>(Uploads.shipped());
        lacking.keySet().removeIf(path -> path.startsWith("rules/"));

        assertThat(problem(upload(outside))).isEqualTo("unexpected-file");
        assertThat(problem(upload(bomb))).isEqualTo("too-large");
        assertThat(problem(upload(lacking))).isEqualTo("missing-folder");
        assertThat(problem(service.post("/api/v1/releases", author, ZIP, Uploads.bytes("no zip"))))
                .isEqualTo("not-a-zip");
        assertThat(problem(service.post("/api/v1/releases", author, ZIP, new byte[0])))
                .isEqualTo("not-a-zip");
        assertThat(problem(service.post(
                        "/api/v1/releases", author, ZIP, Arrays.copyOf(Uploads.zip(Uploads.shipped()), 20_000))))
                .isEqualTo("not-a-zip");
        assertThat(service.post("/api/v1/releases", author, ZIP, new byte[21 << 20])
                        .status())
                .isEqualTo(413);
    }

    @Test
    void a_zip_of_a_git_folder_is_taken_and_what_is_beside_the_rules_is_left_alone() {
        Map<String, byte[]> folder = new TreeMap<>();
        Uploads.changed("git").forEach((path, bytes) -> folder.put("rules-2018/" + path, bytes));
        folder.put("rules-2018/.git/HEAD", Uploads.bytes("ref: refs/heads/main"));
        folder.put("rules-2018/.git/objects/ab/cd", new byte[100]);
        folder.put("rules-2018/.gitignore", Uploads.bytes("*.bak"));
        folder.put("rules-2018/README.md", Uploads.bytes("说明"));
        Map<String, byte[]> strange = new TreeMap<>(folder);
        strange.put("rules-2018/run.sh", new byte[0]);
        Map<String, byte[]> outside = new TreeMap<>(folder);
        outside.put("rules/memoranda/x.dslr", new byte[0]);

        Reply stored = upload(folder);

        assertThat(stored.status()).as("%s", stored).isEqualTo(201);
        assertThat(stored.field("hash"))
                .isEqualTo(ReleaseFiles.of(Uploads.changed("git")).hash());
        assertThat(((Map<?, ?>) stored.json().get("report")).get("ignored"))
                .isEqualTo(List.of(".git/", ".gitignore", "README.md"));
        assertThat(problem(upload(strange))).isEqualTo("unexpected-file");
        assertThat(problem(upload(outside))).isEqualTo("unexpected-file");
    }

    @Test
    void a_second_person_approves_and_the_approval_is_signed() throws Exception {
        String hash = draft("approval");

        assertThat(post(hash + "/activate", approver, "{}").code()).isEqualTo("not-approved");
        assertThat(post(hash + "/approve", author, "{\"reason\": \"同意\"}").code())
                .isEqualTo("second-person-required");
        assertThat(post(
                                hash + "/approve",
                                SignIn.person(Service.FINANCE, "编某", "policy-approver"),
                                "{\"reason\": \"同意\"}")
                        .status())
                .isEqualTo(403);
        assertThat(post(hash + "/approve", service.officer(), "{\"reason\": \"同意\"}")
                        .status())
                .isEqualTo(403);
        assertThat(post(hash + "/approve", approver, "{}").status()).isEqualTo(422);
        Reply comment = post(
                hash + "/comments",
                approver,
                "{\"text\": \"请核对\", \"file\": \"%s\", \"line\": 9}".formatted(Uploads.RULES));
        Reply approved = post(hash + "/approve", approver, "{\"reason\": \"符合文件\"}");

        assertThat(comment.status()).isEqualTo(201);
        assertThat(service.get("/api/v1/releases/" + hash + "/comments", author).list("items"))
                .hasSize(1);
        assertThat(approved.status()).as("%s", approved).isEqualTo(200);
        assertThat(approved.field("state")).isEqualTo("approved");
        Map<?, ?> approval = (Map<?, ?>) approved.json().get("approval");
        byte[] statement = Base64.getDecoder().decode(approval.get("statement").toString());
        Map<?, ?> said = (Map<?, ?>) Json.read(statement);
        assertThat(said.get("release")).isEqualTo(hash);
        assertThat(((Map<?, ?>) said.get("author")).get("officer")).isEqualTo("编某");
        assertThat(((Map<?, ?>) said.get("approver")).get("officer")).isEqualTo("审某");
        Signature signature = Signature.getInstance("Ed25519");
        signature.initVerify(publicKey());
        signature.update(statement);
        assertThat(signature.verify(
                        Base64.getDecoder().decode(approval.get("signature").toString())))
                .isTrue();
        assertThat(post(hash + "/approve", approver, "{\"reason\": \"符合文件\"}").code())
                .isEqualTo("already-approved");
    }

    @Test
    void an_activated_release_decides_and_a_rollback_takes_it_back() {
        String before = check().field("decisionId");
        byte[] record = record(before);
        String hash = approved("activation");

        Reply done = post(hash + "/activate", approver, "{\"reason\": \"按通知执行\"}", "Idempotency-Key", "activate-1");
        Reply repeated = post(hash + "/activate", approver, "{\"reason\": \"按通知执行\"}", "Idempotency-Key", "activate-1");
        Reply now = check();

        assertThat(done.status()).as("%s", done).isEqualTo(200);
        assertThat(done.field("state")).isEqualTo("done");
        assertThat(repeated.field("id")).isEqualTo(done.field("id"));
        assertThat(now.field("release")).isEqualTo(hash);
        assertThat(green(now)).isFalse();
        assertThat(record(before)).isEqualTo(record);
        Reply old = service.get("/api/v1/decisions/" + before, service.officer());
        assertThat(green(old)).isTrue();
        assertThat(old.field("release")).isEqualTo(SHIPPED);
        assertThat(service.get("/api/v1/nodes", author).text()).contains("\"release\":\"" + hash + "\"");
        assertThat(service.get("/api/v1/releases/" + hash, service.officer()).field("state"))
                .isEqualTo("active");
        assertThat(post(hash + "/activate", approver, "{}").code()).isEqualTo("already-active");

        Reply back = service.post("/api/v1/releases/rollback", approver, "{\"reason\": \"结果有误\"}");

        assertThat(back.status()).as("%s", back).isEqualTo(200);
        assertThat(check().field("release")).isEqualTo(SHIPPED);
        assertThat(green(check())).isTrue();
        assertThat(service.get("/api/v1/releases/" + hash, author).field("state"))
                .isEqualTo("superseded");
    }

    @Test
    void an_activation_waits_for_its_time_and_can_be_called_off() {
        String hash = approved("time");
        String later = approved("called-off");
        Instant at = Instant.now().plusSeconds(4);

        Reply planned = post(hash + "/activate", approver, "{\"at\": \"%s\"}".formatted(at));
        Reply second = post(later + "/activate", approver, "{\"at\": \"%s\"}".formatted(at.plusSeconds(3_600)));

        assertThat(planned.status()).isEqualTo(202);
        assertThat(planned.field("state")).isEqualTo("planned");
        assertThat(active()).isEqualTo(SHIPPED);
        assertThat(post(hash + "/activate", approver, "{}").code()).isEqualTo("already-planned");
        assertThat(second.status()).isEqualTo(202);
        assertThat(post(later + "/cancel", approver, "{\"reason\": \"改期\"}").field("state"))
                .isEqualTo("cancelled");
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> active().equals(hash));
        assertThat(Instant.now()).isAfterOrEqualTo(at);
        assertThat(service.get("/api/v1/releases/" + hash, author).text()).contains("\"activatedBy\":\"审某\"");
    }

    @Test
    void a_changed_bundle_is_refused_and_the_last_good_release_stays() {
        String hash = approved("byte");
        JdbcClient owner = owner();
        owner.sql("alter table release disable trigger never_changed").update();
        owner.sql(
                        "update release set bundle = set_byte(bundle, 3000, (get_byte(bundle, 3000) + 1) % 256) where hash = ?")
                .param(hash)
                .update();
        owner.sql("alter table release enable trigger never_changed").update();

        Reply refused = post(hash + "/activate", approver, "{}");

        assertThat(refused.status()).as("%s", refused).isEqualTo(409);
        assertThat(refused.code()).isEqualTo("release-not-activated");
        assertThat(check().field("release")).isEqualTo(SHIPPED);
        assertThat(service.get("/api/v1/releases/" + hash + "/bundle", author).code())
                .isEqualTo("release-damaged");
        assertThat(service.get("/api/v1/nodes", author).text()).contains("errorAt\":\"20");
    }

    @Test
    void one_that_nobody_approved_decides_nowhere_even_by_the_database() {
        String hash = draft("forced");
        owner().sql("insert into release_activation (release, activated_by) values (?, 'nobody')")
                .param(hash)
                .update();
        owner().sql("update epoch set release = release + 1").update();

        Reply answer = check();

        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.field("release")).isEqualTo(SHIPPED);
        Awaitility.await()
                .atMost(Duration.ofSeconds(5))
                .until(() -> service.get("/api/v1/nodes", author).text().contains("No approval of that release"));
        assertThat(post(SHIPPED + "/activate", approver, "{}").status()).isEqualTo(200);
    }

    @Test
    void embedders_fetch_the_signed_bundle_once_and_wait_for_the_next() throws Exception {
        String hash = approved("bundle");

        Reply bundle = service.get("/api/v1/releases/" + hash + "/bundle", author);
        Reply same =
                service.get("/api/v1/releases/" + hash + "/bundle", author, "If-None-Match", bundle.header("ETag"));
        Reply current = service.get("/api/v1/releases/current", service.officer());
        CompletableFuture<Reply> next = CompletableFuture.supplyAsync(() -> service.get(
                "/api/v1/releases/current?wait=30", service.officer(), "If-None-Match", current.header("ETag")));
        post(hash + "/activate", approver, "{}");

        assertThat(Bundle.read("bundle", new ByteArrayInputStream(bundle.body()), List.of(publicKey()))
                        .hash())
                .isEqualTo(hash);
        assertThat(same.status()).isEqualTo(304);
        assertThat(current.field("hash")).isEqualTo(SHIPPED);
        assertThat(next.get().field("hash")).isEqualTo(hash);
        assertThat(service.get(
                                "/api/v1/releases/current?wait=1",
                                author,
                                "If-None-Match",
                                next.get().header("ETag"))
                        .status())
                .isEqualTo(304);
    }

    @Test
    void under_load_every_answer_is_of_one_release_and_none_fails() throws Exception {
        String changed = approved("load");
        AtomicBoolean over = new AtomicBoolean();
        AtomicInteger answers = new AtomicInteger();
        Map<String, AtomicInteger> by = Map.of(SHIPPED, new AtomicInteger(), changed, new AtomicInteger());
        ConcurrentLinkedQueue<String> wrong = new ConcurrentLinkedQueue<>();
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        List<Future<?>> running = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            running.add(clients.submit(() -> {
                while (!over.get()) {
                    Reply reply = check();
                    answers.incrementAndGet();
                    boolean green = reply.status() == 201 && green(reply);
                    if (reply.status() != 201 || green != reply.field("release").equals(SHIPPED)) {
                        wrong.add(reply.toString());
                    } else {
                        by.get(reply.field("release")).incrementAndGet();
                    }
                }
            }));
        }
        long start = System.nanoTime();
        for (int i = 0; i < SWITCHES; i++) {
            Reply reply = i % 2 == 0
                    ? post(changed + "/activate", approver, "{}")
                    : service.post("/api/v1/releases/rollback", approver, "{\"reason\": \"演练\"}");
            assertThat(reply.status()).as("%s", reply).isEqualTo(200);
            assertThat(check().field("release")).isEqualTo(i % 2 == 0 ? changed : SHIPPED);
        }
        long millis = (System.nanoTime() - start) / 1_000_000;
        over.set(true);
        for (Future<?> one : running) {
            one.get();
        }
        clients.shutdown();

        System.out.println("SWITCHES " + SWITCHES + " in " + millis + " ms, answers " + answers + ", by " + by);
        assertThat(wrong).isEmpty();
        assertThat(by.values()).allSatisfy(count -> assertThat(count.get()).isPositive());
    }

    private Reply upload(Map<String, byte[]> files) {
        return service.post("/api/v1/releases", author, ZIP, Uploads.zip(files));
    }

    private String draft(String variant) {
        Reply stored = upload(Uploads.changed(variant));
        assertThat(stored.status() / 100).as("%s", stored).isEqualTo(2);
        return stored.field("hash");
    }

    private String approved(String variant) {
        String hash = draft(variant);
        Reply approved = post(hash + "/approve", approver, "{\"reason\": \"符合文件\"}");
        assertThat(approved.status()).as("%s", approved).isEqualTo(200);
        return hash;
    }

    private Reply post(String path, String key, String body, String... headers) {
        return service.post("/api/v1/releases/" + path, key, body, headers);
    }

    private Reply check() {
        return service.post(
                "/api/v1/decisions",
                service.officer(),
                Map.of(
                        "subject", Map.of("id", Ids.enterprise(LISTED)),
                        "context", "administrative-licensing",
                        "purpose", "许可审查",
                        "asOf", "2018-09-01"));
    }

    private static boolean green(Reply decision) {
        return decision.list("measures").stream()
                .anyMatch(one -> Uploads.MEASURE.equals(((Map<?, ?>) one).get("code")));
    }

    private byte[] record(String decision) {
        return owner().sql("select canonical from decision where id = ?::uuid")
                .param(decision)
                .query(byte[].class)
                .single();
    }

    private String active() {
        return service.get("/api/v1/releases/current", author).field("hash");
    }

    private PublicKey publicKey() throws Exception {
        String pem = service.get("/api/v1/releases/key", author).field("publicKey");
        byte[] encoded = Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", ""));
        return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
    }

    private JdbcClient owner() {
        return JdbcClient.create(new DriverManagerDataSource(
                environment.getRequiredProperty("jrp.database.url"),
                environment.getRequiredProperty("jrp.database.owner-username"),
                environment.getRequiredProperty("jrp.database.owner-password")));
    }

    private static String problem(Reply refused) {
        assertThat(refused.status()).as("%s", refused).isEqualTo(422);
        return ((Map<?, ?>) refused.list("problems").get(0)).get("code").toString();
    }
}
