package org.jrp.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.jrp.client.FakeServer.hangUpHalfWay;
import static org.jrp.client.FakeServer.problem;
import static org.jrp.client.FakeServer.send;
import static org.jrp.client.FakeServer.status;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jrp.catalogue.Effect;
import org.jrp.catalogue.Kind;
import org.jrp.decision.Outcome;
import org.jrp.json.Json;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against a server that misbehaves as each test says. */
class JrpClientTest {

    private static final String FIRM = "91349999M00000019Y";
    private static final String PERSON = "341182190001010008";
    private static final String KEY = "jrp_test_0123456789";
    private static final Check CHECK = Check.of(FIRM, "government-procurement", "市直单位办公设备采购资格审查");

    private final FakeTime time = new FakeTime();
    private FakeServer server;

    @TempDir
    private Path folder;

    @BeforeEach
    void start() throws IOException {
        server = new FakeServer();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private JrpClient client() {
        return builder().build();
    }

    private JrpClientBuilder builder() {
        return JrpClient.to(server.address()).apiKey(() -> KEY).timing(time.timing());
    }

    private static String answer() {
        return answer("0193-a", "restricted");
    }

    /** An answer in the fields of the contract, with two that no version knows. */
    private static String answer(String id, String outcome) {
        return """
                { "decisionId": "%s", "outcome": "%s", "fromTheFuture": {"share": 0.25, "big": 123456789012345678901},
                  "subject": {"idType": "uscc", "id": "91349999M00000019Y", "name": "示例企业一"},
                  "context": "government-procurement", "matter": null, "asOf": "2018-09-01", "knownAt": "2026-11-23T08:00:00+08:00",
                  "validUntil": "2020-03-01", "requiresConfirmation": true,
                  "measures": [
                    { "code": "restrict-government-procurement", "name": "限制参加政府采购活动", "kind": "sanction", "effect": "mandatory", "class": 1,
                      "edition": "2018-mingguang", "departments": ["finance-bureau"], "addressedToYou": true, "conditional": false, "matters": [],
                      "qualifiers": ["lawfully"], "basisUnverified": false, "alsoNew": [1],
                      "citations": [
                        { "rule": "2016-141-m16 依法限制参加政府采购", "file": "rules/memoranda/2016-141-judgment-defaulter.dslr", "line": 118,
                          "provision": "2016-141-judgment-defaulter-m16", "instrument": "2016-141-judgment-defaulter",
                          "docNo": "发改财金〔2016〕141号", "clause": null, "text": "依法限制参加政府采购活动",
                          "verified": false, "legalBasis": [],
                          "usualBasis": [{"statute": "政府采购法", "article": "第二十二条", "level": "law", "articleVerified": true, "linkVerified": false}] } ],
                      "triggeredBy": ["e1"], "feedbackDue": "2018-09-14" } ],
                  "withheld": [ {"code": "c", "name": "n", "reason": "legality-gate", "text": "t", "citation": {"docNo": "国办发〔2020〕49号", "clause": null}} ],
                  "nearMisses": [ {"rule": "r", "failed": "列入未满 2 年", "value": "3 年"} ],
                  "remedies": [ {"action": "fulfil-judgment", "text": "t", "effectiveFrom": "2018-09-05", "outcomeThen": "clear"} ],
                  "entries": [ {"entryId": "e1", "list": "judgment-defaulter", "listName": "失信被执行人名单", "kind": "sanction", "recogniser": null,
                      "docNo": null, "validFrom": "2018-03-01", "validTo": "2020-03-01", "disputed": false, "via": "self"} ],
                  "checked": {"lists": 53, "relationsTested": ["legal-representative"], "sources": [{"source": "s", "loadedAt": "2026-11-23T00:00:00Z", "stale": false}]},
                  "release": "sha256:r", "editions": ["2018-mingguang"], "assumed": ["2018-mingguang.effectiveFrom"], "engine": "1.0.0",
                  "decisionHash": "sha256:d", "recordHash": "sha256:e" }
                """.formatted(id, outcome);
    }

    private static String line(String json) {
        return json.replace('\n', ' ') + '\n';
    }

    @Test
    void every_field_of_the_contract_is_read() {
        server.then(status(201, answer()));

        DecisionAnswer answer = client().decide(CHECK);

        assertThat(answer.decisionId()).isEqualTo("0193-a");
        assertThat(answer.outcome()).isEqualTo(Outcome.RESTRICTED);
        assertThat(answer.subject().name()).isEqualTo("示例企业一");
        assertThat(answer.knownAt()).isEqualTo(Instant.parse("2026-11-23T00:00:00Z"));
        assertThat(answer.validUntil()).isEqualTo("2020-03-01");
        assertThat(answer.requiresConfirmation()).isTrue();
        DecisionAnswer.Measure measure =
                answer.findMeasure("restrict-government-procurement").orElseThrow();
        assertThat(measure.kind()).isEqualTo(Kind.SANCTION);
        assertThat(measure.effect()).isEqualTo(Effect.MANDATORY);
        assertThat(measure.measureClass()).isEqualTo(1);
        assertThat(measure.addressedToYou()).isTrue();
        assertThat(measure.feedbackDue()).isEqualTo("2018-09-14");
        DecisionAnswer.Citation citation = measure.citations().get(0);
        assertThat(citation.line()).isEqualTo(118);
        assertThat(citation.clause()).isNull();
        assertThat(citation.usualBasis().get(0).articleVerified()).isTrue();
        assertThat(answer.withheld().get(0).citation().docNo()).isEqualTo("国办发〔2020〕49号");
        assertThat(answer.nearMisses().get(0).failed()).isEqualTo("列入未满 2 年");
        assertThat(answer.remedies().get(0).outcomeThen()).isEqualTo(Outcome.CLEAR);
        assertThat(answer.entries().get(0).validTo()).isEqualTo("2020-03-01");
        assertThat(answer.checked().lists()).isEqualTo(53);
        assertThat(answer.checked().sources().get(0).stale()).isFalse();
        assertThat(answer.decisionHash()).isEqualTo("sha256:d");
        assertThat(answer.recordHash()).isEqualTo("sha256:e");
    }

    @Test
    void unknown_fields_are_ignored_and_kept() {
        server.then(status(201, answer()));

        DecisionAnswer answer = client().decide(CHECK);

        assertThat(answer.raw().get("fromTheFuture"))
                .asString()
                .contains("0.25")
                .contains("123456789012345678901");
        assertThatThrownBy(() -> answer.raw().clear()).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void the_check_goes_out_whole_and_signed_in() {
        server.then(status(201, answer()));
        Check check = CHECK.withName("示例企业一")
                .withIdType("uscc")
                .withMatter("m")
                .withKind("enterprise")
                .withPlace("341182")
                .withAsOf(LocalDate.of(2018, 9, 1))
                .withKnownAt(Instant.parse("2018-09-01T01:00:00Z"))
                .withRelated("legal-representative", PERSON);

        builder().language(Locale.ENGLISH).build().decide(check, "case-4711");

        FakeServer.Request request = server.requests().get(0);
        assertThat(request.method() + " " + request.path()).isEqualTo("POST /api/v1/decisions");
        assertThat(request.header("Authorization")).isEqualTo("Bearer " + KEY);
        assertThat(request.header("Accept-Language")).isEqualTo("en");
        assertThat(request.header("Idempotency-Key")).isEqualTo("case-4711");
        assertThat(request.header("Content-Type")).isEqualTo("application/json");
        assertThat(request.body())
                .isEqualTo("{\"subject\":{\"idType\":\"uscc\",\"id\":\"" + FIRM + "\",\"name\":\"示例企业一\"},"
                        + "\"context\":\"government-procurement\",\"matter\":\"m\",\"purpose\":\"市直单位办公设备采购资格审查\","
                        + "\"kind\":\"enterprise\",\"place\":\"341182\",\"asOf\":\"2018-09-01\",\"knownAt\":\"2018-09-01T01:00:00Z\","
                        + "\"relatedPersons\":[{\"role\":\"legal-representative\",\"idType\":null,\"id\":\"" + PERSON
                        + "\"}]}");
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 502, 503, 504})
    void a_passing_failure_is_tried_again_with_the_same_key(int status) {
        server.then(status(status, problem(status, "later")), status(201, answer()));

        assertThat(client().decide(CHECK).outcome()).isEqualTo(Outcome.RESTRICTED);

        assertThat(server.requests()).hasSize(2);
        assertThat(server.requests().get(0).header("Idempotency-Key"))
                .isNotBlank()
                .isEqualTo(server.requests().get(1).header("Idempotency-Key"));
        assertThat(time.waits()).containsExactly(Duration.ofMillis(200));
    }

    @Test
    void each_call_has_a_key_of_its_own() {
        server.then(status(201, answer()));
        JrpClient client = client();

        client.decide(CHECK);
        client.decide(CHECK);

        assertThat(server.requests().get(0).header("Idempotency-Key"))
                .isNotEqualTo(server.requests().get(1).header("Idempotency-Key"));
    }

    @Test
    void a_decision_whose_answer_was_lost_is_made_once() {
        Map<String, String> made = new ConcurrentHashMap<>();
        AtomicInteger deliveries = new AtomicInteger();
        FakeServer.Step deciding = (exchange, request) -> {
            String body = made.computeIfAbsent(
                    request.header("Idempotency-Key"), key -> answer("decision-" + made.size(), "clear"));
            if (deliveries.incrementAndGet() == 1) {
                hangUpHalfWay(body).answer(exchange, request);
            } else {
                send(exchange, 201, body.getBytes(StandardCharsets.UTF_8));
            }
        };
        server.then(deciding);

        DecisionAnswer answer = client().decide(CHECK);

        assertThat(deliveries).hasValue(2);
        assertThat(made).hasSize(1);
        assertThat(answer.decisionId()).isEqualTo("decision-0");
    }

    @Test
    void a_server_that_says_nothing_is_asked_again() {
        server.then(server.hang(), status(201, answer()));

        DecisionAnswer answer =
                builder().requestTimeout(Duration.ofMillis(300)).build().decide(CHECK);

        assertThat(answer.outcome()).isEqualTo(Outcome.RESTRICTED);
        assertThat(server.requests()).hasSize(2);
    }

    @Test
    void an_answer_that_stops_half_way_does_not_hang_the_caller() {
        server.then(server.hangHalfWay(answer()));

        JrpUnavailableException gaveUp = catchThrowableOfType(
                JrpUnavailableException.class,
                () -> builder()
                        .requestTimeout(Duration.ofMillis(300))
                        .retries(new RetryPolicy(2, Duration.ofSeconds(30), Duration.ZERO, Duration.ZERO))
                        .build()
                        .decide(CHECK));

        assertThat(gaveUp.reasons()).containsExactly("timed out", "timed out");
    }

    @Test
    void a_wait_that_the_service_asks_for_is_honoured() {
        server.then(
                status(429, problem(429, "too-many-requests"), "Retry-After", "7"),
                status(503, problem(503, "failed"), "Retry-After", "Mon, 23 Nov 2026 00:00:10 GMT"),
                status(201, answer()));

        client().decide(CHECK);

        assertThat(time.waits()).containsExactly(Duration.ofSeconds(7), Duration.ofSeconds(3));
    }

    @Test
    void a_wait_that_would_take_too_long_is_not_begun() {
        server.then(status(429, problem(429, "too-many-requests"), "Retry-After", "60"));

        JrpUnavailableException gaveUp =
                catchThrowableOfType(JrpUnavailableException.class, () -> client().decide(CHECK));

        assertThat(gaveUp.attempts()).isEqualTo(1);
        assertThat(gaveUp.reasons()).containsExactly("429 too-many-requests");
        assertThat(time.waits()).isEmpty();
    }

    @Test
    void it_gives_up_after_its_attempts_and_says_why() {
        server.then(
                status(503, problem(503, "not-recorded")),
                hangUpHalfWay(answer()),
                status(502, "<html>Bad Gateway</html>"),
                status(504, ""));

        JrpUnavailableException gaveUp =
                catchThrowableOfType(JrpUnavailableException.class, () -> client().decide(CHECK));

        assertThat(gaveUp.reasons())
                .containsExactly("503 not-recorded", "connection broken", "502 http-502", "504 http-504");
        assertThat(time.waits())
                .containsExactly(Duration.ofMillis(200), Duration.ofMillis(400), Duration.ofMillis(800));
        assertThat(gaveUp.elapsed()).isEqualTo(Duration.ofMillis(1400));
        assertThat(gaveUp).hasMessageContaining("4 attempts").hasMessageNotContainingAny(FIRM, KEY);
    }

    @Test
    void it_gives_up_when_its_time_is_over() {
        server.then(status(503, problem(503, "failed")));

        JrpUnavailableException gaveUp = catchThrowableOfType(
                JrpUnavailableException.class,
                () -> builder()
                        .retries(new RetryPolicy(
                                100, Duration.ofSeconds(10), Duration.ofSeconds(3), Duration.ofSeconds(3)))
                        .build()
                        .decide(CHECK));

        assertThat(gaveUp.attempts()).isEqualTo(4);
    }

    @Test
    void a_server_that_is_not_there_is_unavailable() {
        URI gone = server.address();
        server.close();

        JrpUnavailableException gaveUp = catchThrowableOfType(
                JrpUnavailableException.class,
                () -> JrpClient.to(gone)
                        .apiKey(() -> KEY)
                        .timing(time.timing())
                        .build()
                        .decide(CHECK));

        assertThat(gaveUp.reasons()).hasSize(4).containsOnly("not connected");
    }

    @Test
    void a_refusal_is_typed_and_not_tried_again() {
        server.then(status(400, """
                {"type":"urn:x","title":"请求有误","status":400,"code":"invalid-id","detail":"代码有误。",
                 "errors":[{"pointer":"/subject/id","code":"check-digit","message":"校验位不符。"}]}
                """));

        JrpProblemException refused = catchThrowableOfType(JrpProblemException.class, () -> client().decide(CHECK));

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.code()).isEqualTo("invalid-id");
        assertThat(refused.detail()).isEqualTo("代码有误。");
        assertThat(refused.errors()).containsExactly(new JrpProblem.FieldError("/subject/id", "check-digit", "校验位不符。"));
        assertThat(server.requests()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 401, 403, 404, 409, 422, 500})
    void whatever_else_is_answered_is_a_refusal(int status) {
        server.then(status(status, "<html>no JSON</html>", "Location", "http://127.0.0.1:1/"));

        JrpProblemException refused = catchThrowableOfType(JrpProblemException.class, () -> client().decide(CHECK));

        assertThat(refused.status()).isEqualTo(status);
        assertThat(refused.code()).isEqualTo("http-" + status);
        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void an_answer_that_cannot_be_relied_on_is_never_clear() {
        List<String> bodies = List.of(
                "",
                "[]",
                "{\"outcome\":\"clear\"",
                answer().replace("\"outcome\": \"restricted\"", "\"outcome\": \"splendid\""),
                answer().replace("\"outcome\": \"restricted\",", ""),
                answer().replace("\"measures\": [", "\"measuresNot\": ["),
                answer().replace("\"requiresConfirmation\": true", "\"requiresConfirmation\": \"no\""),
                answer().replace("\"asOf\": \"2018-09-01\"", "\"asOf\": \"2018-09-31\""),
                answer().replace("\"stale\": false", "\"stale\": null"));
        for (String body : bodies) {
            try (FakeServer one = new FakeServer().then(status(201, body))) {
                JrpClient client = JrpClient.to(one.address()).apiKey(() -> KEY).build();

                assertThatThrownBy(() -> client.decide(CHECK))
                        .as(body)
                        .isInstanceOf(JrpMalformedAnswerException.class)
                        .hasMessageNotContainingAny(FIRM, "splendid");
                assertThat(one.requests()).hasSize(1);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }
    }

    @Test
    void a_batch_has_a_result_for_each_subject_in_order() {
        server.then(status(
                200,
                "{\"results\":[" + answer("d1", "clear") + "," + problem(400, "invalid-id") + ","
                        + answer("d3", "review") + "]}"));
        BatchCheck batch = BatchCheck.of(
                "bidding",
                "p",
                Stream.of(FIRM, "X", FIRM).map(Check.Subject::of).toList());

        List<Result> results = client().batch(batch);

        assertThat(results).extracting(Result::row).containsExactly(1L, 2L, 3L);
        assertThat(results.get(0).orThrow().decisionId()).isEqualTo("d1");
        assertThat(results.get(1))
                .isInstanceOfSatisfying(
                        Result.Refused.class,
                        refused -> assertThat(refused.problem().code()).isEqualTo("invalid-id"));
        assertThatThrownBy(() -> results.get(1).orThrow()).isInstanceOf(JrpProblemException.class);
        assertThat(results.get(2).orThrow().outcome()).isEqualTo(Outcome.REVIEW);
        assertThat(server.requests().get(0).path()).isEqualTo("/api/v1/decisions/batch");
        assertThat(server.requests().get(0).header("Idempotency-Key")).isNotBlank();
    }

    @Test
    void a_batch_with_a_result_missing_is_not_relied_on() {
        server.then(status(200, "{\"results\":[" + answer() + "]}"));

        assertThatThrownBy(() -> client().batch(
                                BatchCheck.of("bidding", "p", List.of(Check.Subject.of(FIRM), Check.Subject.of(FIRM)))))
                .isInstanceOf(JrpMalformedAnswerException.class)
                .hasMessageContaining("1 results for 2 subjects");
    }

    @Test
    void a_batch_has_1_to_1000_subjects() {
        assertThatThrownBy(() -> BatchCheck.of("bidding", "p", List.of())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() ->
                        BatchCheck.of("bidding", "p", java.util.Collections.nCopies(1_001, Check.Subject.of(FIRM))))
                .hasMessageContaining("stream");
    }

    /** Answers each line by a decision named after its purpose. */
    private static final FakeServer.Step DECIDING_LINES = (exchange, request) -> {
        StringBuilder out = new StringBuilder();
        for (String line : request.body().split("\n")) {
            Object purpose = ((Map<?, ?>) Json.read(line)).get("purpose");
            out.append(line(answer("d" + purpose, "clear")));
        }
        send(exchange, 200, out.toString().getBytes(StandardCharsets.UTF_8));
    };

    @Test
    void a_stream_of_any_length_needs_the_memory_of_one_window() {
        server.then(DECIDING_LINES);
        AtomicLong taken = new AtomicLong();
        AtomicLong given = new AtomicLong();
        AtomicLong most = new AtomicLong();
        Stream<Check> checks = LongStream.rangeClosed(1, 20_000).mapToObj(number -> {
            most.accumulateAndGet(taken.incrementAndGet() - given.get(), Math::max);
            return Check.of(FIRM, "bidding", String.valueOf(number));
        });

        long done = client().stream(checks, result -> {
            assertThat(result.row()).isEqualTo(given.incrementAndGet());
            assertThat(result.orThrow().decisionId()).isEqualTo("d" + result.row());
        });

        assertThat(done).isEqualTo(20_000);
        assertThat(given).hasValue(20_000);
        assertThat(most.get()).isLessThanOrEqualTo(201);
        assertThat(server.requests()).hasSizeGreaterThanOrEqualTo(100).allSatisfy(request -> {
            assertThat(request.bytes().length).isLessThanOrEqualTo(48 << 10);
            assertThat(request.header("Content-Type")).isEqualTo("application/x-ndjson");
        });
    }

    @Test
    void a_window_that_failed_is_sent_again_and_each_check_has_one_result() {
        server.then(DECIDING_LINES, hangUpHalfWay(line(answer()).repeat(200)), DECIDING_LINES);
        List<Long> rows = new ArrayList<>();

        client().stream(
                LongStream.rangeClosed(1, 500).mapToObj(number -> Check.of(FIRM, "bidding", "p" + number)),
                result -> rows.add(result.row()));

        assertThat(rows)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, 500).boxed().toList());
        List<String> keys = server.requests().stream()
                .map(request -> request.header("Idempotency-Key"))
                .toList();
        assertThat(keys).hasSize(4).doesNotContainNull();
        assertThat(keys.get(2)).isEqualTo(keys.get(1));
        assertThat(keys.stream().distinct()).hasSize(3);
    }

