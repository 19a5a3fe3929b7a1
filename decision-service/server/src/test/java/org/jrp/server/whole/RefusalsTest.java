package org.jrp.server.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jrp.server.ServerTest;
import org.jrp.subject.InvalidIdException;
import org.jrp.subject.SubjectIds;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;

/** Each refusal of the contract: what is asked, and with which status, code and pointer it is refused. */
@ServerTest(properties = "test=whole")
class RefusalsTest {

    private static final String DECISIONS = "/api/v1/decisions";
    private static final String CITIZEN = Ids.citizen(15_000);

    @Autowired
    Environment environment;

    Service service;

    @BeforeEach
    void meet() {
        service = Service.of(environment);
    }

    /** A line of the table. The pointer and its code are those of the first of {@code errors}; null where there are none. */
    private record Refusal(
            String title,
            int status,
            String code,
            @Nullable String pointer,
            @Nullable String fieldCode,
            java.util.function.Supplier<Reply> call) {}

    @TestFactory
    Stream<DynamicTest> every_refusal_of_the_contract() {
        service.list("refusal-1", Ids.enterprise(15_000), "judgment-defaulter", "2018-03-01");
        return Stream.of(ids(), questions(), signIns(), searches(), entries(), documents())
                .flatMap(List::stream)
                .map(one -> dynamicTest(one.status() + " " + one.code() + ": " + one.title(), () -> check(one)));
    }

    private static void check(Refusal expected) {
        Reply reply = expected.call().get();
        assertThat(reply.status()).as("%s", reply).isEqualTo(expected.status());
        assertThat(reply.header("Content-Type")).startsWith("application/problem+json");
        assertThat(reply.code()).as("%s", reply).isEqualTo(expected.code());
        assertThat(reply.json().get("status")).isEqualTo((long) expected.status());
        assertThat(reply.field("type")).endsWith("/" + expected.code());
        assertThat(reply.field("detail")).isNotBlank();
        assertThat(reply.text()).doesNotContain(CITIZEN);
        if (expected.pointer() != null) {
            Map<?, ?> error = (Map<?, ?>) reply.list("errors").get(0);
            assertThat(error.get("pointer")).isEqualTo(expected.pointer());
            assertThat(error.get("code")).as("%s", reply).isEqualTo(expected.fieldCode());
            assertThat(error.get("message").toString()).isNotBlank();
        }
    }

    private List<Refusal> ids() {
        List<Refusal> ids = new ArrayList<>();
        String citizen = Ids.citizen(15_001);
        id(ids, "nothing", null, "", "empty");
        id(ids, "too long for any", null, "9".repeat(70), "length");
        id(ids, "of no known form", null, "12345", "shape");
        id(ids, "made a number by a spreadsheet", null, "3.41182E+17", "shape");
        id(ids, "17 characters", "uscc", "91349999M00000019", "length");
        id(ids, "a letter outside the alphabet", "uscc", "91349999I00000019Y", "charset");
        id(ids, "a letter in the division", "uscc", "9134A999M00000019B", "region-not-digits");
        id(ids, "a wrong check character", "uscc", "91349999M000000190", "check-digit");
        id(ids, "two characters swapped", null, "91349999M00000091Y", "check-digit");
        id(
                ids,
                "a wrong check character of a citizen",
                "citizen-id",
                citizen.substring(0, 17) + (citizen.endsWith("1") ? "2" : "1"),
                "check-digit");
        id(ids, "no day of any calendar", "citizen-id", "341182201802300004", "date");
        id(ids, "a birth in the future", "citizen-id", "341182209901010002", "future-date");
        id(ids, "a birth before all memory", "citizen-id", "341182184901010002", "too-old");
        id(ids, "a reserved sequence", "citizen-id-15", "341182850101999", "reserved-sequence");
        id(ids, "an organisation code with a wrong check", "org-code", "M00000018", "check-digit");
        ids.add(new Refusal(
                "a type that does not exist",
                400,
                "invalid-body",
                "/subject/idType",
                "unknown-word",
                () -> ask(with("subject", Map.of("id", "91349999M00000019Y", "idType", "passport")))));
        ids.add(new Refusal(
                "15 digits that fit two types",
                409,
                "ambiguous-id",
                "/subject/id",
                "ambiguous-id",
                () -> ask(with("subject", Map.of("id", ambiguous())))));
        ids.add(new Refusal(
                "a related person's",
                400,
                "invalid-id",
                "/relatedPersons/0/id",
                "check-digit",
                () -> ask(with(
                        "relatedPersons",
                        List.of(Map.of("role", "legal-representative", "id", "341182190001010009"))))));
        return ids;
    }

