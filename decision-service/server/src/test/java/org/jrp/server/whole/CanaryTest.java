package org.jrp.server.whole;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.AppenderBase;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import org.jrp.server.ServerTest;
import org.jrp.server.offline.OfflineRows;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalManagementPort;
import org.springframework.core.env.Environment;
import org.springframework.data.domain.Range;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * A thousand citizens pass through everything the service does, sound and broken; then their numbers are looked for in all that it kept,
 * said and logged.
 */
@ServerTest(
        properties = {
            "test=canary",
            "jrp.exchange.enabled=true",
            "jrp.exchange.clients[0].sys-id=CZJ",
            "jrp.exchange.clients[0].department=finance-bureau",
            "jrp.exchange.clients[0].context=government-procurement",
            "jrp.exchange.clients[0].purpose=政府采购供应商资格审查"
        })
class CanaryTest {

    private static final List<String> CITIZENS =
            IntStream.range(0, 1_000).mapToObj(i -> Ids.citizen(1_000 + i)).toList();
    private static final String HEADER = "条目编号,统一社会信用代码/证件号码,名称,名单,认定部门,文书号,认定依据,认定日期,有效期始,关联人员,事件\n";

    @Autowired
    Environment environment;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    RedisConnectionFactory redis;

    @LocalManagementPort
    int management;

    private final Traces traces = new Traces(CITIZENS);
    private final Queue<String> logged = new ConcurrentLinkedQueue<>();
    private final Map<String, Integer> found = new TreeMap<>();
    private final Listener listener = new Listener();

    private Service service;

    /** Everything that is logged, with the messages of its exceptions. */
    private final class Listener extends AppenderBase<ILoggingEvent> {

        @Override
        protected void append(ILoggingEvent event) {
            StringBuilder text = new StringBuilder(event.getFormattedMessage()).append(event.getMDCPropertyMap());
            for (IThrowableProxy one = event.getThrowableProxy(); one != null; one = one.getCause()) {
                text.append('\n').append(one.getMessage());
            }
            logged.add(text.toString());
        }
    }

