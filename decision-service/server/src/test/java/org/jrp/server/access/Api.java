package org.jrp.server.access;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jrp.json.Json;
import org.jspecify.annotations.Nullable;

/** Calls the service under test over HTTP, as its clients do. */
final class Api {

    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final AtomicInteger LABELS = new AtomicInteger();

    private final int port;

    Api(int port) {
        this.port = port;
    }

    record Answer(int status, Map<?, ?> body, HttpResponse<String> raw) {

        String code() {
            return String.valueOf(body.get("code"));
        }

        String text(String field) {
            return String.valueOf(body.get(field));
        }
    }

    Answer call(String method, String path, @Nullable String key, @Nullable String body, String... headers) {
        HttpRequest.BodyPublisher publisher =
                body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body);
        return call(method, path, key, publisher, headers);
    }

    Answer call(String method, String path, @Nullable String key, HttpRequest.BodyPublisher body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                .timeout(Duration.ofSeconds(60))
                .method(method, body)
                .header("Content-Type", "application/json");
        if (key != null) {
            request.header("Authorization", "Bearer " + key);
        }
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            HttpResponse<String> answer = CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
            boolean json =
                    answer.headers().firstValue("Content-Type").orElse("").contains("json")
                            && answer.body().startsWith("{");
            return new Answer(answer.statusCode(), json ? (Map<?, ?>) Json.read(answer.body()) : Map.of(), answer);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** A new key of the finance bureau with those roles. */
    static String key(Credentials credentials, Departments departments, Role... roles) {
        if (departments.find("finance-bureau").isEmpty()) {
            departments.write(departments.fresh("finance-bureau", "市财政局", java.util.List.of()));
        }
        return credentials
                .create(
                        "finance-bureau",
                        "test " + LABELS.incrementAndGet(),
                        Set.of(roles),
                        Instant.now().plus(Duration.ofDays(1)),
                        "test")
                .key();
    }
}
