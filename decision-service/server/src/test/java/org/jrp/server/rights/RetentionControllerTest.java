package org.jrp.server.rights;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Map;
import java.util.UUID;
import org.jrp.server.Uuids;
import org.jrp.server.ServerTest;
import org.jrp.server.whole.Ids;
import org.jrp.server.whole.Reply;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.Lifecycle;

/** What is kept long enough is blocked or deleted, on the day and not the day before; a plan changes nothing. */
@ServerTest(properties = "test=retention")
class RetentionControllerTest extends RightsBed {

    private static final ZoneId SHANGHAI = ZoneId.of("Asia/Shanghai");

    /** Ids and positions that no message of the service's own gets to here. */
    private static final long BEYOND = 1_000_000;

    @Autowired
    @Qualifier("relayWorker") Lifecycle relay;

    @Test
    void an_ended_entry_is_blocked_after_five_years_for_all_but_auditors() {
        service.list("kept-exited", Ids.enterprise(3_100), "judgment-defaulter", "2018-03-01");
        service.list("kept-standing", Ids.enterprise(3_100), "judgment-defaulter", "2018-03-01");
        Reply event = service.post(
                "/api/v1/entries/kept-exited/events",
                service.office(),
                "{\"type\": \"exited\", \"at\": \"2019-06-03\", \"reason\": \"已履行\", \"docNo\": \"示例1号\"}");
        assertThat(event.status()).as("%s", event).isEqualTo(201);

        assertThat(line(plan("2024-06-02"), "ended-entries").get("count")).isEqualTo(0L);
        assertThat(line(plan("2024-06-03"), "ended-entries"))
                .extracting("count", "oldest", "action", "kept")
                .containsExactly(1L, "2019-06-03", "block", "P5Y");
        assertThat(line(plan("2017-09-30"), "ended-entries").get("inForce")).isEqualTo(false);
        Reply dry = run("{\"asOf\": \"2024-06-03\"}");
        assertThat(dry.json().get("dry")).isEqualTo(true);
        assertThat(service.get("/api/v1/entries/kept-exited", service.office()).status())
                .isEqualTo(200);
        assertThat(line(run("{\"asOf\": \"2024-06-02\", \"dry\": false}"), "ended-entries")
                        .get("count"))
                .isEqualTo(0L);

        Reply done = run("{\"asOf\": \"2024-06-03\", \"dry\": false}");

        assertThat(line(done, "ended-entries").get("count")).isEqualTo(1L);
        assertThat(service.get("/api/v1/entries/kept-exited", service.office()).code())
                .isEqualTo("entry-not-found");
        assertThat(service.get("/api/v1/entries/kept-exited", service.auditor()).status())
                .isEqualTo(200);
        assertThat(service.get("/api/v1/entries/kept-standing", service.office())
                        .status())
                .isEqualTo(200);
        Map<String, Object> search = Map.of("subject", Map.of("id", Ids.enterprise(3_100)), "purpose", "核对");
        assertThat(service.post("/api/v1/entries/search", service.office(), search)
                        .list("items"))
                .extracting("entryId")
                .containsExactly("kept-standing");
        assertThat(service.post("/api/v1/entries/search", service.auditor(), search)
                        .list("items"))
                .hasSize(2);
        assertThat(service.post(
                                "/api/v1/entries/search",
                                service.office(),
                                Map.of("entryId", "kept-exited", "purpose", "核对"))
                        .list("items"))
                .isEmpty();
        assertThat(line(plan("2024-06-03"), "ended-entries").get("count")).isEqualTo(0L);
        assertThat(owner.sql(
                                "select count(*) from retention_run where id = ? and not dry and report ->> 'asOf' = '2024-06-03'")
                        .param(UUID.fromString(done.field("runId")))
                        .query(Long.class)
                        .single())
                .isEqualTo(1);
    }

    @Test
    void messages_are_deleted_after_180_days_when_everybody_has_them() {
        LocalDate today = today();
        // Nothing gets a position meanwhile: one of these stays the newest.
        relay.stop();
        try {
            told("kept-a", 1, midnight(today.minusDays(180)).minusMillis(1));
            told("kept-a", 2, midnight(today.minusDays(180)));
            told("kept-waiting", 3, midnight(today.minusDays(200)));
            told("kept-put-aside", 4, midnight(today.minusDays(200)));
            told("kept-newest", 5, midnight(today.minusDays(200)));
            hook("kept-waiting", 2, null);
            hook("kept-put-aside", 9, 4L);

            assertThat(line(plan(today.toString()), "notifications").get("count"))
                    .isEqualTo(1L);
            run("{\"dry\": false}");

            assertThat(owner.sql("select position from notification where department like 'kept-%' order by position")
                            .query(Long.class)
                            .list())
                    .containsExactly(BEYOND + 2, BEYOND + 3, BEYOND + 4, BEYOND + 5);
        } finally {
            owner.sql("delete from notification where department like 'kept-%'").update();
            relay.start();
        }
    }

