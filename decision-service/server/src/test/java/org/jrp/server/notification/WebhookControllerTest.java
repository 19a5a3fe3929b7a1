package org.jrp.server.notification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jrp.server.whole.Ids;
import org.jrp.server.whole.Reply;
import org.jrp.server.whole.SignIn;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisConnectionFactory;

class WebhookControllerTest extends NotificationBed {

    private static final String PATH = "/api/v1/webhooks";

    @Autowired
    MeterRegistry meters;

    @Autowired
    RedisConnectionFactory redis;

    private final TestReceiver receiver = new TestReceiver();

    @AfterEach
    void close() {
        receiver.close();
    }

    @Test
    void a_webhook_is_made_shown_and_ended_and_its_secret_is_shown_once() {
        String key = officer("hook-life");
        Reply made = service.post(
                PATH,
                SignIn.person("hook-life", "王某", "officer"),
                Map.of("url", receiver.url(), "label", "接收系统", "kinds", List.of("tasks-opened")));
        assertThat(made.status()).as("%s", made).isEqualTo(201);
        String id = made.field("id");
        String secret = made.field("secret");
        assertThat(secret).matches("whsec_[A-Za-z0-9_-]{43}");
        assertThat(made.header("Location")).isEqualTo(PATH + "/" + id);

        Reply shown = service.get(PATH + "/" + id, key);

        assertThat(shown.text()).doesNotContain(secret).doesNotContain("\"secret\"");
        assertThat((Map<?, ?>) shown.json().get("webhook"))
                .extracting("department", "url", "label", "createdBy", "kinds", "endedAt")
                .containsExactly("hook-life", receiver.url(), "接收系统", "王某", List.of("tasks-opened"), null);
        byte[] stored = jdbc.sql("select secret from webhook where id = ?")
                .param(UUID.fromString(id))
                .query(byte[].class)
                .single();
        assertThat(new String(stored, StandardCharsets.ISO_8859_1)).doesNotContain(secret);
        assertThat(service.get(PATH, key).list("items")).hasSize(1);

        assertThat(service.post(PATH + "/" + id + "/end", key, "{\"reason\": \" \"}")
                        .code())
                .isEqualTo("missing-reason");
        Reply ended = service.post(PATH + "/" + id + "/end", key, "{\"reason\": \"系统停用\"}");

        assertThat(ended.status()).isEqualTo(200);
        assertThat(ended.field("endReason")).isEqualTo("系统停用");
        assertThat(service.post(PATH + "/" + id + "/end", key, "{\"reason\": \"系统停用\"}")
                        .code())
                .isEqualTo("webhook-ended");
    }

    @Test
    void only_what_was_asked_for_is_sent_and_refs_stand_beside_the_rest() {
        String key = officer("hook-kinds");
        Reply made =
                service.post(PATH, key, Map.of("url", receiver.url(), "label", "a", "kinds", List.of("entry-changed")));
        receiver.secret(made.field("secret"));
        byte[] subject = {1, 2, 3};
        notifications.tell(message("hook-kinds", "x", Map.of("n", 1)));
        notifications.tell(new Notifications.Message(
                "hook-kinds",
                subject,
                NotificationKind.ENTRY_CHANGED,
                Map.of("entryId", "e-1", "disputed", true, "tasks", List.of("t1", "t2"), "event", 3)));

        await().atMost(SOON).until(() -> receiver.count() == 1);

        Map<?, ?> message = receiver.messages().get(0);
        assertThat(message.keySet())
                .extracting(Object::toString)
                .containsExactly(
                        "id",
                        "position",
                        "kind",
                        "at",
                        "department",
                        "subject",
                        "disputed",
                        "entryId",
                        "event",
                        "tasks");
        assertThat(message)
                .extracting("kind", "entryId", "disputed", "tasks", "event")
                .containsExactly("entry-changed", "e-1", true, List.of("t1", "t2"), 3L);
        assertThat(message.get("subject").toString())
                .doesNotContain(java.util.Base64.getUrlEncoder().encodeToString(subject));
        assertThat(service.get("/api/v1/notifications", key).text())
                .contains(receiver.first().values());
    }

