package org.jrp.benchmarks.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;

/** Single calls that are not measured, or measured as a whole (单次调用). */
final class Http {

    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private static final Duration PATIENCE = Duration.ofMinutes(30);

    private Http() {}

    /** An answer. */
    record Answer(int status, byte[] body) {

        String text() {
            return new String(body, StandardCharsets.UTF_8);
        }

        /** @throws IllegalStateException when the status is another */
        Answer expect(int wanted) {
            if (status != wanted) {
                throw new IllegalStateException("The server answered %d: %s".formatted(status, text()));
            }
            return this;
        }
    }

    static Answer read(URI uri, String key) throws IOException {
        return send(request(uri, key).GET().build());
    }

    static Answer post(URI uri, String key, byte[] json) throws IOException {
        return send(request(uri, key)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(json))
                .build());
    }

    static Answer post(URI uri, String key, String type, Path file) throws IOException {
        return send(request(uri, key)
                .header("Content-Type", type)
                .POST(HttpRequest.BodyPublishers.ofFile(file))
                .build());
    }

    private static HttpRequest.Builder request(URI uri, String key) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri).timeout(PATIENCE);
        return key.isEmpty() ? request : request.header("Authorization", "Bearer " + key);
    }

    private static Answer send(HttpRequest request) throws IOException {
        try {
            HttpResponse<byte[]> response = CLIENT.send(request, HttpResponse.BodyHandlers.ofByteArray());
            return new Answer(response.statusCode(), response.body());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new IOException("Interrupted while calling.", e));
        }
    }
}
