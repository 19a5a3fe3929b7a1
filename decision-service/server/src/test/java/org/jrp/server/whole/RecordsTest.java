package org.jrp.server.whole;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jrp.json.Json;
import org.jrp.server.ServerTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What was answered stays answered: once, in the same bytes, whenever and however it is asked for again. */
@ServerTest(properties = "test=whole")
class RecordsTest {

    private static final boolean FULL = "full".equals(System.getProperty("jrp.scale"));
    private static final int LINES = FULL ? 200_000 : 20_000;
    private static final String DECISIONS = "/api/v1/decisions";

    @Autowired
    Environment environment;

    @Autowired
    JdbcClient jdbc;

    Service service;
    Outcomes outcomes;

    @BeforeEach
    void meet() {
        service = Service.of(environment);
        outcomes = Outcomes.of(service);
    }

    @Test
    void one_key_used_fifty_times_at_once_makes_one_record_and_one_answer() throws Exception {
        String id = Ids.enterprise(16_000);
        ExecutorService callers = Executors.newFixedThreadPool(25);
        try {
            List<CompletableFuture<Reply>> running = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                running.add(CompletableFuture.supplyAsync(
                        () -> service.post(
                                DECISIONS, service.officer(), question(id), "Idempotency-Key", "fifty-times"),
                        callers));
            }
            Reply first = running.get(0).get();
            for (CompletableFuture<Reply> one : running) {
                assertThat(one.get().status()).isEqualTo(201);
                assertThat(one.get().body()).isEqualTo(first.body());
                assertThat(one.get().header("Location")).isEqualTo(first.header("Location"));
            }
            assertThat(records("fifty-times")).isEqualTo(1);
        } finally {
            callers.shutdownNow();
        }
    }

    @Test
    void a_record_is_the_answer_byte_for_byte() {
        for (Map<String, Object> question : outcomes.questions().values()) {
            Reply decided = service.post(DECISIONS, service.officer(), question);
            Reply record = service.get(decided.header("Location"), service.officer());
            Reply audited = service.get(decided.header("Location"), service.auditor());

            assertThat(decided.header("Location")).isEqualTo(DECISIONS + "/" + decided.field("decisionId"));
            assertThat(record.status()).isEqualTo(200);
            assertThat(record.body()).isEqualTo(decided.body());
            assertThat(audited.body()).isEqualTo(decided.body());
        }
    }

    @Test
    void what_was_known_then_gives_what_was_decided_then() {
        String id = Ids.enterprise(16_001);
        Reply unlisted = ask(id, null);
        service.list("record-1", id, "judgment-defaulter", "2018-03-01");
        Reply listed = ask(id, null);
        // Known late: it has not stood since May 2018.
        Reply late = service.post(
                "/api/v1/entries/record-1/events",
                service.office(),
                Map.of("type", "withdrawn", "at", "2018-05-01", "docNo", "示例1号", "reason", "认定有误"));
        assertThat(late.status()).as("%s", late).isEqualTo(201);
        Reply withdrawn = ask(id, null);

        assertThat(unlisted.field("outcome")).isEqualTo("clear");
        assertThat(listed.field("outcome")).isEqualTo("restricted");
        assertThat(withdrawn.field("outcome")).isEqualTo("clear");
        for (Reply then : List.of(unlisted, listed, withdrawn)) {
            Reply again = ask(id, then.field("knownAt"));
            assertThat(again.field("knownAt")).isEqualTo(then.field("knownAt"));
            assertThat(again.field("outcome")).isEqualTo(then.field("outcome"));
            for (String part :
                    List.of("measures", "withheld", "entries", "remedies", "nearMisses", "checked", "reviews")) {
                assertThat(again.json().get(part))
                        .as(part)
                        .isEqualTo(then.json().get(part));
            }
            assertThat(again.field("decisionHash")).isEqualTo(then.field("decisionHash"));
            assertThat(again.field("decisionId")).isNotEqualTo(then.field("decisionId"));
            // The record of then is what it was.
            assertThat(service.get(then.header("Location"), service.officer()).body())
                    .isEqualTo(then.body());
        }
        assertThat(state("record-1", listed.field("knownAt"))).isEqualTo("published");
        assertThat(state("record-1", withdrawn.field("knownAt"))).isEqualTo("withdrawn");
    }

    @Test
    void a_batch_of_a_thousand_is_answered_in_order_with_the_bad_ones_in_their_places() {
        List<Map<String, String>> subjects = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            subjects.add(Map.of(
                    "id", i % 10 == 3 ? "bad" + i : i % 10 == 7 ? outcomes.restricted() : Ids.enterprise(17_000 + i)));
        }
        Map<String, Object> batch = new LinkedHashMap<>();
        batch.put("context", "government-procurement");
        batch.put("purpose", "成批核查");
        batch.put("asOf", "2018-09-01");
        batch.put("subjects", subjects);

        Reply reply = service.post(DECISIONS + "/batch", service.officer(), batch, "Idempotency-Key", "a-batch");

        assertThat(reply.status()).isEqualTo(200);
        List<?> results = reply.list("results");
        assertThat(results).hasSize(1_000);
        for (int i = 0; i < 1_000; i++) {
            Map<?, ?> result = (Map<?, ?>) results.get(i);
            if (i % 10 == 3) {
                assertThat(result.get("code")).isEqualTo("invalid-id");
                assertThat(result.get("status")).isEqualTo(400L);
            } else {
                assertThat(((Map<?, ?>) result.get("subject")).get("id"))
                        .isEqualTo(subjects.get(i).get("id"));
                assertThat(result.get("outcome")).isEqualTo(i % 10 == 7 ? "restricted" : "clear");
            }
        }
        assertThat(service.post(DECISIONS + "/batch", service.officer(), batch, "Idempotency-Key", "a-batch")
                        .body())
                .isEqualTo(reply.body());
    }

    @Test
    void a_stream_is_answered_while_it_comes_line_for_line() throws Exception {
        String path = DECISIONS + "/stream?context=government-procurement&purpose=stream&asOf=2018-09-01";
        try (Socket socket = new Socket("127.0.0.1", service.port())) {
            socket.setSoTimeout(120_000);
            OutputStream out = socket.getOutputStream();
            out.write(("POST " + path + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + service.officer()
                            + "\r\nContent-Type: application/x-ndjson\r\nTransfer-Encoding: chunked\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            chunk(out, lines(0, 1_000));
            InputStream in = socket.getInputStream();
            assertThat(Wire.line(in)).startsWith("HTTP/1.1 200");
            for (String header = Wire.line(in); !header.isEmpty(); header = Wire.line(in)) {
                assertThat(header).contains(": ");
            }
            BufferedReader reader =
                    new BufferedReader(new InputStreamReader(Wire.unchunked(in), StandardCharsets.UTF_8), 1);

            // The first answers are there before the last question has been sent.
            String line = reader.readLine();
            assertThat(line).startsWith("{\"row\":1,");
            CompletableFuture<Void> rest = CompletableFuture.runAsync(() -> {
                try {
                    for (int from = 1_000; from < LINES; from += 1_000) {
                        chunk(out, lines(from, from + 1_000));
                    }
                    out.write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                    out.flush();
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            });
            int row = 1;
            while (row < LINES) {
                row++;
                Map<?, ?> answer = (Map<?, ?>) Json.read(reader.readLine());
                assertThat(answer.get("row")).isEqualTo((long) row);
                assertThat(answer.get(row % 100 == 0 ? "code" : "outcome"))
                        .isEqualTo(row % 100 == 0 ? "invalid-id" : "clear");
            }
            rest.get();
        }
    }

    @Test
    void a_table_in_the_charset_of_offices_is_answered_row_by_row() {
        int rows = FULL ? 20_000 : 2_000;
        StringBuilder csv = new StringBuilder("统一社会信用代码,名称,业务场景,用途,问询日\r\n");
        for (int i = 0; i < rows; i++) {
            csv.append(i % 50 == 49 ? "错" : Ids.enterprise(18_000 + i % 500))
                    .append(",示例企业,")
                    .append(i % 70 == 69 ? "没有的场景" : "government-procurement")
                    .append(",成批核查,2018-09-01\r\n");
        }

        Reply reply = service.post(
                DECISIONS + "/stream",
                service.officer(),
                "text/csv",
                csv.toString().getBytes(Charset.forName("GBK")));

        assertThat(reply.status()).isEqualTo(200);
        List<String> lines = reply.text().lines().toList();
        assertThat(lines).hasSize(rows);
        for (int i = 0; i < rows; i++) {
            Map<?, ?> answer = (Map<?, ?>) Json.read(lines.get(i));
            assertThat(answer.get("row")).isEqualTo(i + 2L);
            if (i % 50 == 49) {
                assertThat(answer.get("code")).isEqualTo("invalid-id");
            } else if (i % 70 == 69) {
                assertThat(answer.get("code")).isEqualTo("unknown-context");
            } else {
                assertThat(((Map<?, ?>) answer.get("subject")).get("name")).isEqualTo("示例企业");
            }
        }
    }

    private Reply ask(String id, @org.jspecify.annotations.Nullable String knownAt) {
        Map<String, Object> question = question(id);
        if (knownAt != null) {
            question.put("knownAt", knownAt);
        }
        Reply reply = service.post(DECISIONS, service.officer(), question);
        assertThat(reply.status()).as("%s", reply).isEqualTo(201);
        return reply;
    }

    private static Map<String, Object> question(String id) {
        Map<String, Object> question = new LinkedHashMap<>();
        question.put("subject", Map.of("id", id));
        question.put("context", "government-procurement");
        question.put("purpose", "采购资格审查");
        question.put("asOf", "2018-09-01");
        return question;
    }

    private long records(String key) {
        return jdbc.sql("select count(*) from decision where subject = (select d.subject from decision d"
                        + " join idempotency i on i.decision = d.id where i.key = ?)")
                .param(key)
                .query(Long.class)
                .single();
    }

    private String state(String entry, String knownAt) {
        Reply reply = service.get(
                "/api/v1/entries/" + entry + "?asOf=2018-09-01&knownAt=" + knownAt.replace("+", "%2B"),
                service.auditor());
        Map<?, ?> item = (Map<?, ?>) reply.json().get("entry");
        return String.valueOf(((Map<?, ?>) item.get("state")).get("state"));
    }

    /** Lines with a bad id in every hundredth. */
    private static byte[] lines(int from, int to) {
        StringBuilder lines = new StringBuilder();
        for (int i = from; i < to; i++) {
            String id = (i + 1) % 100 == 0 ? "bad" : Ids.enterprise(19_000 + i % 2_000);
            lines.append("{\"subject\":{\"id\":\"").append(id).append("\"}}\n");
        }
        return lines.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void chunk(OutputStream out, byte[] bytes) throws IOException {
        out.write((Integer.toHexString(bytes.length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
        out.write(bytes);
        out.write("\r\n".getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }
}
