package org.jrp.record;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.jrp.decision.CaseFile;
import org.jrp.decision.Decision;
import org.jrp.json.JsonWriter;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of an answer (留痕): the envelope, and the canonical bytes of case file, decision and release.
 *
 * @param canonical the bytes that {@code decisionHash} covers
 */
public record DecisionRecord(Envelope envelope, byte[] canonical, String decisionHash) {

    /**
     * What is not a function of the case file (信封): who asked, why, when, on what build.
     *
     * @param decisionId id of the record
     * @param requester department or system that asked
     * @param purpose why it asked
     * @param engineBuild version of the engine that answered
     * @param decidedAt when
     * @param personalCiphertext encrypted personal fields, base64; null where none are kept
     */
    public record Envelope(
            String decisionId,
            String requester,
            String purpose,
            String engineBuild,
            Instant decidedAt,
            @Nullable String personalCiphertext) {}

    public DecisionRecord {
        canonical = canonical.clone();
    }

    @Override
    public byte[] canonical() {
        return canonical.clone();
    }

    /** The record of a decision. */
    public static DecisionRecord of(Envelope envelope, CaseFile file, Decision decision, String release) {
        byte[] canonical = CanonicalDecision.bytes(file, decision, release);
        return new DecisionRecord(envelope, canonical, CanonicalDecision.Sha256.of(canonical));
    }

    /** SHA-256 over the envelope as canonical JSON, {@code decisionHash} included. */
    public String recordHash() {
        Map<String, Object> fields = new TreeMap<>();
        fields.put("decidedAt", envelope.decidedAt().toString());
        fields.put("decisionHash", decisionHash);
        fields.put("decisionId", envelope.decisionId());
        fields.put("engineBuild", envelope.engineBuild());
        fields.put("personalCiphertext", envelope.personalCiphertext());
        fields.put("purpose", envelope.purpose());
        fields.put("requester", envelope.requester());
        fields.put("version", 1);
        return CanonicalDecision.Sha256.of(JsonWriter.canonical(fields));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof DecisionRecord that
                && envelope.equals(that.envelope)
                && decisionHash.equals(that.decisionHash);
    }

    @Override
    public int hashCode() {
        return decisionHash.hashCode();
    }

    @Override
    public String toString() {
        return new String(canonical, StandardCharsets.UTF_8);
    }
}
