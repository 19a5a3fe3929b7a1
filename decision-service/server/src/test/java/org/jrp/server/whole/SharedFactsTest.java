package org.jrp.server.whole;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.core.ScanOptions;

/** Nothing that lies in memory or in Redis makes an answer stale or wrong, on either of two nodes. */
class SharedFactsTest {

    private static final int ROUNDS = "full".equals(System.getProperty("jrp.scale")) ? 20_000 : 1_000;
    private static final int CHANGERS = 4;
    private static final int SUBJECTS_EACH = 3;
    private static final String ANSWER = "restricted";

    private static TwoNodes nodes;

    @BeforeAll
    static void startNodes() {
        nodes = TwoNodes.running();
        Outcomes.of(nodes.one());
    }

    /** What is known to be true of a subject: its number of the change, and whether a change is under way. */
    private record Truth(int change, boolean listed, boolean settled) {}

    /** A subject that is listed, suspended, resumed, exited and listed again. */
    private static final class Changing {

        private final int number;
        private final String id;
        private final AtomicReference<Truth> truth = new AtomicReference<>(new Truth(0, false, true));
        private String entry = "";
        private int step;

        Changing(int number) {
            this.number = number;
            this.id = Ids.enterprise(number);
        }

        /** One change through that node; true of every check that begins afterwards. */
        void change(Service node) {
            Truth before = truth.get();
            truth.set(new Truth(before.change(), before.listed(), false));
            boolean listed;
            switch (step % 4) {
                case 0 -> {
                    entry = "round-" + number + "-" + step;
                    node.list(entry, id, "judgment-defaulter", "2018-03-01");
                    listed = true;
                }
                case 1 -> {
                    event(node, "suspended");
                    listed = false;
                }
                case 2 -> {
                    event(node, "resumed");
                    listed = true;
                }
                default -> {
                    event(node, step % 8 == 3 ? "withdrawn" : "exited");
                    listed = false;
                }
            }
            step++;
            truth.set(new Truth(before.change() + 1, listed, true));
        }

        private void event(Service node, String type) {
            Reply reply = node.post(
                    "/api/v1/entries/" + entry + "/events",
                    node.office(),
                    Map.of("type", type, "at", "2018-04-01", "docNo", "示例1号", "reason", "示例"));
            if (reply.status() != 201) {
                throw new IllegalStateException(type + ": " + reply);
            }
        }
    }

    @Test
    void a_check_that_begins_after_a_change_was_acknowledged_shows_it_on_every_node() throws Exception {
        List<Changing> all = new ArrayList<>();
        for (int i = 0; i < CHANGERS * SUBJECTS_EACH; i++) {
            all.add(new Changing(10_000 + i));
        }
        Queue<String> stale = new ConcurrentLinkedQueue<>();
        AtomicInteger rounds = new AtomicInteger();
        AtomicInteger compared = new AtomicInteger();
        AtomicBoolean changing = new AtomicBoolean(true);
        ExecutorService threads = Executors.newCachedThreadPool();
        try {
            List<Future<?>> changers = new ArrayList<>();
            for (int i = 0; i < CHANGERS; i++) {
                List<Changing> mine = all.subList(i * SUBJECTS_EACH, (i + 1) * SUBJECTS_EACH);
                changers.add(threads.submit(() -> {
                    for (int round = rounds.getAndIncrement(); round < ROUNDS; round = rounds.getAndIncrement()) {
                        Changing one = mine.get(round % mine.size());
                        one.change(round % 2 == 0 ? nodes.one() : nodes.two());
                        compare(one, nodes.one(), stale);
                        compare(one, nodes.two(), stale);
                    }
                }));
            }
            List<Future<?>> readers = new ArrayList<>();
            for (Service node : List.of(nodes.one(), nodes.two())) {
                readers.add(threads.submit(() -> {
                    for (int i = 0; changing.get(); i++) {
                        if (compare(all.get(i % all.size()), node, stale)) {
                            compared.incrementAndGet();
                        }
                    }
                }));
            }
            for (Future<?> one : changers) {
                one.get();
            }
            changing.set(false);
            for (Future<?> one : readers) {
                one.get();
            }
        } finally {
            changing.set(false);
            threads.shutdownNow();
        }

        assertThat(stale).isEmpty();
        assertThat(compared.get()).isGreaterThan(100);
    }

    /** Whether nothing changed while it was asked, so that there is something to compare. */
    private static boolean compare(Changing one, Service node, Queue<String> stale) {
        Truth before = one.truth.get();
        String outcome = ask(node, one.id).field("outcome");
        Truth after = one.truth.get();
        if (!before.settled() || !after.equals(before)) {
            return false;
        }
        if (!outcome.equals(before.listed() ? ANSWER : "clear")) {
            stale.add("%s after %s on port %d".formatted(outcome, before, node.port()));
        }
        return true;
    }