    private void id(List<Refusal> all, String title, @Nullable String type, String id, String reason) {
        Map<String, Object> subject = new LinkedHashMap<>();
        subject.put("idType", type);
        subject.put("id", id);
        all.add(new Refusal(
                "an id: " + title, 400, "invalid-id", "/subject/id", reason, () -> ask(with("subject", subject))));
    }

    private List<Refusal> questions() {
        return List.of(
                new Refusal(
                        "no body",
                        400,
                        "invalid-body",
                        null,
                        null,
                        () -> service.post(DECISIONS, service.officer(), "")),
                new Refusal(
                        "no JSON",
                        400,
                        "invalid-body",
                        null,
                        null,
                        () -> service.post(DECISIONS, service.officer(), "{")),
                new Refusal(
                        "no object",
                        400,
                        "invalid-body",
                        null,
                        null,
                        () -> service.post(DECISIONS, service.officer(), "[]")),
                new Refusal(
                        "a field twice",
                        400,
                        "invalid-body",
                        "",
                        "duplicate-key",
                        () -> service.post(DECISIONS, service.officer(), "{\"context\": 1, \"context\": 2}")),
                new Refusal(
                        "a field nobody knows",
                        400,
                        "invalid-body",
                        "/asof",
                        "unknown-field",
                        () -> ask(with("asof", "2018-09-01"))),
                new Refusal(
                        "no subject", 400, "missing-field", "/subject", "missing", () -> ask(with("subject", null))),
                new Refusal(
                        "no context", 400, "missing-field", "/context", "missing", () -> ask(with("context", null))),
                new Refusal(
                        "an unknown context",
                        400,
                        "unknown-context",
                        "/context",
                        "unknown-word",
                        () -> ask(with("context", "government-procurment"))),
                new Refusal(
                        "an unknown matter",
                        400,
                        "unknown-matter",
                        "/matter",
                        "unknown-word",
                        () -> ask(with("matter", "nonsense"))),
                new Refusal(
                        "no purpose", 400, "missing-purpose", "/purpose", "missing", () -> ask(with("purpose", " "))),
                new Refusal(
                        "a purpose too long",
                        400,
                        "invalid-body",
                        "/purpose",
                        "too-long",
                        () -> ask(with("purpose", "长".repeat(501)))),
                new Refusal(
                        "a citizen's number in the purpose",
                        400,
                        "personal-number",
                        "/purpose",
                        "personal-number",
                        () -> ask(with("purpose", "核查 " + CITIZEN))),
                new Refusal(
                        "a control character",
                        400,
                        "invalid-body",
                        "/purpose",
                        "control-character",
                        () -> ask(with("purpose", "a\u0001b"))),
                new Refusal(
                        "no real day",
                        400,
                        "invalid-date",
                        "/asOf",
                        "not-a-date",
                        () -> ask(with("asOf", "2018-02-30"))),
                new Refusal(
                        "a day before joint measures",
                        422,
                        "as-of-out-of-range",
                        "/asOf",
                        "out-of-range",
                        () -> ask(with("asOf", "2016-05-29"))),
                new Refusal(
                        "a day too far ahead",
                        422,
                        "as-of-out-of-range",
                        "/asOf",
                        "out-of-range",
                        () -> ask(with("asOf", "9999-12-31"))),
                new Refusal(
                        "no moment",
                        400,
                        "invalid-instant",
                        "/knownAt",
                        "not-an-instant",
                        () -> ask(with("knownAt", "2018-09-01"))),
                new Refusal(
                        "a moment to come",
                        422,
                        "known-at-out-of-range",
                        "/knownAt",
                        "out-of-range",
                        () -> ask(with("knownAt", "2999-01-01T00:00:00Z"))),
                new Refusal(
                        "no division",
                        400,
                        "invalid-place",
                        "/place",
                        "not-a-division",
                        () -> ask(with("place", "34118"))),
                new Refusal(
                        "an unknown role",
                        400,
                        "unknown-role",
                        "/relatedPersons/0/role",
                        "unknown-word",
                        () -> ask(with("relatedPersons", List.of(Map.of("role", "friend", "id", CITIZEN))))),
                new Refusal(
                        "a context not granted",
                        403,
                        "context-not-granted",
                        "/context",
                        "not-granted",
                        () -> ask(with("context", "administrative-approval"))),
                new Refusal(
                        "a key of no form",
                        400,
                        "invalid-idempotency-key",
                        null,
                        null,
                        () -> service.post(
                                DECISIONS, service.officer(), question(), "Idempotency-Key", "k".repeat(256))),
                new Refusal(
                        "no such decision",
                        404,
                        "unknown-decision",
                        null,
                        null,
                        () -> service.get(DECISIONS + "/01936f5c-0000-7000-8000-000000000001", service.officer())),
                new Refusal(
                        "no id of a decision",
                        400,
                        "invalid-parameter",
                        "id",
                        "wrong-type",
                        () -> service.get(DECISIONS + "/" + CITIZEN, service.officer())),
                new Refusal(
                        "a batch of none",
                        400,
                        "invalid-body",
                        "/subjects",
                        "out-of-range",
                        () -> service.post(DECISIONS + "/batch", service.officer(), "{\"subjects\": []}")),
                new Refusal(
                        "a batch of too many",
                        400,
                        "invalid-body",
                        "/subjects",
                        "out-of-range",
                        () -> service.post(
                                DECISIONS + "/batch",
                                service.officer(),
                                Map.of("subjects", java.util.Collections.nCopies(1_001, Map.of("id", "1"))))));
    }

