package org.jrp.server.whole;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jrp.json.JsonWriter;
import org.jspecify.annotations.Nullable;

/** The API's own description, OpenAPI 3.1, and whether answers are as it says. */
final class Description {

    private static final SchemaRegistry REGISTRY = SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_2020_12,
            builder -> builder.schemaRegistryConfig(
                    SchemaRegistryConfig.builder().formatAssertionsEnabled(true).build()));

    private final Map<?, ?> api;
    private final Map<String, Schema> schemas = new TreeMap<>();

    Description(Service service) {
        this.api = service.get("/v3/api-docs", null).json();
    }

    /** A call that the description knows. */
    record Call(String method, String path, Map<?, ?> operation) {

        List<?> parameters() {
            return operation.get("parameters") instanceof List<?> list ? list : List.of();
        }

        /** Bodies it takes, by media type. */
        Map<?, ?> bodies() {
            return operation.get("requestBody") instanceof Map<?, ?> body && body.get("content") instanceof Map<?, ?> c
                    ? c
                    : Map.of();
        }

        Map<?, ?> responses() {
            return (Map<?, ?>) operation.get("responses");
        }

        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    Map<?, ?> api() {
        return api;
    }

    Map<?, ?> components() {
        return (Map<?, ?>) ((Map<?, ?>) api.get("components")).get("schemas");
    }

    List<Call> calls() {
        List<Call> calls = new ArrayList<>();
        ((Map<?, ?>) api.get("paths"))
                .forEach((path, item) -> ((Map<?, ?>) item)
                        .forEach((method, operation) -> calls.add(new Call(
                                method.toString().toUpperCase(java.util.Locale.ROOT), path.toString(), (Map<?, ?>)
                                        operation))));
        return calls;
    }

    Call call(String method, String path) {
        return calls().stream()
                .filter(one -> one.method().equals(method) && one.path().equals(path))
                .findFirst()
                .orElseThrow(() -> new AssertionError(method + " " + path + " is not described."));
    }

    /** Where the answer differs from what is said of that call; empty where it does not. */
    List<String> differences(String method, String path, Reply reply) {
        Call call = call(method, path);
        Object response = call.responses().get(Integer.toString(reply.status()));
        if (response == null) {
            response = call.responses().get("default");
        }
        String type = reply.header("Content-Type").replaceAll(";.*", "").strip();
        if (!(response instanceof Map<?, ?> map)
                || !(map.get("content") instanceof Map<?, ?> content)
                || !(content.get(type) instanceof Map<?, ?> media)) {
            return List.of(call + " does not say that it answers " + reply.status() + " with " + type);
        }
        return differences((Map<?, ?>) media.get("schema"), reply.text());
    }

    /** Where a text of JSON differs from a schema of the description. */
    List<String> differences(Map<?, ?> schema, String json) {
        String text = new String(JsonWriter.inOrder(whole(schema)), StandardCharsets.UTF_8);
        return schemas
                .computeIfAbsent(text, key -> REGISTRY.getSchema(key, InputFormat.JSON))
                .validate(json, InputFormat.JSON)
                .stream()
                .map(Object::toString)
                .toList();
    }

    /** With everything it may refer to, and closed: what is given and not described is a difference. */
    private Map<String, Object> whole(Map<?, ?> schema) {
        Map<String, Object> whole = new LinkedHashMap<>();
        schema.forEach((key, value) -> whole.put(key.toString(), value));
        Map<String, Object> closed = new LinkedHashMap<>();
        components().forEach((name, one) -> closed.put(name.toString(), closed((Map<?, ?>) one)));
        whole.put("components", Map.of("schemas", closed));
        return whole;
    }

    private static Map<String, @Nullable Object> closed(Map<?, ?> component) {
        Map<String, @Nullable Object> closed = new LinkedHashMap<>();
        component.forEach((key, value) -> closed.put(key.toString(), value));
        boolean open = component.get("properties") instanceof Map<?, ?> fields
                && (fields.containsKey("title") && fields.containsKey("detail")
                        || fields.keySet().equals(java.util.Set.of("row")));
        if (component.containsKey("properties") && !open) {
            closed.putIfAbsent("additionalProperties", false);
        }
        return closed;
    }
}
