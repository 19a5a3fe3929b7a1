package org.jrp.server.whole;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.jrp.json.Json;
import org.jrp.json.JsonException;
import org.jrp.server.ServerTest;
import org.jrp.server.offline.OfflineRows;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Whatever is sent to whatever address by whomever: the service answers, or refuses by a problem detail that tells nothing about its
 * insides and repeats no number of a citizen. {@code -Djrp.scale=full} sends a hundred times as many; {@code -Djrp.seed=…} sends one.
 */
@ServerTest(properties = "test=fuzz")
class FuzzTest {

    private static final int REQUESTS = "full".equals(System.getProperty("jrp.scale")) ? 400_000 : 12_000;
    private static final int MOST_REQUESTS = 4 * REQUESTS;
    private static final int AT_ONCE = 4;
    private static final int ENTRIES = 20;
    private static final int DEAD = 40;

    /** Positions that no message of the test's own gets to. */
    private static final long BEYOND = 1_000_000;

    private static final Pattern INSIDES = Pattern.compile(
            "Exception|\\bat (org|java|jakarta|tools)\\.|org\\.(springframework|postgresql|jrp)\\.|java\\.(lang|util)|tools\\.jackson|SQLState|relation \\\"");
    private static final Pattern CHINESE = Pattern.compile("\\p{IsHan}");

    @Autowired
    Environment environment;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    DataSource source;

    private final Queue<String> faults = new ConcurrentLinkedQueue<>();
    private final Map<Integer, AtomicInteger> statuses = new ConcurrentHashMap<>();
    private final Map<String, AtomicInteger> answered = new ConcurrentHashMap<>();

    @Test
    void whatever_is_sent_is_answered_or_refused_decently() throws Exception {
        Service service = Service.of(environment);
        Description description = new Description(service);
        for (int i = 1; i <= ENTRIES; i++) {
            service.list("fuzz-" + i, Ids.enterprise(i), "judgment-defaulter", "2018-03-01");
        }
        String decision = service.post(
                        "/api/v1/decisions",
                        service.officer(),
                        Map.of(
                                "subject", Map.of("id", Ids.enterprise(1)),
                                "context", "bidding",
                                "purpose", "资格审查"))
                .field("decisionId");
        Matcher verification = Pattern.compile("/api/v1/verify/([^\"<\\s]+)")
                .matcher(service.get("/api/v1/decisions/" + decision + "/notice?format=html", service.officer())
                        .text());
        assertThat(verification.find()).isTrue();
        String code = verification.group(1);
        Map<String, Map<String, Object>> samples = new TreeMap<>(RepairFuzz.samples());
        samples.putAll(samples());
        Map<String, List<String>> places = new TreeMap<>(RepairFuzz.places(service));
        places.putAll(Map.ofEntries(
                Map.entry("/api/v1/decisions/{id}", List.of(decision)),
                Map.entry("/api/v1/decisions/{id}/notice", List.of(decision)),
                Map.entry("/api/v1/decisions/{id}/proof", List.of(decision)),
                Map.entry("/api/v1/seals/{number}", List.of("1", "2", "999999")),
                Map.entry("/api/v1/catalogue/editions/{id}", List.of("2018-mingguang")),
                Map.entry("/api/v1/departments/{code}", List.of("fuzz-bureau", "fuzz-office")),
                Map.entry("/api/v1/entries/{id}", entries()),
                Map.entry("/api/v1/entries/{id}/events", entries()),
                Map.entry("/api/v1/credentials/{id}/revoke", List.of(spare(service))),
                Map.entry("/api/v1/instruments/{id}", List.of("2016-141-judgment-defaulter")),
                Map.entry("/api/v1/statutes/{id}", List.of(statute(service))),
                Map.entry("/api/v1/verify/{code}", List.of(code)),
                Map.entry("list", List.of("judgment-defaulter"))));
        FuzzedFeedback.prepare(service, jdbc, places, samples);
        FuzzedLoop.prepare(service, places, samples);
        ReplayFuzz.prepare(decision, jdbc, places, samples);
        FuzzedReleases.prepare(service, places, samples);
        places.put("/api/v1/catalogue/editions/{id}/export", List.of("2018-mingguang", "2024-national"));
        samples.put(
                "/api/v1/decisions/upload",
                OfflineRows.of(Ids.enterprise(1))
                        .listed("fuzz-1", "judgment-defaulter", "2018-03-01")
                        .fields());
        FuzzedImpact.prepare(service, jdbc, places, samples);
        places.putAll(webhooks(service));
        places.putAll(requests(service));
        Fuzz fuzz = new Fuzz(description, places, samples);
        Reply event = service.post(
                "/api/v1/entries/fuzz-1/events", service.office(), samples.get("/api/v1/entries/{id}/events"));
        assertThat(event.status()).as("%s", event).isEqualTo(201);
        Map<String, String> keys = keys(service);
        List<String> calls =
                description.calls().stream().map(Description.Call::toString).toList();
        Long only = Long.getLong("jrp.seed");
        ExecutorService clients = Executors.newFixedThreadPool(AT_ONCE);
        try {
            List<Future<?>> running = new ArrayList<>();
            AtomicInteger next = new AtomicInteger();
            for (int i = 0; i < AT_ONCE; i++) {
                running.add(clients.submit(() -> {
                    if (only != null) {
                        judge(fuzz.request(only), service.port(), keys);
                        return;
                    }
                    // Some calls are drawn seldom: as many requests again, where that is needed to reach them all.
                    for (int seed = next.getAndIncrement();
                            seed < REQUESTS
                                    || (seed < MOST_REQUESTS
                                            && !answered.keySet().containsAll(calls));
                            seed = next.getAndIncrement()) {
                        judge(fuzz.request(seed), service.port(), keys);
                    }
                }));
            }
            for (Future<?> one : running) {
                one.get();
            }
        } finally {
            clients.shutdownNow();
        }

        assertThat(faults).as("answers by status: %s", new TreeMap<>(statuses)).isEmpty();
        if (only == null) {
            List<String> never =
                    calls.stream().filter(call -> !answered.containsKey(call)).toList();
            assertThat(never)
                    .as("calls that no request of the fuzz gets through to")
                    .isEmpty();
            assertThat(statuses.keySet()).contains(200, 201, 400, 401, 403, 404, 405, 415, 422);
        }
    }

