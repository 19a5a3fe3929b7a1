package org.jrp.server.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.jrp.seal.Checkpoint;
import org.jrp.seal.ExportVerifier;
import org.jrp.seal.VerifierKey;
import org.jrp.server.ServerTest;
import org.jrp.server.whole.Ids;
import org.jrp.server.whole.Reply;
import org.jrp.server.whole.Service;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Somebody owns the database, turns off its triggers and edits it. In a database of its own: it is not whole afterwards. */
@ServerTest(properties = "test=TamperTest")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class TamperTest {

    private static final Duration SOON = Duration.ofSeconds(20);

    @Autowired
    private Environment environment;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private Sealer sealer;

    @Autowired
    private LogCheck log;

    @Test
    @Order(1)
    void an_export_of_the_untouched_log_verifies_while_it_grows() throws Exception {
        Service service = service();
        for (int i = 0; i < 30; i++) {
            decide(service, i);
        }
        Thread writer = new Thread(() -> {
            for (int i = 30; i < 90; i++) {
                decide(service, i);
            }
        });
        writer.start();
        while (writer.isAlive()) {
            ExportVerifier.Result result = verify(service);
            assertThat(result.findings()).isEmpty();
        }
        writer.join();
        Checkpoint head = Checkpoint.parse(
                service.get("/api/v1/seals/latest", service.auditor()).field("checkpoint"));

        ExportVerifier.Result result = verify(service, export(service), head);

        assertThat(result.headMet()).as("a head that was fetched before").isTrue();

        assertThat(result.findings()).isEmpty();
        assertThat(result.decisions()).isEqualTo(90);
        assertThat(result.head()).isNotNull();
    }

    /** It was asked for before the second decision, and the log is cut off after it: the decision belongs to it. */
    @Test
    @Order(2)
    void a_decision_made_between_the_request_and_the_end_of_the_log_is_in_the_export() throws Exception {
        Service service = service();
        LocalDate today = LocalDate.now(ZoneId.of("Asia/Shanghai"));
        long before = verify(service).decisions();
        await().atMost(SOON).until(() -> exports("begun") == exports("done"));
        ExecutorService client = Executors.newSingleThreadExecutor();
        try {
            Future<Reply> export;
            synchronized (sealer) {
                decide(service, 120);
                export = client.submit(() -> service.get(
                        "/api/v1/decisions/export?from=" + today.minusDays(1) + "&to=" + today, service.auditor()));
                await().atMost(SOON).until(() -> exports("begun") > exports("done"));
                decide(service, 121);
            }

            ExportVerifier.Result result = verify(service, export.get().body());

            assertThat(result.findings()).isEmpty();
            assertThat(result.decisions()).isEqualTo(before + 2);
        } finally {
            client.shutdownNow();
        }
    }

    @Test
    @Order(3)
    void a_changed_row_of_any_kind_is_named() throws Exception {
        Service service = service();
        String id = oneOf("select id::text from decision order by id offset 11 limit 1");
        String access = oneOf(
                "select key from seal_leaf where kind = 'access-log' and index > (select min(index) from seal_leaf"
                        + " where kind = 'decision') and index < (select max(index) from seal_leaf where kind = 'decision') limit 1");
        for (String change : List.of(
                "purpose = 'x'",
                "outcome = 'review'",
                "canonical = canonical || '\\x20'::bytea",
                "personal = '\\x00'",
                "decided_at = decided_at - interval '1 day'",
                "subject = '\\x00000000000000000000000000000000'",
                "officer = '王某'",
                "as_of = as_of - 1",
                "exemptions = '[]'::bytea")) {
            owner("create table kept as select * from decision where id = '" + id + "'");
            owner("update decision set " + change + " where id = '" + id + "'");

            assertThat(verify(service).findings())
                    .as(change)
                    .first()
                    .satisfies(one -> assertThat(one.id()).isEqualTo(id));

            owner("delete from decision where id = '" + id + "'");
            assertThat(verify(service).findings()).singleElement().satisfies(one -> {
                assertThat(one.id()).isEqualTo(id);
                assertThat(one.code()).isEqualTo("record-removed");
            });
            owner("insert into decision select * from kept");
            owner("drop table kept");
        }
        assertThat(verify(service).findings()).isEmpty();

        String action = oneOf("select action from access_log where id = '" + access + "'");
        owner("update access_log set action = 'other' where id = '" + access + "'");

        assertThat(verify(service).findings())
                .singleElement()
                .satisfies(one -> assertThat(one.id()).isEqualTo("access-log " + access));
        owner("update access_log set action = '" + action + "' where id = '" + access + "'");
    }

    /** Somebody edits any table that is sealed, or the seals themselves; {@code -Djrp.scale=full} has five hundred of it. */
    @Test
    @Order(4)
    void random_tamperings_of_the_database_are_all_found() throws Exception {
        Service service = service();
        boolean full = "full".equals(System.getProperty("jrp.scale"));
        int count = full ? 500 : 60;
        try (Tampering tampering = new Tampering(environment, Long.getLong("jrp.seed", 20_261_126))) {
            tampering.fill(service);
            for (int i = 0; i < 12; i++) {
                decide(service, 130 + i);
            }
            assertThat(problems()).isEmpty();
            Set<String> known = new HashSet<>();
            for (int n = 0; n < count; n++) {
                Tampering.Done done;
                List<LogCheck.Problem> problems;
                synchronized (sealer) {
                    done = tampering.next();
                    problems = done.sealedFirst() ? List.of() : problems();
                    if (done.alone()) {
                        tampering.undo();
                    }
                }
                if (done.sealedFirst()) {
                    await().atMost(SOON).until(sealer::sealAll);
                    problems = problems();
                }
                assertThat(problems.stream().map(TamperTest::name))
                        .as("%d: %s, found in the database: %s", n, done, problems)
                        .anyMatch(done.named()::equals);
                if (done.exported() && (full || n % 3 == 0)) {
                    ExportVerifier.Result result = verify(service);
                    assertThat(Stream.concat(result.findings().stream(), result.notices().stream())
                                    .map(one -> String.valueOf(one.id())))
                            .as("%d: %s, found in the export: %s", n, done, result.findings())
                            .anyMatch(id -> id.equals(done.inExport())
                                    || done.inExport().isEmpty());
                    assertThat(result.intact() && result.notices().isEmpty()).isFalse();
                }
                if (!done.alone()) {
                    tampering.undo();
                }
                sealer.mended();
                if (done.leaves()) {
                    known.add(done.named());
                }
                assertThat(problems().stream().map(TamperTest::name).filter(name -> !known.contains(name)))
                        .as("%d: after %s", n, done)
                        .isEmpty();
            }
        }
    }

    @Test
    @Order(5)
    void an_auditor_has_the_whole_log_checked() throws Exception {
        Service service = service();
        String id = oneOf("select id::text from decision order by id offset 20 limit 1");
        String purpose = oneOf("select purpose from decision where id = '" + id + "'");
        owner("update decision set purpose = 'x' where id = '" + id + "'");

        Reply begun = service.post("/api/v1/seals/verifications", service.auditor(), "");
        assertThat(begun.status()).as("%s", begun).isEqualTo(202);
        await().atMost(SOON).until(() -> !"running".equals(verification(service).field("state")));

        Reply done = verification(service);
        assertThat(done.field("state")).isEqualTo("differs");
        assertThat(done.list("problems").stream()
                        .map(Map.class::cast)
                        .anyMatch(one -> "decision".equals(one.get("kind"))
                                && id.equals(one.get("key"))
                                && "row-changed".equals(one.get("code"))))
                .isTrue();
        assertThat(sealer.mismatch()).isNull();
        await().atMost(SOON).untilAsserted(() -> assertThat(health()).contains("DOWN"));
        assertThat(service.post("/api/v1/seals/verifications", service.officer(), "")
                        .status())
                .isEqualTo(403);
        assertThat(service.get("/api/v1/seals/verifications?limit=1", service.auditor())
                        .list("items"))
                .hasSize(1);
        owner("update decision set purpose = '" + purpose + "' where id = '" + id + "'");
    }

    private static Reply verification(Service service) {
        return service.get("/api/v1/seals/verifications/latest", service.auditor());
    }

    private List<LogCheck.Problem> problems() {
        List<LogCheck.Problem> found = new ArrayList<>();
        log.whole(sealer.outside(), null, new LogCheck.Progress() {
            @Override
            public void problem(LogCheck.Problem problem) {
                found.add(problem);
            }

            @Override
            public boolean checked(long leaves) {
                return true;
            }
        });
        return found;
    }

    private static String name(LogCheck.Problem problem) {
        return problem.kind() == null ? problem.code() : problem.kind() + " " + problem.key();
    }

    private long exports(String outcome) {
        return jdbc.sql("select count(*) from access_log where action = 'export-decisions' and outcome = ?")
                .param(outcome)
                .query(Long.class)
                .single();
    }

    @Test
    @Order(6)
    void an_older_database_in_the_place_of_this_one_is_found_at_the_start() throws Exception {
        Service service = service();
        decide(service, 200);
        await().atMost(SOON).until(sealer::sealAll);
        sealer.check();
        long last = jdbc.sql("select max(number) from seal").query(Long.class).single();
        owner("create table gone as select * from seal_leaf where index >= (select size from seal where number = "
                + (last - 1) + ")");
        owner("delete from decision where id::text in (select key from gone)");
        owner("delete from seal_leaf where index >= (select size from seal where number = " + (last - 1) + ")");
        owner("delete from seal where number = " + last);

        sealer.check();

        assertThat(sealer.mismatch()).isNotNull();
        await().atMost(SOON).untilAsserted(() -> assertThat(health()).contains("\"seals\"", "DOWN"));
        assertThat(service.post("/api/v1/decisions", service.officer(), question(201))
                        .status())
                .isEqualTo(201);
        long sealed = jdbc.sql("select max(number) from seal").query(Long.class).single();
        await().pollDelay(Duration.ofSeconds(2))
                .atMost(SOON)
                .untilAsserted(() -> assertThat(jdbc.sql("select max(number) from seal")
                                .query(Long.class)
                                .single())
                        .isEqualTo(sealed));
        await().atMost(SOON).until(() -> sealer.unsealed() > 0);
    }

    private String health() {
        Integer port = environment.getProperty("local.management.port", Integer.class);
        return port == null
                ? ""
                : service().at(port).get("/actuator/health", null).text();
    }

    private Service service() {
        Service service = Service.of(environment);
        service.coverAll();
        return service;
    }

    private static void decide(Service service, int number) {
        Reply reply = service.post("/api/v1/decisions", service.officer(), question(number));
        assertThat(reply.status()).as(reply.toString()).isEqualTo(201);
    }

    private static String question(int number) {
        return """
                {"subject": {"id": "%s", "name": "示例企业"}, "context": "government-procurement", "purpose": "资格审查"}
                """.formatted(Ids.enterprise(number));
    }

    private static ExportVerifier.Result verify(Service service) throws Exception {
        return verify(service, export(service));
    }

    private static byte[] export(Service service) {
        LocalDate today = LocalDate.now(ZoneId.of("Asia/Shanghai"));
        Reply export =
                service.get("/api/v1/decisions/export?from=" + today.minusDays(1) + "&to=" + today, service.auditor());
        assertThat(export.status()).as(export.toString()).isEqualTo(200);
        return export.body();
    }

    private static ExportVerifier.Result verify(Service service, byte[] export) throws Exception {
        return verify(service, export, null);
    }

    private static ExportVerifier.Result verify(Service service, byte[] export, @Nullable Checkpoint head)
            throws Exception {
        Reply key = service.get("/api/v1/seals/key", service.auditor());
        return ExportVerifier.verify(
                () -> new ByteArrayInputStream(export), List.of(VerifierKey.parse(key.field("current"))), head);
    }

    private String oneOf(String sql) {
        return jdbc.sql(sql).query(String.class).single();
    }

    private void owner(String sql) throws Exception {
        try (Connection connection = DriverManager.getConnection(
                        environment.getRequiredProperty("jrp.database.url"),
                        environment.getRequiredProperty("jrp.database.owner-username"),
                        environment.getRequiredProperty("jrp.database.owner-password"));
                Statement statement = connection.createStatement()) {
            for (String table : List.of("decision", "access_log", "seal_leaf", "seal")) {
                statement.execute("alter table " + table + " disable trigger never_changed");
            }
            statement.execute(sql);
            for (String table : List.of("decision", "access_log", "seal_leaf", "seal")) {
                statement.execute("alter table " + table + " enable trigger never_changed");
            }
        }
    }
}