    @BeforeEach
    void listen() {
        service = Service.of(environment);
        listener.start();
        ((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).addAppender(listener);
        // What would be logged at the next level counts as well.
        ((Logger) LoggerFactory.getLogger("org.jrp")).setLevel(Level.DEBUG);
    }

    @AfterEach
    void stopListening() {
        ((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).detachAppender(listener);
        ((Logger) LoggerFactory.getLogger("org.jrp")).setLevel(null);
    }

    @Test
    void nothing_that_is_kept_said_or_logged_tells_the_number_of_a_citizen() throws Exception {
        imports();
        List<String> decisions = checks();
        reads(decisions);
        mistakes();
        addresses();
        exchange();

        assertThat(jdbc.sql("select count(distinct subject) from decision")
                        .query(Long.class)
                        .single())
                .isGreaterThanOrEqualTo(1_000);
        assertThat(jdbc.sql("select count(*) from listing").query(Long.class).single())
                .isGreaterThan(500);
        look("log", String.join("\n", logged));
        look("metrics", service.at(management).get("/actuator/prometheus", null).text());
        look("health", service.at(management).get("/actuator/health", null).text());
        int cells = database();
        int values = redis();
        assertThat(cells).isGreaterThan(20_000);
        assertThat(values).isGreaterThan(100);
        assertThat(logged).isNotEmpty();
        assertThat(found).as("places where numbers were found, and how often").isEmpty();
    }

    @Test
    void the_search_finds_what_it_looks_for() {
        String one = CITIZENS.get(500);
        String body = one.substring(0, 17);
        byte[] bytes = one.getBytes(StandardCharsets.US_ASCII);

        assertThat(traces.in("x" + one + "y")).contains("plain");
        assertThat(traces.in("x" + body)).contains("plain");
        assertThat(traces.in(new StringBuilder(one).reverse().toString())).contains("backwards");
        assertThat(traces.in(java.util.HexFormat.of().formatHex(bytes))).contains("hexadecimal");
        assertThat(traces.in(java.util.HexFormat.of().withUpperCase().formatHex(bytes)))
                .contains("hexadecimal");
        for (String before : new String[] {"", "a", "ab", "{\"id\":\""}) {
            byte[] inside = (before + one + "\"}").getBytes(StandardCharsets.US_ASCII);
            assertThat(traces.in(java.util.Base64.getEncoder().encodeToString(inside)))
                    .as("base64 after %s", before)
                    .contains("base64");
            assertThat(traces.in(java.util.Base64.getUrlEncoder().encodeToString(inside)))
                    .contains("base64");
        }
        assertThat(traces.in("341182********0008 91349999M00000019Y")).isEmpty();
    }

    private void imports() throws IOException {
        StringBuilder csv = new StringBuilder(HEADER);
        for (int i = 0; i < 300; i++) {
            csv.append("csv-%d,%s,示例人员,失信被执行人名单,示例市人民法院,(2018)示例执%d号,法释〔2017〕7号,2018-02-20,2018-03-01,,\n"
                    .formatted(i, CITIZENS.get(i), i));
        }
        keep(service.imported("text/csv", csv.toString().getBytes(StandardCharsets.UTF_8), ""));
        keep(service.imported("text/csv", csv.toString().getBytes(StandardCharsets.UTF_8), ""));

        StringBuilder lines = new StringBuilder();
        for (int i = 300; i < 600; i++) {
            lines.append("""
                    {"entryId":"nd-%d","id":"%s","name":"示例企业","list":"judgment-defaulter","recogniser":"示例市人民法院","docNo":"%d号",\
                    "basis":"法释〔2017〕7号","recognisedAt":"2018-02-20","validFrom":"2018-03-01",\
                    "related":[{"role":"legal-representative","id":"%s"}]}
                    """.formatted(i, Ids.enterprise(20_000 + i), i, CITIZENS.get(i)));
        }
        keep(service.imported("application/x-ndjson", lines.toString().getBytes(StandardCharsets.UTF_8), "?source=法院"));
        keep(service.imported(
                "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                workbook(600, 700),
                "?dryRun=true"));
        keep(service.imported(
                "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", workbook(600, 700), ""));
        broken();
    }

    private static byte[] workbook(int from, int to) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (Workbook book = new Workbook(out, "jrp", "1.0")) {
            Worksheet sheet = book.newWorksheet("名单");
            String[] header = HEADER.strip().split(",");
            for (int column = 0; column < 9; column++) {
                sheet.inlineString(0, column, header[column]);
            }
            for (int i = from; i < to; i++) {
                String[] row = {
                    "xlsx-" + i,
                    i % 10 == 0 ? CITIZENS.get(i) + "0" : CITIZENS.get(i),
                    "示例人员",
                    "失信被执行人名单",
                    "示例市人民法院",
                    "(2018)示例执" + i + "号",
                    "法释〔2017〕7号",
                    "2018-02-20",
                    "2018-03-01"
                };
                for (int column = 0; column < row.length; column++) {
                    sheet.inlineString(i - from + 1, column, row[column]);
                }
            }
        }
        return out.toByteArray();
    }

    /** Rows in which numbers stand in the wrong columns, are cut, doubled, spaced, or stand in files that are none. */
    private void broken() {
        StringBuilder csv = new StringBuilder(HEADER);
        for (int i = 700; i < 800; i++) {
            String id = CITIZENS.get(i);
            csv.append(
                    switch (i % 10) {
                        case 0 -> id + "," + id + ",示例人员,失信被执行人名单,法院,1号,依据,2018-02-20,2018-03-01,,\n";
                        case 1 -> "bad-" + i + "," + id + ",示例人员,失信被执行人名单,法院," + id + ",依据,2018-02-20,2018-03-01,,\n";
                        case 2 -> "bad-" + i + "," + id + ",示例人员," + id + ",法院,1号,依据,2018-02-20,2018-03-01,,\n";
                        case 3 -> "bad-" + i + "," + id + ",示例人员,失信被执行人名单,法院,1号,依据," + id + ",2018-03-01,,\n";
                        case 4 ->
                            "bad-" + i + "," + id + " " + id + ",示例人员,失信被执行人名单,法院,1号,依据,2018-02-20,2018-03-01,,\n";
                        case 5 ->
                            "bad-" + i + "," + id.substring(0, 17)
                                    + "A,示例人员,失信被执行人名单,法院,1号,依据,2018-02-20,2018-03-01,,\n";
                        case 6 -> "bad-" + i + "," + id + ",示例人员,失信被执行人名单,法院,1号,依据,2018-02-20,2018-03-01," + id + ",\n";
                        case 7 ->
                            "bad-" + i + ",法定代表人:" + id + ",示例人员,失信被执行人名单,法院,1号,依据,2018-02-20,2018-03-01,,{\"" + id
                                    + "\":1}\n";
                        case 8 -> id + "\n";
                        default ->
                            "bad-" + i + ",'" + id + ",示例人员,失信被执行人名单,公民 " + id + ",1号," + id
                                    + ",2018-02-20,2018-03-01,,\n";
                    });
        }
        keep(service.imported("text/csv", csv.toString().getBytes(StandardCharsets.UTF_8), ""));
        keep(service.imported("text/csv", csv.toString().getBytes(Charset.forName("GBK")), ""));
        String office = service.office();
        String path = "/api/v1/entries/import";
        keep(service.post(
                path,
                office,
                "text/csv",
                (CITIZENS.get(700) + "," + CITIZENS.get(701) + "\n1,2\n").getBytes(StandardCharsets.UTF_8)));
        keep(service.post(
                path,
                office,
                "application/x-ndjson",
                ("{\"" + CITIZENS.get(702) + "\": \"" + CITIZENS.get(703) + "\"}\n{" + CITIZENS.get(704))
                        .getBytes(StandardCharsets.UTF_8)));
        keep(service.post(
                path + "?list=" + CITIZENS.get(705), office, "text/csv", HEADER.getBytes(StandardCharsets.UTF_8)));
        keep(service.post(
                path + "?source=" + CITIZENS.get(706), office, "text/csv", HEADER.getBytes(StandardCharsets.UTF_8)));
        keep(service.post(
                path,
                office,
                "multipart/form-data; boundary=x",
                ("--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" + CITIZENS.get(707)
                                + ".csv\"\r\n\r\n" + HEADER + "m," + CITIZENS.get(708)
                                + ",示例,失信被执行人名单,,,,,2018-03-01,,\r\n--x--\r\n")
                        .getBytes(StandardCharsets.UTF_8)));
    }

    /** @return numbers of decisions */
    private List<String> checks() {
        List<String> decisions = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            Reply reply = keep(service.post(
                    "/api/v1/decisions",
                    service.officer(),
                    question(CITIZENS.get(i), CITIZENS.get(999 - i)),
                    "Idempotency-Key",
                    "canary-" + i));
            assertThat(reply.status()).isEqualTo(201);
            decisions.add(reply.field("decisionId"));
        }
        keep(service.post(
                "/api/v1/decisions/batch",
                service.officer(),
                Map.of(
                        "context", "government-procurement",
                        "purpose", "成批核查",
                        "subjects",
                                CITIZENS.subList(400, 800).stream()
                                        .map(id -> Map.of("idType", "citizen-id", "id", id))
                                        .toList())));
        StringBuilder lines = new StringBuilder();
        CITIZENS.subList(700, 900)
                .forEach(id -> lines.append(
                        "{\"subject\":{\"idType\":\"citizen-id\",\"id\":\"%s\"}}\n{\"subject\":{\"id\":\"%s9\"}}\n{\"%s\":1}\n"
                                .formatted(id, id, id)));
        String defaults = "?context=government-procurement&purpose=stream";
        keep(service.post(
                "/api/v1/decisions/stream" + defaults,
                service.officer(),
                "application/x-ndjson",
                lines.toString().getBytes(StandardCharsets.UTF_8)));
        String table = "证件号码,证件类型\n" + String.join(",citizen-id\n", CITIZENS.subList(900, 1_000)) + ",citizen-id\n";
        keep(service.post(
                "/api/v1/decisions/stream" + defaults,
                service.officer(),
                "text/csv",
                table.getBytes(Charset.forName("GBK"))));
        offline();
        return decisions;
    }

