package org.jrp.decision;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jrp.listing.Event;
import org.jrp.listing.EventType;
import org.jrp.listing.Listing;
import org.jrp.listing.RelatedPerson;
import org.jrp.listing.Severity;
import org.jrp.release.Release;
import org.jrp.subject.SubjectId;
import org.jrp.subject.SubjectIds;
import org.jrp.subject.SubjectKind;

/** Builds case files for tests, on synthetic subjects. */
final class Cases {

    static final Release RELEASE = Release.shipped();
    static final LocalDate DAY = LocalDate.of(2018, 9, 1);
    static final SubjectId FIRM = id("91349999M00000019Y");
    static final SubjectId PERSON = id("341182190001010008");

    private SubjectId subject = FIRM;
    private SubjectKind kind;
    private String context = "government-procurement";
    private String matter;
    private String place = "341182";
    private LocalDate asOf = DAY;
    private Instant knownAt = Instant.parse("2026-11-23T00:00:00Z");
    private final List<Listing> listings = new ArrayList<>();
    private final List<RelatedPerson> related = new ArrayList<>();
    private List<Source> sources;

    static Cases caseFile() {
        return new Cases();
    }

    static SubjectId id(String text) {
        return SubjectIds.parse(null, text, LocalDate.of(2026, 1, 1)).id();
    }

    Cases about(SubjectId id) {
        subject = id;
        return this;
    }

    Cases kind(SubjectKind value) {
        kind = value;
        return this;
    }

    Cases context(String code) {
        context = code;
        return this;
    }

    Cases matter(String code) {
        matter = code;
        return this;
    }

    Cases place(String code) {
        place = code;
        return this;
    }

    Cases on(String day) {
        asOf = LocalDate.parse(day);
        return this;
    }

    Cases knownAt(String instant) {
        knownAt = Instant.parse(instant);
        return this;
    }

    Cases listedOn(String list) {
        return entry(listing(subject, list, "2016-06-01", null));
    }

    Cases entry(Listing listing) {
        listings.add(listing);
        return this;
    }

    Cases related(String role, SubjectId id) {
        related.add(new RelatedPerson(role, id, null));
        return this;
    }

    Cases sources(Source... given) {
        sources = List.of(given);
        return this;
    }

    CaseFile build() {
        Question question = new Question(subject, kind, context, matter, place, asOf, knownAt, related);
        return CaseFile.assemble(
                question, listings, sources == null ? List.of(Source.file("entries-file", knownAt)) : sources);
    }

    static Listing listing(SubjectId id, String list, String from, String to, Event... events) {
        return new Listing(
                null,
                id,
                null,
                list,
                "某认定部门",
                "〔2018〕1号",
                null,
                LocalDate.parse(from),
                LocalDate.parse(from),
                to == null ? null : LocalDate.parse(to),
                null,
                null,
                false,
                null,
                null,
                List.of(),
                List.of(events));
    }

    static Listing minorAndCorrected(SubjectId id, String list) {
        Listing plain = listing(id, list, "2017-01-01", null);
        return new Listing(
                null,
                id,
                null,
                list,
                plain.recogniser(),
                plain.docNo(),
                null,
                plain.recognisedAt(),
                plain.validFrom(),
                null,
                null,
                Severity.MINOR,
                true,
                null,
                null,
                List.of(),
                List.of());
    }

    static Event event(EventType type, String day) {
        LocalDate at = LocalDate.parse(day);
        return new Event(type, at, at.atStartOfDay().toInstant(Question.SHANGHAI), null, null, null, null, Map.of());
    }
}
