package org.jrp.record;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jrp.decision.Applied;
import org.jrp.decision.BasisCitation;
import org.jrp.decision.CaseEntry;
import org.jrp.decision.CaseFile;
import org.jrp.decision.Checked;
import org.jrp.decision.Citation;
import org.jrp.decision.DecidedEntry;
import org.jrp.decision.Decision;
import org.jrp.decision.NearMiss;
import org.jrp.decision.RelatedSubject;
import org.jrp.decision.Remedy;
import org.jrp.decision.Review;
import org.jrp.decision.Source;
import org.jrp.decision.Withheld;
import org.jrp.json.JsonWriter;
import org.jrp.json.JsonWriter.Name;
import org.jrp.listing.Event;
import org.jspecify.annotations.Nullable;

/**
 * Case file, decision and release as canonical JSON, version 1 (规范化决定; RFC 8785: names in order, no blanks). Written directly for
 * speed; a test holds it against a library. It holds no id and no name of anybody.
 */
public final class CanonicalDecision {

    static final int VERSION = 1;

    private static final int ROOM = 8 << 10;
    private static final EncodedCitations ENCODED = new EncodedCitations(CanonicalDecision::citation);

    private final JsonWriter out;

    private CanonicalDecision(JsonWriter out) {
        this.out = out;
    }

    /** What canonical bytes hold (所存内容). */
    public record Stored(CaseFile caseFile, Decision decision, String release) {}

    /**
     * Reads what {@link #bytes} wrote; {@code bytes} of the answer are those very bytes again.
     *
     * @throws InvalidRecordException when a field is missing, unknown or of another type, the version is not 1, or the form is not
     *     canonical
     */
    public static Stored read(byte[] canonical) {
        Stored stored = RecordReader.read(canonical);
        if (!Arrays.equals(bytes(stored.caseFile(), stored.decision(), stored.release()), canonical)) {
            throw new InvalidRecordException("The record is not in canonical form.");
        }
        return stored;
    }

    /** The bytes that {@code decisionHash} covers. */
    public static byte[] bytes(CaseFile file, Decision decision, String release) {
        JsonWriter out = new JsonWriter(ROOM);
        write(out, file, decision, release);
        return out.toBytes();
    }

    static void write(JsonWriter out, CaseFile file, Decision decision, String release) {
        CanonicalDecision canonical = new CanonicalDecision(out);
        out.object();
        canonical.caseFile(file);
        canonical.decision(decision);
        out.field(Names.RELEASE, release).field(Names.VERSION, VERSION).endObject();
    }

    /** {@code sha256:} and the SHA-256 of the canonical bytes. */
    public static String hash(CaseFile file, Decision decision, String release) {
        return hash(bytes(file, decision, release));
    }

    /** {@code sha256:} and the SHA-256 of canonical bytes. */
    public static String hash(byte[] canonical) {
        return Sha256.of(canonical);
    }

    private void caseFile(CaseFile file) {
        out.name(Names.CASE_FILE).object();
        out.field(Names.AS_OF, file.asOf());
        out.field(Names.CONTEXT, file.context());
        out.name(Names.ENTRIES).array();
        file.entries().forEach(this::caseEntry);
        out.endArray();
        out.field(Names.KIND, file.kind().code());
        out.field(Names.KNOWN_AT, Instants.utc(file.knownAt()));
        out.field(Names.MATTER, file.matter());
        out.field(Names.PLACE, file.place());
        out.name(Names.RELATED).array();
        for (RelatedSubject related : file.related()) {
            out.object()
                    .field(Names.REF, related.ref())
                    .field(Names.ROLE, related.role())
                    .endObject();
        }
        out.endArray();
        out.name(Names.SOURCES).array();
        for (Source source : file.sources()) {
            out.object().texts(Names.LISTS, source.lists());
            out.field(Names.LOADED_AT, instant(source.loadedAt()));
            out.field(Names.NAME, source.name());
            out.field(Names.REACHABLE, source.reachable()).endObject();
        }
        out.endArray();
        out.field(Names.SUBJECT, CaseFile.SUBJECT);
        out.field(Names.UNDERAGE, file.underage());
        out.endObject();
    }

