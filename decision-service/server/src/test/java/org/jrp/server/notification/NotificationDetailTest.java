package org.jrp.server.notification;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jrp.server.subject.SubjectVault;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** What features add to a message stands in it; one that cannot be written is put aside and holds up only its subject. */
class NotificationDetailTest extends NotificationBed {

    @Autowired
    LaneWorker lanes;

    @Autowired
    LaneStore store;

    @Autowired
    Relay relay;

    @Autowired
    Receiver receiving;

    @Autowired
    NotificationMetrics metrics;

    @Autowired
    WebhookProperties properties;

    @Autowired
    SubjectVault vault;

    private final TestReceiver receiver = new TestReceiver();

    @BeforeEach
    void stop() {
        lanes.stop();
    }

    @AfterEach
    void start() {
        lanes.start();
        receiver.close();
    }

    @Test
    void what_a_feature_adds_stands_beside_the_refs_and_never_in_their_place() throws Exception {
        String key = officer("detail");
        UUID webhook = hook(key, receiver);
        notifications.tell(message("detail", "s", Map.of("entryId", "e-1", "n", 1)));

        run(webhook, new Detail((kind, refs) -> {
            Map<String, @Nullable Object> more = new LinkedHashMap<>();
            more.put("validTo", LocalDate.of(2027, 1, 1));
            more.put("measures", List.of(Map.of("code", "m-1", "amount", new java.math.BigDecimal("12.50"))));
            more.put("remark", null);
            more.put("about", NotificationKind.SUCCESSION);
            more.put("entryId", "another");
            more.put("position", 99);
            return more;
        }));

        Map<?, ?> message = receiver.messages().get(0);
        assertThat(message)
                .extracting("entryId", "validTo", "measures", "remark", "about", "kind")
                .containsExactly(
                        "e-1",
                        "2027-01-01",
                        List.of(Map.of("amount", "12.50", "code", "m-1")),
                        null,
                        "succession",
                        "tasks-opened");
        assertThat(message.get("position")).isNotEqualTo(99L);
    }

    @Test
    void a_message_that_cannot_be_written_is_put_aside_and_the_others_go_on() throws Exception {
        String key = officer("detail-wrong");
        UUID webhook = hook(key, receiver);
        transaction.executeWithoutResult(status -> {
            for (int i = 1; i <= 6; i++) {
                notifications.tell(message("detail-wrong", "s" + i % 3, Map.of("n", i)));
            }
        });

        run(webhook, new Detail((kind, refs) -> {
            if (Long.valueOf(2).equals(refs.get("n"))) {
                throw new IllegalStateException("no such thing");
            }
            return Map.of();
        }));

        assertThat(receiver.messages()).extracting("n").containsExactly(1L, 3L, 4L, 6L);
        Map<?, ?> dead = (Map<?, ?>) service.get("/api/v1/webhooks/" + webhook + "/dead-letters", key)
                .list("items")
                .get(0);
        assertThat(dead).extracting("state", "lastError", "attempts").containsExactly("dead", "not-written", 5L);
    }

    /** Runs the lane until it has nothing left to do. */
    private void run(UUID webhook, NotificationDetail detail) throws InterruptedException {
        org.awaitility.Awaitility.await()
                .atMost(SOON)
                .until(() -> relay.place().isEmpty()
                        && jdbc.sql("select count(*) from notification where position is null")
                                        .query(Long.class)
                                        .single()
                                == 0);
        Lane lane = new Lane(store, new Messages(jdbc, vault, List.of(detail)), receiving, metrics, properties);
        org.awaitility.Awaitility.await().atMost(SOON).until(() -> {
            lane.run(webhook, "test");
            return !store.due("test").contains(webhook)
                    && jdbc.sql("select attempts from webhook_lane where webhook = ?")
                                    .param(webhook)
                                    .query(Integer.class)
                                    .single()
                            == 0;
        });
    }

    private interface Given {
        Map<String, @Nullable Object> of(NotificationKind kind, Map<String, ?> refs);
    }

    private record Detail(Given given) implements NotificationDetail {

        @Override
        public Set<NotificationKind> kinds() {
            return Set.of(NotificationKind.TASKS_OPENED);
        }

        @Override
        public Map<String, @Nullable Object> of(NotificationKind kind, Map<String, ?> refs) {
            return given.of(kind, refs);
        }
    }
}
