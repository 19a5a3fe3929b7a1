package org.jrp.record;

import static org.jrp.json.JsonCursor.literal;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jrp.catalogue.Via;
import org.jrp.decision.CaseEntry;
import org.jrp.decision.CaseFile;
import org.jrp.decision.RelatedSubject;
import org.jrp.decision.Source;
import org.jrp.json.JsonCursor;
import org.jrp.listing.Event;
import org.jrp.listing.EventType;
import org.jrp.listing.Origin;
import org.jrp.listing.Severity;
import org.jrp.subject.SubjectKind;

/**
 * Reads case file and release straight from canonical bytes and leaves the decision between them unread (只读案卷). Knows the usual form
 * only, fields in their order and texts without escapes; anything else gives nothing, and {@link RecordReader} is to be asked. What it
 * gives counts only where writing it again gives the same bytes. One thread.
 */
final class CaseReader {

    private static final byte[] AS_OF = literal("{\"caseFile\":{\"asOf\":");
    private static final byte[] CONTEXT = literal(",\"context\":");
    private static final byte[] ENTRIES = literal(",\"entries\":[");
    private static final byte[] ABOUT = literal("{\"about\":");
    private static final byte[] BASIS = literal(",\"basis\":");
    private static final byte[] CORRECTED = literal(",\"corrected\":");
    private static final byte[] COURT_ORDER = literal(",\"courtOrder\":");
    private static final byte[] DOC_NO = literal(",\"docNo\":");
    private static final byte[] ENTRY_ID = literal(",\"entryId\":");
    private static final byte[] EVENTS = literal(",\"events\":[");
    private static final byte[] AT = literal("{\"at\":");
    private static final byte[] CHANGES = literal(",\"changes\":{");
    private static final byte[] ORIGIN = literal(",\"origin\":");
    private static final byte[] RECORDED_AT = literal(",\"recordedAt\":");
    private static final byte[] TYPE = literal(",\"type\":");
    private static final byte[] GROUND = literal(",\"ground\":");
    private static final byte[] LIST = literal(",\"list\":");
    private static final byte[] PERSONAL_RESPONSIBILITY = literal(",\"personalResponsibility\":");
    private static final byte[] PERSONALLY_RESPONSIBLE = literal(",\"personallyResponsible\":");
    private static final byte[] RECOGNISED_AT = literal(",\"recognisedAt\":");
    private static final byte[] RECOGNISER = literal(",\"recogniser\":");
    private static final byte[] ROLE = literal(",\"role\":");
    private static final byte[] SEVERITY = literal(",\"severity\":");
    private static final byte[] VALID_FROM = literal(",\"validFrom\":");
    private static final byte[] VALID_TO = literal(",\"validTo\":");
    private static final byte[] VIA = literal(",\"via\":");
    private static final byte[] KIND = literal(",\"kind\":");
    private static final byte[] KNOWN_AT = literal(",\"knownAt\":");
    private static final byte[] MATTER = literal(",\"matter\":");
    private static final byte[] PLACE = literal(",\"place\":");
    private static final byte[] RELATED = literal(",\"related\":[");
    private static final byte[] REF = literal("{\"ref\":");
    private static final byte[] SOURCES = literal(",\"sources\":[");
    private static final byte[] LISTS = literal("{\"lists\":[");
    private static final byte[] LOADED_AT = literal(",\"loadedAt\":");
    private static final byte[] NAME = literal(",\"name\":");
    private static final byte[] REACHABLE = literal(",\"reachable\":");
    private static final byte[] SUBJECT = literal(",\"subject\":\"" + CaseFile.SUBJECT + "\",\"underage\":");
    private static final byte[] DECISION = literal("},\"decision\":{");
    private static final byte[] RELEASE = literal("},\"release\":");
    private static final byte[] VERSION = literal("\",\"version\":" + CanonicalDecision.VERSION + "}");

    private final JsonCursor in = new JsonCursor();

    Optional<ByteComparison.Asked> read(byte[] canonical) {
        int end = canonical.length - VERSION.length;
        if (end < 0 || !Arrays.equals(canonical, end, canonical.length, VERSION, 0, VERSION.length)) {
            return Optional.empty();
        }
        int beginning = end;
        while (beginning > 0 && canonical[beginning - 1] != '"') {
            beginning--;
        }
        try {
            in.at(canonical, 0, canonical.length);
            CaseFile file = caseFile();
            int release = beginning - 1 - RELEASE.length;
            if (release < in.position()) {
                return Optional.empty();
            }
            in.at(canonical, release, canonical.length).expect(RELEASE);
            return Optional.of(new ByteComparison.Asked(file, in.word()));
        } catch (JsonCursor.UnusualException e) {
            return Optional.empty();
        }
    }

