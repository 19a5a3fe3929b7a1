package org.jrp.client;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A server that does what each test's script says, one step a request. */
final class FakeServer implements AutoCloseable {

    private final HttpServer http;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Deque<Step> script = new ArrayDeque<>();
    private final List<Request> requests = Collections.synchronizedList(new ArrayList<>());
    private final CountDownLatch closing = new CountDownLatch(1);

    interface Step {
        void answer(HttpExchange exchange, Request request) throws IOException;
    }

    record Request(String method, String path, com.sun.net.httpserver.Headers headers, byte[] bytes) {

        String header(String name) {
            return headers.getFirst(name);
        }

        String body() {
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }

    FakeServer() throws IOException {
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.setExecutor(threads);
        http.createContext("/", this::answer);
        http.start();
    }

    private void answer(HttpExchange exchange) throws IOException {
        Request request = new Request(
                exchange.getRequestMethod(),
                exchange.getRequestURI().toString(),
                exchange.getRequestHeaders(),
                exchange.getRequestBody().readAllBytes());
        requests.add(request);
        Step step;
        synchronized (script) {
            step = script.size() > 1 ? script.poll() : script.peek();
        }
        try (exchange) {
            step.answer(exchange, request);
        }
    }

    /** What to do with the requests to come; the last step stays. */
    FakeServer then(Step... steps) {
        synchronized (script) {
            script.addAll(List.of(steps));
        }
        return this;
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + http.getAddress().getPort());
    }

    List<Request> requests() {
        return List.copyOf(requests);
    }

    static Step status(int status, String body, String... headers) {
        return (exchange, request) -> {
            for (int i = 0; i < headers.length; i += 2) {
                exchange.getResponseHeaders().add(headers[i], headers[i + 1]);
            }
            send(exchange, status, body.getBytes(StandardCharsets.UTF_8));
        };
    }

    static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
    }

    static String problem(int status, String code) {
        return "{\"type\":\"about:blank\",\"title\":\"t\",\"status\":%d,\"code\":\"%s\",\"detail\":\"d\"}"
                .formatted(status, code);
    }

    /** Says nothing until the server closes. */
    Step hang() {
        return (exchange, request) -> await();
    }

    /** Sends headers and half the body, then says nothing more. */
    Step hangHalfWay(String body) {
        return (exchange, request) -> {
            half(exchange, body);
            await();
        };
    }

    /** Sends headers and half the body, then hangs up. */
    static Step hangUpHalfWay(String body) {
        return (exchange, request) -> half(exchange, body);
    }

    private static void half(HttpExchange exchange, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(201, bytes.length);
        exchange.getResponseBody().write(bytes, 0, bytes.length / 2);
        exchange.getResponseBody().flush();
    }

    private void await() {
        try {
            closing.await();
        } catch (InterruptedException e) {
            throw new UncheckedIOException(new IOException(e));
        }
    }

    @Override
    public void close() {
        closing.countDown();
        http.stop(0);
        threads.shutdownNow();
    }
}
