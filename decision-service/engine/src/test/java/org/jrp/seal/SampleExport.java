package org.jrp.seal;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jrp.json.JsonWriter;
import org.jrp.record.DecisionRecord;
import org.jspecify.annotations.Nullable;

/** An export as the server writes it, of made-up decisions: some sealed later than their ids say, and leaves of other kinds between. */
final class SampleExport {

    static final String LOG = "jrp/sample";

    private static final Instant BEGIN = Instant.parse("2026-11-20T01:00:00Z");
    private static final Base64.Encoder BASE64 = Base64.getEncoder();

    final KeyPair pair;
    final VerifierKey key;
    final List<String> lines = new ArrayList<>();
    final List<Checkpoint> heads = new ArrayList<>();
    private final Random random;

    private record Made(String id, String line, byte[] leaf) {}

    SampleExport(int decisions, int earlier, long seed) {
        this(decisions, earlier, seed, pair());
    }

    /** @param pair signs the log */
    SampleExport(int decisions, int earlier, long seed, KeyPair pair) {
        this.pair = pair;
        key = VerifierKey.of(LOG, pair.getPublic());
        random = new Random(seed);
        List<Made> made = new ArrayList<>();
        for (int i = 0; i < decisions; i++) {
            made.add(decision(i));
        }
        CompactRange range = new CompactRange();
        for (int i = 0; i < earlier; i++) {
            range.append(MerkleTree.leaf(bytes(20)));
        }
        long from = range.size();
        List<String> left = range.hashes().stream().map(BASE64::encodeToString).toList();
        String header = json(fields(
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
        List<String> log = new ArrayList<>();
        List<Made> order = new ArrayList<>(made);
        for (int i = 0; i + 9 < order.size(); i += 7) {
            order.add(i + 8, order.remove(i));
        }
        for (int i = 0; i < order.size(); i++) {
            leaf(log, range, "decision", order.get(i).id(), order.get(i).leaf(), null);
            if (i % 3 == 1) {
                String key = "feedback-" + i;
                byte[] text = DecisionLeaf.bytes("feedback", key, Map.of("id", key, "officer", "王某"));
                leaf(log, range, "feedback", key, text, new String(text, StandardCharsets.UTF_8));
            }
            if (i % 5 == 4 || i == order.size() - 1) {
                Checkpoint head = Checkpoint.sign(LOG, range.size(), range.root(), pair.getPrivate(), key);
                heads.add(head);
                log.add(json(Map.of("checkpoint", fields("number", heads.size() + 10, "text", head.text()))));
            }
        }
        lines.add(header);
        made.forEach(one -> lines.add(one.line()));
        byte[] digest = ExportVerifier.exportDigest(header.getBytes(StandardCharsets.UTF_8), from, range.size(), 11);
        String note = Checkpoint.sign(ExportVerifier.exportOrigin(LOG), from, digest, pair.getPrivate(), key)
                .text();
        lines.add(json(Map.of(
                "seals", fields("from", from, "before", range.size(), "firstHead", 11, "left", left, "note", note))));
        lines.addAll(log);
        lines.add(json(Map.of("count", decisions)));
    }

    private Made decision(int i) {
        Instant at = BEGIN.plusSeconds(i * 11L);
        String hex = "%012x".formatted(at.toEpochMilli());
        String id = hex.substring(0, 8) + "-" + hex.substring(8)
                + "-7%03x-8%03x-%012x"
                        .formatted(random.nextInt(4096), random.nextInt(4096), random.nextLong() & 0xFFFFFFFFFFFFL);
        byte[] canonical = JsonWriter.canonical(Map.of("n", i, "text", "限制参加政府采购活动" + random.nextInt()));
        byte[] personal = bytes(40);
        String officer = i % 2 == 0 ? "王某" : null;
        String decisionHash = DecisionLeaf.digest(canonical);
        String recordHash = new DecisionRecord(
                        new DecisionRecord.Envelope(
                                id,
                                "finance-bureau/key-1",
                                officer,
                                "资格审查",
                                "1.0.0",
                                at,
                                BASE64.encodeToString(personal)),
                        canonical,
                        decisionHash)
                .recordHash();
        String exemptions = i % 4 == 0 ? "[{\"id\":\"" + i + "\"}]" : null;
        String subject = HexFormat.of().formatHex(bytes(16));
        byte[] leaf = new DecisionLeaf(
                        id,
                        subject,
                        "finance-bureau",
                        "key-1",
                        officer,
                        "资格审查",
                        "bidding",
                        null,
                        "clear",
                        "2026-11-20",
                        at.toString(),
                        "1.0.0",
                        decisionHash,
                        recordHash,
                        canonical,
                        personal,
                        exemptions == null ? null : exemptions.getBytes(StandardCharsets.UTF_8))
                .bytes();
        String line = json(fields(
                "id",
                id,
                "subject",
                subject,
                "department",
                "finance-bureau",
                "credential",
                "key-1",
                "officer",
                officer,
                "purpose",
                "资格审查",
                "context",
                "bidding",
                "matter",
                null,
                "outcome",
                "clear",
                "asOf",
                "2026-11-20",
                "decidedAt",
                at.toString(),
                "engine",
                "1.0.0",
                "decisionHash",
                decisionHash,
                "recordHash",
                recordHash,
                "canonical",
                BASE64.encodeToString(canonical),
                "personal",
                BASE64.encodeToString(personal),
                "exemptions",
                exemptions));
        return new Made(id, line, leaf);
    }

    private static void leaf(
            List<String> log, CompactRange range, String kind, String key, byte[] bytes, @Nullable String text) {
        byte[] hash = MerkleTree.leaf(bytes);
        Map<String, @Nullable Object> line =
                fields("index", range.size(), "kind", kind, "key", key, "hash", BASE64.encodeToString(hash));
        if (text != null) {
            line.put("text", text);
        }
        log.add(json(Map.of("leaf", line)));
        range.append(hash);
    }

    private byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    static Map<String, @Nullable Object> fields(@Nullable Object... pairs) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            fields.put((String) pairs[i], pairs[i + 1]);
        }
        return fields;
    }

    static String json(Map<String, ?> fields) {
        return new String(JsonWriter.inOrder(fields), StandardCharsets.UTF_8);
    }

    private static KeyPair pair() {
        try {
            return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
