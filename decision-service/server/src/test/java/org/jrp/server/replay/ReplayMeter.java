package org.jrp.server.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.jrp.json.JsonWriter;
import org.jrp.server.ServerTest;
import org.jrp.server.Uuids;
import org.jrp.server.whole.Ids;
import org.jrp.server.whole.Reply;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;

/** How fast a range replays, beside reading the same rows by COPY (P14). Not run with the tests; {@code -c org.jrp.server.replay.ReplayMeter}. */
@ServerTest(properties = "test=replay-meter")
class ReplayMeter extends ReplayBed {

    private static final int ROWS = Integer.getInteger("jrp.rows", 100_000);
    private static final List<String> LISTS =
            List.of("judgment-defaulter", "tax-credit-a", "abnormal-operation", "judgment-defaulter");

    @Autowired
    DataSource source;

    @Autowired
    StoredDecisions decisions;

    @Autowired
    ReplaySessions sessions;

    @Test
    void a_range_is_replayed() throws Exception {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < 600; i++) {
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("entryId", "meter-" + i);
            entry.put("id", Ids.enterprise(40_000 + i));
            entry.put("name", "示例主体");
            entry.put("list", LISTS.get(i % LISTS.size()));
            entry.put("recogniser", "示例市人民法院");
            entry.put("docNo", "(2018)示例执" + i + "号");
            entry.put("basis", "法释〔2017〕7号");
            entry.put("recognisedAt", "2018-03-01");
            entry.put("validFrom", "2018-03-01");
            lines.append(new String(JsonWriter.inOrder(entry), StandardCharsets.UTF_8))
                    .append('\n');
        }
        service.imported("application/x-ndjson", lines.toString().getBytes(StandardCharsets.UTF_8), "");
        for (String context : List.of("government-procurement", "bidding", "award-selection")) {
            List<Map<String, String>> subjects = new ArrayList<>();
            for (int i = 0; i < 1_000; i++) {
                subjects.add(Map.of("id", Ids.enterprise(40_000 + i)));
            }
            Map<String, Object> batch = new LinkedHashMap<>();
            batch.put("context", context);
            batch.put("purpose", "成批核查");
            batch.put("asOf", "2018-09-01");
            batch.put("subjects", subjects);
            assertThat(service.post(DECISIONS + "/batch", service.officer(), batch)
                            .status())
                    .isEqualTo(200);
        }
        Range today = Range.of(java.time.LocalDate.parse(TODAY), java.time.LocalDate.parse(TODAY), Instant.now(), "");
        List<StoredDecision> base = decisions.page(today, null, null, 10_000);
        for (int made = base.size(); made < ROWS; made += base.size()) {
            copy(base);
        }
        long rows = owner.sql("select count(*) from decision").query(Long.class).single();

        for (int round = 0; round < 3; round++) {
            long begun = System.nanoTime();
            try (Connection connection = source.getConnection()) {
                long copied = connection
                        .unwrap(PGConnection.class)
                        .getCopyAPI()
                        .copyOut("copy (select * from decision) to stdout", OutputStream.nullOutputStream());
                assertThat(copied).isEqualTo(rows);
            }
            double copy = rows / ((System.nanoTime() - begun) / 1e9);
            Reply begin = service.post("/api/v1/replays", service.auditor(), Map.of("from", TODAY, "to", TODAY));
            String id = begin.field("id");
            await().atMost(Duration.ofMinutes(5))
                    .until(() -> service.get("/api/v1/replays/" + id, service.auditor())
                            .field("state")
                            .equals("done"));
            Reply done = service.get("/api/v1/replays/" + id, service.auditor());
            assertThat(((Map<?, ?>) done.json().get("counts")).get("identical")).isEqualTo(rows);
            double seconds =
                    Duration.between(Instant.parse(done.field("startedAt")), Instant.parse(done.field("finishedAt")))
                                    .toNanos()
                            / 1e9;
            long alone = System.nanoTime();
            int decided = 0;
            try (ReplaySessions.Session session = sessions.open()) {
                for (StoredDecision one : base) {
                    session.replay(one, null);
                    decided++;
                }
            }
            double one = decided / ((System.nanoTime() - alone) / 1e9);
            System.err.printf(
                    Locale.ROOT,
                    "METER rows %d; COPY OUT %.0f/s; job (2 threads, from the database) %.0f/s, ratio %.2f; one thread, rows in memory %.0f/s%n",
                    rows,
                    copy,
                    rows / seconds,
                    rows / seconds / copy,
                    one);
        }
    }

    /** The same decisions again under ids of their own, with record hashes to match. */
    private void copy(List<StoredDecision> base) {
        List<StoredDecision> rows = new ArrayList<>(base.size());
        for (StoredDecision one : base) {
            UUID id = Uuids.at(Instant.now().minusSeconds(1));
            StoredDecision fresh = with(one, id, one.recordHash());
            rows.add(with(one, id, recordHash(fresh)));
        }
        JdbcTemplate direct = new JdbcTemplate(source);
        direct.batchUpdate("""
                insert into decision (id, subject, department, credential, officer, purpose, context, matter, outcome, as_of, decided_at,
                    engine, decision_hash, record_hash, canonical, personal, exemptions)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """, rows, 500, (statement, one) -> {
            Object[] values = {
                one.id(),
                one.subject(),
                one.department(),
                one.credential(),
                one.officer(),
                one.purpose(),
                one.context(),
                one.matter(),
                one.outcome(),
                one.asOf(),
                one.decidedAt().atOffset(java.time.ZoneOffset.UTC),
                one.engine(),
                digest(one.decisionHash()),
                digest(one.recordHash()),
                one.canonical(),
                one.personal(),
                one.exemptions()
            };
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
        });
    }

    private static byte[] digest(String hash) {
        return java.util.HexFormat.of().parseHex(hash.substring("sha256:".length()));
    }

    private static StoredDecision with(StoredDecision row, UUID id, String recordHash) {
        return new StoredDecision(
                id,
                row.subject(),
                row.department(),
                row.credential(),
                row.officer(),
                row.purpose(),
                row.context(),
                row.matter(),
                row.outcome(),
                row.asOf(),
                row.decidedAt(),
                row.engine(),
                row.decisionHash(),
                recordHash,
                row.canonical(),
                row.personal(),
                row.exemptions());
    }
}