    private CaseFile caseFile() {
        LocalDate asOf = in.expect(AS_OF).day();
        String context = in.expect(CONTEXT).word();
        List<CaseEntry> entries = List.of();
        for (in.expect(ENTRIES); in.more(']'); ) {
            entries = entries.isEmpty() ? new ArrayList<>() : entries;
            entries.add(entry());
        }
        SubjectKind kind = in.expect(KIND).code(SubjectKind.class);
        Instant knownAt = in.expect(KNOWN_AT).instant();
        String matter = in.expect(MATTER).wordOrNull();
        String place = in.expect(PLACE).word();
        List<RelatedSubject> related = List.of();
        for (in.expect(RELATED); in.more(']'); ) {
            related = related.isEmpty() ? new ArrayList<>() : related;
            related.add(
                    new RelatedSubject(in.expect(REF).word(), in.expect(ROLE).word()));
            in.expect('}');
        }
        List<Source> sources = new ArrayList<>();
        for (in.expect(SOURCES); in.more(']'); ) {
            sources.add(source());
        }
        boolean underage = in.expect(SUBJECT).flag();
        in.expect(DECISION);
        return new CaseFile(kind, underage, context, matter, place, asOf, knownAt, entries, related, sources);
    }

    private CaseEntry entry() {
        String about = in.expect(ABOUT).word();
        String basis = in.expect(BASIS).wordOrNull();
        boolean corrected = in.expect(CORRECTED).flag();
        Boolean courtOrder = in.expect(COURT_ORDER).flagOrNull();
        String docNo = in.expect(DOC_NO).textOrNull();
        String entryId = in.expect(ENTRY_ID).text();
        List<Event> events = List.of();
        for (in.expect(EVENTS); in.more(']'); ) {
            events = events.isEmpty() ? new ArrayList<>() : events;
            events.add(event());
        }
        String ground = in.expect(GROUND).wordOrNull();
        String list = in.expect(LIST).word();
        Boolean personalResponsibility = in.expect(PERSONAL_RESPONSIBILITY).flagOrNull();
        Boolean personallyResponsible = in.expect(PERSONALLY_RESPONSIBLE).flagOrNull();
        LocalDate recognisedAt = in.expect(RECOGNISED_AT).dayOrNull();
        String recogniser = in.expect(RECOGNISER).wordOrNull();
        String role = in.expect(ROLE).wordOrNull();
        Severity severity = in.expect(SEVERITY).codeOrNull(Severity.class);
        LocalDate validFrom = in.expect(VALID_FROM).day();
        LocalDate validTo = in.expect(VALID_TO).dayOrNull();
        Via via = in.expect(VIA).code(Via.class);
        in.expect('}');
        return new CaseEntry(
                entryId,
                about,
                via,
                role,
                personallyResponsible,
                list,
                recogniser,
                docNo,
                basis,
                recognisedAt,
                validFrom,
                validTo,
                ground,
                severity,
                corrected,
                courtOrder,
                personalResponsibility,
                events);
    }

    private Event event() {
        LocalDate day = in.expect(AT).day();
        Map<String, String> changes = Map.of();
        for (in.expect(CHANGES); in.more('}'); ) {
            changes = changes.isEmpty() ? new LinkedHashMap<>() : changes;
            String key = in.word();
            in.expect(':');
            changes.put(key, in.text());
        }
        Origin origin = in.expect(ORIGIN).codeOrNull(Origin.class);
        Instant recordedAt = in.expect(RECORDED_AT).instant();
        EventType type = in.expect(TYPE).code(EventType.class);
        in.expect('}');
        return new Event(type, day, recordedAt, null, null, null, origin, changes);
    }

    private Source source() {
        List<String> lists = List.of();
        for (in.expect(LISTS); in.more(']'); ) {
            lists = lists.isEmpty() ? new ArrayList<>() : lists;
            lists.add(in.word());
        }
        Instant loadedAt = in.expect(LOADED_AT).instantOrNull();
        String name = in.expect(NAME).word();
        boolean reachable = in.expect(REACHABLE).flag();
        in.expect('}');
        return new Source(name, lists, loadedAt, reachable);
    }
}
