package org.jrp.server.notification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jrp.json.Json;
import org.jrp.server.whole.Reply;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a receiver refuses is put aside, with what comes after it about the same subject; all else goes on. */
class DeadLettersTest extends NotificationBed {

    private final TestReceiver receiver = new TestReceiver();
    private final Set<Long> refused = ConcurrentHashMap.newKeySet();
    private final AtomicInteger refusals = new AtomicInteger();

    @AfterEach
    void close() {
        receiver.close();
    }

    @Test
    void a_refused_message_is_put_aside_after_five_attempts_and_its_subject_waits_while_others_go_on() {
        String key = officer("dead-one");
        UUID webhook = hook(key, receiver);
        refuse(3);

        tell("dead-one", "abcabcabcabc");

        await().atMost(SOON).until(() -> numbers().equals(List.of(1L, 2L, 4L, 5L, 7L, 8L, 10L, 11L)));
        await().atMost(SOON).until(() -> letters(key, webhook).size() == 4);
        assertThat(letters(key, webhook)).extracting("state").containsExactly("dead", "held", "held", "held");
        assertThat(letters(key, webhook).get(0))
                .extracting("attempts", "lastStatus", "lastError")
                .containsExactly(5L, 422L, "http-422");
        assertThat(alone()).isEqualTo(5);
        assertThat(lane(key, webhook)).extracting("dead", "held", "backlog").containsExactly(1L, 3L, 0L);

        refused.clear();
        Reply retried = service.post("/api/v1/webhooks/" + webhook + "/dead-letters/retry", key, "{}");

        assertThat(retried.status()).isEqualTo(202);
        assertThat(retried.json().get("retried")).isEqualTo(1L);
        await().atMost(SOON).until(() -> letters(key, webhook).isEmpty());
        assertThat(numbers()).containsExactly(1L, 2L, 4L, 5L, 7L, 8L, 10L, 11L, 3L, 6L, 9L, 12L);
        assertThat(receiver.faults()).isEmpty();
        assertThat(lane(key, webhook)).extracting("dead", "held", "delivered").containsExactly(0L, 0L, 12L);
    }

    @Test
    void what_is_retried_and_refused_again_is_dead_again_and_what_is_discarded_lets_the_others_go_on() {
        String key = officer("dead-two");
        UUID webhook = hook(key, receiver);
        refuse(1);
        tell("dead-two", "aab");
        await().atMost(SOON).until(() -> letters(key, webhook).size() == 2);

        service.post("/api/v1/webhooks/" + webhook + "/dead-letters/retry", key, "{}");

        await().atMost(SOON)
                .until(() -> letters(key, webhook).get(0).get("attempts").equals(10L));
        assertThat(letters(key, webhook)).extracting("state").containsExactly("dead", "held");
        Object position = letters(key, webhook).get(0).get("position");
        String discard = "/api/v1/webhooks/" + webhook + "/dead-letters/" + position + "/discard";
        assertThat(service.post(discard, key, "{}").code()).isEqualTo("missing-reason");

        Reply discarded = service.post(discard, key, "{\"reason\": \"接收系统无法处理\"}");

        assertThat(discarded.status()).as("%s", discarded).isEqualTo(200);
        assertThat(discarded.field("state")).isEqualTo("discarded");
        assertThat(discarded.field("settleReason")).isEqualTo("接收系统无法处理");
        assertThat(service.post(discard, key, "{\"reason\": \"again\"}").status())
                .isEqualTo(404);
        await().atMost(SOON).until(() -> numbers().equals(List.of(3L, 2L)));
        await().atMost(SOON).until(() -> letters(key, webhook).isEmpty());
        assertThat(service.get("/api/v1/webhooks/" + webhook + "/dead-letters?state=all", key)
                        .list("items"))
                .extracting("state")
                .containsExactly("discarded", "delivered");
    }

    @Test
    void messages_about_nobody_hold_back_nothing() {
        String key = officer("dead-nobody");
        UUID webhook = hook(key, receiver);
        refuse(1);
        for (int i = 1; i <= 3; i++) {
            notifications.tell(
                    new Notifications.Message("dead-nobody", null, NotificationKind.SUCCESSION, Map.of("n", i)));
        }

        await().atMost(SOON).until(() -> numbers().equals(List.of(2L, 3L)));
        assertThat(letters(key, webhook)).extracting("state").containsExactly("dead");
        assertThat(letters(key, webhook).get(0).get("subject")).isNull();
    }