    private void caseEntry(CaseEntry entry) {
        out.object();
        out.field(Names.ABOUT, entry.about());
        out.field(Names.BASIS, entry.basis());
        out.field(Names.CORRECTED, entry.corrected());
        bool(Names.COURT_ORDER, entry.courtOrder());
        out.field(Names.DOC_NO, entry.docNo());
        out.field(Names.ENTRY_ID, entry.entryId());
        out.name(Names.EVENTS).array();
        entry.events().forEach(this::event);
        out.endArray();
        out.field(Names.GROUND, entry.ground());
        out.field(Names.LIST, entry.list());
        bool(Names.PERSONAL_RESPONSIBILITY, entry.personalResponsibility());
        bool(Names.PERSONALLY_RESPONSIBLE, entry.personallyResponsible());
        out.field(Names.RECOGNISED_AT, entry.recognisedAt());
        out.field(Names.RECOGNISER, entry.recogniser());
        out.field(Names.ROLE, entry.role());
        out.field(
                Names.SEVERITY,
                entry.severity() == null ? null : entry.severity().code());
        out.field(Names.VALID_FROM, entry.validFrom());
        out.field(Names.VALID_TO, entry.validTo());
        out.field(Names.VIA, entry.via().code());
        out.endObject();
    }

    private void event(Event event) {
        out.object();
        out.field(Names.AT, event.at());
        out.name(Names.CHANGES).object();
        if (!event.changes().isEmpty()) {
            for (Map.Entry<String, String> change : new TreeMap<>(event.changes()).entrySet()) {
                out.field(change.getKey(), change.getValue());
            }
        }
        out.endObject();
        out.field(Names.ORIGIN, event.origin() == null ? null : event.origin().code());
        out.field(Names.RECORDED_AT, Instants.utc(event.recordedAt()));
        out.field(Names.TYPE, event.type().code());
        out.endObject();
    }

    private void decision(Decision decision) {
        out.name(Names.DECISION).object();
        out.texts(Names.ASSUMED, decision.assumed());
        Checked checked = decision.checked();
        out.name(Names.CHECKED).object().field(Names.LISTS, checked.lists());
        out.texts(Names.RELATIONS_TESTED, checked.relationsTested());
        out.name(Names.SOURCES).array();
        for (Checked.SourceState source : checked.sources()) {
            out.object().field(Names.LOADED_AT, instant(source.loadedAt()));
            out.field(Names.REACHABLE, source.reachable()).field(Names.SOURCE, source.source());
            out.field(Names.STALE, source.stale()).endObject();
        }
        out.endArray().endObject();
        out.texts(Names.EDITIONS, decision.editions());
        out.name(Names.ENTRIES).array();
        decision.entries().forEach(this::entry);
        out.endArray();
        out.name(Names.MEASURES).array();
        decision.measures().forEach(this::measure);
        out.endArray();
        out.name(Names.NEAR_MISSES).array();
        for (NearMiss miss : decision.nearMisses()) {
            out.object().field(Names.ENTRY_ID, miss.entryId()).field(Names.FAILED, miss.failed());
            out.field(Names.MEASURE, miss.measure()).field(Names.RULE, miss.rule());
            out.field(Names.VALUE, miss.value()).endObject();
        }
        out.endArray();
        out.field(Names.OUTCOME, decision.outcome().code());
        out.name(Names.REMEDIES).array();
        decision.remedies().forEach(this::remedy);
        out.endArray();
        out.field(Names.REQUIRES_CONFIRMATION, decision.requiresConfirmation());
        out.name(Names.REVIEWS).array();
        for (Review review : decision.reviews()) {
            out.object()
                    .field(Names.CODE, review.code())
                    .field(Names.TEXT, review.text())
                    .endObject();
        }
        out.endArray();
        out.field(Names.VALID_UNTIL, decision.validUntil());
        out.name(Names.WITHHELD).array();
        decision.withheld().forEach(this::withheld);
        out.endArray();
        out.endObject();
    }

    private void entry(DecidedEntry entry) {
        out.object().field(Names.ABOUT, entry.about());
        out.field(Names.DISPUTED, entry.disputed());
        out.field(Names.DOC_NO, entry.docNo());
        out.field(Names.ENTRY_ID, entry.entryId());
        out.field(Names.KIND, entry.kind().code());
        out.field(Names.LIST, entry.list());
        out.field(Names.LIST_NAME, entry.listName());
        out.field(Names.RECOGNISER, entry.recogniser());
        out.field(Names.ROLE, entry.role());
        out.field(Names.STATE, entry.state().code());
        out.field(Names.VALID_FROM, entry.validFrom());
        out.field(Names.VALID_TO, entry.validTo());
        out.field(Names.VIA, entry.via().code()).endObject();
    }

