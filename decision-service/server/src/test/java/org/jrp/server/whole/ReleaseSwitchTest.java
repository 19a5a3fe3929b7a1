package org.jrp.server.whole;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.jrp.release.ReleaseFiles;
import org.jrp.server.publication.Uploads;
import org.junit.jupiter.api.Test;

/** Two nodes switch together: whatever node is asked, an answer is of one release, and the last that was activated when asked. */
class ReleaseSwitchTest {

    private static final String SHIPPED = ReleaseFiles.shipped().hash();
    private static final int LISTED = 61_002;
    private static final int SWITCHES = 100;

    @Test
    void a_hundred_switches_under_load_fail_no_request_on_either_node() throws Exception {
        TwoNodes nodes = TwoNodes.running();
        List<Service> both = List.of(nodes.one(), nodes.two());
        nodes.one().coverAll();
        nodes.one().list("switch-1", Ids.enterprise(LISTED), "customs-aeo-advanced", "2018-08-01");
        String author = nodes.one().key("policy-author");
        String approver = nodes.one().key("policy-approver");
        String changed = nodes.one()
                .post("/api/v1/releases", author, "application/zip", Uploads.zip(Uploads.changed("two")))
                .field("hash");
        assertThat(nodes.two()
                        .post("/api/v1/releases/" + changed + "/approve", approver, "{\"reason\": \"同意\"}")
                        .status())
                .isEqualTo(200);
        AtomicBoolean over = new AtomicBoolean();
        Map<String, AtomicInteger> by = Map.of(SHIPPED, new AtomicInteger(), changed, new AtomicInteger());
        ConcurrentLinkedQueue<String> wrong = new ConcurrentLinkedQueue<>();
        ExecutorService clients = Executors.newFixedThreadPool(4);
        List<Future<?>> running = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            Service node = both.get(i % 2);
            running.add(clients.submit(() -> {
                while (!over.get()) {
                    Reply reply = check(node);
                    if (reply.status() != 201
                            || green(reply) != reply.field("release").equals(SHIPPED)) {
                        wrong.add(reply.toString());
                    } else {
                        by.get(reply.field("release")).incrementAndGet();
                    }
                }
            }));
        }
        List<Long> behind = new ArrayList<>();
        long start = System.nanoTime();
        for (int i = 0; i < SWITCHES; i++) {
            Service node = both.get(i / 2 % 2);
            Reply reply = i % 2 == 0
                    ? node.post("/api/v1/releases/" + changed + "/activate", approver, "{}")
                    : node.post("/api/v1/releases/rollback", approver, "{\"reason\": \"演练\"}");
            assertThat(reply.status()).as("%s", reply).isEqualTo(200);
            String now = i % 2 == 0 ? changed : SHIPPED;
            for (Service one : both) {
                assertThat(check(one).field("release")).isEqualTo(now);
            }
            long switched = System.nanoTime();
            Awaitility.await()
                    .pollInterval(Duration.ofMillis(10))
                    .atMost(Duration.ofSeconds(2))
                    .until(() -> both.stream()
                            .allMatch(one -> one.get("/api/v1/releases/current", author)
                                    .field("hash")
                                    .equals(now)));
            behind.add((System.nanoTime() - switched) / 1_000_000);
        }
        long millis = (System.nanoTime() - start) / 1_000_000;
        over.set(true);
        for (Future<?> one : running) {
            one.get();
        }
        clients.shutdown();

        System.out.println("SWITCHES two nodes " + SWITCHES + " in " + millis + " ms, by " + by + ", behind at most "
                + behind.stream().mapToLong(Long::longValue).max().orElse(0) + " ms");
        assertThat(wrong).isEmpty();
        assertThat(by.values()).allSatisfy(count -> assertThat(count.get()).isPositive());
        assertThat(nodes.one().get("/api/v1/nodes", author).list("items")).hasSize(2);
    }

    private static Reply check(Service node) {
        return node.post(
                "/api/v1/decisions",
                node.officer(),
                Map.of(
                        "subject", Map.of("id", Ids.enterprise(LISTED)),
                        "context", "administrative-licensing",
                        "purpose", "许可审查",
                        "asOf", "2018-09-01"));
    }

    private static boolean green(Reply decision) {
        return decision.list("measures").stream()
                .anyMatch(one -> Uploads.MEASURE.equals(((Map<?, ?>) one).get("code")));
    }
}
