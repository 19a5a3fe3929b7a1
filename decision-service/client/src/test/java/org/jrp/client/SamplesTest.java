package org.jrp.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page docs/client.md shows code that compiles and does what the page says. */
class SamplesTest {

    private static final Path ROOT = Path.of(System.getProperty("jrp.root", "../.."));

    @TempDir
    private Path folder;

    @Test
    void every_sample_of_the_page_stands_in_the_compiled_code_and_none_is_missing() throws IOException {
        Map<String, String> samples = samples();
        List<String> shown = new ArrayList<>();
        Matcher block = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(ROOT.resolve("docs/client.md")));
        while (block.find()) {
            shown.add(block.group(1));
        }

        assertThat(shown).containsExactlyElementsOf(samples.values());
    }

    private static Map<String, String> samples() throws IOException {
        Path source = ROOT.resolve("decision-service/client/src/test/java/org/jrp/client/Samples.java");
        Map<String, String> samples = new LinkedHashMap<>();
        Matcher matcher = Pattern.compile(" *// sample: (\\w+)\n(.*?) *// end\n", Pattern.DOTALL)
                .matcher(Files.readString(source));
        while (matcher.find()) {
            samples.put(matcher.group(1), matcher.group(2).stripTrailing().stripIndent() + "\n");
        }
        return samples;
    }

    @Test
    void a_server_that_is_away_never_means_clear() throws IOException {
        try (FakeServer server =
                new FakeServer().then(FakeServer.status(403, FakeServer.problem(403, "context-not-granted")))) {
            JrpClient jrp = Samples.client(server.address(), () -> "key");

            assertThat(Samples.check(jrp, "case-1")).isEqualTo("问询有误:context-not-granted d");
            assertThat(server.requests().get(0).header("Idempotency-Key")).isEqualTo("case-1");
        }
        try (FakeServer server = new FakeServer().then(FakeServer.status(201, "not JSON"))) {
            assertThat(Samples.check(Samples.client(server.address(), () -> "key"), "case-1"))
                    .isEqualTo("暂时无法核查,案件挂起");
        }
    }

    @Test
    void an_engine_that_follows_answers_while_the_server_is_away() throws Exception {
        Path entries = EmbeddedCases.entries(folder, Instant.now());
        Path key = Files.write(
                folder.resolve("public.pem"),
                ("-----BEGIN PUBLIC KEY-----\n"
                                + java.util.Base64.getEncoder()
                                        .encodeToString(java.security.KeyPairGenerator.getInstance("Ed25519")
                                                .generateKeyPair()
                                                .getPublic()
                                                .getEncoded())
                                + "\n-----END PUBLIC KEY-----\n")
                        .getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        try (FakeServer server =
                new FakeServer().then(FakeServer.status(503, FakeServer.problem(503, "store-unavailable")))) {
            DecisionAnswer answer = Samples.following(
                    Samples.client(server.address(), () -> "key"),
                    EmbeddedCases.CHECK,
                    entries,
                    folder.resolve("records"),
                    key,
                    folder.resolve("releases"));

            assertThat(answer.measures()).isNotEmpty();
        }
    }

    @Test
    void the_embedded_engine_answers_and_its_records_can_be_read() throws IOException {
        Path entries = EmbeddedCases.entries(folder, Instant.EPOCH);
        Files.setLastModifiedTime(entries, FileTime.from(Instant.now()));
        Path records = folder.resolve("records");

        DecisionAnswer answer = Samples.embedded(entries, records, EmbeddedCases.key(1));

        assertThat(answer.measures()).isNotEmpty();
        assertThat(Samples.names(answer))
                .contains(answer.measures().get(0).name())
                .contains("(");
        assertThat(Samples.audit(records, EmbeddedCases.key(1))).isEqualTo(1);
    }

    @Test
    void many_checks_and_the_other_calls_go_through() throws IOException {
        Path csv = Files.writeString(folder.resolve("entries.csv"), "名单\n");
        String decided;
        try (EmbeddedJrp jrp = EmbeddedCases.engine(folder).open()) {
            decided = new String(
                    org.jrp.json.JsonWriter.inOrder(
                            jrp.decide(EmbeddedCases.CHECK).raw()),
                    java.nio.charset.StandardCharsets.UTF_8);
        }
        try (FakeServer server = new FakeServer()
                .then(
                        FakeServer.status(
                                200, "{\"results\":[" + decided + "," + FakeServer.problem(400, "invalid-id") + "]}"),
                        FakeServer.status(200, decided + "\n" + decided + "\n"),
                        FakeServer.status(200, decided),
                        FakeServer.status(200, "%PDF"),
                        FakeServer.status(200, "{\"items\":[],\"cursor\":null}"),
                        FakeServer.status(200, "{\"items\":[],\"cursor\":null}"),
                        FakeServer.status(200, "{\"accepted\":1,\"unchanged\":0,\"rejected\":0,\"errors\":[]}"))) {
            JrpClient jrp = Samples.client(server.address(), () -> "key");

            assertThat(Samples.many(jrp, Stream.of(EmbeddedCases.CHECK, EmbeddedCases.CHECK)))
                    .isEqualTo(2);
            assertThat(Samples.others(jrp, "0193-a", csv).accepted()).isEqualTo(1);
        }
    }
}