    /** Decisions of an embedded engine, sent later: sound, and with numbers where none should be. */
    private void offline() {
        StringBuilder rows = new StringBuilder();
        for (int i = 0; i < 60; i++) {
            String id = CITIZENS.get(i);
            OfflineRows.Row row = OfflineRows.of(id)
                    .listed("off-" + i, "judgment-defaulter", "2018-03-01")
                    .about("补录" + (i % 3 == 1 ? id : ""));
            Map<String, Object> fields = row.fields();
            if (i % 3 == 2) {
                fields.put(i % 2 == 0 ? "decisionId" : id, id);
            }
            rows.append(new String(OfflineRows.body(fields), StandardCharsets.UTF_8))
                    .append("{\"")
                    .append(id)
                    .append('\n');
        }
        Reply reply = keep(service.post(
                "/api/v1/decisions/upload",
                service.officer(),
                "application/x-ndjson",
                rows.toString().getBytes(StandardCharsets.UTF_8)));
        assertThat(reply.json().get("accepted")).as("%s", reply).isEqualTo(20L);
    }

    private void reads(List<String> decisions) {
        for (int i = 0; i < 20; i++) {
            String id = CITIZENS.get(i * 17);
            Map<String, Object> subject = Map.of("subject", Map.of("id", id));
            keep(service.post("/api/v1/decisions/search", service.auditor(), subject));
            keep(service.post(
                    "/api/v1/entries/search", service.office(), Map.of("subject", Map.of("id", id), "purpose", "核对")));
            keep(service.post("/api/v1/access-log/search", service.auditor(), subject));
            keep(service.get("/api/v1/decisions/" + decisions.get(i), service.officer()));
            Reply notice = keep(
                    service.get("/api/v1/decisions/" + decisions.get(i) + "/notice?format=html", service.officer()));
            assertThat(notice.status()).isEqualTo(200);
            keep(service.get("/api/v1/entries/csv-" + i, service.office()));
            keep(service.get("/api/v1/entries/nd-" + (300 + i), service.office()));
        }
        keep(service.get("/api/v1/decisions/" + decisions.get(0) + "/notice?format=pdf", service.officer()));
        keep(service.get("/api/v1/entries?limit=200", service.office()));
        keep(service.get("/api/v1/access-log?limit=200", service.auditor()));
        keep(service.post("/api/v1/decisions/search", service.auditor(), "{\"limit\": 200}"));
    }

