package org.jrp.record;

import java.util.List;
import org.jrp.catalogue.BasisLevel;
import org.jrp.catalogue.Effect;
import org.jrp.catalogue.Kind;
import org.jrp.catalogue.Provenance;
import org.jrp.catalogue.Via;
import org.jrp.decision.Applied;
import org.jrp.decision.BasisCitation;
import org.jrp.decision.CaseEntry;
import org.jrp.decision.CaseFile;
import org.jrp.decision.Checked;
import org.jrp.decision.Citation;
import org.jrp.decision.DecidedEntry;
import org.jrp.decision.Decision;
import org.jrp.decision.NearMiss;
import org.jrp.decision.Outcome;
import org.jrp.decision.RelatedSubject;
import org.jrp.decision.Remedy;
import org.jrp.decision.Review;
import org.jrp.decision.Source;
import org.jrp.decision.Withheld;
import org.jrp.json.Json;
import org.jrp.json.JsonException;
import org.jrp.json.JsonWriter.Name;
import org.jrp.listing.EntryState;
import org.jrp.listing.Event;
import org.jrp.listing.EventType;
import org.jrp.listing.Origin;
import org.jrp.listing.Severity;
import org.jrp.rule.Reason;
import org.jrp.subject.SubjectKind;

/** Reads canonical decisions back (读取规范化决定), strictly. */
final class RecordReader {

    private RecordReader() {}

    static CanonicalDecision.Stored read(byte[] canonical) {
        Fields root;
        try {
            root = new Fields(Json.read(canonical), "");
        } catch (JsonException e) {
            throw new InvalidRecordException("The record is no JSON. " + e.getMessage(), e);
        }
        int version = root.number(Names.VERSION);
        if (version != CanonicalDecision.VERSION) {
            throw new InvalidRecordException("The record's version (%d) is not known; this engine knows %d."
                    .formatted(version, CanonicalDecision.VERSION));
        }
        CaseFile file = caseFile(root.object(Names.CASE_FILE));
        Decision decision = decision(root.object(Names.DECISION));
        String release = root.text(Names.RELEASE);
        root.end();
        return new CanonicalDecision.Stored(file, decision, release);
    }

    private static CaseFile caseFile(Fields fields) {
        if (!fields.text(Names.SUBJECT).equals(CaseFile.SUBJECT)) {
            throw new InvalidRecordException("The record's field (caseFile.subject) is not " + CaseFile.SUBJECT + ".");
        }
        CaseFile file = new CaseFile(
                fields.code(SubjectKind.class, Names.KIND),
                fields.flag(Names.UNDERAGE),
                fields.text(Names.CONTEXT),
                fields.textOrNull(Names.MATTER),
                fields.text(Names.PLACE),
                fields.day(Names.AS_OF),
                fields.instant(Names.KNOWN_AT),
                fields.list(Names.ENTRIES, RecordReader::caseEntry),
                fields.list(Names.RELATED, item -> new RelatedSubject(item.text(Names.REF), item.text(Names.ROLE))),
                fields.list(
                        Names.SOURCES,
                        item -> new Source(
                                item.text(Names.NAME),
                                item.texts(Names.LISTS),
                                item.instantOrNull(Names.LOADED_AT),
                                item.flag(Names.REACHABLE))));
        fields.end();
        return file;
    }

    private static CaseEntry caseEntry(Fields fields) {
        return new CaseEntry(
                fields.text(Names.ENTRY_ID),
                fields.text(Names.ABOUT),
                fields.code(Via.class, Names.VIA),
                fields.textOrNull(Names.ROLE),
                fields.flagOrNull(Names.PERSONALLY_RESPONSIBLE),
                fields.text(Names.LIST),
                fields.textOrNull(Names.RECOGNISER),
                fields.textOrNull(Names.DOC_NO),
                fields.textOrNull(Names.BASIS),
                fields.dayOrNull(Names.RECOGNISED_AT),
                fields.day(Names.VALID_FROM),
                fields.dayOrNull(Names.VALID_TO),
                fields.textOrNull(Names.GROUND),
                fields.codeOrNull(Severity.class, Names.SEVERITY),
                fields.flag(Names.CORRECTED),
                fields.flagOrNull(Names.COURT_ORDER),
                fields.flagOrNull(Names.PERSONAL_RESPONSIBILITY),
                fields.list(
                        Names.EVENTS,
                        item -> new Event(
                                item.code(EventType.class, Names.TYPE),
                                item.day(Names.AT),
                                item.instant(Names.RECORDED_AT),
                                null,
                                null,
                                null,
                                item.codeOrNull(Origin.class, Names.ORIGIN),
                                item.textsByName(Names.CHANGES))));
    }

