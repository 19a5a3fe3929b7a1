package org.jrp.server.whole;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jrp.json.JsonWriter;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.Environment;

/**
 * A running service as its clients see it: an address, and keys that its administrator made. Everything is set up through the service
 * itself, beginning with the key that it writes for its administrator.
 */
public final class Service {

    public static final String FINANCE = "finance-bureau";
    public static final String OFFICE = "credit-office";
    public static final List<String> ROLES = List.of(
            "officer", "policy-author", "policy-approver", "auditor", "list-manager", "credit-office", "administrator");

    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .connectTimeout(Duration.ofSeconds(20))
            .version(HttpClient.Version.HTTP_1_1)
            .build();
    private static final Map<String, Service> KNOWN = new ConcurrentHashMap<>();

    private final int port;
    private final String administrator;
    private final Map<String, String> keys = new ConcurrentHashMap<>();

    private Service(int port, String administrator) {
        this.port = port;
        this.administrator = administrator;
    }

    /** The service of that context. Two contexts over one database are one service at two addresses. */
    public static Service of(Environment environment) {
        int port = environment.getRequiredProperty("local.server.port", Integer.class);
        Path data = Path.of(environment.getRequiredProperty("jrp.data"));
        return KNOWN.computeIfAbsent(data + " " + port, place -> begun(port, data));
    }

    private static Service begun(int port, Path data) {
        try {
            Service service = new Service(
                    port, Files.readString(data.resolve("admin.key")).strip());
            service.grant(FINANCE, """
                    {"contexts": ["government-procurement", "bidding", "award-selection", "administrative-licensing"],
                     "requestsPerMinute": 10000000, "subjectsPerDay": 100000000, "place": "341182"}
                    """);
            service.grant(OFFICE, """
                    {"lists": ["*"], "requestsPerMinute": 10000000, "subjectsPerDay": 100000000, "place": "341182"}
                    """);
            return service;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same service at another address: another node, or a proxy before it. */
    public Service at(int otherPort) {
        Service other = new Service(otherPort, administrator);
        other.keys.putAll(keys);
        return other;
    }

    public int port() {
        return port;
    }

    /** Registers a department, or changes what it may. */
    public void grant(String department, String grants) {
        Reply reply = put("/api/v1/departments/" + department, administrator, grants);
        if (reply.status() / 100 != 2) {
            throw new IllegalStateException("The department was not registered: " + reply);
        }
    }

    /** A key of that role: an officer's of the finance bureau, anybody else's of the credit office. */
    public String key(String role) {
        return role.equals("administrator") ? administrator : key(role.equals("officer") ? FINANCE : OFFICE, role);
    }

    public String officer() {
        return key("officer");
    }

    public String auditor() {
        return key("auditor");
    }

    /** A key that may import and manage every list. */
    public String office() {
        return key(OFFICE, "list-manager", "credit-office");
    }

    public String administrator() {
        return administrator;
    }

    /** A key of that department with those roles, made when first asked for. */
    public String key(String department, String... roles) {
        return keys.computeIfAbsent(department + Arrays.toString(roles), wanted -> {
            String quoted = Arrays.stream(roles).map(role -> '"' + role + '"').collect(Collectors.joining(","));
            Reply made = post(
                    "/api/v1/credentials",
                    administrator,
                    "{\"department\": \"%s\", \"label\": \"%s\", \"roles\": [%s]}"
                            .formatted(department, String.join(" ", roles), quoted));
            if (made.status() != 201) {
                throw new IllegalStateException("No key was made: " + made);
            }
            return made.field("key");
        });
    }

    public Reply get(String path, @Nullable String key, String... headers) {
        return send("GET", path, key, BodyPublishers.noBody(), headers);
    }

    public Reply post(String path, @Nullable String key, String json, String... headers) {
        return post(path, key, "application/json", json.getBytes(StandardCharsets.UTF_8), headers);
    }

    public Reply post(String path, @Nullable String key, Map<String, ?> json, String... headers) {
        return post(path, key, "application/json", JsonWriter.inOrder(json), headers);
    }

    public Reply post(String path, @Nullable String key, String type, byte[] body, String... headers) {
        return send("POST", path, key, BodyPublishers.ofByteArray(body), with(headers, "Content-Type", type));
    }

    public Reply put(String path, @Nullable String key, String json, String... headers) {
        return send("PUT", path, key, BodyPublishers.ofString(json), with(headers, "Content-Type", "application/json"));
    }

    public Reply send(
            String method, String path, @Nullable String key, HttpRequest.BodyPublisher body, String... headers) {
        try {
            HttpResponse<byte[]> answer =
                    CLIENT.send(request(method, path, key, body, headers), HttpResponse.BodyHandlers.ofByteArray());
            return new Reply(answer.statusCode(), answer.headers(), answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException(method + " " + path + " was not answered.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    public HttpRequest request(
            String method, String path, @Nullable String key, HttpRequest.BodyPublisher body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofMinutes(5))
                .method(method, body);
        if (key != null) {
            request.header("Authorization", "Bearer " + key);
        }
        if (headers.length > 0) {
            request.headers(headers);
        }
        return request.build();
    }

    public HttpClient client() {
        return CLIENT;
    }

    /** Imports entries; they are there when this returns. */
    public Reply imported(String type, byte[] body, String query) {
        Reply reply = post("/api/v1/entries/import" + query, office(), type, body);
        if (reply.status() != 200) {
            throw new IllegalStateException("The entries were not imported: " + reply);
        }
        return reply;
    }

    /** Imports a file without rows that covers every list, so that none of them counts as never loaded. */
    public void coverAll() {
        imported("text/csv", "条目编号,统一社会信用代码/证件号码,名称,名单,有效期始\n".getBytes(StandardCharsets.UTF_8), "?covers=all");
    }

    /** Lists a subject, by an entry with that id. */
    public void list(String entryId, String id, String list, String validFrom) {
        byte[] line = JsonWriter.inOrder(new java.util.TreeMap<>(Map.of(
                "entryId", entryId,
                "id", id,
                "name", "示例主体",
                "list", list,
                "recogniser", "示例市人民法院",
                "docNo", "(2018)示例执" + entryId + "号",
                "basis", "法释〔2017〕7号",
                "recognisedAt", validFrom,
                "validFrom", validFrom)));
        Reply reply = imported("application/x-ndjson", line, "");
        if (!Long.valueOf(1).equals(reply.json().get("accepted"))) {
            throw new IllegalStateException("The entry was not accepted: " + reply);
        }
    }

    private static String[] with(String[] headers, String name, String value) {
        String[] all = Arrays.copyOf(headers, headers.length + 2);
        all[headers.length] = name;
        all[headers.length + 1] = value;
        return all;
    }
}
