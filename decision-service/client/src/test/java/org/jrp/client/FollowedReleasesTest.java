package org.jrp.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jrp.release.Bundle;
import org.jrp.release.ReleaseFiles;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An embedded engine follows the server's release, and nothing that comes from there spoils it. */
class FollowedReleasesTest {

    private static final KeyPair KEYS = keys();
    private static final ReleaseFiles FIRST = ReleaseFiles.shipped();
    private static final ReleaseFiles SECOND = other("second");
    private static final ReleaseFiles THIRD = other("third");

    @TempDir
    private Path folder;

    private Server server;

    @BeforeEach
    void serve() throws IOException {
        server = new Server();
    }

    @AfterEach
    void end() {
        server.close();
    }

    @Test
    void it_takes_over_what_the_server_activates_and_begins_with_it_when_the_server_is_away() throws IOException {
        server.activate(FIRST);
        try (EmbeddedJrp jrp = following().open()) {
            await(() -> jrp.status().checkedAt() != null);
            assertThat(jrp.release()).isEqualTo(FIRST.hash());
            assertThat(server.bundles()).as("what it has is not fetched").isZero();

            server.activate(SECOND);
            await(() -> jrp.release().equals(SECOND.hash()));

            assertThat(jrp.decide(EmbeddedCases.CHECK).release()).isEqualTo(SECOND.hash());
            await(() -> Files.exists(folder.resolve("releases/release.zip")));
            assertThat(jrp.status().current()).isTrue();
        }
        server.close();

        try (EmbeddedJrp jrp = following().open()) {
            assertThat(jrp.release()).isEqualTo(SECOND.hash());
            assertThat(jrp.decide(EmbeddedCases.CHECK).outcome()).isNotNull();
            await(() -> jrp.status().error() != null);
            assertThat(jrp.status().checkedAt()).isNull();
        }
    }

    @Test
    void a_bundle_with_one_byte_changed_changes_nothing_but_the_status() throws IOException {
        server.activate(FIRST);
        try (EmbeddedJrp jrp = following().open()) {
            byte[] bytes = Bundle.bytes(SECOND, KEYS.getPrivate());
            bytes[bytes.length / 2]++;
            server.activate(SECOND.hash(), bytes);

            await(() -> SECOND.hash().equals(jrp.status().refused()));

            assertThat(jrp.release()).isEqualTo(FIRST.hash());
            assertThat(jrp.decide(EmbeddedCases.CHECK).release()).isEqualTo(FIRST.hash());
            assertThat(jrp.status().error()).isNotBlank();
            assertThat(folder.resolve("releases/release.zip")).doesNotExist();

            server.activate(THIRD);
            await(() -> jrp.release().equals(THIRD.hash()));
            assertThat(jrp.status().refused()).isNull();
        }
    }

    @Test
    void a_bundle_of_another_key_or_of_another_release_is_refused() throws IOException {
        server.activate(FIRST);
        try (EmbeddedJrp jrp = following().open()) {
            server.activate(SECOND.hash(), Bundle.bytes(SECOND, keys().getPrivate()));
            await(() -> SECOND.hash().equals(jrp.status().refused()));
            assertThat(jrp.status().error()).contains("signature");

            server.activate(THIRD.hash(), Bundle.bytes(SECOND, KEYS.getPrivate()));
            await(() -> THIRD.hash().equals(jrp.status().refused()));
            assertThat(jrp.status().error()).contains("another release");

            assertThat(jrp.release()).isEqualTo(FIRST.hash());
        }
    }

    @Test
    void a_damaged_copy_on_the_disk_is_told_and_fetched_anew() throws IOException {
        byte[] bytes = Bundle.bytes(SECOND, KEYS.getPrivate());
        bytes[bytes.length / 3]++;
        Files.createDirectories(folder.resolve("releases"));
        Files.write(folder.resolve("releases/release.zip"), bytes);
        server.activate(SECOND);

        try (EmbeddedJrp jrp = following().open()) {
            await(() -> jrp.release().equals(SECOND.hash()));
        }
        server.close();
        try (EmbeddedJrp jrp = following().open()) {
            assertThat(jrp.release()).isEqualTo(SECOND.hash());
        }
    }

    @Test
    void while_it_switches_every_check_is_answered_by_one_release() throws Exception {
        server.activate(FIRST);
        AtomicBoolean over = new AtomicBoolean();
        Set<String> seen = ConcurrentHashMap.newKeySet();
        ExecutorService threads = Executors.newFixedThreadPool(3);
        try (EmbeddedJrp jrp = following().open()) {
            List<Future<?>> callers = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                callers.add(threads.submit(() -> {
                    while (!over.get()) {
                        seen.add(jrp.decide(EmbeddedCases.CHECK).release());
                    }
                }));
            }
            for (ReleaseFiles next : List.of(SECOND, THIRD, FIRST, SECOND, FIRST, THIRD)) {
                server.activate(next);
                await(() -> jrp.release().equals(next.hash()));
            }
            over.set(true);
            for (Future<?> one : callers) {
                one.get(1, TimeUnit.MINUTES);
            }
        } finally {
            threads.shutdownNow();
        }