    private static List<String> entries() {
        return IntStream.rangeClosed(1, ENTRIES).mapToObj(i -> "fuzz-" + i).toList();
    }

    /** A receiver that nobody finds, with messages put aside, and one that may be ended. */
    private Map<String, List<String>> webhooks(Service service) {
        Map<String, Object> wanted = samples().get("/api/v1/webhooks");
        String standing =
                service.post("/api/v1/webhooks", service.officer(), wanted).field("id");
        String spare =
                service.post("/api/v1/webhooks", service.officer(), wanted).field("id");
        JdbcClient jdbc = JdbcClient.create(source);
        List<String> positions = new ArrayList<>();
        // in one statement: whatever gets a place meanwhile gets one behind them all
        jdbc.sql("""
                        insert into notification (department, kind, refs, position)
                        select ?, 'entry-changed', '{}', ? + i from generate_series(1, ?) i
                        """).params(Service.FINANCE, BEYOND, DEAD).update();
        for (int i = 1; i <= DEAD; i++) {
            positions.add(Long.toString(BEYOND + i));
            jdbc.sql("insert into dead_letter (webhook, position, state, attempts) values (?::uuid, ?, 'dead', 5)")
                    .params(standing, BEYOND + i)
                    .update();
        }
        return Map.of("id", List.of(standing), "position", positions, "/api/v1/webhooks/{id}/end", List.of(spare));
    }

    /** What a subject asked: one request granted, others open. */
    private static Map<String, List<String>> requests(Service service) {
        Map<String, Object> wanted = samples().get("/api/v1/subject-requests");
        List<String> open = IntStream.range(0, 5)
                .mapToObj(i -> service.post("/api/v1/subject-requests", service.officer(), wanted)
                        .field("id"))
                .toList();
        String granted = service.post("/api/v1/subject-requests", service.officer(), wanted)
                .field("id");
        service.post(
                "/api/v1/subject-requests/" + granted + "/decide",
                service.officer(),
                samples().get("/api/v1/subject-requests/{id}/decide"));
        return Map.of(
                "/api/v1/subject-requests/{id}/decide", open,
                "/api/v1/subject-requests/{id}", open,
                "/api/v1/subject-requests/{id}/file", List.of(granted));
    }

    /** A key that may be revoked. */
    private static String spare(Service service) {
        return service.post(
                        "/api/v1/credentials",
                        service.administrator(),
                        "{\"department\": \"finance-bureau\", \"label\": \"spare\", \"roles\": [\"officer\"]}")
                .field("id");
    }

    private static String statute(Service service) {
        Matcher basis = Pattern.compile("\"basis\":\\[\\{\"id\":\"([^\"]+)\"")
                .matcher(service.get("/api/v1/catalogue/editions/2018-mingguang", service.officer())
                        .text());
        assertThat(basis.find()).isTrue();
        return basis.group(1);
    }