    private List<Refusal> signIns() {
        return List.of(
                new Refusal(
                        "no key", 401, "unauthenticated", null, null, () -> service.post(DECISIONS, null, question())),
                new Refusal(
                        "another scheme",
                        401,
                        "unauthenticated",
                        null,
                        null,
                        () -> service.post(DECISIONS, null, question(), "Authorization", "Basic YTpi")),
                new Refusal(
                        "a key nobody has",
                        401,
                        "invalid-credential",
                        null,
                        null,
                        () -> service.post(DECISIONS, "jrp_nonsense", question())),
                new Refusal(
                        "a key that was revoked",
                        401,
                        "invalid-credential",
                        null,
                        null,
                        () -> service.post(DECISIONS, revoked(), question())),
                new Refusal(
                        "a role that may not",
                        403,
                        "forbidden",
                        null,
                        null,
                        () -> service.post(DECISIONS, service.auditor(), question())),
                new Refusal(
                        "an administrator who asks",
                        403,
                        "forbidden",
                        null,
                        null,
                        () -> service.post(DECISIONS, service.administrator(), question())),
                new Refusal(
                        "no such address",
                        404,
                        "not-found",
                        null,
                        null,
                        () -> service.get("/api/v1/nothing", service.officer())),
                new Refusal(
                        "no such method",
                        405,
                        "method-not-allowed",
                        null,
                        null,
                        () -> service.put(DECISIONS, service.officer(), "{}")),
                new Refusal(
                        "a form it does not give",
                        406,
                        "not-acceptable",
                        null,
                        null,
                        () -> service.post(DECISIONS, service.officer(), question(), "Accept", "image/png")),
                new Refusal(
                        "a form it does not take",
                        415,
                        "unsupported-media-type",
                        null,
                        null,
                        () -> service.post(DECISIONS, service.officer(), "text/plain", new byte[] {'{', '}'})),
                new Refusal(
                        "more than it reads",
                        413,
                        "too-large",
                        null,
                        null,
                        () -> service.post(DECISIONS, service.officer(), "application/json", new byte[2 << 20])));
    }