    @Test
    void lines_with_row_numbers_find_their_checks() {
        server.then(status(
                200,
                line(problem(400, "invalid-id").replace("{\"type\"", "{\"row\":2,\"type\""))
                        + "\r\n"
                        + line(answer("d1", "clear").replace("{ \"decisionId\"", "{ \"row\": 1, \"decisionId\""))));
        List<Result> results = new ArrayList<>();

        client().stream(List.of(CHECK, CHECK), results::add);

        assertThat(results.get(0).orThrow().decisionId()).isEqualTo("d1");
        assertThat(results.get(1)).isInstanceOf(Result.Refused.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3})
    void a_stream_that_answers_too_little_or_too_much_is_not_relied_on(int lines) {
        server.then(status(200, line(answer()).repeat(lines)));
        List<Result> results = new ArrayList<>();

        assertThatThrownBy(() -> client().stream(List.of(CHECK, CHECK), results::add))
                .isInstanceOf(JrpMalformedAnswerException.class);
        assertThat(results).isEmpty();
    }

    @Test
    void an_empty_stream_asks_nothing() {
        assertThat(client().stream(List.of(), result -> {})).isZero();
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void a_record_is_read_back() {
        server.then(status(200, answer()));

        assertThat(client().decision("0193-a").decisionId()).isEqualTo("0193-a");
        assertThat(server.requests().get(0).path()).isEqualTo("/api/v1/decisions/0193-a");
        assertThatThrownBy(() -> client().decision("../entries?x=" + PERSON))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining(PERSON);
    }

    @Test
    void a_notice_comes_as_bytes() {
        server.then(status(200, "%PDF"));

        Notice notice = client().notice("0193-a", Notice.Format.PDF);

        assertThat(notice.bytes()).asString(StandardCharsets.UTF_8).isEqualTo("%PDF");
        assertThat(server.requests().get(0).path()).isEqualTo("/api/v1/decisions/0193-a/notice");
        assertThat(server.requests().get(0).header("Accept")).startsWith("application/pdf");
    }

    @Test
    void a_search_goes_on_from_page_to_page_and_no_id_stands_in_the_address() {
        server.then(status(200, """
                        {"items":[{"decisionId":"d1","decidedAt":"2018-09-01T09:00:00+08:00","department":"finance-bureau","officer":null,
                          "purpose":"p","subject":{"idType":"citizen-id","id":"341182********0008","name":null},"context":"bidding",
                          "matter":null,"asOf":"2018-09-01","outcome":"clear","decisionHash":"sha256:d"}],"cursor":"c2"}
                        """), status(200, "{\"items\":[],\"cursor\":null}"));
        Search search = Search.all()
                .withSubject(Check.Subject.of(PERSON))
                .withOutcome(Outcome.CLEAR)
                .withDays(LocalDate.of(2018, 1, 1), LocalDate.of(2018, 12, 31))
                .withLimit(1);

        Page<DecisionSummary> first = client().search(search);
        Page<DecisionSummary> second = client().search(search.after(first));

        assertThat(first.items().get(0).outcome()).isEqualTo(Outcome.CLEAR);
        assertThat(first.items().get(0).decidedAt()).isEqualTo(Instant.parse("2018-09-01T01:00:00Z"));
        assertThat(first.items().get(0).department()).isEqualTo("finance-bureau");
        assertThat(second.cursor()).isNull();
        assertThat(server.requests().get(0).path()).isEqualTo("/api/v1/decisions/search");
        assertThat(server.requests().get(0).body()).contains(PERSON).contains("\"outcome\":\"clear\"");
        assertThat(server.requests().get(1).body()).contains("\"cursor\":\"c2\"");
    }

    @Test
    void lists_are_read_to_the_last_page() {
        server.then(
                status(200, "{\"items\":[{\"code\":\"a\",\"name\":\"甲\",\"kind\":\"sanction\"}],\"cursor\":\"x y\"}"),
                status(200, "[{\"code\":\"b\",\"name\":\"乙\",\"kind\":\"incentive\"}]"));

        assertThat(client().lists()).extracting(ListSummary::code).containsExactly("a", "b");
        assertThat(server.requests().get(1).path()).isEqualTo("/api/v1/lists?cursor=x+y");
    }

    @Test
    void a_file_of_entries_is_imported_and_its_bad_rows_are_told() throws IOException {
        Path file = Files.writeString(folder.resolve("entries.csv"), "名单,名称\n");
        server.then(
                status(503, problem(503, "failed")),
                status(
                        200,
                        "{\"accepted\":2,\"unchanged\":1,\"rejected\":1,\"errors\":[{\"row\":4,\"field\":\"id\",\"code\":\"check-digit\",\"message\":\"m\"}]}"));

        ImportReport report = client().importEntries("judgment-defaulter", file, true);

        assertThat(report.accepted()).isEqualTo(2);
        assertThat(report.errors()).containsExactly(new ImportReport.RowError(4, "id", "check-digit", "m"));
        FakeServer.Request request = server.requests().get(1);
        assertThat(request.path()).isEqualTo("/api/v1/entries/import?list=judgment-defaulter&dryRun=true");
        assertThat(request.header("Content-Type")).isEqualTo("text/csv");
        assertThat(request.body()).isEqualTo("名单,名称\n");
        assertThat(request.header("Idempotency-Key"))
                .isEqualTo(server.requests().get(0).header("Idempotency-Key"));
        assertThatThrownBy(() -> client().importEntries("x", folder.resolve("entries.doc"), true))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_check_can_wait_on_another_thread() {
        server.then(status(201, answer()));

        assertThat(client().decideAsync(CHECK, ForkJoinPool.commonPool()).join().outcome())
                .isEqualTo(Outcome.RESTRICTED);
    }

    @Test
    void an_interrupted_caller_gets_no_answer_and_stays_interrupted() {
        server.then(server.hang());
        Thread.currentThread().interrupt();

        JrpUnavailableException gaveUp =
                catchThrowableOfType(JrpUnavailableException.class, () -> client().decide(CHECK));

        assertThat(Thread.interrupted()).isTrue();
        assertThat(gaveUp.reasons()).containsExactly("interrupted");
    }

    @Test
    void a_new_key_takes_effect_at_the_next_attempt() {
        server.then(status(503, problem(503, "failed")), status(201, answer()));
        AtomicInteger asked = new AtomicInteger();

        builder().apiKey(() -> "key-" + asked.incrementAndGet()).build().decide(CHECK);

        assertThat(server.requests())
                .extracting(request -> request.header("Authorization"))
                .containsExactly("Bearer key-1", "Bearer key-2");
    }

    @Test
    void a_key_that_cannot_be_sent_is_refused_without_being_shown() {
        assertThatThrownBy(() -> builder().apiKey(() -> "secret\nkey").build().decide(CHECK))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("secret");
        assertThatThrownBy(() -> client().decide(CHECK, "案件一")).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://jrp.example", "ftp://localhost", "https://u:p@jrp.example", "https:nothing"})
    void an_address_that_would_give_the_key_away_is_refused(String address) {
        assertThatThrownBy(() ->
                        JrpClient.to(URI.create(address)).apiKey(() -> KEY).build())
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void nothing_personal_is_printed() {
        server.then(status(201, answer()));
        Check check = Check.of(PERSON, "bidding", "p").withName("示例人员").withRelated("director", PERSON);

        List<Object> printed = new ArrayList<>(List.of(
                check,
                check.subject(),
                check.relatedPersons(),
                Search.all().withSubject(check.subject()),
                BatchCheck.of("bidding", "p", List.of(check.subject())),
                client().decide(check),
                client().decide(check).subject(),
                new Result.Decided(1, client().decide(check))));

        assertThat(printed)
                .extracting(Object::toString)
                .allSatisfy(text -> assertThat(text).doesNotContain(PERSON, "示例", FIRM));
    }
}
