package org.jrp.server.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.jrp.json.Json;
import org.jrp.record.CanonicalDecision;
import org.jrp.server.ServerTest;
import org.jrp.server.whole.Reply;
import org.junit.jupiter.api.Test;

/** What is handed out of the log: the export, samples, evidence. In a database of its own: where others tampered with rows, nothing more is sealed after a restart. */
@ServerTest(properties = "test=export")
class ExportTest extends ReplayBed {

    private static final String TODAY_ALONE = "?from=" + TODAY + "&to=" + TODAY;

    @Test
    void an_export_holds_every_decision_between_a_header_and_a_footer() {
        Map<String, String> made = decisions();
        // An export holds what was sealed when it began.
        made.values().forEach(this::sealed);

        Reply reply = service.get(DECISIONS + "/export" + TODAY_ALONE, service.auditor());

        assertThat(reply.status()).as("%s", reply).isEqualTo(200);
        List<Map<?, ?>> lines = reply.text()
                .lines()
                .<Map<?, ?>>map(line -> (Map<?, ?>) Json.read(line.getBytes(StandardCharsets.UTF_8)))
                .toList();
        Map<?, ?> header = lines.get(0);
        assertThat(header.get("format")).isEqualTo("jrp-export");
        assertThat(header.get("version")).isEqualTo(1L);
        assertThat(header.get("from")).isEqualTo(TODAY);
        List<Map<?, ?>> records =
                lines.stream().filter(line -> line.containsKey("id")).toList();
        assertThat(lines.get(lines.size() - 1)).isEqualTo(Map.of("count", (long) records.size()));
        assertThat(records)
                .extracting(line -> line.get("id").toString())
                .isSorted()
                .containsAll(made.values());
        for (Map<?, ?> one : records) {
            if (made.containsValue(one.get("id").toString())) {
                byte[] canonical =
                        Base64.getDecoder().decode(one.get("canonical").toString());
                assertThat(CanonicalDecision.hash(canonical)).isEqualTo(one.get("decisionHash"));
                assertThat(CanonicalDecision.read(canonical)
                                .decision()
                                .outcome()
                                .code())
                        .isEqualTo(one.get("outcome"));
            }
        }
        assertThat(service.get(DECISIONS + "/export" + TODAY_ALONE, service.officer())
                        .status())
                .isEqualTo(403);
        assertThat(service.get(DECISIONS + "/export", service.auditor()).status())
                .isEqualTo(422);
        assertThat(service.get(DECISIONS + "/export?from=x&to=y", service.auditor())
                        .status())
                .isEqualTo(400);
    }

    private void sealed(String id) {
        await().until(() ->
                service.get(DECISIONS + "/" + id + "/proof", service.auditor()).status() == 200);
    }

    @Test
    void a_sample_is_the_same_for_the_same_seed_and_another_for_another() {
        decisions();
        Reply first = service.get(DECISIONS + "/sample" + TODAY_ALONE + "&seed=2026-audit&n=5", service.auditor());
        Reply again = service.get(DECISIONS + "/sample" + TODAY_ALONE + "&seed=2026-audit&n=5", service.auditor());
        Reply fewer = service.get(DECISIONS + "/sample" + TODAY_ALONE + "&seed=2026-audit&n=3", service.auditor());
        Reply other = service.get(DECISIONS + "/sample" + TODAY_ALONE + "&seed=another&n=5", service.auditor());

        assertThat(first.status()).as("%s", first).isEqualTo(200);
        assertThat(first.list("items"))
                .hasSize(5)
                .isEqualTo(again.list("items"))
                .isNotEqualTo(other.list("items"));
        assertThat(fewer.list("items")).isEqualTo(first.list("items").subList(0, 3));
        assertThat(service.get(DECISIONS + "/sample" + TODAY_ALONE + "&seed=a&n=1001", service.auditor())
                        .status())
                .isEqualTo(422);
        assertThat(service.get(DECISIONS + "/sample" + TODAY_ALONE, service.auditor())
                        .status())
                .isEqualTo(422);
    }

    @Test
    void evidence_opens_and_is_the_same_bytes_again() throws Exception {
        String id = restricted();
        sealed(id);

        Reply reply = service.get(DECISIONS + "/" + id + "/evidence", service.officer());
        Reply again = service.get(DECISIONS + "/" + id + "/evidence", service.auditor());

        assertThat(reply.status()).as("%s", reply).isEqualTo(200);
        assertThat(reply.header("Content-Type")).isEqualTo("application/zip");
        Map<String, byte[]> files = unzipped(reply.body());
        Map<String, byte[]> others = unzipped(again.body());
        // The proof is of the newest seal.
        assertThat(others.keySet()).containsAll(files.keySet());
        files.forEach((name, bytes) -> {
            if (!name.equals("proof.json")) {
                assertThat(others.get(name)).as(name).isEqualTo(bytes);
            }
        });
        assertThat(List.copyOf(files.keySet()))
                .isSorted()
                .contains("README.txt", "canonical.json", "envelope.json", "law.json", "record.json", "replay.json");
        assertThat(files.get("record.json"))
                .isEqualTo(service.get(DECISIONS + "/" + id, service.officer()).body());
        assertThat(CanonicalDecision.hash(files.get("canonical.json")))
                .isEqualTo(Json.read(files.get("replay.json")) instanceof Map<?, ?> map ? map.get("decisionHash") : "");
        assertThat(text(files, "replay.json")).contains("\"verdict\":\"identical\"");
        assertThat(text(files, "law.json")).contains("依法限制参加政府采购活动", "\"statutes\":[{");
        assertThat(text(files, "rules/memoranda/2016-141-judgment-defaulter.dslr"))
                .contains("规则 \"" + RULE, "结束");
        assertThat(text(files, "README.txt")).contains(id, "Evidence");
    }

    private static String text(Map<String, byte[]> files, String name) {
        return new String(files.get(name), StandardCharsets.UTF_8);
    }

    private static Map<String, byte[]> unzipped(byte[] bytes) throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(bytes), StandardCharsets.UTF_8)) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                files.put(entry.getName(), zip.readAllBytes());
            }
        }
        return files;
    }
}