    private List<Refusal> searches() {
        String search = DECISIONS + "/search";
        return List.of(
                new Refusal(
                        "another department's decisions",
                        403,
                        "foreign-department",
                        null,
                        null,
                        () -> service.post(search, service.officer(), "{\"department\": \"credit-office\"}")),
                new Refusal(
                        "a cursor of somebody else",
                        400,
                        "invalid-cursor",
                        "/cursor",
                        "not-a-cursor",
                        () -> service.post(search, service.officer(), "{\"cursor\": \"AAAA\"}")),
                new Refusal(
                        "too many at once",
                        400,
                        "invalid-body",
                        "/limit",
                        "out-of-range",
                        () -> service.post(search, service.officer(), "{\"limit\": 201}")),
                new Refusal(
                        "less than one",
                        400,
                        "invalid-body",
                        "/limit",
                        "out-of-range",
                        () -> service.post(search, service.officer(), "{\"limit\": -1}")),
                new Refusal(
                        "no real day",
                        400,
                        "invalid-date",
                        "/from",
                        "not-a-date",
                        () -> service.post(search, service.officer(), "{\"from\": \"2018-02-30\"}")),
                new Refusal(
                        "a list with too long pages",
                        400,
                        "invalid-parameter",
                        "limit",
                        "out-of-range",
                        () -> service.get("/api/v1/entries?limit=1000", service.auditor())),
                new Refusal(
                        "no edition of that name",
                        404,
                        "unknown-edition",
                        null,
                        null,
                        () -> service.get("/api/v1/catalogue/editions/2018-mingguan", service.officer())),
                new Refusal(
                        "a day before any edition",
                        422,
                        "as-of-out-of-range",
                        "on",
                        "as-of-out-of-range",
                        () -> service.get("/api/v1/catalogue/in-force?on=2016-01-01", service.officer())),
                new Refusal(
                        "a code of no notice",
                        404,
                        "unknown-code",
                        null,
                        null,
                        () -> service.get("/api/v1/verify/AAAA-AAAA-AAAA", null)));
    }

