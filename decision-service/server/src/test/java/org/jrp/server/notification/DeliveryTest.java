package org.jrp.server.notification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/**
 * Receivers fail, hang, hang up, go away and come back at random, two nodes deliver, restart and die, while many write: all is delivered, in order per subject, once for
 * whoever knows the ids. {@code -Djrp.scale=full} sends 100,000 messages; {@code -Djrp.seed=…} sets the seed.
 */
class DeliveryTest extends NotificationBed {

    private static final boolean FULL = "full".equals(System.getProperty("jrp.scale"));
    private static final int MESSAGES = FULL ? 100_000 : 4_000;
    private static final int SUBJECTS = FULL ? 20_000 : 1_500;
    private static final int WRITERS = 4;
    private static final long SEED = Long.getLong("jrp.seed", 20_181_004);

    @Autowired
    LaneWorker lanes;

    @Autowired
    RelayWorker relay;

    @Autowired
    Relay placing;

    @Autowired
    NotificationStream stream;

    @Autowired
    LaneStore store;

    @Autowired
    Lane lane;

    @Autowired
    Bells bells;

    @Autowired
    NotificationMetrics metrics;

    @Autowired
    WebhookProperties properties;

    @Test
    void every_message_arrives_in_order_and_effectively_once_whatever_receivers_do() throws Exception {
        System.out.println("DeliveryTest: seed " + SEED + ", messages " + MESSAGES);
        List<String> departments = List.of("chaos-a", "chaos-b", "chaos-c", "chaos-d");
        Map<String, TestReceiver> receivers = new HashMap<>();
        Map<String, UUID> hooks = new HashMap<>();
        for (String department : departments) {
            TestReceiver receiver = new TestReceiver();
            receivers.put(department, receiver);
            hooks.put(department, hook(officer(department), receiver));
            receiver.behave(new Chaos(SEED + department.hashCode()));
        }
        AtomicBoolean writing = new AtomicBoolean(true);
        LaneWorker secondLanes = new LaneWorker(store, lane, bells, metrics, properties);
        RelayWorker secondRelay = new RelayWorker(placing, stream, new Bells(), properties);
        secondLanes.start();
        secondRelay.start();
        ExecutorService threads = Executors.newCachedThreadPool();
        try {
            long begun = System.nanoTime();
            List<Future<?>> writers = new ArrayList<>();
            for (int i = 0; i < WRITERS; i++) {
                int writer = i;
                writers.add(threads.submit(() -> write(writer, departments)));
            }
            Future<?> doors = threads.submit(() -> slam(receivers, writing));
            Future<?> restarts = threads.submit(() -> restart(writing));
            Future<?> deaths = threads.submit(() -> die(List.copyOf(hooks.values()), writing));
            for (Future<?> writer : writers) {
                writer.get(10, TimeUnit.MINUTES);
            }
            writing.set(false);
            doors.get(1, TimeUnit.MINUTES);
            restarts.get(1, TimeUnit.MINUTES);
            deaths.get(1, TimeUnit.MINUTES);
            receivers.values().forEach(TestReceiver::reopen);
            receivers.values().forEach(receiver -> receiver.behave(TestReceiver.Call::take));

            for (String department : departments) {
                long told = told(department);
                await().atMost(FULL ? SOON.multipliedBy(10) : SOON)
                        .untilAsserted(() ->
                                assertThat(receivers.get(department).count()).isEqualTo((int) told));
            }
            long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
            for (String department : departments) {
                TestReceiver receiver = receivers.get(department);
                assertThat(receiver.faults()).isEmpty();
                assertThat(receiver.messages()).allSatisfy(one -> {
                    assertThat(one.get("department")).isEqualTo(department);
                    assertThat(one.containsKey("rolledBack")).isFalse();
                });
                inOrder(receiver);
                assertThat(lane(service.key(department, "officer"), hooks.get(department)))
                        .extracting("dead", "held")
                        .containsExactly(0L, 0L);
            }
            System.out.printf(
                    "DeliveryTest: %d messages in %d ms; sent again: %s%n",
                    receivers.values().stream().mapToInt(TestReceiver::count).sum(),
                    millis,
                    receivers.values().stream().map(TestReceiver::again).toList());
        } finally {
            threads.shutdownNow();
            secondLanes.stop();
            secondRelay.stop();
            for (String department : departments) {
                service.post(
                        "/api/v1/webhooks/" + hooks.get(department) + "/end",
                        service.key(department, "officer"),
                        "{\"reason\": \"test\"}");
                receivers.get(department).close();
            }
        }
    }

