package org.jrp.record;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
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

    private static final int VERSION = 1;
    private static final int ROOM = 1 << 10;

    /**
     * What is not a function of the case file (信封): who asked, why, when, on what build.
     *
     * @param decisionId id of the record
     * @param requester department or system that asked
     * @param officer name of the person who asked, by a personal sign-in; null for a system
     * @param purpose why it asked
     * @param engineBuild version of the engine that answered
     * @param decidedAt when
     * @param personalCiphertext encrypted personal fields, base64; null where none are kept
     */
    public record Envelope(
            String decisionId,
            String requester,
            @Nullable String officer,
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
        return new DecisionRecord(envelope, canonical, Sha256.of(canonical));
    }

    /** SHA-256 over the envelope as canonical JSON, {@code decisionHash} included. */
    public String recordHash() {
        JsonWriter out = new JsonWriter(ROOM).object();
        out.field(Names.DECIDED_AT, Instants.utc(envelope.decidedAt()));
        out.field(Names.DECISION_HASH, decisionHash);
        out.field(Names.DECISION_ID, envelope.decisionId());
        out.field(Names.ENGINE_BUILD, envelope.engineBuild());
        out.field(Names.OFFICER, envelope.officer());
        out.field(Names.PERSONAL_CIPHERTEXT, envelope.personalCiphertext());
        out.field(Names.PURPOSE, envelope.purpose());
        out.field(Names.REQUESTER, envelope.requester());
        out.field(Names.VERSION, VERSION);
        return Sha256.of(out.endObject().toBytes());
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