    private List<Refusal> entries() {
        String events = "/api/v1/entries/refusal-1/events";
        String office = service.office();
        return List.of(
                new Refusal(
                        "an event that cannot follow",
                        409,
                        "transition-not-allowed",
                        null,
                        null,
                        () -> service.post(events, office, "{\"type\": \"drafted\", \"at\": \"2018-05-01\"}")),
                new Refusal(
                        "no such entry",
                        404,
                        "entry-not-found",
                        null,
                        null,
                        () -> service.post(
                                "/api/v1/entries/nothing/events",
                                office,
                                "{\"type\": \"exited\", \"at\": \"2018-05-01\"}")),
                new Refusal(
                        "no such event",
                        400,
                        "invalid-body",
                        "/type",
                        "unknown-event-type",
                        () -> service.post(events, office, "{\"type\": \"vanished\", \"at\": \"2018-05-01\"}")),
                new Refusal(
                        "without its day",
                        400,
                        "invalid-body",
                        "/at",
                        "missing",
                        () -> service.post(events, office, "{\"type\": \"exited\"}")),
                new Refusal(
                        "without its reason",
                        422,
                        "invalid-content",
                        "/reason",
                        "missing",
                        () -> service.post(events, office, "{\"type\": \"exited\", \"at\": \"2018-05-01\"}")),
                new Refusal(
                        "without its document",
                        422,
                        "invalid-content",
                        "/docNo",
                        "missing",
                        () -> service.post(
                                events,
                                office,
                                "{\"type\": \"withdrawn\", \"at\": \"2018-05-01\", \"reason\": \"有误\"}")),
                new Refusal(
                        "before the entry began",
                        422,
                        "invalid-content",
                        "/at",
                        "before-the-entry",
                        () -> service.post(
                                events, office, "{\"type\": \"exited\", \"at\": \"2017-05-01\", \"reason\": \"x\"}")),
                new Refusal(
                        "an actor the caller is not",
                        403,
                        "actor-not-granted",
                        null,
                        null,
                        () -> service.post(
                                events,
                                service.key("list-manager"),
                                "{\"type\": \"exited\", \"at\": \"2018-05-01\", \"reason\": \"x\", \"actor\": \"plat\"}")),
                new Refusal(
                        "a citizen's number among the reasons",
                        400,
                        "personal-number",
                        "/reason",
                        "personal-number",
                        () -> service.post(
                                events,
                                office,
                                Map.of("type", "exited", "at", "2018-05-01", "reason", "本人" + CITIZEN, "docNo", "1号"))),
                new Refusal(
                        "neither subject nor entry sought",
                        400,
                        "invalid-body",
                        null,
                        null,
                        () -> service.post("/api/v1/entries/search", office, "{}")),
                new Refusal(
                        "an unknown state",
                        400,
                        "unknown-state",
                        null,
                        null,
                        () -> service.get("/api/v1/entries?state=gone", office)),
                new Refusal(
                        "an unknown list",
                        400,
                        "unknown-list",
                        "list",
                        "unknown-list",
                        () -> service.post(
                                "/api/v1/entries/import?list=nonsense", office, "text/csv", new byte[] {'x'})));
    }

    private List<Refusal> documents() {
        String administrator = service.administrator();
        return List.of(
                new Refusal(
                        "a key for no department",
                        422,
                        "unknown-department",
                        "/department",
                        "unknown-department",
                        () -> service.post(
                                "/api/v1/credentials",
                                administrator,
                                "{\"department\": \"x\", \"label\": \"l\", \"roles\": [\"officer\"]}")),
                new Refusal(
                        "a key for two at odds",
                        422,
                        "roles-exclude",
                        "/roles",
                        "roles-exclude",
                        () -> service.post(
                                "/api/v1/credentials",
                                administrator,
                                "{\"department\": \"finance-bureau\", \"label\": \"l\", \"roles\": [\"officer\", \"administrator\"]}")),
                new Refusal(
                        "no such key to revoke",
                        404,
                        "unknown-credential",
                        null,
                        null,
                        () -> service.post(
                                "/api/v1/credentials/01936f5c-0000-7000-8000-000000000001/revoke",
                                administrator,
                                "{\"reason\": \"x\"}")),
                new Refusal(
                        "a department of an unknown context",
                        422,
                        "unknown-context",
                        "/contexts/0",
                        "unknown-context",
                        () -> service.put(
                                "/api/v1/departments/refused-bureau",
                                administrator,
                                "{\"name\": \"x\", \"contexts\": [\"x\"]}")));
    }

    @Test
    void a_key_used_again_for_something_else_is_refused() {
        Reply first = service.post(DECISIONS, service.officer(), question(), "Idempotency-Key", "refusal-key");
        Reply other = service.post(
                DECISIONS, service.officer(), with("asOf", "2018-09-02"), "Idempotency-Key", "refusal-key");

        assertThat(first.status()).isEqualTo(201);
        assertThat(other.status()).isEqualTo(422);
        assertThat(other.code()).isEqualTo("idempotency-mismatch");
    }