    @Test
    void a_receiver_that_takes_nothing_for_too_long_gets_dead_letters_and_later_messages_are_tried() {
        String key = officer("dead-old");
        receiver.behave(call -> call.answer(500));
        UUID webhook = hook(key, receiver);
        tell("dead-old", "aab");
        await().atMost(SOON).until(() -> (Long) lane(key, webhook).get("attempts") > 3);
        assertThat(letters(key, webhook)).isEmpty();

        age("dead-old");

        await().atMost(SOON).until(() -> letters(key, webhook).size() == 3);
        assertThat(letters(key, webhook)).extracting("state").containsOnly("dead");
        receiver.behave(TestReceiver.Call::take);
        tell("dead-old", "c");
        await().atMost(SOON).until(() -> receiver.count() == 1);
        service.post("/api/v1/webhooks/" + webhook + "/dead-letters/retry", key, "{}");
        await().atMost(SOON).until(() -> receiver.count() == 4);
        await().atMost(SOON).until(() -> letters(key, webhook).isEmpty());
    }

    @Test
    void a_receiver_that_is_gone_for_good_ends_its_webhook() {
        String key = officer("gone");
        receiver.behave(call -> call.answer(410));
        UUID webhook = hook(key, receiver);
        tell("gone", "a");

        await().atMost(SOON).until(() -> {
            Map<?, ?> hook = (Map<?, ?>)
                    service.get("/api/v1/webhooks/" + webhook, key).json().get("webhook");
            return "receiver".equals(hook.get("endedBy")) && "http-410".equals(hook.get("endReason"));
        });
        assertThat(service.post("/api/v1/webhooks/" + webhook + "/test", key, "{}")
                        .code())
                .isEqualTo("webhook-ended");
    }

    @Test
    void a_receiver_that_asks_for_time_gets_it() {
        String key = officer("patience");
        receiver.behave(call -> call.answer(429, "Retry-After", "3600"));
        UUID webhook = hook(key, receiver);
        tell("patience", "a");

        await().atMost(SOON)
                .until(() -> Long.valueOf(429).equals(lane(key, webhook).get("lastStatus")));

        double seconds = jdbc.sql("select extract(epoch from next_attempt_at - clock_timestamp()) from webhook_lane"
                        + " where webhook = ?")
                .param(webhook)
                .query(Double.class)
                .single();
        assertThat(seconds).isBetween(3_500.0, 3_600.0);
    }

    private void age(String department) {
        org.springframework.jdbc.core.simple.JdbcClient.create(owner())
                .sql("update notification set recorded_at = recorded_at - interval '73 hours' where department = ?")
                .param(department)
                .update();
    }

    private javax.sql.DataSource owner() {
        org.postgresql.ds.PGSimpleDataSource owner = new org.postgresql.ds.PGSimpleDataSource();
        owner.setUrl(environment.getRequiredProperty("jrp.database.url"));
        owner.setUser(environment.getRequiredProperty("jrp.database.owner-username"));
        owner.setPassword(environment.getRequiredProperty("jrp.database.owner-password"));
        return owner;
    }

    /** One message for each letter, about the subject of that letter; all at once. */
    private void tell(String department, String subjects) {
        transaction.executeWithoutResult(status -> {
            for (int i = 0; i < subjects.length(); i++) {
                notifications.tell(
                        message(department, department + subjects.charAt(i), Map.of("n", receiver.count() + i + 1)));
            }
        });
    }

    private void refuse(long number) {
        refused.add(number);
        receiver.behave(call -> {
            List<Long> numbers = call.messages().stream()
                    .map(one -> (Long) ((Map<?, ?>) Json.read(one)).get("n"))
                    .toList();
            if (numbers.stream().anyMatch(refused::contains)) {
                if (numbers.size() == 1) {
                    refusals.incrementAndGet();
                }
                call.answer(422);
            } else {
                call.take();
            }
        });
    }

    private int alone() {
        return refusals.get();
    }

    private List<Long> numbers() {
        return receiver.messages().stream().map(one -> (Long) one.get("n")).toList();
    }

    private List<Map<?, ?>> letters(String key, UUID webhook) {
        return service.get("/api/v1/webhooks/" + webhook + "/dead-letters", key).list("items").stream()
                .<Map<?, ?>>map(one -> (Map<?, ?>) one)
                .toList();
    }
}
