package org.jrp.server.notification;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jrp.json.Json;
import org.jspecify.annotations.Nullable;

/** A department's own system that takes messages: it checks each signature and keeps what came, in the order it came first. */
final class TestReceiver implements AutoCloseable {

    /** Decides what happens to a call; by default it is taken. */
    interface Behaviour {

        /** Answers, or does not; whoever records does so by {@link Call#record}. */
        void answer(Call call) throws Exception;
    }

    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "receiver");
        thread.setDaemon(true);
        return thread;
    });
    private final int port;
    private final Map<Long, String> first = Collections.synchronizedMap(new LinkedHashMap<>());
    private final List<String> faults = Collections.synchronizedList(new ArrayList<>());
    private final List<Integer> sizes = Collections.synchronizedList(new ArrayList<>());
    private volatile int again;
    private volatile String secret = "";
    private volatile Behaviour behaviour = Call::take;
    private @Nullable HttpServer server;

    TestReceiver() {
        this.port = open(0);
    }

    String url() {
        return "http://127.0.0.1:" + port + "/jrp";
    }

    void secret(String now) {
        secret = now;
    }

    void behave(Behaviour now) {
        behaviour = now;
    }

    /** Messages by id, in the order in which they came first, each as its bytes. */
    Map<Long, String> first() {
        synchronized (first) {
            return new LinkedHashMap<>(first);
        }
    }

    /** Those messages, read. */
    List<Map<?, ?>> messages() {
        return first().values().stream()
                .<Map<?, ?>>map(one -> (Map<?, ?>) Json.read(one))
                .toList();
    }

    int count() {
        return first.size();
    }

    /** How many came once more. */
    int again() {
        return again;
    }

    /** How many messages each call had. */
    List<Integer> sizes() {
        synchronized (sizes) {
            return List.copyOf(sizes);
        }
    }

    List<String> faults() {
        synchronized (faults) {
            return List.copyOf(faults);
        }
    }

    synchronized void shut() {
        HttpServer now = server;
        if (now != null) {
            now.stop(0);
            server = null;
        }
    }

    synchronized void reopen() {
        if (server == null) {
            open(port);
        }
    }

    @Override
    public void close() {
        shut();
        threads.shutdownNow();
    }

    private synchronized int open(int wanted) {
        try {
            HttpServer fresh = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), wanted), 50);
            fresh.setExecutor(threads);
            fresh.createContext("/", this::meet);
            fresh.start();
            server = fresh;
            return fresh.getAddress().getPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void meet(HttpExchange exchange) {
        try {
            Call call = new Call(exchange, exchange.getRequestBody().readAllBytes());
            if (call.signed()) {
                sizes.add(call.messages().size());
                behaviour.answer(call);
            } else {
                faults.add("not signed: " + exchange.getRequestHeaders().entrySet());
                call.answer(401);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            // The caller hung up, or the port was shut.
        } catch (Exception e) {
            faults.add(e.toString());
        } finally {
            exchange.close();
        }
    }

    /** One call. */
    final class Call {

        private final HttpExchange exchange;
        private final byte[] body;
        private final List<String> messages;

        Call(HttpExchange exchange, byte[] body) {
            this.exchange = exchange;
            this.body = body;
            this.messages = split(new String(body, StandardCharsets.UTF_8));
        }

        List<String> messages() {
            return messages;
        }

        Map<?, ?> envelope() {
            return (Map<?, ?>) Json.read(body);
        }

        void take() throws IOException {
            record();
            answer(204);
        }

        void record() {
            for (String message : messages) {
                long id = (Long) ((Map<?, ?>) Json.read(message)).get("id");
                synchronized (first) {
                    String before = first.putIfAbsent(id, message);
                    if (before != null) {
                        again++;
                        if (!before.equals(message)) {
                            faults.add("other bytes: " + before + " and " + message);
                        }
                    }
                }
            }
        }

        void answer(int status, String... headers) throws IOException {
            for (int i = 0; i < headers.length; i += 2) {
                exchange.getResponseHeaders().add(headers[i], headers[i + 1]);
            }
            exchange.sendResponseHeaders(status, -1);
        }

        void body(int status, byte[] text) throws IOException {
            exchange.sendResponseHeaders(status, 0);
            exchange.getResponseBody().write(text);
        }

        private boolean signed() throws Exception {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            mac.update((header("JRP-Timestamp") + ".").getBytes(StandardCharsets.UTF_8));
            return header("JRP-Signature").equals("v1=" + HexFormat.of().formatHex(mac.doFinal(body)));
        }

        String header(String name) {
            return String.valueOf(exchange.getRequestHeaders().getFirst(name));
        }
    }

    /** The messages of a body, each as it stands there. */
    static List<String> split(String body) {
        List<String> messages = new ArrayList<>();
        int begin = body.indexOf("\"messages\":[") + "\"messages\":[".length();
        int depth = 0;
        boolean text = false;
        int from = begin;
        for (int i = begin; i < body.length(); i++) {
            char c = body.charAt(i);
            if (text) {
                if (c == '\\') {
                    i++;
                } else if (c == '"') {
                    text = false;
                }
            } else if (c == '"') {
                text = true;
            } else if (c == '{' || c == '[') {
                if (depth == 0) {
                    from = i;
                }
                depth++;
            } else if (c == '}' || c == ']') {
                if (depth == 0) {
                    break;
                }
                depth--;
                if (depth == 0) {
                    messages.add(body.substring(from, i + 1));
                }
            }
        }
        return messages;
    }
}