    private void measure(Applied measure) {
        out.object();
        out.field(Names.BASIS_UNVERIFIED, measure.basisUnverified());
        out.field(Names.CATEGORY, measure.category());
        out.name(Names.CITATIONS).array();
        measure.citations().forEach(citation -> out.written(ENCODED.of(citation)));
        out.endArray();
        out.field(Names.CLASS, measure.measureClass());
        out.field(Names.CODE, measure.code());
        out.field(Names.CONDITIONAL, measure.conditional());
        out.texts(Names.DEPARTMENTS, measure.departments());
        out.field(Names.DISPUTED, measure.disputed());
        out.field(Names.EDITION, measure.edition());
        out.field(Names.EFFECT, measure.effect().code());
        out.field(Names.FEEDBACK_DUE, measure.feedbackDue());
        out.field(Names.KIND, measure.kind().code());
        out.texts(Names.MATTERS, measure.matters());
        out.field(Names.NAME, measure.name());
        out.texts(Names.QUALIFIERS, measure.qualifiers());
        out.texts(Names.TRIGGERED_BY, measure.triggeredBy());
        out.endObject();
    }

    private static byte[] citation(Citation citation) {
        JsonWriter out = new JsonWriter();
        out.object();
        out.field(Names.BASIS_UNVERIFIED, citation.basisUnverified());
        out.field(Names.CLAUSE, citation.clause());
        out.texts(Names.DEPARTMENTS, citation.departments());
        out.field(Names.DOC_NO, citation.docNo());
        out.field(Names.DOC_NO_VERIFIED, citation.docNoVerified());
        out.field(Names.EFFECT, citation.effect().code());
        out.field(Names.FILE, citation.file());
        out.field(Names.INSTRUMENT, citation.instrument());
        bases(out, Names.LEGAL_BASIS, citation.legalBasis());
        out.field(Names.LINE, citation.line());
        out.field(Names.PROVISION, citation.provision());
        out.field(Names.RULE, citation.rule());
        out.field(Names.TEXT, citation.text());
        out.field(Names.TITLE, citation.title());
        bases(out, Names.USUAL_BASIS, citation.usualBasis());
        out.field(Names.VERIFIED, citation.verified());
        return out.endObject().toBytes();
    }

    private static void bases(JsonWriter out, Name name, List<BasisCitation> bases) {
        out.name(name).array();
        for (BasisCitation basis : bases) {
            out.object().field(Names.ARTICLE, basis.article());
            out.field(Names.ARTICLE_VERIFIED, basis.articleVerified());
            out.field(Names.DOC_NO, basis.docNo());
            out.field(Names.ID, basis.id());
            out.field(Names.IN_FORCE, basis.inForce());
            out.field(Names.LEVEL, basis.level().code());
            out.field(Names.LINK_VERIFIED, basis.linkVerified());
            out.field(Names.STATUTE, basis.statute()).endObject();
        }
        out.endArray();
    }

    private void remedy(Remedy remedy) {
        out.object().field(Names.ACTION, remedy.action());
        out.field(Names.EFFECTIVE_FROM, remedy.effectiveFrom());
        out.field(Names.ENTRY_ID, remedy.entryId());
        out.field(Names.OUTCOME_THEN, remedy.outcomeThen().code());
        out.field(Names.PROVENANCE, remedy.provenance().code());
        out.field(Names.SOURCE, remedy.source());
        out.field(Names.TEXT, remedy.text()).endObject();
    }

    private void withheld(Withheld withheld) {
        out.object().field(Names.CLAUSE, withheld.clause());
        out.field(Names.CODE, withheld.code());
        out.field(Names.DOC_NO, withheld.docNo());
        out.field(Names.KIND, withheld.kind().code());
        out.field(Names.NAME, withheld.name());
        out.texts(Names.PROVISIONS, withheld.provisions());
        out.field(Names.REASON, withheld.reason().code());
        out.field(Names.RULE, withheld.rule());
        out.field(Names.TEXT, withheld.text());
        out.field(Names.TITLE, withheld.title());
        out.texts(Names.TRIGGERED_BY, withheld.triggeredBy()).endObject();
    }

    private void bool(Name name, @Nullable Boolean value) {
        if (value == null) {
            out.field(name, (String) null);
        } else {
            out.field(name, (boolean) value);
        }
    }

    private static @Nullable String instant(@Nullable Instant instant) {
        return instant == null ? null : Instants.utc(instant);
    }
}
