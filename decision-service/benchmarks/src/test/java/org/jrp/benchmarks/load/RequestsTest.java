package org.jrp.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jrp.json.Json;
import org.jrp.json.JsonException;
import org.junit.jupiter.api.Test;

class RequestsTest {

    @Test
    void the_same_number_gives_the_same_body() {
        assertThat(Requests.body(4_711, 1_000_000)).isEqualTo(Requests.body(4_711, 1_000_000));
        assertThat(Requests.body(4_711, 1_000_000)).isNotEqualTo(Requests.body(4_712, 1_000_000));
    }

    @Test
    void half_of_the_subjects_stand_in_the_entries_file() throws JsonException {
        Set<String> listed = new HashSet<>();
        for (int row = 0; row < 500; row++) {
            listed.add(Requests.subject(Requests.entries().row(row)));
        }

        int found = 0;
        Set<Object> contexts = new HashSet<>();
        for (int i = 0; i < 1_000; i++) {
            Map<?, ?> body = (Map<?, ?>) Json.read(Requests.body(i, 500).getBytes(StandardCharsets.UTF_8));
            contexts.add(body.get("context"));
            if (listed.contains(((Map<?, ?>) body.get("subject")).get("id"))) {
                found++;
            }
        }

        assertThat(found).isEqualTo(500);
        assertThat(contexts).hasSize(6);
    }

    @Test
    void the_key_is_written_into_its_place() {
        Requests requests = Requests.of("", "/x", List.of("first", "second"), true, 10, 0, 2);
        ByteBuffer out = ByteBuffer.allocate(2_048);

        requests.put(1, 0x0123456789abcdefL, out);

        String text = new String(out.array(), 0, out.position(), StandardCharsets.UTF_8);
        assertThat(text)
                .startsWith("POST /x HTTP/1.1\r\nHost: 127.0.0.1\r\nIdempotency-Key: 0123456789abcdef\r\n"
                        + "Authorization: Bearer second\r\n");
        String body = text.substring(text.indexOf("\r\n\r\n") + 4);
        assertThat(text).contains("Content-Length: " + body.getBytes(StandardCharsets.UTF_8).length + "\r\n");
        assertThat(requests.bodies(2).get(1)).isEqualTo(body);
    }

    @Test
    void without_a_key_a_request_is_sent_as_it_lies() {
        Requests requests = Requests.of("", "/x", List.of(), false, 10, 0, 1);
        ByteBuffer out = ByteBuffer.allocate(2_048);

        requests.put(0, 1, out);

        assertThat(out.flip()).isEqualTo(ByteBuffer.wrap(requests.bytes()[0]));
        assertThat(new String(requests.bytes()[0], StandardCharsets.UTF_8))
                .doesNotContain("Idempotency-Key")
                .doesNotContain("Authorization");
        assertThat(requests.longest()).isEqualTo(requests.bytes()[0].length);
    }
}
