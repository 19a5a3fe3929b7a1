package org.jrp.server.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jrp.server.ServerTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;

/** The path of an entry: pushed, checked, acted on, reported, objected to, ended, counted. */
@ServerTest(
        properties = {
            "test=eight-steps",
            "jrp.demo=true",
            "jrp.impact.required=true",
            "jrp.jwt.issuer=",
            "jrp.jwt.audience=",
            "jrp.jwt.public-key="
        })
class EightStepsTest {

    private static final Path ROOT = Path.of("..", "..").toAbsolutePath().normalize();

    private static final LocalDate TODAY = LocalDate.now(ZoneId.of("Asia/Shanghai"));
    private static final String ENTRY = "steps-entry";

    @Autowired
    Environment environment;

    Service service;
    String finance;

    @BeforeEach
    void meet() {
        service = Service.of(environment);
        finance = service.officer();
        service.grant(Service.FINANCE, "{\"contexts\": [\"government-funding\", \"government-procurement\"]}");
    }

    @Test
    void an_entry_is_pushed_checked_acted_on_reported_objected_to_ended_and_counted() {
        String id = Ids.enterprise(70_001);
        // 1
        assertThat(service.get("/api/v1/catalogue/in-force?on=2018-09-01", finance)
                        .text())
                .contains("2018-mingguang");
        service.list(ENTRY, id, "judgment-defaulter", "2018-03-01");
        await().atMost(Duration.ofSeconds(20)).until(() -> !tasks("open").isEmpty());

        // 2
        Reply decided = decide(id, "2018-09-01");
        String decision = decided.field("decisionId");
        assertThat(decided.field("outcome")).isEqualTo("restricted");
        List<Map<?, ?>> measures = measures(decided);
        assertThat(measures).isNotEmpty().allSatisfy(measure -> {
            List<?> citations = (List<?>) measure.get("citations");
            assertThat(citations).isNotEmpty();
        });
        assertThat(decided.text()).contains("发改财金〔2016〕141号");
        Map<?, ?> mine = measures.stream()
                .filter(measure -> Boolean.TRUE.equals(measure.get("addressedToYou")))
                .filter(measure ->
                        Long.valueOf(1).equals(measure.get("class")) || "mandatory".equals(measure.get("effect")))
                .findFirst()
                .orElseThrow();
        String measure = (String) mine.get("code");

        // 3
        Reply gated = decide(id, "2023-01-01");
        assertThat(measures(gated)).hasSizeLessThan(measures.size());
        for (Map<?, ?> one : measures(gated)) {
            assertThat((List<?>) one.get("citations"))
                    .as("no memorandum obliges any more")
                    .noneSatisfy(citation -> {
                        assertThat(((Map<?, ?>) citation).get("docNo")).isEqualTo("发改财金〔2016〕141号");
                        assertThat(((Map<?, ?>) citation).get("effect")).isEqualTo("mandatory");
                    });
        }
        assertThat(gated.list("withheld")).isNotEmpty();

        // 4
        assertThat(owed(decision)).contains(measure);
        Reply reported = service.post(
                "/api/v1/decisions/" + decision + "/feedback",
                finance,
                Map.of(
                        "measure", measure,
                        "entryId", ENTRY,
                        "handling", "carried-out",
                        "action", "不予安排",
                        "officer", "示例经办人甲",
                        "handledAt", TODAY.toString(),
                        "amount", "120000.00"));
        assertThat(reported.status()).as("%s", reported).isEqualTo(201);
        assertThat(reported.field("final")).as("nobody stands by it yet").isEqualTo("false");
        assertThat(owed(decision)).contains(measure);
        Map<String, Object> confirm = Map.of("measures", List.of(measure), "officer", "示例经办人甲");
        assertThat(service.post("/api/v1/decisions/" + decision + "/confirm", finance, confirm)
                        .code())
                .isEqualTo("personal-sign-in-required");
        Reply confirmed = service.post("/api/v1/decisions/" + decision + "/confirm", person(), confirm);
        assertThat(confirmed.status()).as("%s", confirmed).isEqualTo(200);
        String feedback = reported.field("feedbackId");
        assertThat(service.get("/api/v1/feedback/" + feedback, finance).field("final"))
                .isEqualTo("true");
        assertThat(owed(decision)).doesNotContain(measure);
        assertThat(service.get("/api/v1/feedback/" + feedback + "/form", finance, "Accept", "text/html")
                        .text())
                .contains("联合奖惩反馈单", "120000.00");

        // 5
        Reply objected = service.post(
                "/api/v1/objections",
                service.office(),
                Map.of(
                        "entryId", ENTRY,
                        "lodgedOn", TODAY.toString(),
                        "lodgedBy", "subject",
                        "channel", "platform",
                        "grounds", "称已履行完毕",
                        "documentNo", "示例异议1号"));
        assertThat(objected.status()).as("%s", objected).isEqualTo(201);
        Reply disputed = decide(id, TODAY.toString());
        assertThat(disputed.field("outcome")).isEqualTo("review");
        assertThat(disputed.text()).contains("\"disputed\":true");

        // 6
        Reply exited = service.post(
                "/api/v1/entries/" + ENTRY + "/events",
                service.office(),
                Map.of("type", "exited", "at", TODAY.toString(), "actor", "rec", "docNo", "示例移出1号", "reason", "履行完毕"));
        assertThat(exited.status()).as("%s", exited).isEqualTo(201);
        Reply after = decide(id, TODAY.toString());
        assertThat(after.list("measures")).isEmpty();
        assertThat(after.field("outcome")).isEqualTo("clear");
        await().atMost(Duration.ofSeconds(20)).until(() -> tasks("open").isEmpty());
        assertThat(tasks("closed")).isNotEmpty();

        // 7
        assertThat(service.get("/api/v1/decisions/" + decision, finance).body()).isEqualTo(decided.body());
        Map<String, Object> then = new TreeMap<>(question(id, "2018-09-01"));
        then.put("knownAt", decided.field("knownAt"));
        assertThat(service.post("/api/v1/decisions", finance, then).list("measures"))
                .isEqualTo(decided.list("measures"));

        // 8
        Reply figures = service.get("/api/v1/statistics?year=2018", service.office());
        assertThat(figures.list("items"))
                .anySatisfy(item -> assertThat(String.valueOf(((Map<?, ?>) item).get("item")))
                        .isEqualTo("13"));
    }