    @Test
    void who_asks_too_much_is_told_when_to_ask_again() {
        service.grant(
                "hasty-bureau",
                "{\"name\": \"示例局\", \"contexts\": [\"government-procurement\"], \"requestsPerMinute\": 2, \"subjectsPerDay\": 1000}");
        service.grant(
                "curious-bureau",
                "{\"name\": \"示例局\", \"contexts\": [\"government-procurement\"], \"requestsPerMinute\": 1000, \"subjectsPerDay\": 1}");
        String hasty = service.key("hasty-bureau", "officer");
        String curious = service.key("curious-bureau", "officer");

        Reply tooFast = service.post(DECISIONS, hasty, question());
        for (int i = 0; i < 5 && tooFast.status() == 201; i++) {
            tooFast = service.post(DECISIONS, hasty, question());
        }
        assertThat(tooFast.status()).isEqualTo(429);
        assertThat(tooFast.code()).isEqualTo("too-many-requests");
        assertThat(Integer.parseInt(tooFast.header("Retry-After"))).isBetween(1, 61);

        assertThat(service.post(DECISIONS, curious, question()).status()).isEqualTo(201);
        assertThat(service.post(DECISIONS, curious, question()).status()).isEqualTo(201);
        Reply tooMany = service.post(DECISIONS, curious, with("subject", Map.of("id", Ids.enterprise(15_002))));
        assertThat(tooMany.status()).isEqualTo(429);
        assertThat(tooMany.code()).isEqualTo("too-many-subjects");
        assertThat(Integer.parseInt(tooMany.header("Retry-After"))).isBetween(1, 86_401);
    }

    @Test
    void what_may_follow_is_named_where_something_cannot() {
        Reply reply = service.post(
                "/api/v1/entries",
                service.office(),
                Map.of("list", "judgment-defaulter", "subject", Map.of("id", "341182190001010009")));
        assertThat(reply.code()).isEqualTo("invalid-id");
        service.list("refusal-2", Ids.enterprise(15_003), "judgment-defaulter", "2018-03-01");
        Reply event = service.post(
                "/api/v1/entries/refusal-2/events",
                service.office(),
                "{\"type\": \"drafted\", \"at\": \"2018-05-01\"}",
                "Accept-Language",
                "en");

        assertThat(event.list("allowed")).extracting(Object::toString).contains("exited", "withdrawn");
        assertThat(event.field("title")).isEqualTo("In conflict");
    }

    private Reply ask(Map<String, ?> question) {
        return service.post(DECISIONS, service.officer(), question);
    }

    private static Map<String, @Nullable Object> question() {
        Map<String, @Nullable Object> question = new LinkedHashMap<>();
        question.put("subject", Map.of("id", Ids.enterprise(15_000)));
        question.put("context", "government-procurement");
        question.put("purpose", "采购资格审查");
        question.put("asOf", "2018-09-01");
        return question;
    }

    private static Map<String, @Nullable Object> with(String field, @Nullable Object value) {
        Map<String, @Nullable Object> question = question();
        question.put(field, value);
        return question;
    }

    private String revoked() {
        Reply made = service.post(
                "/api/v1/credentials",
                service.administrator(),
                "{\"department\": \"finance-bureau\", \"label\": \"revoked %d\", \"roles\": [\"officer\"]}"
                        .formatted(System.nanoTime()));
        Reply revoked = service.post(
                "/api/v1/credentials/" + made.field("id") + "/revoke",
                service.administrator(),
                "{\"reason\": \"test\"}");
        assertThat(revoked.status()).isEqualTo(200);
        return made.field("key");
    }

    /** A number of 15 digits that is well formed as a citizen's and as a registration number. */
    private static String ambiguous() {
        for (int last = 0; last < 10; last++) {
            String id = "34118285010100" + last;
            try {
                SubjectIds.parse(null, id, LocalDate.of(2026, 1, 1));
            } catch (InvalidIdException e) {
                if (e.code().equals("ambiguous-id")) {
                    return id;
                }
            }
        }
        throw new AssertionError("One of ten check digits fits.");
    }
}
