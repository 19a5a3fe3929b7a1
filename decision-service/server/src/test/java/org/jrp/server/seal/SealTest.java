package org.jrp.server.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.jrp.seal.Checkpoint;
import org.jrp.seal.MerkleTree;
import org.jrp.seal.VerifierKey;
import org.jrp.server.ServerTest;
import org.jrp.server.whole.Ids;
import org.jrp.server.whole.Reply;
import org.jrp.server.whole.Service;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;

@ServerTest(properties = "test=seal")
class SealTest {

    private static final Duration SOON = Duration.ofSeconds(20);

    @Autowired
    private Environment environment;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private DataSource source;

    @Autowired
    private Sealer sealer;

    private Service service;

    @BeforeEach
    void begin() {
        service = Service.of(environment);
        service.coverAll();
    }

    @Test
    void a_decision_is_proved_to_stand_in_the_log_within_seconds() {
        String id = decide(Ids.enterprise(1));
        service.grant(
                "tax-bureau",
                "{\"contexts\": [\"bidding\"], \"requestsPerMinute\": 1000, \"subjectsPerDay\": 1000, \"place\": \"341182\"}");

        Map<?, ?> proof = proof(id);

        verify(proof);
        Map<?, ?> leaf = (Map<?, ?>) proof.get("leaf");
        assertThat(leaf.get("key")).isEqualTo(id);
        assertThat(leaf.get("matches")).isEqualTo(true);
        assertThat(service.get("/api/v1/decisions/" + id + "/proof", service.auditor())
                        .status())
                .isEqualTo(200);
        assertThat(service.get("/api/v1/decisions/" + UUID.randomUUID() + "/proof", service.auditor())
                        .status())
                .isEqualTo(404);
        assertThat(service.get("/api/v1/decisions/" + id + "/proof", service.key("tax-bureau", "officer"))
                        .status())
                .isEqualTo(404);
    }

    @Test
    void concurrent_writers_are_all_sealed_and_each_log_continues_the_one_before() throws Exception {
        Reply before = service.get("/api/v1/seals/latest", service.officer());
        List<String> ids = new ArrayList<>();
        ExecutorService writers = Executors.newFixedThreadPool(6);
        try {
            List<Future<List<String>>> running = new ArrayList<>();
            for (int w = 0; w < 6; w++) {
                int first = 100 + w * 40;
                running.add(writers.submit(() -> {
                    List<String> made = new ArrayList<>();
                    for (int i = 0; i < 40; i++) {
                        made.add(decide(Ids.enterprise(first + i)));
                    }
                    return made;
                }));
            }
            for (Future<List<String>> one : running) {
                ids.addAll(one.get());
            }
        } finally {
            writers.shutdownNow();
        }

        await().atMost(SOON)
                .untilAsserted(
                        () -> assertThat(unsealed("decision", "id::text")).isZero());

        Reply after = service.get("/api/v1/seals/latest", service.officer());
        long from = before.status() == 404 ? 0 : (Long) before.json().get("size");
        long to = (Long) after.json().get("size");
        assertThat(to).isGreaterThanOrEqualTo(from + ids.size());
        Map<?, ?> consistency = service.get("/api/v1/seals/consistency?from=" + from + "&to=" + to, service.officer())
                .json();
        assertThat(MerkleTree.consistent(
                        from,
                        to,
                        bytes(consistency.get("fromRoot")),
                        bytes(consistency.get("toRoot")),
                        path(consistency.get("proof"))))
                .isTrue();
        if (from > 0) {
            assertThat(consistency.get("fromRoot")).isEqualTo(before.json().get("root"));
        }
        assertThat(consistency.get("toRoot")).isEqualTo(after.json().get("root"));
        for (String id : ids.subList(0, 20)) {
            verify(proof(id));
        }
    }

    @Test
    void rows_of_every_kind_are_sealed_even_where_they_are_committed_late() throws Exception {
        String early = decide(Ids.enterprise(2));
        String feedback = UUID.randomUUID().toString();
        try (Connection slow = source.getConnection()) {
            slow.setAutoCommit(false);
            run(
                    slow,
                    "insert into confirmation (decision, measure, officer, department, credential, recorded_at)"
                            + " values ('" + early
                            + "', 'm', '王某', 'finance-bureau', 'k', now() - interval '3 seconds')");
            run(
                    slow,
                    "insert into feedback (id, decision, entry_id, list, subject, measure, kind, edition, rules, department,"
                            + " credential, officer, handling, handled_at, shared, version, needs_confirmation, amount)"
                            + " values (uuid_at(now()), '" + early
                            + "', 'e', 'l', '\\x01', 'm', 'sanction', 'x', '{a,b}', 'finance-bureau',"
                            + " 'k', '王某', 'carried-out', '2026-11-26', true, 1, false, 12.50)");
            run(
                    slow,
                    "insert into feedback_event (feedback, type, department, credential) values ('" + feedback
                            + "', 'confirmed', 'finance-bureau', 'k')");
            run(
                    slow,
                    "insert into exemption (id, department, subject, key_version, personal, measure, valid_from, valid_to, author,"
                            + " reason, credential) values (uuid_at(now()), 'finance-bureau', '\\x01', 1, '\\x02', 'm', '2026-01-01',"
                            + " '2026-02-01', '王某', '理由', 'k')");
            run(
                    slow,
                    "insert into exemption_end (exemption, ended_on, reason, officer, credential) values ('" + feedback
                            + "', '2026-01-15', '理由', '王某', 'k')");
            run(
                    slow,
                    "insert into listing_event (listing, seq, subject, type, at, changes, previous_hash, hash, recorded_at)"
                            + " values (987654, 1, '\\x01', 'published', '2026-01-01', '{\"a\": \"b\"}', '\\x00', '\\x01', clock_timestamp())");
            String later = decide(Ids.enterprise(3));
            verify(proof(later));
            assertThat(unsealed("confirmation", "decision || '/' || measure")).isZero();

            slow.commit();
        }

        await().atMost(SOON).untilAsserted(() -> {
            assertThat(unsealed("confirmation", "decision || '/' || measure")).isZero();
            assertThat(unsealed("feedback", "id::text")).isZero();
            assertThat(unsealed("feedback_event", "feedback || '/' || type")).isZero();
            assertThat(unsealed("exemption", "id::text")).isZero();
            assertThat(unsealed("exemption_end", "exemption::text")).isZero();
            assertThat(unsealed("listing_event", "listing || '/' || seq")).isZero();
            assertThat(unsealed("release_activation", "seq::text")).isZero();
            assertThat(unsealed("access_log", "id::text")).isZero();
        });
        assertThat(jdbc.sql("select count(distinct kind) from seal_leaf")
                        .query(Long.class)
                        .single())
                .isGreaterThanOrEqualTo(8);
        verify(proof(early));
    }