    /** Numbers where a number has no business to be. */
    private void mistakes() {
        for (int i = 0; i < 10; i++) {
            String id = CITIZENS.get(30 + i);
            String officer = service.officer();
            for (String field : List.of(
                    "context",
                    "matter",
                    "purpose",
                    "kind",
                    "place",
                    "asOf",
                    "knownAt",
                    "subject",
                    "relatedPersons",
                    id)) {
                Map<String, Object> question = question(CITIZENS.get(i), CITIZENS.get(i + 1));
                question.put(field, field.equals("purpose") ? "核查公民 " + id + " 的资格" : id);
                keep(service.post("/api/v1/decisions", officer, question));
            }
            Map<String, Object> named = question(id, CITIZENS.get(i));
            named.put("subject", Map.of("id", id, "idType", id, "name", id));
            keep(service.post("/api/v1/decisions", officer, named));
            named.put("subject", Map.of("id", id.substring(0, 17) + "A"));
            keep(service.post("/api/v1/decisions", officer, named));
            keep(service.post("/api/v1/decisions", officer, question(id, id), "Idempotency-Key", "key-" + id));
            keep(service.post("/api/v1/decisions", officer, "{\"subject\": " + id + "}"));
            keep(service.post("/api/v1/decisions", officer, "{\"" + id + "\"" + id));
            keep(service.post("/api/v1/decisions", id, question(id, id)));
            keep(service.post("/api/v1/decisions/search", officer, Map.of("cursor", id, "subject", Map.of("id", id))));
            keep(service.post("/api/v1/decisions/search", officer, Map.of("department", id)));
            keep(service.post("/api/v1/entries/search", service.office(), Map.of("entryId", id, "purpose", id)));
            for (String field : List.of(
                    "type",
                    "at",
                    "actor",
                    "actorPerson",
                    "docNo",
                    "article",
                    "reason",
                    "origin",
                    "attachmentsHash",
                    id)) {
                Map<String, Object> event = new LinkedHashMap<>(
                        Map.of("type", "amended", "at", "2018-04-01", "docNo", "1号", "reason", "更正"));
                event.put("changes", Map.of("ground", "示例", i % 2 == 0 ? id : "severity", id));
                event.put(field, id);
                keep(service.post("/api/v1/entries/csv-" + i + "/events", service.office(), event));
            }
            keep(service.post(
                    "/api/v1/entries/csv-" + i + "/events",
                    service.office(),
                    Map.of("type", "exited", "at", "2018-04-01", "docNo", id, "reason", id)));
            Map<String, Object> entry =
                    new LinkedHashMap<>(Map.of("list", "judgment-defaulter", "subject", Map.of("id", id)));
            for (String field :
                    List.of("recogniser", "docNo", "basis", "reason", "ground", "severity", "validFrom", "list")) {
                Map<String, Object> wrong = new LinkedHashMap<>(entry);
                wrong.put(field, id);
                keep(service.post("/api/v1/entries", service.office(), wrong));
            }
            keep(service.post(
                    "/api/v1/sources/judgment-defaulter/reports",
                    service.office(),
                    Map.of("reachable", true, "reason", id)));
            keep(service.post(
                    "/api/v1/credentials",
                    service.administrator(),
                    Map.of("department", id, "label", id, "roles", List.of(id))));
            keep(service.post(
                    "/api/v1/credentials",
                    service.administrator(),
                    Map.of("department", Service.FINANCE, "label", id, "roles", List.of("officer"))));
            keep(service.put(
                    "/api/v1/departments/" + id,
                    service.administrator(),
                    "{\"name\": \"" + id + "\", \"contexts\": [\"" + id + "\"], \"aliases\": [\"" + id + "\"]}"));
        }
    }