        assertThat(seen).isEqualTo(new HashSet<>(List.of(FIRST.hash(), SECOND.hash(), THIRD.hash())));
    }

    @Test
    void the_key_of_an_installation_is_read_from_its_file() throws IOException {
        Path file = Files.writeString(
                folder.resolve("key.pem"),
                "-----BEGIN PUBLIC KEY-----\n"
                        + Base64.getMimeEncoder()
                                .encodeToString(KEYS.getPublic().getEncoded())
                        + "\n-----END PUBLIC KEY-----\n");

        assertThat(ReleaseKeys.fromPem(file)).isEqualTo(KEYS.getPublic());
        Files.writeString(file, "no key");
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> ReleaseKeys.fromPem(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("key.pem");
    }

    private EmbeddedJrpBuilder following() throws IOException {
        JrpClient client = JrpClient.to(server.address())
                .apiKey(() -> "key")
                .retries(new RetryPolicy(1, Duration.ofSeconds(5), Duration.ofMillis(10), Duration.ofMillis(20)))
                .build();
        return EmbeddedCases.engine(folder)
                .followReleases(client, KEYS.getPublic(), folder.resolve("releases"))
                .pause(Duration.ofMillis(50));
    }

    private static ReleaseFiles other(String variant) {
        String path = FIRST.paths().stream()
                .filter(one -> one.endsWith(".dslr"))
                .findFirst()
                .orElseThrow();
        String text = new String(FIRST.bytes(path), StandardCharsets.UTF_8);
        return FIRST.with(path, ("// " + variant + "\n" + text).getBytes(StandardCharsets.UTF_8));
    }

    private static KeyPair keys() {
        try {
            return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void await(BooleanSupplier condition) {
        long until = System.nanoTime() + Duration.ofSeconds(90).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("in time").isLessThan(until);
            LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
        }
    }

    /** What the service's release calls do: the current one, waited for, and the signed bundle of each. */
    private static final class Server implements AutoCloseable {

        private final HttpServer http;
        private final ExecutorService threads = Executors.newCachedThreadPool();
        private final Map<String, byte[]> bundles = new ConcurrentHashMap<>();
        private String active = "";
        private int fetched;
        private boolean closed;

        Server() throws IOException {
            http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            http.setExecutor(threads);
            http.createContext("/api/v1/releases/", this::answer);
            http.start();
        }

        URI address() {
            return URI.create("http://127.0.0.1:" + http.getAddress().getPort());
        }

        void activate(ReleaseFiles files) {
            activate(files.hash(), Bundle.bytes(files, KEYS.getPrivate()));
        }

        synchronized void activate(String hash, byte[] bundle) {
            bundles.put(hash, bundle);
            active = hash;
            notifyAll();
        }

        synchronized int bundles() {
            return fetched;
        }

        private void answer(HttpExchange exchange) throws IOException {
            try (exchange) {
                String path = exchange.getRequestURI().getPath();
                if (path.endsWith("/bundle")) {
                    synchronized (this) {
                        fetched++;
                    }
                    String hash = path.substring("/api/v1/releases/".length(), path.length() - "/bundle".length());
                    FakeServer.send(exchange, 200, bundles.get(hash));
                    return;
                }
                String now = changed(exchange.getRequestHeaders().getFirst("If-None-Match"));
                if (now == null) {
                    exchange.sendResponseHeaders(304, -1);
                    return;
                }
                exchange.getResponseHeaders().add("ETag", "W/\"" + now + "\"");
                FakeServer.send(exchange, 200, ("{\"hash\": \"" + now + "\"}").getBytes(StandardCharsets.UTF_8));
            }
        }

        /** The active release, waited for a second while it is the known one; null where it stays so. */
        private synchronized @Nullable String changed(@Nullable String known) {
            long until = System.nanoTime() + Duration.ofSeconds(1).toNanos();
            while (!closed && ("\"" + active + "\"").equals(known) && System.nanoTime() < until) {
                try {
                    wait(100);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return null;
                }
            }
            return ("\"" + active + "\"").equals(known) ? null : active;
        }

        @Override
        public void close() {
            synchronized (this) {
                closed = true;
                notifyAll();
            }
            http.stop(0);
            threads.shutdownNow();
        }
    }
}