    @Test
    void what_is_older_than_any_window_is_found_by_the_sweep() throws Exception {
        String old = "018bcfe5-6800-7000-8000-000000000001";
        try (Connection connection = source.getConnection()) {
            run(
                    connection,
                    "insert into access_log (id, department, credential, action, outcome) values ('" + old
                            + "', 'finance-bureau', 'k', 'read', 'found')");
        }

        await().atMost(SOON).until(sealer::sealAll);

        assertThat(jdbc.sql("select count(*) from seal_leaf where kind = 'access-log' and key = ?")
                        .param(old)
                        .query(Long.class)
                        .single())
                .isEqualTo(1);
        sealer.check();
        assertThat(sealer.mismatch()).isNull();
    }

    @Test
    void tree_heads_are_listed_and_named() {
        decide(Ids.enterprise(4));
        await().atMost(SOON)
                .until(() ->
                        service.get("/api/v1/seals/latest", service.officer()).status() == 200);
        Reply latest = service.get("/api/v1/seals/latest", service.officer());
        Object number = latest.json().get("number");

        assertThat(service.get("/api/v1/seals/" + number, service.auditor())
                        .json()
                        .get("checkpoint"))
                .isEqualTo(latest.json().get("checkpoint"));
        assertThat(service.get("/api/v1/seals/999999999", service.auditor()).code())
                .isEqualTo("unknown-seal");
        Reply page = service.get("/api/v1/seals?limit=1", service.auditor());
        assertThat(page.list("items")).hasSize(1);
        assertThat(service.get("/api/v1/seals?cursor=x", service.auditor()).status())
                .isEqualTo(400);
        assertThat(service.get("/api/v1/seals/consistency?from=2&to=1", service.auditor())
                        .status())
                .isEqualTo(400);
        Reply key = service.get("/api/v1/seals/key", service.auditor());
        assertThat(Checkpoint.parse(latest.field("checkpoint"))
                        .signedBy(List.of(VerifierKey.parse(key.field("current")))))
                .isTrue();
    }

    private String decide(String company) {
        Reply reply = service.post("/api/v1/decisions", service.officer(), """
                {"subject": {"id": "%s", "name": "示例企业"}, "context": "government-procurement", "purpose": "资格审查"}
                """.formatted(company));
        assertThat(reply.status()).as(reply.toString()).isEqualTo(201);
        return reply.field("decisionId");
    }

    private Map<?, ?> proof(String id) {
        await().atMost(SOON).until(() -> {
            Reply reply = service.get("/api/v1/decisions/" + id + "/proof", service.officer());
            if (reply.status() == 409) {
                assertThat(reply.code()).isEqualTo("not-sealed-yet");
                assertThat(reply.header("Retry-After")).isNotEmpty();
            }
            return reply.status() == 200;
        });
        return service.get("/api/v1/decisions/" + id + "/proof", service.officer())
                .json();
    }

    private void verify(Map<?, ?> proof) {
        Map<?, ?> leaf = (Map<?, ?>) proof.get("leaf");
        Checkpoint head = Checkpoint.parse((String) proof.get("checkpoint"));
        byte[] hash = MerkleTree.leaf(((String) leaf.get("text")).getBytes(StandardCharsets.UTF_8));
        assertThat(hash).isEqualTo(bytes(leaf.get("hash")));
        assertThat(MerkleTree.includes(
                        (Long) leaf.get("index"), head.size(), hash, path(proof.get("inclusion")), head.root()))
                .isTrue();
        assertThat(head.signedBy(List.of(VerifierKey.parse((String) proof.get("verifierKey")))))
                .isTrue();
    }

    private long unsealed(String table, String key) {
        return jdbc.sql("select count(*) from " + table
                        + " where not exists (select from seal_leaf where kind = ? and key = " + key + ")")
                .param(table.replace('_', '-'))
                .query(Long.class)
                .single();
    }

    private static List<byte[]> path(Object value) {
        return ((List<?>) value).stream().map(SealTest::bytes).toList();
    }

    private static byte[] bytes(Object base64) {
        return Base64.getDecoder().decode((String) base64);
    }

    private static void run(Connection connection, String sql) throws Exception {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.executeUpdate();
        }
    }
}
