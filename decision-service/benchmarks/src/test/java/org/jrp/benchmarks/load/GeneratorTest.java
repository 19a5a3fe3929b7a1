package org.jrp.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GeneratorTest {

    private static final Requests REQUESTS = Requests.of("", "/x", List.of(), false, 100, 0, 50);

    private final AtomicInteger asked = new AtomicInteger();
    private final ExecutorService threads = Executors.newFixedThreadPool(4);
    private volatile int status = 201;
    private volatile long firstTakesMillis;
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        server.setExecutor(threads);
        server.createContext("/x", exchange -> {
            exchange.getRequestBody().readAllBytes();
            if (asked.incrementAndGet() == 1 && firstTakesMillis > 0) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(firstTakesMillis));
            }
            byte[] body = new byte[300];
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
        threads.shutdownNow();
    }

    @Test
    void every_request_of_a_number_is_answered_and_counted() throws IOException {
        try (Generator generator = new Generator(server.getAddress().getPort(), 4)) {
            Generator.Slice slice = generator.run(REQUESTS, 333);

            assertThat(slice.answered()).isEqualTo(333);
            assertThat(slice.refused()).isZero();
            assertThat(asked).hasValue(333);
        }
    }

    @Test
    void what_is_not_created_counts_as_refused() throws IOException {
        status = 503;

        try (Generator generator = new Generator(server.getAddress().getPort(), 2)) {
            Generator.Slice slice = generator.run(REQUESTS, Duration.ofMillis(50));

            assertThat(slice.answered()).isZero();
            assertThat(slice.refused()).isPositive().isLessThanOrEqualTo(asked.get());
        }
    }

    @Test
    void a_request_that_waits_for_its_turn_waits_with_the_clock_running() throws IOException {
        firstTakesMillis = 200;
        Histogram latency = new Histogram(3);

        try (Generator generator = new Generator(server.getAddress().getPort(), 1)) {
            Generator.Slice slice = generator.run(REQUESTS, 100, Duration.ofMillis(400), latency);

            assertThat(slice.answered()).isEqualTo(40);
        }
        // Twenty requests fell due while the first was answered: without their waiting only one would be slow.
        assertThat(latency.getTotalCount()).isEqualTo(40);
        assertThat(latency.getValueAtPercentile(70)).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(80));
    }
}
