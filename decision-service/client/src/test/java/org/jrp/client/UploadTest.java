package org.jrp.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.jrp.client.EmbeddedCases.CHECK;
import static org.jrp.client.EmbeddedCases.PERSON;
import static org.jrp.client.EmbeddedCases.engine;
import static org.jrp.client.EmbeddedCases.key;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jrp.json.Json;
import org.jrp.json.JsonWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Records go to the server once, whenever the sending is broken off. */
class UploadTest {

    @TempDir
    private Path folder;

    /** Takes each id once, as the server does; refuses those it is told to. */
    private static final class Taking implements FakeServer.Step {

        private final Map<String, Integer> times = new HashMap<>();
        private final Set<String> refused = new java.util.HashSet<>();
        private int hangUpAfter = -1;

        @Override
        public synchronized void answer(com.sun.net.httpserver.HttpExchange exchange, FakeServer.Request request)
                throws IOException {
            long accepted = 0;
            long unchanged = 0;
            List<Object> errors = new ArrayList<>();
            long row = 0;
            for (String line : request.body().split("\n")) {
                row++;
                String id = (String) ((Map<?, ?>) Json.read(line)).get("decisionId");
                if (refused.contains(id)) {
                    errors.add(Map.of("row", row, "code", "unknown-release", "message", "m"));
                } else if (times.merge(id, 1, Integer::sum) == 1) {
                    accepted++;
                } else {
                    unchanged++;
                }
            }
            if (hangUpAfter-- == 0) {
                FakeServer.hangUpHalfWay("{\"accepted\":1}").answer(exchange, request);
                return;
            }
            FakeServer.send(
                    exchange,
                    200,
                    JsonWriter.inOrder(Map.of(
                            "accepted",
                            accepted,
                            "unchanged",
                            unchanged,
                            "rejected",
                            (long) errors.size(),
                            "errors",
                            errors)));
        }
    }

    private static JrpClient client(FakeServer server, int attempts) {
        return JrpClient.to(server.address())
                .apiKey(() -> "key")
                .retries(new RetryPolicy(attempts, Duration.ofSeconds(20), Duration.ofMillis(1), Duration.ofMillis(5)))
                .build();
    }

    @Test
    void what_was_recorded_is_sent_once_with_whom_it_was_about() throws IOException {
        Taking taking = new Taking();
        try (FakeServer server = new FakeServer().then(taking);
                EmbeddedJrp jrp = engine(folder).personalKey(key(1)).open()) {
            jrp.decide(CHECK.withRelated("legal-representative", PERSON));
            for (int i = 0; i < 249; i++) {
                jrp.decide(CHECK);
            }
            JrpClient client = client(server, 1);

            UploadResult first = jrp.upload(client);
            UploadResult second = jrp.upload(client);
            jrp.decide(CHECK);
            UploadResult third = jrp.upload(client);

            assertThat(first.accepted()).isEqualTo(250);
            assertThat(first.complete()).isTrue();
            assertThat(second.accepted() + second.unchanged()).isZero();
            assertThat(third.accepted()).isEqualTo(1);
            assertThat(third.unchanged()).isZero();
            FakeServer.Request request = server.requests().get(0);
            assertThat(request.path()).isEqualTo("/api/v1/decisions/upload");
            Map<?, ?> row = (Map<?, ?>) Json.read(request.body().split("\n")[0]);
            assertThat(((Map<?, ?>) row.get("subject")).get("id")).isEqualTo(EmbeddedCases.FIRM);
            assertThat(row.get("relatedPersons").toString()).contains(PERSON);
            assertThat(row.get("requester")).isEqualTo("finance-bureau");
            assertThat(row.get("decision")).isInstanceOf(Map.class);
        }
    }

    @Test
    void broken_off_at_any_window_it_goes_on_and_loses_and_doubles_nothing() throws IOException {
        Taking taking = new Taking();
        Path records = folder.resolve("records");
        try (EmbeddedJrp jrp =
                engine(folder).personalKey(key(1)).recordFileBytes(1 << 20).open()) {
            for (int i = 0; i < 350; i++) {
                jrp.decide(CHECK);
            }
        }
        try (FakeServer server = new FakeServer().then(taking)) {
            for (int round = 0; round < 4; round++) {
                taking.hangUpAfter = round;
                assertThatThrownBy(() -> client(server, 1).upload(records, key(1)))
                        .isInstanceOf(JrpUnavailableException.class);
                if (round == 1) {
                    Files.writeString(records.resolve(Upload.PROGRESS), "{", StandardCharsets.UTF_8);
                }
                if (round == 2) {
                    Files.delete(records.resolve(Upload.PROGRESS));
                }
            }
            taking.hangUpAfter = -1;

            UploadResult last = client(server, 1).upload(records, key(1));

            assertThat(last.complete()).isTrue();
            assertThat(client(server, 1).upload(records, key(1)).unchanged()).isZero();
        }

        assertThat(taking.times).hasSize(350);
    }

    @Test
    void what_the_server_refused_is_sent_again_the_next_time() throws IOException {
        Taking taking = new Taking();
        try (FakeServer server = new FakeServer().then(taking);
                EmbeddedJrp jrp = engine(folder).personalKey(key(1)).open()) {
            String bad = jrp.decide(CHECK).decisionId();
            jrp.decide(CHECK);
            taking.refused.add(bad);

            UploadResult refused = jrp.upload(client(server, 1));
            taking.refused.clear();
            UploadResult again = jrp.upload(client(server, 1));

            assertThat(refused.accepted()).isEqualTo(1);
            assertThat(refused.rejected())
                    .extracting(UploadResult.Rejected::decisionId)
                    .containsExactly(bad);
            assertThat(refused.complete()).isFalse();
            assertThat(again.accepted()).isEqualTo(1);
            assertThat(again.unchanged()).isZero();
            assertThat(jrp.upload(client(server, 1)).accepted()).isZero();
        }
    }

    @Test
    void records_made_without_a_key_are_counted_and_stay_and_a_wrong_key_sends_nothing() throws IOException {
        Taking taking = new Taking();
        Path other = Files.createDirectory(folder.resolve("other"));
        try (FakeServer server = new FakeServer().then(taking)) {
            try (EmbeddedJrp jrp = engine(folder).open()) {
                jrp.decide(CHECK);

                UploadResult result = jrp.upload(client(server, 1));

                assertThat(result.withoutSubject()).isEqualTo(1);
                assertThat(result.accepted()).isZero();
            }
            try (EmbeddedJrp jrp = engine(other).personalKey(key(1)).open()) {
                jrp.decide(CHECK);
            }
            JrpClient client = client(server, 1);
            assertThatThrownBy(() -> client.upload(other.resolve("records"), key(2)))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThat(server.requests()).isEmpty();
        }
    }
}