    private void addresses() throws IOException {
        for (int i = 0; i < 10; i++) {
            String id = CITIZENS.get(60 + i);
            for (String key : Arrays.asList(service.officer(), service.office(), service.auditor(), null)) {
                for (String path : List.of(
                        "/api/v1/decisions/" + id,
                        "/api/v1/decisions/" + id + "/notice",
                        "/api/v1/entries/" + id,
                        "/api/v1/entries?list=" + id + "&cursor=" + id,
                        "/api/v1/entries?asOf=" + id + "&knownAt=" + id,
                        "/api/v1/verify/" + id,
                        "/api/v1/" + id,
                        "/" + id,
                        "/api/v1/lists?cursor=" + id + "&limit=" + id,
                        "/api/v1/catalogue/editions/" + id,
                        "/api/v1/catalogue/in-force?on=" + id,
                        "/api/v1/catalogue/diff?from=" + id + "&to=" + id,
                        "/api/v1/instruments/" + id,
                        "/api/v1/statutes/" + id,
                        "/api/v1/access-log?department=" + id + "&action=" + id + "&from=" + id,
                        "/api/v1/sources?knownAt=" + id,
                        "/exchange/" + id,
                        "/v3/api-docs/" + id,
                        "/livez?x=" + id)) {
                    keep(service.get(
                            path, key, "X-Request-Id", id, "traceparent", "00-" + id + "-1-01", "User-Agent", id));
                }
            }
            for (String line : List.of(
                    "GET /" + id + "%zz HTTP/1.1",
                    "GET /api/v1/lists?limit=" + id + "%zz HTTP/1.1",
                    "GET /api/v1/lists?limit=" + id + "| HTTP/1.1",
                    "GET /" + id + " HTTP/" + id,
                    id + " / HTTP/1.1",
                    "GET /api/v1/lists;jsessionid=" + id + " HTTP/1.1",
                    "GET //" + id + "/../x HTTP/1.1")) {
                look(
                        "raw answer",
                        new String(
                                Wire.exchange(
                                        service.port(),
                                        line + "\r\nHost: " + "localhost" + "\r\nAuthorization: Bearer "
                                                + service.officer() + "\r\nConnection: close\r\nX-Bad\u0001: " + id
                                                + "\r\n\r\n"),
                                StandardCharsets.ISO_8859_1));
            }
        }
    }

