package org.jrp.server.replay;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Base64;
import java.util.HexFormat;
import java.util.UUID;
import org.jrp.record.DecisionRecord;
import org.jrp.replay.Recorded;
import org.jspecify.annotations.Nullable;

/**
 * A row of the log, whole (决定记录原样).
 *
 * @param subject reference
 * @param decisionHash {@code sha256:…}, as stored
 * @param recordHash {@code sha256:…}, as stored
 * @param personal ciphertext
 * @param exemptions JSON that the answer showed; null for none
 */
record StoredDecision(
        UUID id,
        byte[] subject,
        String department,
        String credential,
        @Nullable String officer,
        String purpose,
        String context,
        @Nullable String matter,
        String outcome,
        LocalDate asOf,
        Instant decidedAt,
        String engine,
        String decisionHash,
        String recordHash,
        byte[] canonical,
        byte[] personal,
        byte @Nullable [] exemptions) {

    static final String COLUMNS = """
            id, subject, department, credential, officer, purpose, context, matter, outcome, as_of, decided_at, engine,
            decision_hash, record_hash, canonical, personal, exemptions
            """;

    static StoredDecision of(ResultSet row, int number) throws SQLException {
        return new StoredDecision(
                row.getObject("id", UUID.class),
                row.getBytes("subject"),
                row.getString("department"),
                row.getString("credential"),
                row.getString("officer"),
                row.getString("purpose"),
                row.getString("context"),
                row.getString("matter"),
                row.getString("outcome"),
                row.getObject("as_of", LocalDate.class),
                row.getObject("decided_at", OffsetDateTime.class).toInstant(),
                row.getString("engine"),
                hash(row.getBytes("decision_hash")),
                hash(row.getBytes("record_hash")),
                row.getBytes("canonical"),
                row.getBytes("personal"),
                row.getBytes("exemptions"));
    }

    /** What a replay needs of it. */
    Recorded recorded() {
        DecisionRecord.Envelope envelope = new DecisionRecord.Envelope(
                id.toString(),
                department + "/" + credential,
                officer,
                purpose,
                engine,
                decidedAt,
                Base64.getEncoder().encodeToString(personal));
        return new Recorded(envelope, context, matter, outcome, asOf.toString(), decisionHash, recordHash, canonical);
    }

    private static String hash(byte[] digest) {
        return "sha256:" + HexFormat.of().formatHex(digest);
    }
}
