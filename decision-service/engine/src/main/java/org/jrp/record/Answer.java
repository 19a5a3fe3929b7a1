package org.jrp.record;

import java.util.List;
import java.util.Map;
import org.jrp.catalogue.Provenance;
import org.jrp.decision.Applied;
import org.jrp.decision.BasisCitation;
import org.jrp.decision.CaseFile;
import org.jrp.decision.Checked;
import org.jrp.decision.Citation;
import org.jrp.decision.DecidedEntry;
import org.jrp.decision.Decision;
import org.jrp.decision.NearMiss;
import org.jrp.decision.Remedy;
import org.jrp.decision.Review;
import org.jrp.decision.Withheld;
import org.jrp.json.JsonWriter;
import org.jrp.json.JsonWriter.Name;
import org.jrp.subject.SubjectId;
import org.jspecify.annotations.Nullable;

/**
 * A decision in the fields of the HTTP contract, in its order (答复): what the server and the command line print. A function of what
 * a record keeps, so that it can be written again to the same bytes.
 */
public final class Answer {

    private static final int ROOM = 8 << 10;
    private static final EncodedCitations ENCODED = new EncodedCitations(Answer::citation);

    private final JsonWriter out = new JsonWriter(ROOM);

    private Answer() {}

    /**
     * The subject as an answer shows it (主体).
     *
     * @param idType code of the kind of identifier
     * @param maskedId the identifier as it may be shown
     * @param name as the question gave it; null where it gave none
     */
    public record Subject(
            String idType, String maskedId, @Nullable String name) {

        /** The subject with that identifier, masked. */
        public static Subject of(SubjectId id, @Nullable String name) {
            return new Subject(id.type().code(), id.masked(), name);
        }
    }

    /**
     * What the log adds to an answer (留痕信息).
     *
     * @param department code of the department that asked
     * @param exemptions JSON of the exemptions (豁免) in force from a measure, by its code; a measure without any shows no such field
     */
    public record Recorded(String decisionId, String department, String recordHash, Map<String, byte[]> exemptions) {

        public Recorded {
            exemptions = Map.copyOf(exemptions);
        }

        /** Without any exemption. */
        public Recorded(String decisionId, String department, String recordHash) {
            this(decisionId, department, recordHash, Map.of());
        }
    }

    /**
     * The answer as JSON.
     *
     * @param engine version of the engine
     * @param recorded null where nothing is recorded, as on the command line: its fields are left out then
     */
    public static byte[] bytes(
            CaseFile file,
            Decision decision,
            String release,
            String engine,
            String decisionHash,
            Subject subject,
            @Nullable Recorded recorded) {
        Answer answer = new Answer();
        JsonWriter out = answer.out;
        out.object();
        if (recorded != null) {
            out.field(Names.DECISION_ID, recorded.decisionId());
        }
        out.field(Names.OUTCOME, decision.outcome().code());
        out.name(Names.SUBJECT).object();
        out.field(Names.ID_TYPE, subject.idType()).field(Names.ID, subject.maskedId());
        out.field(Names.NAME, subject.name()).endObject();
        out.field(Names.CONTEXT, file.context());
        out.field(Names.MATTER, file.matter());
        out.field(Names.PLACE, file.place());
        out.field(Names.AS_OF, file.asOf());
        out.field(Names.KNOWN_AT, Instants.shanghai(file.knownAt()));
        answer.decision(decision, recorded);
        out.field(Names.RELEASE, release);
        out.texts(Names.EDITIONS, decision.editions());
        out.texts(Names.ASSUMED, decision.assumed());
        out.field(Names.ENGINE, engine);
        out.field(Names.DECISION_HASH, decisionHash);
        if (recorded != null) {
            out.field(Names.RECORD_HASH, recorded.recordHash());
        }
        return out.endObject().toBytes();
    }

    private void decision(Decision decision, @Nullable Recorded recorded) {
        out.field(Names.VALID_UNTIL, decision.validUntil());
        out.field(Names.REQUIRES_CONFIRMATION, decision.requiresConfirmation());
        out.name(Names.REVIEWS).array();
        for (Review review : decision.reviews()) {
            out.object()
                    .field(Names.CODE, review.code())
                    .field(Names.TEXT, review.text())
                    .endObject();
        }
        out.endArray().name(Names.MEASURES).array();
        for (Applied measure : decision.measures()) {
            measure(measure, recorded);
        }
        out.endArray().name(Names.WITHHELD).array();
        for (Withheld withheld : decision.withheld()) {
            withheld(withheld);
        }
        out.endArray().name(Names.NEAR_MISSES).array();
        for (NearMiss miss : decision.nearMisses()) {
            out.object().field(Names.RULE, miss.rule()).field(Names.MEASURE, miss.measure());
            out.field(Names.FAILED, miss.failed()).field(Names.VALUE, miss.value());
            out.field(Names.ENTRY_ID, miss.entryId()).endObject();
        }
        out.endArray().name(Names.REMEDIES).array();
        for (Remedy remedy : decision.remedies()) {
            remedy(remedy);
        }
        out.endArray().name(Names.ENTRIES).array();
        for (DecidedEntry entry : decision.entries()) {
            entry(entry);
        }
        out.endArray();
        checked(decision.checked());
    }