    private void exchange() {
        for (int i = 0; i < 20; i++) {
            String id = CITIZENS.get(100 + i);
            for (String argument : List.of(id, id + "|示例人员", "示例人员|" + id, "<b>" + id, id + "0")) {
                String call =
                        "<?xml version=\"1.0\"?><S:Envelope xmlns:S=\"http://schemas.xmlsoap.org/soap/envelope/\"><S:Body>"
                                + "<ns2:getRedBlackPage xmlns:ns2=\"http://msasoa.gk.centit.com/\"><arg0>CZJ:"
                                + service.officer()
                                + "</arg0><arg1>" + id + "</arg1><arg2>" + id + "</arg2><arg3></arg3><arg4>" + argument
                                + "</arg4><arg5></arg5><arg6></arg6></ns2:getRedBlackPage></S:Body></S:Envelope>";
                Reply reply = service.post(
                        "/exchange/BlackRedSOAPImplService",
                        service.officer(),
                        "text/xml; charset=UTF-8",
                        call.getBytes(StandardCharsets.UTF_8));
                // The old clients are told whose record it is by the number they asked for; nobody else is.
                look("headers of the exchange", reply.headers().map().toString());
            }
        }
    }

    private static Map<String, Object> question(String id, String related) {
        Map<String, Object> question = new LinkedHashMap<>();
        question.put("subject", Map.of("idType", "citizen-id", "id", id, "name", "示例人员"));
        question.put("context", "government-procurement");
        question.put("purpose", "采购资格审查");
        question.put("asOf", "2018-09-01");
        question.put(
                "relatedPersons",
                List.of(Map.of("role", "legal-representative", "idType", "citizen-id", "id", related)));
        return question;
    }

    private Reply keep(Reply reply) {
        look("headers", reply.headers().map().toString());
        look(reply.status() < 400 ? "answers" : "refusals", reply.text());
        return reply;
    }

    private void look(String place, String text) {
        for (String how : traces.in(text)) {
            found.merge(place + ", " + how, 1, Integer::sum);
        }
    }

    /** Every column of every row, as text and, where it holds bytes, as these. */
    private int database() {
        List<String> columns = jdbc.sql("""
                select format('%I.%I', c.table_name, c.column_name) || ' ' || c.data_type
                from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
                where table_schema = 'public' and t.table_type = 'BASE TABLE'
                """).query(String.class).list();
        int cells = 0;
        for (String column : columns) {
            String name = column.substring(0, column.indexOf(' '));
            String table = name.substring(0, name.indexOf('.'));
            String only = name.substring(name.indexOf('.') + 1);
            boolean bytes = column.endsWith("bytea");
            List<String> texts = bytes
                    ? jdbc.sql("select %s from only %s where %s is not null".formatted(only, table, only))
                            .query((row, number) -> new String(row.getBytes(1), StandardCharsets.ISO_8859_1))
                            .list()
                    : jdbc.sql("select %s::text from only %s where %s is not null".formatted(only, table, only))
                            .query(String.class)
                            .list();
            cells += texts.size();
            texts.forEach(text -> look("column " + name, text));
        }
        assertThat(columns).anyMatch(one -> one.startsWith("decision_"));
        return cells;
    }

    private int redis() {
        int values = 0;
        try (RedisConnection connection = redis.getConnection()) {
            for (byte[] key : connection.keyCommands().keys("*".getBytes(StandardCharsets.US_ASCII))) {
                look("keys of Redis", new String(key, StandardCharsets.ISO_8859_1));
                values++;
                switch (Objects.requireNonNull(connection.keyCommands().type(key))) {
                    case STREAM ->
                        Objects.requireNonNull(connection.streamCommands().xRange(key, Range.unbounded()))
                                .forEach(one -> one.getValue().forEach((field, value) -> {
                                    look("fields of a stream", new String(field, StandardCharsets.ISO_8859_1));
                                    look("values of a stream", new String(value, StandardCharsets.ISO_8859_1));
                                }));
                    case STRING -> {
                        byte[] value = connection.stringCommands().get(key);
                        if (value != null) {
                            look("values of Redis", new String(value, StandardCharsets.ISO_8859_1));
                        }
                    }
                    case NONE -> values--;
                    default -> throw new IllegalStateException("The canary does not know this type of value.");
                }
            }
        }
        return values;
    }
}