    @Test
    void whatever_lies_in_redis_answers_are_those_of_postgresql() {
        Service one = nodes.one();
        Service two = nodes.two();
        Map<String, String> expected = new LinkedHashMap<>();
        for (int i = 0; i < 40; i++) {
            String id = Ids.enterprise(11_000 + i);
            ask(one, id);
            expected.put(id, "clear");
        }
        Map<byte[], byte[]> old = factsInRedis();
        assertThat(old).hasSizeGreaterThanOrEqualTo(40);
        for (int i = 0; i < 40; i += 2) {
            String id = Ids.enterprise(11_000 + i);
            one.list("poison-" + i, id, "judgment-defaulter", "2018-03-01");
            assertThat(ask(one, id).field("outcome")).isEqualTo(ANSWER);
            expected.put(id, ANSWER);
        }

        // Values of before the change, of other subjects, and of nobody.
        List<byte[]> values = List.copyOf(old.values());
        redis(connection -> {
            int i = 0;
            for (Map.Entry<byte[], byte[]> entry : old.entrySet()) {
                byte[] value = switch (i % 4) {
                    case 0, 1 -> entry.getValue();
                    case 2 -> values.get((i + 1) % values.size());
                    default -> "nonsense".getBytes(StandardCharsets.UTF_8);
                };
                connection.stringCommands().set(entry.getKey(), value);
                i++;
            }
            return null;
        });

        expected.forEach((id, outcome) ->
                assertThat(ask(two, id).field("outcome")).as(id).isEqualTo(outcome));
    }

    @Test
    void an_emptied_redis_is_filled_again_and_nobody_notices() {
        String id = Ids.enterprise(12_000);
        nodes.one().list("flush-1", id, "judgment-defaulter", "2018-03-01");
        assertThat(ask(nodes.one(), id).field("outcome")).isEqualTo(ANSWER);

        redis(connection -> {
            connection.serverCommands().flushAll();
            return null;
        });

        assertThat(ask(nodes.one(), id).field("outcome")).isEqualTo(ANSWER);
        assertThat(ask(nodes.two(), id).field("outcome")).isEqualTo(ANSWER);
        assertThat(ask(nodes.one(), Ids.enterprise(12_001)).field("outcome")).isEqualTo("clear");
        assertThat(factsInRedis()).isNotEmpty();
    }

    @Test
    void answers_without_redis_are_those_with_it() {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            String id = Ids.enterprise(13_000 + i);
            ids.add(id);
            if (i % 2 == 0) {
                nodes.one().list("cut-" + i, id, i % 4 == 0 ? "judgment-defaulter" : "tax-credit-a", "2018-03-01");
            }
        }

        nodes.redis().cut();
        try {
            for (String id : ids) {
                assertThat(substance(ask(nodes.two(), id))).as(id).isEqualTo(substance(ask(nodes.one(), id)));
            }
            nodes.one().list("cut-late", ids.get(1), "judgment-defaulter", "2018-03-01");
            assertThat(ask(nodes.two(), ids.get(1)).field("outcome")).isEqualTo(ANSWER);
        } finally {
            nodes.redis().mend();
        }
        for (String id : ids) {
            assertThat(substance(ask(nodes.two(), id))).as(id).isEqualTo(substance(ask(nodes.one(), id)));
        }
    }

    private static Reply ask(Service node, String id) {
        Reply reply = node.post(
                "/api/v1/decisions",
                node.officer(),
                Map.of(
                        "subject", Map.of("id", id),
                        "context", "government-procurement",
                        "purpose", "采购资格审查",
                        "asOf", "2018-09-01"));
        if (reply.status() != 201) {
            throw new IllegalStateException(reply.toString());
        }
        return reply;
    }

    /** The answer but for what is its own: number, moment, hashes. */
    private static Map<?, ?> substance(Reply reply) {
        Map<Object, Object> fields = new LinkedHashMap<>(reply.json());
        fields.keySet().removeAll(List.of("decisionId", "knownAt", "decisionHash", "recordHash", "checked"));
        return fields;
    }

    private static Map<byte[], byte[]> factsInRedis() {
        return redis(connection -> {
            Map<byte[], byte[]> facts = new LinkedHashMap<>();
            try (var keys = connection
                    .keyCommands()
                    .scan(ScanOptions.scanOptions()
                            .match("jrp:facts:*")
                            .count(1_000)
                            .build())) {
                keys.forEachRemaining(
                        key -> facts.put(key, connection.stringCommands().get(key)));
            }
            return facts;
        });
    }

    private interface InRedis<T> {
        T of(RedisConnection connection) throws Exception;
    }

    private static <T> T redis(InRedis<T> task) {
        try (RedisConnection connection =
                nodes.first().getBean(RedisConnectionFactory.class).getConnection()) {
            return ((Callable<T>) () -> task.of(connection)).call();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
