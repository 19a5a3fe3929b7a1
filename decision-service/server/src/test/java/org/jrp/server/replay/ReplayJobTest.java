package org.jrp.server.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jrp.server.ServerTest;
import org.jrp.server.whole.Ids;
import org.jrp.server.whole.Reply;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** A range of days is replayed as a job: all of it, once, whatever happens to the node meanwhile. */
@ServerTest(properties = "test=replay")
class ReplayJobTest extends ReplayBed {

    private static final int BATCHES = 3;
    private static final int BATCH = 1_000;

    @Autowired
    ReplayWorker worker;

    @Test
    void thousands_replay_identical_though_the_worker_stops_in_between() {
        service.grant("forestry-bureau", """
                {"contexts": ["government-procurement"], "requestsPerMinute": 10000000, "subjectsPerDay": 100000000, "place": "341182"}
                """);
        for (int i = 0; i < BATCHES; i++) {
            batch(i * BATCH);
        }

        String job = begin(Map.of("from", TODAY, "to", TODAY, "department", "forestry-bureau"));
        await().atMost(Duration.ofMinutes(1)).until(() -> done(job) > 0);
        worker.stop();
        long stoppedAt = done(job);
        assertThat(worker.isRunning()).isFalse();
        worker.start();
        Reply reply = ended(job);

        assertThat(stoppedAt).isPositive();
        assertThat(reply.field("state")).as("%s", reply).isEqualTo("done");
        assertThat(reply.json().get("progress"))
                .isEqualTo(Map.of("done", (long) BATCHES * BATCH, "total", (long) BATCHES * BATCH));
        assertThat(reply.json().get("counts"))
                .isEqualTo(
                        Map.of("identical", (long) BATCHES * BATCH, "sameMeasures", 0L, "differs", 0L, "erased", 0L));
        assertThat(reply.list("differences")).isEmpty();
        assertThat(service.get("/api/v1/replays?limit=5", service.auditor()).text())
                .contains(job);
    }

    @Test
    void what_differs_is_listed_with_its_causes() {
        String id = restricted();
        tamper("purpose = '改过的用途'", id);
        decisions();

        Reply own = ended(begin(Map.of("from", TODAY, "to", TODAY, "department", "finance-bureau")));
        Reply other = ended(
                begin(Map.of("from", TODAY, "to", TODAY, "department", "finance-bureau", "release", store(changed()))));

        assertThat(own.field("state")).isEqualTo("done");
        assertThat(own.json().get("informationOnly")).isEqualTo(false);
        assertThat(own.list("differences"))
                .anySatisfy(one -> assertThat(one.toString()).contains(id, "record-altered"));
        assertThat(other.json().get("informationOnly")).isEqualTo(true);
        assertThat(other.list("differences"))
                .anySatisfy(one -> assertThat(one.toString()).contains("differs", RULE));
    }

    @Test
    void a_job_whose_node_is_gone_goes_on_from_where_it_was_counted() {
        String first = restricted();
        restricted();
        worker.stop();
        String job = begin(Map.of("from", TODAY, "to", TODAY));
        owner.sql(
                        "update replay_job set state = 'running', holder = ?, held_until = now() - interval '1 second', total = 5,"
                                + " done = 3, identical = 3, last = ? where id = ?")
                .params(UUID.randomUUID(), UUID.fromString(first), UUID.fromString(job))
                .update();

        worker.start();
        Reply reply = ended(job);

        assertThat(reply.field("state")).isEqualTo("done");
        assertThat(((Map<?, ?>) reply.json().get("progress")).get("done").toString())
                .isEqualTo(Long.toString(3
                        + owner.sql(
                                        "select count(*) from decision where id > ? and id < (select until from replay_job where id = ?)")
                                .params(UUID.fromString(first), UUID.fromString(job))
                                .query(Long.class)
                                .single()));
    }

    @Test
    void a_job_can_be_cancelled_once_and_bad_ranges_are_refused() {
        worker.stop();
        String job = begin(Map.of("from", TODAY, "to", TODAY));

        Reply cancelled = service.post("/api/v1/replays/" + job + "/cancel", service.auditor(), "");
        Reply again = service.post("/api/v1/replays/" + job + "/cancel", service.auditor(), "");
        worker.start();

        assertThat(cancelled.field("state")).as("%s", cancelled).isEqualTo("cancelled");
        assertThat(again.code()).isEqualTo("already-ended");
        assertThat(service.post(
                                "/api/v1/replays",
                                service.auditor(),
                                "{\"from\": \"2026-02-01\", \"to\": \"2026-01-01\"}")
                        .status())
                .isEqualTo(422);
        assertThat(service.post("/api/v1/replays", service.auditor(), "{}").status())
                .isEqualTo(422);
        assertThat(service.get("/api/v1/replays/" + UUID.randomUUID(), service.auditor())
                        .status())
                .isEqualTo(404);
        assertThat(service.post("/api/v1/replays", service.officer(), "{}").status())
                .isEqualTo(403);
    }

    private void batch(int from) {
        List<Map<String, String>> subjects = new ArrayList<>();
        for (int i = 0; i < BATCH; i++) {
            subjects.add(Map.of("id", Ids.enterprise(31_000 + from + i)));
        }
        Map<String, Object> batch = new LinkedHashMap<>();
        batch.put("context", "government-procurement");
        batch.put("purpose", "成批核查");
        batch.put("asOf", "2018-09-01");
        batch.put("subjects", subjects);
        Reply reply = service.post(DECISIONS + "/batch", service.key("forestry-bureau", "officer"), batch);
        assertThat(reply.status()).as("%s", reply).isEqualTo(200);
    }

    private String begin(Map<String, ?> range) {
        Reply reply = service.post("/api/v1/replays", service.auditor(), range);
        assertThat(reply.status()).as("%s", reply).isEqualTo(202);
        assertThat(reply.header("Location")).isEqualTo("/api/v1/replays/" + reply.field("id"));
        return reply.field("id");
    }

    private long done(String job) {
        return owner.sql("select done from replay_job where id = ?")
                .param(UUID.fromString(job))
                .query(Long.class)
                .single();
    }

    private Reply ended(String job) {
        await().atMost(Duration.ofMinutes(2))
                .until(() -> List.of("done", "failed", "cancelled")
                        .contains(read(job).field("state")));
        return read(job);
    }

    private Reply read(String job) {
        Reply reply = service.get("/api/v1/replays/" + job, service.auditor());
        assertThat(reply.status()).as("%s", reply).isEqualTo(200);
        return reply;
    }
}