    @Test
    void the_program_for_newcomers_walks_the_same_path() throws Exception {
        assertThat(program("EightSteps.java")).contains("All eight steps done.");
    }

    @Test
    void the_program_for_policy_clerks_and_auditors_walks_to_its_end() throws Exception {
        assertThat(program("ProveAndRelease.java", "--root=" + ROOT)).contains("All ten steps done.");
    }

    /** What a program of the demonstration prints. */
    private String program(String name, String... more) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dfile.encoding=UTF-8",
                "-Dstdout.encoding=UTF-8",
                ROOT.resolve(Path.of("test-cases", "demo", name)).toString(),
                "--url=http://127.0.0.1:" + service.port(),
                "--data=" + environment.getRequiredProperty("jrp.data"),
                "--run=7"));
        command.addAll(List.of(more));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String printed = read(process);
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as(printed).isZero();
        return printed;
    }

    private static String read(Process process) throws IOException {
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    /** An officer's personal sign-in to the demonstration. */
    private String person() {
        try {
            String file = java.nio.file.Files.readString(
                    Path.of(environment.getRequiredProperty("jrp.data"), "demo-sign-ins.json"));
            return String.valueOf(((Map<?, ?>) org.jrp.json.Json.read(file)).get(Service.FINANCE));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static Map<String, Object> question(String id, String asOf) {
        return Map.of(
                "subject", Map.of("id", id), "context", "government-funding", "purpose", "扶持资金拨付前核查", "asOf", asOf);
    }

    private Reply decide(String id, String asOf) {
        Reply reply = service.post("/api/v1/decisions", finance, question(id, asOf));
        assertThat(reply.status()).as("%s", reply).isEqualTo(201);
        return reply;
    }

    private static List<Map<?, ?>> measures(Reply decided) {
        return decided.list("measures").stream()
                .<Map<?, ?>>map(one -> (Map<?, ?>) one)
                .toList();
    }

    private List<?> tasks(String state) {
        return service.get("/api/v1/tasks?entryId=" + ENTRY + "&state=" + state, finance)
                .list("items");
    }

    /** Measures of the decision on which a report is owed. */
    private List<String> owed(String decision) {
        List<String> owed = new ArrayList<>();
        for (Object item :
                service.get("/api/v1/feedback/pending?limit=200", finance).list("items")) {
            if (decision.equals(((Map<?, ?>) item).get("decisionId"))) {
                owed.add((String) ((Map<?, ?>) item).get("measure"));
            }
        }
        return owed;
    }
}