    @Test
    void positions_have_no_gap_and_no_number_twice() {
        String key = officer("gapless");
        for (int i = 0; i < 50; i++) {
            int number = i;
            transaction.executeWithoutResult(status -> {
                notifications.tell(message("gapless", "s" + number % 5, Map.of("n", number)));
                if (number % 3 == 0) {
                    status.setRollbackOnly();
                }
            });
        }

        await().atMost(SOON)
                .until(() -> jdbc.sql("select count(*) from notification where position is null")
                                .query(Long.class)
                                .single()
                        == 0);
        assertThat(jdbc.sql("select max(position) - count(*) from notification")
                        .query(Long.class)
                        .single())
                .isZero();
        assertThat(service.get("/api/v1/notifications?limit=200", key).list("items"))
                .hasSize(33);
    }

    @Test
    void a_message_of_a_slow_transaction_comes_after_those_that_were_committed_before_it() throws Exception {
        String key = officer("slow");
        ExecutorService other = Executors.newSingleThreadExecutor();
        try {
            transaction.executeWithoutResult(status -> {
                notifications.tell(message("slow", "a", Map.of("n", 1)));
                try {
                    other.submit(() -> notifications.tell(message("slow", "b", Map.of("n", 2))))
                            .get(1, TimeUnit.MINUTES);
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
                await().atMost(SOON).until(() -> numbers(key).equals(List.of(2L)));
            });
        } finally {
            other.shutdownNow();
        }

        await().atMost(SOON).until(() -> numbers(key).equals(List.of(2L, 1L)));
    }

    @Test
    void a_lane_left_behind_by_a_node_that_died_is_taken_up_when_its_lease_ends() {
        String key = officer("orphan");
        try (TestReceiver receiver = new TestReceiver()) {
            UUID webhook = hook(key, receiver);
            jdbc.sql("update webhook_lane set leased_by = 'dead', leased_until = clock_timestamp() + interval '1.5 s'"
                            + " where webhook = ?")
                    .param(webhook)
                    .update();
            notifications.tell(message("orphan", "s", Map.of("n", 1)));

            await().during(java.time.Duration.ofMillis(500)).atMost(SOON).until(() -> receiver.count() == 0);
            await().atMost(SOON).until(() -> receiver.count() == 1);
        }
    }

    @Test
    void a_fast_receiver_gets_thousands_in_a_second() {
        String key = officer("fast");
        int messages = FULL ? 100_000 : 5_000;
        try (TestReceiver receiver = new TestReceiver()) {
            hook(key, receiver);
            List<Notifications.Message> all = new ArrayList<>();
            for (int i = 0; i < messages; i++) {
                all.add(message("fast", "s" + i % 1_000, Map.of("entryId", "e-" + i, "n", i)));
            }
            long begun = System.nanoTime();
            transaction.executeWithoutResult(status -> notifications.tell(all));
            long written = System.nanoTime();
            await().pollInterval(java.time.Duration.ofMillis(10))
                    .atMost(SOON)
                    .until(() -> receiver.count() == messages);
            long done = System.nanoTime();

            System.out.printf(
                    "DeliveryTest: %d messages written in %d ms, delivered in %d ms: %d a second%n",
                    messages,
                    (written - begun) / 1_000_000,
                    (done - written) / 1_000_000,
                    messages * 1_000_000_000L / (done - written));
            assertThat(receiver.again()).isZero();
            assertThat(receiver.faults()).isEmpty();
        }
    }

    private List<Long> numbers(String key) {
        return service.get("/api/v1/notifications", key).list("items").stream()
                .map(one -> (Long) ((Map<?, ?>) one).get("n"))
                .toList();
    }

    private long told(String department) {
        return jdbc.sql("select count(*) from notification where department = ?")
                .param(department)
                .query(Long.class)
                .single();
    }

    /** Each writer has subjects of its own, so that the order in which it commits is the order of each subject. */
    private void write(int writer, List<String> departments) {
        Random random = new Random(SEED + writer);
        Map<String, Integer> next = new HashMap<>();
        int left = MESSAGES / WRITERS;
        while (left > 0) {
            int size = Math.min(left, 1 + random.nextInt(20));
            boolean rollBack = random.nextInt(8) == 0;
            List<Notifications.Message> messages = new ArrayList<>();
            Map<String, Integer> after = new HashMap<>(next);
            for (int i = 0; i < size; i++) {
                String department = departments.get(random.nextInt(departments.size()));
                String subject = "w" + writer + "-" + random.nextInt(SUBJECTS / WRITERS);
                int number = after.merge(department + subject, 1, Integer::sum);
                messages.add(message(
                        department,
                        subject,
                        rollBack ? Map.of("rolledBack", true) : Map.of("who", subject, "n", number)));
            }
            transaction.executeWithoutResult(status -> {
                notifications.tell(messages);
                if (rollBack) {
                    status.setRollbackOnly();
                }
            });
            if (!rollBack) {
                next = after;
                left -= size;
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(FULL ? 10 : 40));
        }
    }

    static void slam(Map<String, TestReceiver> receivers, AtomicBoolean writing) {
        Random random = new Random(SEED);
        List<TestReceiver> all = List.copyOf(receivers.values());
        while (writing.get()) {
            TestReceiver one = all.get(random.nextInt(all.size()));
            one.shut();
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
            one.reopen();
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(150));
        }
    }