    @Test
    void a_department_sees_its_own_and_an_administrator_all_but_no_message() {
        String mine = officer("hook-mine");
        String other = officer("hook-other");
        UUID id = hook(mine, receiver);

        for (String path : List.of("", "/dead-letters")) {
            assertThat(service.get(PATH + "/" + id + path, other).code()).isEqualTo("unknown-webhook");
        }
        for (String path : List.of("/end", "/test", "/rotate", "/dead-letters/retry", "/dead-letters/1/discard")) {
            assertThat(service.post(PATH + "/" + id + path, other, "{}").code())
                    .as(path)
                    .isEqualTo("unknown-webhook");
        }
        assertThat(service.get(PATH, other).list("items")).isEmpty();

        String administrator = service.administrator();
        assertThat(service.get(PATH + "?limit=200", administrator).text()).contains(id.toString());
        assertThat(service.get(PATH + "/" + id, administrator).status()).isEqualTo(200);
        assertThat(service.get(PATH + "/" + id + "/dead-letters", administrator).status())
                .isEqualTo(403);
        assertThat(service.get("/api/v1/notifications", administrator).status()).isEqualTo(403);
        assertThat(service.post(PATH + "/" + id + "/end", administrator, "{\"reason\": \"部门撤并\"}")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void what_is_wrong_with_a_webhook_is_said_at_once() {
        String key = officer("hook-wrong");

        Reply reply = service.post(PATH, key, Map.of("url", "http://10.0.0.1/", "kinds", List.of("task-opened")));

        assertThat(reply.status()).isEqualTo(422);
        assertThat(reply.list("errors")).extracting("pointer").containsExactly("/url", "/label", "/kinds/0");
        assertThat(reply.text()).contains("tasks-opened");
        assertThat(service.post(PATH, key, Map.of("url", "https://10.0.0.1/", "label", "a"))
                        .code())
                .isEqualTo("address-private");
        Reply number = service.post(PATH, key, Map.of("url", receiver.url() + "?id=" + Ids.citizen(1), "label", "a"));
        assertThat(number.code()).isEqualTo("personal-number");
        assertThat(service.post(PATH, key, Map.of("url", receiver.url(), "label", "a", "other", 1))
                        .status())
                .isEqualTo(400);
    }

    @Test
    void a_department_has_five_at_most() {
        String key = officer("hook-five");
        String last = "";
        for (int i = 0; i < 5; i++) {
            last = service.post(PATH, key, Map.of("url", receiver.url(), "label", "a" + i))
                    .field("id");
        }
        Map<String, Object> sixth = Map.of("url", receiver.url(), "label", "a6");

        assertThat(service.post(PATH, key, sixth).code()).isEqualTo("too-many-webhooks");

        service.post(PATH + "/" + last + "/end", key, "{\"reason\": \"多余\"}");
        assertThat(service.post(PATH, key, sixth).status()).isEqualTo(201);
        Reply page = service.get(PATH + "?limit=2", key);
        assertThat(page.list("items")).hasSize(2);
        assertThat(service.get(PATH + "?limit=4&cursor=" + page.field("cursor"), key)
                        .list("items"))
                .hasSize(4);
    }

    @Test
    void the_same_idempotency_key_makes_one_webhook_and_shows_the_same_secret() {
        String key = officer("hook-same");
        Map<String, Object> body = Map.of("url", receiver.url(), "label", "a");

        Reply one = service.post(PATH, key, body, "Idempotency-Key", "hook-1");
        Reply two = service.post(PATH, key, body, "Idempotency-Key", "hook-1");

        assertThat(two.text()).isEqualTo(one.text());
        assertThat(service.get(PATH, key).list("items")).hasSize(1);
    }

    @Test
    void a_test_call_is_signed_and_says_what_the_receiver_did() {
        String key = officer("hook-test");
        UUID id = hook(key, receiver);

        Reply taken = service.post(PATH + "/" + id + "/test", key, "{}");

        assertThat(taken.json()).extracting("taken", "status", "error").containsExactly(true, 204L, null);
        assertThat(receiver.messages().get(0)).extracting("kind", "id").containsExactly("test", 0L);
        receiver.behave(call -> call.answer(302, "Location", "http://127.0.0.1:1/"));
        assertThat(service.post(PATH + "/" + id + "/test", key, "{}").json())
                .extracting("taken", "status", "error")
                .containsExactly(false, 302L, "http-302");
        receiver.behave(call -> Thread.sleep(5_000));
        assertThat(service.post(PATH + "/" + id + "/test", key, "{}").field("error"))
                .isEqualTo("timeout");
        receiver.behave(call -> {});
        assertThat(service.post(PATH + "/" + id + "/test", key, "{}").field("error"))
                .isEqualTo("connection-lost");
        byte[] much = new byte[1 << 20];
        Arrays.fill(much, (byte) 'a');
        receiver.behave(call -> {
            for (int i = 0; i < 1_000; i++) {
                call.body(200, much);
            }
        });
        assertThat(service.post(PATH + "/" + id + "/test", key, "{}").field("status"))
                .isEqualTo("200");
        receiver.shut();
        assertThat(service.post(PATH + "/" + id + "/test", key, "{}").field("error"))
                .isEqualTo("connection-refused");
    }

    @Test
    void after_a_rotation_calls_are_signed_with_the_new_secret() {
        String key = officer("hook-rotate");
        UUID id = hook(key, receiver);

        Reply rotated = service.post(PATH + "/" + id + "/rotate", key, "{}");

        assertThat(rotated.status()).isEqualTo(200);
        assertThat(service.post(PATH + "/" + id + "/test", key, "{}").field("status"))
                .isEqualTo("401");
        receiver.secret(rotated.field("secret"));
        assertThat(service.post(PATH + "/" + id + "/test", key, "{}").field("status"))
                .isEqualTo("204");
    }

    @Test
    void messages_can_be_fetched_page_by_page_without_a_webhook() {
        String key = officer("feed");
        transaction.executeWithoutResult(status -> {
            for (int i = 1; i <= 5; i++) {
                notifications.tell(message("feed", "s" + i, Map.of("n", i)));
                notifications.tell(message("feed-other", "s" + i, Map.of("n", i)));
            }
        });
        await().atMost(SOON)
                .until(() ->
                        service.get("/api/v1/notifications", key).list("items").size() == 5);

        Reply first = service.get("/api/v1/notifications?limit=2", key);
        Reply second = service.get("/api/v1/notifications?limit=200&after=" + first.field("cursor"), key);
        Reply third = service.get("/api/v1/notifications?after=" + second.field("cursor"), key);

        assertThat(first.list("items")).extracting("n").containsExactly(1L, 2L);
        assertThat(second.list("items")).extracting("n").containsExactly(3L, 4L, 5L);
        assertThat(second.field("cursor")).isEqualTo(second.field("newest"));
        assertThat(third.list("items")).isEmpty();
        assertThat(third.field("cursor")).isEqualTo(second.field("cursor"));
        assertThat(service.get("/api/v1/notifications?kind=entry-changed", key).list("items"))
                .isEmpty();
        assertThat(service.get("/api/v1/notifications?kind=entry-change", key).text())
                .contains("entry-changed");
        assertThat(service.get("/api/v1/notifications?after=" + Long.MAX_VALUE, key)
                        .list("items"))
                .isEmpty();
        assertThat(service.get("/api/v1/notifications?limit=0", key).status()).isEqualTo(400);
    }

    @Test
    void what_waits_is_measured_and_what_was_placed_is_in_the_stream() {
        String key = officer("meters");
        receiver.behave(call -> call.answer(500));
        UUID id = hook(key, receiver);
        transaction.executeWithoutResult(status -> {
            for (int i = 0; i < 7; i++) {
                notifications.tell(message("meters", "s" + i, Map.of("n", i)));
            }
        });

        await().atMost(SOON)
                .until(() -> value("jrp.notifications.backlog", id.toString()) == 7
                        && value("jrp.notifications.oldest.age", id.toString()) > 0
                        && value("jrp.notifications.backlog", "all") >= 7);
        assertThat(meters.get("jrp.notifications.failed").functionCounter().count())
                .isPositive();
        receiver.behave(TestReceiver.Call::take);
        await().atMost(SOON)
                .until(() -> value("jrp.notifications.backlog", id.toString()) == 0
                        && value("jrp.notifications.dead", id.toString()) == 0
                        && meters.get("jrp.notifications.delivered")
                                        .functionCounter()
                                        .count()
                                >= 7
                        && meters.get("jrp.notifications.unplaced").gauge().value() == 0);
        try (RedisConnection connection = redis.getConnection()) {
            assertThat(connection.streamCommands().xLen(NotificationStream.KEY.getBytes(StandardCharsets.UTF_8)))
                    .isGreaterThanOrEqualTo(7);
        }
    }

    private double value(String name, String webhook) {
        var gauge = meters.find(name).tag("webhook", webhook).gauge();
        return gauge == null ? -1 : gauge.value();
    }
}