    /** Bodies in which nothing is wrong, so that what comes after the first look at a body is reached as well. */
    private static Map<String, Map<String, Object>> samples() {
        Map<String, Object> subject = Map.of("id", Ids.enterprise(1), "name", "示例企业");
        String today = LocalDate.now(ZoneId.of("Asia/Shanghai")).toString();
        Map<String, Map<String, Object>> samples = new TreeMap<>(Map.of(
                "/api/v1/decisions",
                        Map.of(
                                "subject", subject,
                                "context", "government-procurement",
                                "purpose", "资格审查",
                                "asOf", "2018-09-01",
                                "relatedPersons",
                                        List.of(Map.of("role", "legal-representative", "id", Fuzz.CITIZENS.get(1)))),
                "/api/v1/decisions/batch",
                        Map.of(
                                "subjects", List.of(subject, Map.of("id", Fuzz.CITIZENS.get(0))),
                                "context", "bidding",
                                "purpose", "资格审查"),
                "/api/v1/decisions/search", Map.of("subject", subject, "from", "2026-01-01", "limit", 5L),
                "/api/v1/entries",
                        Map.of(
                                "list", "judgment-defaulter",
                                "subject", subject,
                                "basis", "法释〔2017〕7号",
                                "reason", "未履行",
                                "docNo", "示例立1号",
                                "validFrom", today,
                                "related", List.of(Map.of("role", "legal-representative", "id", Fuzz.CITIZENS.get(2)))),
                "/api/v1/entries/{id}/events",
                        Map.of(
                                "type", "suspended",
                                "at", today,
                                "docNo", "示例1号",
                                "reason", "有误"),
                "/api/v1/entries/search", Map.of("subject", subject, "purpose", "核对"),
                "/api/v1/credentials",
                        Map.of("department", Service.FINANCE, "label", "fuzz", "roles", List.of("officer")),
                "/api/v1/access-log/search", Map.of("subject", subject, "from", "2026-01-01")));
        samples.put("/api/v1/webhooks", Map.of("url", "https://fuzz.invalid/jrp", "label", "fuzz"));
        samples.put("/api/v1/webhooks/{id}/end", Map.of("reason", "停用"));
        samples.put("/api/v1/webhooks/{id}/dead-letters/{position}/discard", Map.of("reason", "无法处理"));
        samples.put("/api/v1/subject-requests", Map.of("kind", "access", "subject", subject, "documentNo", "示例申1号"));
        samples.put("/api/v1/subject-requests/{id}/decide", Map.of("result", "granted", "reason", "符合规定"));
        return samples;
    }

    private static Map<String, String> keys(Service service) {
        Map<String, String> keys = new TreeMap<>();
        Service.ROLES.forEach(role -> keys.put(role, service.key(role)));
        keys.put("office", service.office());
        keys.put("person", SignIn.person(Service.FINANCE, "王某", "officer"));
        keys.put("garbage", "jrp_nonsens0_" + "A".repeat(43));
        keys.put("cut", service.officer().substring(0, 20));
        return keys;
    }

    private void judge(Fuzz.Request request, int port, Map<String, String> keys) {
        Wire.Answer answer;
        try {
            answer = Wire.send(port, request, keys.get(request.role()));
        } catch (IOException e) {
            faults.add("no answer (" + e + ") to " + request);
            return;
        }
        statuses.computeIfAbsent(answer.status(), status -> new AtomicInteger()).incrementAndGet();
        String fault = fault(request, answer);
        if (fault != null && faults.size() < 60) {
            faults.add(fault + " in " + answer + "\n   to " + request + "\n");
        }
    }

    private @org.jspecify.annotations.Nullable String fault(Fuzz.Request request, Wire.Answer answer) {
        String body = new String(answer.body(), StandardCharsets.UTF_8);
        String all = answer.head() + body;
        for (String citizen : Fuzz.CITIZENS) {
            if (all.contains(citizen) || all.contains(citizen.substring(0, 17))) {
                return "a citizen's number";
            }
        }
        if (answer.status() >= 500) {
            return "a failure";
        }
        if (INSIDES.matcher(all).find()) {
            return "insides of the service";
        }
        if (answer.status() < 400) {
            answered.computeIfAbsent(request.method() + " " + request.call(), call -> new AtomicInteger())
                    .incrementAndGet();
            return body.contains("\"status\":5") ? "a failure inside" : null;
        }
        if (request.method().equals("HEAD")) {
            return null;
        }
        if (!answer.header("Content-Type").startsWith("application/problem+json")) {
            return "a refusal that is no problem detail";
        }
        try {
            Map<?, ?> problem = (Map<?, ?>) Json.read(answer.body());
            boolean whole = List.of("type", "title", "detail", "code").stream()
                    .allMatch(name -> problem.get(name) instanceof String text && !text.isBlank());
            if (!whole || !Long.valueOf(answer.status()).equals(problem.get("status"))) {
                return "an incomplete problem detail";
            }
            // What is no request at all is refused before its headers are read.
            if (!problem.get("code").equals("invalid-request")
                    && request.english()
                            == CHINESE.matcher(problem.get("title").toString()).find()) {
                return "the wrong language";
            }
            return null;
        } catch (JsonException e) {
            return "a problem detail that is no JSON";
        }
    }
}
