package org.jrp.server.whole;

import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jrp.json.Json;

/** An answer of the service, as it came. */
public record Reply(int status, HttpHeaders headers, byte[] body) {

    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    public String header(String name) {
        return headers.firstValue(name).orElse("");
    }

    public Map<?, ?> json() {
        return (Map<?, ?>) Json.read(body);
    }

    /** The code of a refusal. */
    public String code() {
        return String.valueOf(json().get("code"));
    }

    /** The text of a field, {@code null} where it is not there. */
    public String field(String name) {
        return String.valueOf(json().get(name));
    }

    public List<?> list(String name) {
        return (List<?>) json().get(name);
    }

    @Override
    public String toString() {
        String text = text();
        return status + " " + (text.length() > 600 ? text.substring(0, 600) + "…" : text);
    }
}
