package org.jrp.server.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jrp.server.ServerTest;
import org.jrp.server.whole.Ids;
import org.jrp.server.whole.Service;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Recorded decisions a second with sealing beside without it (P12), in alternating slices on one running service; what was left unsealed
 * is sealed between the slices, so that no slice pays for another. Not run with the tests; {@code -c org.jrp.server.seal.SealMeter}, settings
 * {@code -Djrp.rounds=6 -Djrp.seconds=5 -Djrp.clients=32}.
 */
@ServerTest(properties = "test=seal-meter")
class SealMeter {

    private static final int ROUNDS = Integer.getInteger("jrp.rounds", 6);
    private static final int SECONDS = Integer.getInteger("jrp.seconds", 5);
    private static final int CLIENTS = Integer.getInteger("jrp.clients", 32);
    private static final int SUBJECTS = 2_000;

    @Autowired
    private Environment environment;

    @Autowired
    private Sealer sealer;

    @Autowired
    private JdbcClient jdbc;

    @Test
    void recorded_decisions_with_and_without_sealing() throws Exception {
        Service service = Service.of(environment);
        service.coverAll();
        service.grant(
                Service.FINANCE,
                "{\"contexts\": [\"government-procurement\"], \"requestsPerMinute\": 10000000, \"subjectsPerDay\": 10000000,"
                        + " \"place\": \"341182\"}");
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS + 1);
        List<Double> ratios = new ArrayList<>();
        try {
            slice(service, clients, 4 * SECONDS);
            for (int round = 0; round < ROUNDS; round++) {
                double with;
                double without;
                if (round % 2 == 0) {
                    with = slice(service, clients, SECONDS);
                    without = paused(service, clients);
                } else {
                    without = paused(service, clients);
                    with = slice(service, clients, SECONDS);
                }
                ratios.add(with / without);
                System.err.printf(
                        Locale.ROOT,
                        "METER round %d: sealed %.0f/s, not sealed %.0f/s, ratio %.3f%n",
                        round,
                        with,
                        without,
                        with / without);
            }
        } finally {
            clients.shutdownNow();
        }
        ratios.sort(null);
        long heads = jdbc.sql("select count(*) from seal").query(Long.class).single();
        long leaves =
                jdbc.sql("select count(*) from seal_leaf").query(Long.class).single();
        System.err.printf(
                Locale.ROOT,
                "METER with seals ÷ without: median %.3f (%.3f–%.3f) of %d rounds; %d leaves under %d heads%n",
                ratios.get(ROUNDS / 2),
                ratios.get(0),
                ratios.get(ROUNDS - 1),
                ROUNDS,
                leaves,
                heads);
        assertThat(sealer.mismatch()).isNull();
    }

    private double paused(Service service, ExecutorService clients) throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        CountDownLatch held = new CountDownLatch(1);
        Future<?> holder = clients.submit(() -> {
            synchronized (sealer) {
                held.countDown();
                over.await();
            }
            return null;
        });
        held.await();
        double rate = slice(service, clients, SECONDS);
        over.countDown();
        holder.get();
        await().atMost(Duration.ofMinutes(2)).until(sealer::sealAll);
        return rate;
    }

    private double slice(Service service, ExecutorService clients, int seconds) throws Exception {
        long begun = System.nanoTime();
        long end = begun + seconds * 1_000_000_000L;
        List<Future<Integer>> running = new ArrayList<>();
        for (int c = 0; c < CLIENTS; c++) {
            int client = c;
            running.add(clients.submit(() -> {
                int made = 0;
                while (System.nanoTime() < end) {
                    String company = Ids.enterprise((client * 97 + made) % SUBJECTS);
                    int status = service.post("/api/v1/decisions", service.officer(), """
                            {"subject": {"id": "%s"}, "context": "government-procurement", "purpose": "资格审查"}
                            """.formatted(company))
                            .status();
                    assertThat(status).isEqualTo(201);
                    made++;
                }
                return made;
            }));
        }
        int made = 0;
        for (Future<Integer> one : running) {
            made += one.get();
        }
        return made / ((System.nanoTime() - begun) / 1e9);
    }
}
