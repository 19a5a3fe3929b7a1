package org.jrp.seal;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import org.jrp.json.JsonWriter;
import org.jspecify.annotations.Nullable;

/**
 * The leaf of a recorded decision (决定的叶). Long columns stand in it by their SHA-256, taken from the bytes as stored, so that a leaf is
 * short, and the personal ciphertext is covered without being in it.
 *
 * @param subject reference, hexadecimal
 * @param decisionHash as stored, {@code sha256:…}
 * @param recordHash as stored, {@code sha256:…}
 * @param exemptions null where the answer showed none
 */
public record DecisionLeaf(
        String id,
        String subject,
        String department,
        String credential,
        @Nullable String officer,
        String purpose,
        String context,
        @Nullable String matter,
        String outcome,
        String asOf,
        String decidedAt,
        String engine,
        String decisionHash,
        String recordHash,
        byte[] canonical,
        byte[] personal,
        byte @Nullable [] exemptions) {

    /** The kind of such leaves. */
    public static final String KIND = "decision";

    private static final HexFormat HEX = HexFormat.of();

    /** The bytes that the leaf's hash covers: canonical JSON. */
    public byte[] bytes() {
        Map<String, @Nullable Object> columns = new TreeMap<>();
        columns.put("asOf", asOf);
        columns.put("canonical", digest(canonical));
        columns.put("context", context);
        columns.put("credential", credential);
        columns.put("decidedAt", decidedAt);
        columns.put("decisionHash", decisionHash);
        columns.put("department", department);
        columns.put("engine", engine);
        columns.put("exemptions", exemptions == null ? null : digest(exemptions));
        columns.put("id", id);
        columns.put("matter", matter);
        columns.put("officer", officer);
        columns.put("outcome", outcome);
        columns.put("personal", digest(personal));
        columns.put("purpose", purpose);
        columns.put("recordHash", recordHash);
        columns.put("subject", subject);
        return bytes(KIND, id, columns);
    }

    /**
     * The bytes of a leaf of any kind.
     *
     * @param columns of the row, by name: texts, whole numbers, booleans, lists and nulls
     */
    public static byte[] bytes(String kind, String key, Map<String, ?> columns) {
        Map<String, Object> leaf = new TreeMap<>();
        leaf.put("columns", columns);
        leaf.put("key", key);
        leaf.put("kind", kind);
        leaf.put("version", 1);
        return JsonWriter.canonical(leaf);
    }

    /** {@code sha256:} and 64 digits. */
    static String digest(byte[] bytes) {
        try {
            return "sha256:"
                    + HEX.formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256.", e);
        }
    }
}
