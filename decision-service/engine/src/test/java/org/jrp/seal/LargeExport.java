package org.jrp.seal;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jrp.json.JsonWriter;
import org.jrp.record.DecisionRecord;

/**
 * Writes an export of any number of decisions, sealed as the server seals them under load: a tree head for each half second of traffic,
 * and a leaf of another kind beside every tenth decision. Without a database.
 */
final class LargeExport {

    private static final String LOG = "jrp/large";
    private static final Instant BEGIN = Instant.parse("2026-11-20T00:00:00Z");
    private static final Base64.Encoder BASE64 = Base64.getEncoder();
    private static final int CANONICAL = 1_900;
    private static final int PERSONAL = 220;

    final VerifierKey key;
    private final KeyPair pair;
    private final Random random = new Random(20_261_126);
    private final String filler;

    LargeExport() {
        try {
            pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
        key = VerifierKey.of(LOG, pair.getPublic());
        StringBuilder text = new StringBuilder();
        while (text.length() < CANONICAL) {
            text.append("\"measure\":\"限制参加政府采购活动\",\"provisions\":[\"2016-141#3\"],");
        }
        filler = text.substring(0, CANONICAL);
    }

    /**
     * Writes the file.
     *
     * @param perHead decisions under each tree head
     */
    void write(Path file, int decisions, int perHead) throws IOException {
        Path log = Files.createTempFile("jrp-leaves", ".ndjson");
        CompactRange range = new CompactRange();
        String header = SampleExport.json(SampleExport.fields(
                "format",
                "jrp-export",
                "version",
                1,
                "from",
                "2026-11-20",
                "to",
                "2026-11-21",
                "exportedAt",
                "2026-11-26T00:00:00Z",
                "engine",
                "1.0.0"));
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16)) {
            line(out, header);
            try (OutputStream leaves = new BufferedOutputStream(Files.newOutputStream(log), 1 << 16)) {
                int heads = 0;
                for (int i = 0; i < decisions; i++) {
                    decision(i, out, leaves, range);
                    if (i % 10 == 9) {
                        String row = "018bcfe5-6800-7000-8000-" + "%012x".formatted(i);
                        byte[] text = DecisionLeaf.bytes(
                                "access-log", row, Map.of("id", row, "action", "read-decision", "outcome", "found"));
                        leaf(leaves, range, "access-log", row, text, true);
                    }
                    if (i % perHead == perHead - 1 || i == decisions - 1) {
                        heads++;
                        String note = Checkpoint.sign(LOG, range.size(), range.root(), pair.getPrivate(), key)
                                .text();
                        line(
                                leaves,
                                SampleExport.json(
                                        Map.of("checkpoint", SampleExport.fields("number", heads, "text", note))));
                    }
                }
            }
            byte[] digest = ExportVerifier.exportDigest(header.getBytes(StandardCharsets.UTF_8), 0, range.size(), 1);
            String note = Checkpoint.sign(ExportVerifier.exportOrigin(LOG), 0, digest, pair.getPrivate(), key)
                    .text();
            line(
                    out,
                    SampleExport.json(Map.of(
                            "seals",
                            SampleExport.fields(
                                    "from",
                                    0,
                                    "before",
                                    range.size(),
                                    "firstHead",
                                    1,
                                    "left",
                                    List.of(),
                                    "note",
                                    note))));
            Files.copy(log, out);
            line(out, SampleExport.json(Map.of("count", decisions)));
        } finally {
            Files.delete(log);
        }
    }

    private void decision(int i, OutputStream out, OutputStream leaves, CompactRange range) throws IOException {
        Instant at = BEGIN.plusMillis(i / 2);
        String hex = "%012x".formatted(at.toEpochMilli());
        String id =
                hex.substring(0, 8) + "-" + hex.substring(8) + "-7%03x-8%03x-%012x".formatted(i & 0xFFF, 0, (long) i);
        byte[] canonical = ("{\"n\":" + i + "," + filler).getBytes(StandardCharsets.UTF_8);
        byte[] personal = new byte[PERSONAL];
        random.nextBytes(personal);
        byte[] reference = new byte[16];
        random.nextBytes(reference);
        String subject = HexFormat.of().formatHex(reference);
        String decisionHash = DecisionLeaf.digest(canonical);
        String recordHash = new DecisionRecord(
                        new DecisionRecord.Envelope(
                                id, "finance-bureau/key-1", null, "资格审查", "1.0.0", at, BASE64.encodeToString(personal)),
                        canonical,
                        decisionHash)
                .recordHash();
        byte[] text = new DecisionLeaf(
                        id,
                        subject,
                        "finance-bureau",
                        "key-1",
                        null,
                        "资格审查",
                        "government-procurement",
                        null,
                        "clear",
                        "2026-11-20",
                        at.toString(),
                        "1.0.0",
                        decisionHash,
                        recordHash,
                        canonical,
                        personal,
                        null)
                .bytes();
        JsonWriter line = new JsonWriter(4_096).object();
        line.field("id", id).field("subject", subject).field("department", "finance-bureau");
        line.field("credential", "key-1").field("officer", (String) null).field("purpose", "资格审查");
        line.field("context", "government-procurement")
                .field("matter", (String) null)
                .field("outcome", "clear");
        line.field("asOf", "2026-11-20").field("decidedAt", at.toString()).field("engine", "1.0.0");
        line.field("decisionHash", decisionHash).field("recordHash", recordHash);
        line.field("canonical", BASE64.encodeToString(canonical));
        line.field("personal", BASE64.encodeToString(personal)).field("exemptions", (String) null);
        out.write(line.endObject().toBytes());
        out.write('\n');
        leaf(leaves, range, "decision", id, text, false);
    }

    private static void leaf(OutputStream out, CompactRange range, String kind, String row, byte[] text, boolean shown)
            throws IOException {
        byte[] hash = MerkleTree.leaf(text);
        JsonWriter line = new JsonWriter(512).object().name("leaf").object();
        line.field("index", range.size()).field("kind", kind).field("key", row);
        line.field("hash", BASE64.encodeToString(hash));
        if (shown) {
            line.field("text", new String(text, StandardCharsets.UTF_8));
        }
        out.write(line.endObject().endObject().toBytes());
        out.write('\n');
        range.append(hash);
    }

    private static void line(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.write('\n');
    }
}