    private void measure(Applied measure, @Nullable Recorded recorded) {
        out.object();
        out.field(Names.CODE, measure.code());
        out.field(Names.NAME, measure.name());
        out.field(Names.KIND, measure.kind().code());
        out.field(Names.EFFECT, measure.effect().code());
        if (measure.measureClass() == 0) {
            out.field(Names.CLASS, (String) null);
        } else {
            out.field(Names.CLASS, measure.measureClass());
        }
        out.field(Names.CATEGORY, measure.category());
        out.field(Names.EDITION, measure.edition());
        out.texts(Names.DEPARTMENTS, measure.departments());
        if (recorded != null) {
            out.field(Names.ADDRESSED_TO_YOU, measure.departments().contains(recorded.department()));
        }
        out.field(Names.CONDITIONAL, measure.conditional());
        out.texts(Names.MATTERS, measure.matters());
        out.texts(Names.QUALIFIERS, measure.qualifiers());
        out.field(Names.BASIS_UNVERIFIED, measure.basisUnverified());
        out.field(Names.DISPUTED, measure.disputed());
        out.name(Names.CITATIONS).array();
        for (Citation citation : measure.citations()) {
            out.written(ENCODED.of(citation));
        }
        out.endArray();
        out.texts(Names.TRIGGERED_BY, measure.triggeredBy());
        out.field(Names.FEEDBACK_DUE, measure.feedbackDue());
        byte[] exemptions = recorded == null ? null : recorded.exemptions().get(measure.code());
        if (exemptions != null) {
            out.name(Names.EXEMPTIONS).written(exemptions);
        }
        out.endObject();
    }

    private static byte[] citation(Citation citation) {
        JsonWriter out = new JsonWriter();
        out.object();
        out.field(Names.RULE, citation.rule());
        out.field(Names.FILE, citation.file());
        out.field(Names.LINE, citation.line());
        out.field(Names.PROVISION, citation.provision());
        out.field(Names.INSTRUMENT, citation.instrument());
        out.field(Names.TITLE, citation.title());
        out.field(Names.DOC_NO, citation.docNo());
        out.field(Names.DOC_NO_VERIFIED, citation.docNoVerified());
        out.field(Names.CLAUSE, citation.clause());
        out.field(Names.TEXT, citation.text());
        out.field(Names.VERIFIED, citation.verified());
        out.field(Names.EFFECT, citation.effect().code());
        out.field(Names.BASIS_UNVERIFIED, citation.basisUnverified());
        bases(out, Names.LEGAL_BASIS, citation.legalBasis());
        bases(out, Names.USUAL_BASIS, citation.usualBasis());
        out.texts(Names.DEPARTMENTS, citation.departments());
        return out.endObject().toBytes();
    }

    private static void bases(JsonWriter out, Name name, List<BasisCitation> bases) {
        out.name(name).array();
        for (BasisCitation basis : bases) {
            out.object().field(Names.ID, basis.id()).field(Names.STATUTE, basis.statute());
            out.field(Names.ARTICLE, basis.article()).field(Names.DOC_NO, basis.docNo());
            out.field(Names.LEVEL, basis.level().code());
            out.field(Names.ARTICLE_VERIFIED, basis.articleVerified());
            out.field(Names.LINK_VERIFIED, basis.linkVerified());
            out.field(Names.IN_FORCE, basis.inForce()).endObject();
        }
        out.endArray();
    }

    private void withheld(Withheld withheld) {
        out.object().field(Names.CODE, withheld.code()).field(Names.NAME, withheld.name());
        out.field(Names.KIND, withheld.kind().code());
        out.field(Names.REASON, withheld.reason().code());
        out.field(Names.TEXT, withheld.text());
        out.name(Names.CITATION).object();
        out.field(Names.TITLE, withheld.title()).field(Names.DOC_NO, withheld.docNo());
        out.field(Names.CLAUSE, withheld.clause()).field(Names.RULE, withheld.rule());
        out.endObject();
        out.texts(Names.PROVISIONS, withheld.provisions());
        out.texts(Names.TRIGGERED_BY, withheld.triggeredBy()).endObject();
    }

    private void remedy(Remedy remedy) {
        out.object().field(Names.ACTION, remedy.action()).field(Names.TEXT, remedy.text());
        out.field(Names.EFFECTIVE_FROM, remedy.effectiveFrom());
        out.field(Names.OUTCOME_THEN, remedy.outcomeThen().code());
        out.field(Names.ENTRY_ID, remedy.entryId());
        out.field(Names.SOURCE, remedy.source());
        out.field(Names.VERIFIED, remedy.provenance() == Provenance.SOURCE).endObject();
    }

    private void entry(DecidedEntry entry) {
        out.object().field(Names.ENTRY_ID, entry.entryId());
        out.field(Names.LIST, entry.list()).field(Names.LIST_NAME, entry.listName());
        out.field(Names.KIND, entry.kind().code());
        out.field(Names.STATE, entry.state().code());
        out.field(Names.RECOGNISER, entry.recogniser());
        out.field(Names.DOC_NO, entry.docNo());
        out.field(Names.VALID_FROM, entry.validFrom());
        out.field(Names.VALID_TO, entry.validTo());
        out.field(Names.DISPUTED, entry.disputed());
        out.field(Names.VIA, entry.via().code());
        out.field(Names.ROLE, entry.role()).endObject();
    }

    private void checked(Checked checked) {
        out.name(Names.CHECKED).object().field(Names.LISTS, checked.lists());
        out.texts(Names.RELATIONS_TESTED, checked.relationsTested());
        out.name(Names.SOURCES).array();
        for (Checked.SourceState source : checked.sources()) {
            out.object().field(Names.SOURCE, source.source());
            out.field(Names.LOADED_AT, source.loadedAt() == null ? null : Instants.shanghai(source.loadedAt()));
            out.field(Names.STALE, source.stale());
            out.field(Names.REACHABLE, source.reachable()).endObject();
        }
        out.endArray().endObject();
    }
}