    private static Decision decision(Fields fields) {
        Decision decision = new Decision(
                fields.code(Outcome.class, Names.OUTCOME),
                fields.dayOrNull(Names.VALID_UNTIL),
                fields.flag(Names.REQUIRES_CONFIRMATION),
                fields.list(Names.REVIEWS, item -> new Review(item.text(Names.CODE), item.text(Names.TEXT))),
                fields.list(Names.MEASURES, RecordReader::measure),
                fields.list(Names.WITHHELD, RecordReader::withheld),
                fields.list(
                        Names.NEAR_MISSES,
                        item -> new NearMiss(
                                item.text(Names.RULE),
                                item.text(Names.MEASURE),
                                item.text(Names.FAILED),
                                item.text(Names.VALUE),
                                item.text(Names.ENTRY_ID))),
                fields.list(Names.REMEDIES, RecordReader::remedy),
                fields.list(Names.ENTRIES, RecordReader::entry),
                checked(fields.object(Names.CHECKED)),
                fields.texts(Names.EDITIONS),
                fields.texts(Names.ASSUMED));
        fields.end();
        return decision;
    }

    private static Applied measure(Fields fields) {
        return new Applied(
                fields.text(Names.CODE),
                fields.text(Names.NAME),
                fields.code(Kind.class, Names.KIND),
                fields.code(Effect.class, Names.EFFECT),
                fields.number(Names.CLASS),
                fields.textOrNull(Names.CATEGORY),
                fields.text(Names.EDITION),
                fields.texts(Names.DEPARTMENTS),
                fields.flag(Names.CONDITIONAL),
                fields.texts(Names.MATTERS),
                fields.texts(Names.QUALIFIERS),
                fields.flag(Names.BASIS_UNVERIFIED),
                fields.flag(Names.DISPUTED),
                fields.list(Names.CITATIONS, RecordReader::citation),
                fields.texts(Names.TRIGGERED_BY),
                fields.day(Names.FEEDBACK_DUE));
    }

    private static Citation citation(Fields fields) {
        return new Citation(
                fields.text(Names.RULE),
                fields.text(Names.FILE),
                fields.number(Names.LINE),
                fields.textOrNull(Names.PROVISION),
                fields.textOrNull(Names.INSTRUMENT),
                fields.text(Names.TITLE),
                fields.textOrNull(Names.DOC_NO),
                fields.textOrNull(Names.CLAUSE),
                fields.text(Names.TEXT),
                fields.flag(Names.VERIFIED),
                fields.flag(Names.DOC_NO_VERIFIED),
                fields.code(Effect.class, Names.EFFECT),
                fields.flag(Names.BASIS_UNVERIFIED),
                bases(fields, Names.LEGAL_BASIS),
                bases(fields, Names.USUAL_BASIS),
                fields.texts(Names.DEPARTMENTS));
    }

    private static List<BasisCitation> bases(Fields fields, Name name) {
        return fields.list(
                name,
                item -> new BasisCitation(
                        item.text(Names.ID),
                        item.text(Names.STATUTE),
                        item.textOrNull(Names.ARTICLE),
                        item.textOrNull(Names.DOC_NO),
                        item.code(BasisLevel.class, Names.LEVEL),
                        item.flag(Names.ARTICLE_VERIFIED),
                        item.flag(Names.LINK_VERIFIED),
                        item.flag(Names.IN_FORCE)));
    }

    private static Withheld withheld(Fields fields) {
        return new Withheld(
                fields.text(Names.CODE),
                fields.text(Names.NAME),
                fields.code(Kind.class, Names.KIND),
                fields.code(Reason.class, Names.REASON),
                fields.text(Names.TEXT),
                fields.text(Names.RULE),
                fields.text(Names.TITLE),
                fields.textOrNull(Names.DOC_NO),
                fields.textOrNull(Names.CLAUSE),
                fields.texts(Names.PROVISIONS),
                fields.texts(Names.TRIGGERED_BY));
    }

    private static Remedy remedy(Fields fields) {
        return new Remedy(
                fields.text(Names.ACTION),
                fields.text(Names.TEXT),
                fields.text(Names.ENTRY_ID),
                fields.day(Names.EFFECTIVE_FROM),
                fields.code(Outcome.class, Names.OUTCOME_THEN),
                fields.textOrNull(Names.SOURCE),
                fields.code(Provenance.class, Names.PROVENANCE));
    }

    private static DecidedEntry entry(Fields fields) {
        return new DecidedEntry(
                fields.text(Names.ENTRY_ID),
                fields.text(Names.ABOUT),
                fields.text(Names.LIST),
                fields.text(Names.LIST_NAME),
                fields.code(Kind.class, Names.KIND),
                fields.code(EntryState.class, Names.STATE),
                fields.textOrNull(Names.RECOGNISER),
                fields.textOrNull(Names.DOC_NO),
                fields.day(Names.VALID_FROM),
                fields.dayOrNull(Names.VALID_TO),
                fields.flag(Names.DISPUTED),
                fields.code(Via.class, Names.VIA),
                fields.textOrNull(Names.ROLE));
    }

    private static Checked checked(Fields fields) {
        Checked checked = new Checked(
                fields.number(Names.LISTS),
                fields.texts(Names.RELATIONS_TESTED),
                fields.list(
                        Names.SOURCES,
                        item -> new Checked.SourceState(
                                item.text(Names.SOURCE),
                                item.instantOrNull(Names.LOADED_AT),
                                item.flag(Names.STALE),
                                item.flag(Names.REACHABLE))));
        fields.end();
        return checked;
    }
}
