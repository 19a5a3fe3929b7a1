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
import java.util.List;
import org.jrp.seal.ExportVerifier;
import org.jrp.seal.VerifierKey;
import org.jrp.server.ServerTest;
import org.jrp.server.whole.Ids;
import org.jrp.server.whole.Reply;
import org.jrp.server.whole.Service;
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

        ExportVerifier.Result result = verify(service);

        assertThat(result.findings()).isEmpty();
        assertThat(result.decisions()).isEqualTo(90);
        assertThat(result.head()).isNotNull();
    }

    @Test
    @Order(2)
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

        owner("update access_log set action = 'other' where id = '" + access + "'");

        assertThat(verify(service).findings())
                .singleElement()
                .satisfies(one -> assertThat(one.id()).isEqualTo("access-log " + access));
    }

    @Test
    @Order(3)
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

    private ExportVerifier.Result verify(Service service) throws Exception {
        LocalDate today = LocalDate.now(ZoneId.of("Asia/Shanghai"));
        Reply export =
                service.get("/api/v1/decisions/export?from=" + today.minusDays(1) + "&to=" + today, service.auditor());
        assertThat(export.status()).as(export.toString()).isEqualTo(200);
        Reply key = service.get("/api/v1/seals/key", service.auditor());
        return ExportVerifier.verify(
                () -> new ByteArrayInputStream(export.body()), List.of(VerifierKey.parse(key.field("current"))), null);
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
