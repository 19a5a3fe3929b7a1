package org.jrp.client;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.jrp.json.Json;
import org.jrp.json.JsonException;
import org.jrp.json.JsonWriter;
import org.jrp.record.DecisionRecord;

/**
 * A record as one line of JSON (留痕行): envelope and hashes first, then, as the last field, the canonical bytes just as they were
 * hashed. Both hashes are checked when it is read, so that a line is either whole or no record.
 */
final class RecordLine {

    private static final byte[] DECISION = ",\"decision\":".getBytes(StandardCharsets.UTF_8);

    private RecordLine() {}

    static byte[] of(DecisionRecord record) {
        DecisionRecord.Envelope envelope = record.envelope();
        byte[] head = new JsonWriter()
                .object()
                .field("version", 1)
                .field("decisionId", envelope.decisionId())
                .field("decidedAt", envelope.decidedAt().toString())
                .field("requester", envelope.requester())
                .field("officer", envelope.officer())
                .field("purpose", envelope.purpose())
                .field("engineBuild", envelope.engineBuild())
                .field("personalCiphertext", envelope.personalCiphertext())
                .field("decisionHash", record.decisionHash())
                .field("recordHash", record.recordHash())
                .toBytes();
        byte[] canonical = record.canonical();
        byte[] line = Arrays.copyOf(head, head.length + DECISION.length + canonical.length + 2);
        System.arraycopy(DECISION, 0, line, head.length, DECISION.length);
        System.arraycopy(canonical, 0, line, head.length + DECISION.length, canonical.length);
        line[line.length - 2] = '}';
        line[line.length - 1] = '\n';
        return line;
    }

    /**
     * The record in that line.
     *
     * @param line without its end
     * @return empty when it is not whole, or not as it was written
     */
    static Optional<DecisionRecord> find(byte[] line) {
        int at = decision(line);
        if (at < 0 || line[line.length - 1] != '}') {
            return Optional.empty();
        }
        byte[] head = Arrays.copyOf(line, at + 1);
        head[at] = '}';
        byte[] canonical = Arrays.copyOfRange(line, at + DECISION.length, line.length - 1);
        try {
            Fields fields = Fields.of(Json.read(head), "");
            DecisionRecord record = new DecisionRecord(
                    new DecisionRecord.Envelope(
                            fields.text("decisionId"),
                            fields.text("requester"),
                            fields.textOrNull("officer"),
                            fields.text("purpose"),
                            fields.text("engineBuild"),
                            Instant.parse(fields.text("decidedAt")),
                            fields.textOrNull("personalCiphertext")),
                    canonical,
                    hash(canonical));
            boolean whole = fields.number("version") == 1
                    && record.decisionHash().equals(fields.textOrNull("decisionHash"))
                    && record.recordHash().equals(fields.textOrNull("recordHash"));
            return whole ? Optional.of(record) : Optional.empty();
        } catch (JsonException | JrpMalformedAnswerException | DateTimeException e) {
            return Optional.empty();
        }
    }

    /** Where the last field begins. No text before it can hold those bytes: a quotation mark inside a text is escaped. */
    private static int decision(byte[] line) {
        for (int i = 0; i + DECISION.length < line.length; i++) {
            if (line[i] == ',' && Arrays.equals(line, i, i + DECISION.length, DECISION, 0, DECISION.length)) {
                return i;
            }
        }
        return -1;
    }

    static String hash(byte[] bytes) {
        try {
            return "sha256:"
                    + HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256.", e);
        }
    }
}
