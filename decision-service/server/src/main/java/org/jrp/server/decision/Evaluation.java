package org.jrp.server.decision;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jrp.decision.CaseFile;
import org.jrp.decision.Decision;
import org.jrp.decision.DecisionEngine;
import org.jrp.decision.Question;
import org.jrp.decision.Source;
import org.jrp.listing.Listing;
import org.jrp.record.DecisionRecord;
import org.jrp.record.FailedEvaluation;
import org.jrp.server.Uuids;
import org.jrp.server.access.Caller;
import org.jrp.server.entry.StoredListing;
import org.jrp.server.release.ActiveRelease;
import org.jrp.server.subject.SubjectVault;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One question decided on given facts (评估), not yet recorded.
 *
 * @param file the case file
 * @param recordHash as text, {@code sha256:…}
 */
record Evaluation(
        Draft draft, CaseFile file, Decision decision, ActiveRelease release, String decisionHash, String recordHash) {

    private static final Logger log = LoggerFactory.getLogger(Evaluation.class);

    /**
     * Decides.
     *
     * @param facts about the subject, then about each related one
     */
    static Evaluation of(
            Caller caller,
            Asked asked,
            List<Facts> facts,
            List<Source> sources,
            Instant knownAt,
            ActiveRelease release,
            Draft.Epochs epochs,
            Instant decidedAt,
            SubjectVault vault,
            Draft.@Nullable IdempotencyKey key) {
        Question question = asked.knownAt(knownAt);
        CaseFile file = CaseFile.assemble(question, listings(facts, question.asOf(), knownAt), sources);
        Decision decision = decide(release.engine(), file);
        UUID id = Uuids.at(decidedAt);
        byte[] personal = vault.seal(asked.personal().bytes(), place(id));
        DecisionRecord record = DecisionRecord.of(
                new DecisionRecord.Envelope(
                        id.toString(),
                        caller.department().code() + "/" + caller.credential(),
                        caller.officer(),
                        asked.purpose(),
                        DecisionEngine.VERSION,
                        decidedAt,
                        java.util.Base64.getEncoder().encodeToString(personal)),
                file,
                decision,
                release.hash());
        String recordHash = record.recordHash();
        Draft draft = new Draft(
                id,
                facts.get(0).refs().get(0).bytes(),
                caller.department().code(),
                caller.credential(),
                caller.officer(),
                asked.purpose(),
                question.context(),
                question.matter(),
                decision.outcome().code(),
                question.asOf(),
                decidedAt,
                DecisionEngine.VERSION,
                digest(record.decisionHash()),
                digest(recordHash),
                record.canonical(),
                personal,
                null,
                Draft.Duty.of(decision, caller.department().code()),
                facts,
                epochs,
                key);
        return new Evaluation(draft, file, decision, release, record.decisionHash(), recordHash);
    }

    /** The same, with the exemptions that the answer is to show. */
    Evaluation showing(byte @Nullable [] exemptions) {
        return exemptions == null
                ? this
                : new Evaluation(draft.showing(exemptions), file, decision, release, decisionHash, recordHash);
    }

    /** The place in which a decision's personal fields are sealed. */
    static byte[] place(UUID id) {
        return ("decision:" + id).getBytes(StandardCharsets.UTF_8);
    }

    /** A digest without its {@code sha256:}. */
    static byte[] digest(String hash) {
        return HexFormat.of().parseHex(hash, "sha256:".length(), hash.length());
    }

    /** What was known at that moment, may be used and stands against the subject on that day, each entry once. */
    static List<Listing> listings(Collection<Facts> facts, LocalDate asOf, Instant knownAt) {
        List<Listing> listings = new ArrayList<>();
        Set<Long> seen = new HashSet<>();
        for (Facts one : facts) {
            for (StoredListing stored : one.listings()) {
                boolean stands = stored.inheritedFrom() == null || !asOf.isBefore(stored.inheritedFrom());
                if (stands && stored.usable() && !stored.recordedAt().isAfter(knownAt) && seen.add(stored.row())) {
                    listings.add(stored.listing());
                }
            }
        }
        return listings;
    }

    /** A failed evaluation is no answer of its own: a person must look, and the record says so. */
    private static Decision decide(DecisionEngine engine, CaseFile file) {
        try {
            return engine.decide(file);
        } catch (RuntimeException e) {
            log.error("An evaluation failed under release {}.", engine.release().hash(), e);
            return FailedEvaluation.of(e);
        }
    }
}