    private void restart(AtomicBoolean writing) {
        while (writing.get()) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(400));
            lanes.stop();
            lanes.start();
            relay.stop();
            relay.start();
        }
    }

    /** As if the node that has a lane died in the middle of a call: what it does with it after that does not count. */
    private void die(List<UUID> hooks, AtomicBoolean writing) {
        Random random = new Random(SEED);
        while (writing.get()) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(120));
            jdbc.sql("update webhook_lane set leased_by = 'dead',"
                            + " leased_until = clock_timestamp() + interval '200 ms' where webhook = ?")
                    .param(hooks.get(random.nextInt(hooks.size())))
                    .update();
        }
    }

    private static void inOrder(TestReceiver receiver) {
        Map<Object, Long> positions = new HashMap<>();
        Map<Object, Long> numbers = new HashMap<>();
        Map<Object, Object> tokens = new HashMap<>();
        for (Map<?, ?> message : receiver.messages()) {
            Object subject = message.get("subject");
            long position = (Long) message.get("position");
            long number = (Long) message.get("n");
            assertThat(position).isGreaterThan(positions.getOrDefault(subject, 0L));
            assertThat(number).isEqualTo(numbers.getOrDefault(subject, 0L) + 1);
            assertThat(tokens.computeIfAbsent(subject, any -> message.get("who")))
                    .isEqualTo(message.get("who"));
            positions.put(subject, position);
            numbers.put(subject, number);
        }
    }

    /** Does something else each time, by its seed. */
    static final class Chaos implements TestReceiver.Behaviour {

        private final Random random;

        Chaos(long seed) {
            this.random = new Random(seed);
        }

        @Override
        public void answer(TestReceiver.Call call) throws Exception {
            int what;
            boolean record;
            synchronized (random) {
                what = random.nextInt(20);
                record = random.nextBoolean();
            }
            if (what < 7) {
                if (record) {
                    call.record();
                }
                switch (what) {
                    case 0 -> Thread.sleep(900);
                    case 1, 2 -> call.answer(500);
                    case 3 -> call.answer(503, "Retry-After", "0");
                    case 4 -> call.answer(429, "Retry-After", "0");
                    case 5 -> call.answer(302, "Location", "http://127.0.0.1:1/elsewhere");
                    default -> {
                        return; // hangs up
                    }
                }
            } else if (what < 10 && call.messages().size() > 10) {
                call.answer(413);
            } else {
                call.take();
            }
        }
    }
}
