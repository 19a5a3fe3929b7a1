package org.jrp.server.decision;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jrp.listing.RelatedPerson;
import org.jrp.record.CanonicalDecision;
import org.jrp.record.DecisionRecord;
import org.jrp.server.access.Caller;
import org.jrp.server.subject.Personal;
import org.jrp.server.subject.SubjectVault;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.SqlArrayValue;
import org.springframework.stereotype.Component;

/**
 * Decisions that an embedded engine made, in the log of decisions (离线决定留痕): rows like any other, with the reports they make the
 * department owe, and beside each what the embedded engine's own record was. Whoever adds one has checked it.
 */
@Component
public class OfflineDecisions {

    private final JdbcClient jdbc;
    private final SubjectVault vault;

    OfflineDecisions(JdbcClient jdbc, SubjectVault vault) {
        this.jdbc = jdbc;
        this.vault = vault;
    }

    /**
     * A decision as it was made elsewhere.
     *
     * @param department that asked
     * @param engine version of the engine that answered
     * @param canonical the bytes that {@code decisionHash} covers
     * @param stored the same, read
     * @param recordHash of the embedded engine's own record; 32 bytes
     * @param personal whom it was about
     */
    public record Made(
            UUID id,
            String department,
            String purpose,
            String engine,
            Instant decidedAt,
            byte[] canonical,
            String decisionHash,
            CanonicalDecision.Stored stored,
            byte[] recordHash,
            Personal personal) {}

    /** How a decision came here. */
    public record Sent(UUID decision, byte[] recordHash, Instant uploadedAt) {

        private static Sent of(ResultSet row, int number) throws SQLException {
            return new Sent(
                    row.getObject("decision", UUID.class),
                    row.getBytes("record_hash"),
                    row.getObject("uploaded_at", OffsetDateTime.class).toInstant());
        }
    }

    /** What stands under an id already. */
    public enum Standing {
        /** Nothing. */
        FREE,
        /** That very record, about that very subject. */
        SAME,
        /** Another decision. */
        OTHER
    }

    /** What stands under the decision's id. */
    public Standing standing(Made made) {
        record Known(byte[] subject, byte[] decisionHash, byte @Nullable [] recordHash) {}
        Optional<Known> known = jdbc.sql("""
                        select d.subject, d.decision_hash, u.record_hash
                        from decision d left join decision_upload u on u.decision = d.id where d.id = ?
                        """)
                .param(made.id())
                .query((row, number) -> new Known(row.getBytes(1), row.getBytes(2), row.getBytes(3)))
                .optional();
        return known.map(one -> Arrays.equals(one.decisionHash(), Evaluation.digest(made.decisionHash()))
                                && Arrays.equals(one.recordHash(), made.recordHash())
                                && vault.references(made.personal().id()).stream()
                                        .anyMatch(reference -> Arrays.equals(reference, one.subject()))
                        ? Standing.SAME
                        : Standing.OTHER)
                .orElse(Standing.FREE);
    }

    /**
     * Adds one, in the caller's transaction. The record's hash is that of the record as it is kept here: under the key that sent it,
     * with what is personal encrypted by this service.
     *
     * @return false where somebody else has added it meanwhile; nothing is written then
     */
    public boolean add(Caller caller, Made made) {
        byte[] personal = vault.seal(made.personal().bytes(), Evaluation.place(made.id()));
        byte[] subject = vault.references(made.personal().id()).get(0);
        DecisionRecord record = new DecisionRecord(
                new DecisionRecord.Envelope(
                        made.id().toString(),
                        made.department() + "/" + caller.credential(),
                        null,
                        made.purpose(),
                        made.engine(),
                        made.decidedAt(),
                        Base64.getEncoder().encodeToString(personal)),
                made.canonical(),
                made.decisionHash());
        CanonicalDecision.Stored stored = made.stored();
        int written = jdbc.sql("""
                        insert into decision (id, subject, department, credential, purpose, context, matter, outcome, as_of, decided_at,
                            engine, decision_hash, record_hash, canonical, personal)
                        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                        on conflict do nothing
                        """)
                .params(Arrays.asList(
                        made.id(),
                        subject,
                        made.department(),
                        caller.credential(),
                        made.purpose(),
                        stored.caseFile().context(),
                        stored.caseFile().matter(),
                        stored.decision().outcome().code(),
                        stored.caseFile().asOf(),
                        OffsetDateTime.ofInstant(made.decidedAt(), java.time.ZoneOffset.UTC),
                        made.engine(),
                        Evaluation.digest(made.decisionHash()),
                        Evaluation.digest(record.recordHash()),
                        made.canonical(),
                        personal))
                .update();
        if (written == 0) {
            return false;
        }
        jdbc.sql(
                        "insert into decision_upload (decision, record_hash, department, credential, officer) values (?, ?, ?, ?, ?)")
                .params(Arrays.asList(
                        made.id(),
                        made.recordHash(),
                        caller.department().code(),
                        caller.credential(),
                        caller.officer()))
                .update();
        for (Draft.Duty duty : Draft.Duty.of(stored.decision(), made.department())) {
            jdbc.sql("insert into duty (decision, measure, entry_id, department, subject, rights_reducing, due)"
                            + " values (?, ?, ?, ?, ?, ?, ?) on conflict do nothing")
                    .params(
                            made.id(),
                            duty.measure(),
                            duty.entryId(),
                            made.department(),
                            subject,
                            duty.rightsReducing(),
                            duty.due())
                    .update();
        }
        for (RelatedPerson other : made.personal().related()) {
            jdbc.sql("insert into decision_related (subject, decision) values (?, ?) on conflict do nothing")
                    .params(vault.references(other.id()).get(0), made.id())
                    .update();
        }
        return true;
    }

    /** How that decision came here; empty where it was made here. */
    Optional<Sent> find(UUID decision) {
        return jdbc.sql("select decision, record_hash, uploaded_at from decision_upload where decision = ?")
                .param(decision)
                .query(Sent::of)
                .optional();
    }

    /** Those among them that were made elsewhere. */
    Set<UUID> among(Collection<UUID> decisions) {
        return new HashSet<>(
                decisions.isEmpty()
                        ? List.of()
                        : jdbc.sql("select decision from decision_upload where decision = any (?)")
                                .param(new SqlArrayValue("uuid", decisions.toArray()))
                                .query(UUID.class)
                                .list());
    }
}