    @Test
    void followed_up_changes_and_kept_answers_go_and_logs_stay() {
        LocalDate today = today();
        Instant change = midnight(today.minusDays(30));
        owner.sql("insert into entry_change (cause, done_at) values ('day', ?), ('day', ?), ('day', null)")
                .params(moment(change.minusMillis(1)), moment(change))
                .update();
        long changes = count("entry_change");
        Instant answer = midnight(today.minusDays(7));
        owner.sql(
                        "insert into idempotency (caller, key, body_hash, recorded_at) values ('kept', 'a', '', ?), ('kept', 'b', '', ?)")
                .params(moment(answer.minusMillis(1)), moment(answer))
                .update();
        Instant looked = midnight(today.minusYears(5));
        for (Instant at : new Instant[] {looked.minusMillis(1), looked}) {
            owner.sql(
                            "insert into access_log (id, department, credential, action, outcome) values (?, 'a', 'b', 'c', 'd')")
                    .param(Uuids.at(at))
                    .update();
        }

        Reply report = run("{\"dry\": false}");

        assertThat(line(report, "entry-changes").get("count")).isEqualTo(1L);
        assertThat(count("entry_change")).isEqualTo(changes - 1);
        assertThat(line(report, "idempotency").get("count")).isEqualTo(1L);
        assertThat(owner.sql("select key from idempotency where caller = 'kept'")
                        .query(String.class)
                        .list())
                .containsExactly("b");
        assertThat(line(report, "access-log"))
                .extracting("count", "action", "oldest")
                .containsExactly(1L, "keep", today.minusYears(5).minusDays(1).toString());
        assertThat(owner.sql("select count(*) from access_log where department = 'a'")
                        .query(Long.class)
                        .single())
                .isEqualTo(2);
        assertThat(line(report, "decisions").get("action")).isEqualTo("keep");
    }

    @Test
    void nobody_runs_it_as_of_a_day_to_come_and_only_an_administrator_runs_it() {
        assertThat(run("{\"asOf\": \"%s\"}".formatted(today().plusDays(1))).code())
                .isEqualTo("out-of-range");
        assertThat(service.get("/api/v1/retention/plan", service.auditor()).status())
                .isEqualTo(200);
        assertThat(service.get("/api/v1/retention/plan?asOf=x", service.auditor())
                        .status())
                .isEqualTo(400);
        assertThat(service.post("/api/v1/retention/run", service.auditor(), "{}")
                        .status())
                .isEqualTo(403);
        assertThat(service.get("/api/v1/retention/plan", service.officer()).status())
                .isEqualTo(403);
    }

    private void told(String department, long position, Instant at) {
        owner.sql("insert into notification (id, department, kind, refs, recorded_at, position) overriding system value"
                        + " values (?, ?, 'entry-changed', '{}', ?, ?)")
                .params(BEYOND + position, department, moment(at), BEYOND + position)
                .update();
    }

    private void hook(String department, long position, @org.jspecify.annotations.Nullable Long dead) {
        UUID id = UUID.randomUUID();
        owner.sql("insert into webhook (id, department, url, secret, kinds, label, created_by)"
                        + " values (?, ?, 'https://a.test/', '', '{}', 'a', 'b')")
                .params(id, department)
                .update();
        owner.sql("insert into webhook_lane (webhook, position, next_attempt_at) values (?, ?, 'infinity')")
                .params(id, BEYOND + position)
                .update();
        if (dead != null) {
            owner.sql("insert into dead_letter (webhook, position, state, attempts) values (?, ?, 'dead', 5)")
                    .params(id, BEYOND + dead)
                    .update();
        }
    }

    private long count(String table) {
        return owner.sql("select count(*) from " + table).query(Long.class).single();
    }

    private Reply plan(String asOf) {
        return service.get("/api/v1/retention/plan?asOf=" + asOf, service.administrator());
    }

    private Reply run(String body) {
        return service.post("/api/v1/retention/run", service.administrator(), body);
    }

    private static Map<?, ?> line(Reply report, String code) {
        return report.list("rules").stream()
                .<Map<?, ?>>map(one -> (Map<?, ?>) one)
                .filter(one -> one.get("code").equals(code))
                .findFirst()
                .orElseThrow(() -> new AssertionError(report));
    }

    private static java.time.OffsetDateTime moment(Instant instant) {
        return instant.atOffset(java.time.ZoneOffset.UTC);
    }

    private static Instant midnight(LocalDate day) {
        return day.atStartOfDay(SHANGHAI).toInstant();
    }

    private static LocalDate today() {
        return LocalDate.now(SHANGHAI);
    }
}
