package org.jrp.decision;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jrp.catalogue.Via;
import org.jrp.listing.Listing;
import org.jrp.listing.RelatedPerson;
import org.jrp.subject.CitizenId;
import org.jrp.subject.SubjectId;
import org.jrp.subject.SubjectIds;
import org.jrp.subject.SubjectKind;
import org.jspecify.annotations.Nullable;

/**
 * A question and every fact it is answered from (案卷): the whole input of a decision. Holds no id and no name, so that it can be
 * kept and hashed; equal facts give equal case files, in whatever order they came.
 *
 * @param kind kind of the subject
 * @param underage whether the subject is a person under 18 on {@code asOf}
 * @param entries live on {@code asOf}, or known to become so later
 */
public record CaseFile(
        SubjectKind kind,
        boolean underage,
        String context,
        @Nullable String matter,
        String place,
        LocalDate asOf,
        Instant knownAt,
        List<CaseEntry> entries,
        List<RelatedSubject> related,
        List<Source> sources) {

    /** The ordinal of the subject itself. */
    public static final String SUBJECT = "s0";

    /** Sorts entries and sources, and numbers the entries that came without an id. */
    public CaseFile {
        List<CaseEntry> sorted = entries.stream().sorted(CaseEntry.BY_CONTENT).toList();
        List<CaseEntry> numbered = new ArrayList<>();
        for (CaseEntry entry : sorted) {
            numbered.add(entry.entryId().isEmpty() ? entry.withId("e" + numbered.size()) : entry);
        }
        entries = List.copyOf(numbered);
        related = List.copyOf(related);
        sources = sources.stream().sorted(Comparator.comparing(Source::name)).toList();
    }

    /**
     * Picks from listings those that bear on the question's subject, each by each way it does.
     *
     * @param listings any listings; those about others are left out
     */
    public static CaseFile assemble(Question question, Collection<Listing> listings, List<Source> sources) {
        SubjectId subject = question.subject();
        List<CaseEntry> entries = new ArrayList<>();
        Map<Integer, List<CaseEntry>> byRelated = new HashMap<>();
        List<RelatedPerson> related = question.relatedPersons();
        for (Listing whole : listings) {
            Listing listing = whole.knownAt(question.knownAt());
            if (SubjectIds.matches(subject, listing.subject())) {
                entries.add(CaseEntry.of(listing, SUBJECT, Via.SELF, null, null));
            }
            for (RelatedPerson named : listing.related()) {
                if (SubjectIds.matches(subject, named.id())) {
                    entries.add(CaseEntry.of(
                            listing,
                            SUBJECT,
                            Via.PERSON_OF_LISTED_ENTITY,
                            named.role(),
                            named.personallyResponsible()));
                }
            }
            for (int i = 0; i < related.size(); i++) {
                if (SubjectIds.matches(related.get(i).id(), listing.subject())) {
                    String role = related.get(i).role();
                    byRelated
                            .computeIfAbsent(i, unused -> new ArrayList<>())
                            .add(CaseEntry.of(listing, "", via(role), role, null));
                }
            }
        }
        List<RelatedSubject> refs = new ArrayList<>();
        for (int i : inOrder(related, byRelated)) {
            String ref = "r" + refs.size();
            refs.add(new RelatedSubject(ref, related.get(i).role()));
            byRelated.getOrDefault(i, List.of()).forEach(entry -> entries.add(entry.concerning(ref)));
        }
        entries.removeIf(entry -> !bears(entry, question));
        SubjectKind kind = question.kind() == null ? subject.defaultKind() : question.kind();
        boolean underage = subject instanceof CitizenId person && person.minorOn(question.asOf());
        return new CaseFile(
                kind,
                underage,
                question.context(),
                question.matter(),
                question.place(),
                question.asOf(),
                question.knownAt(),
                entries,
                refs,
                sources);
    }

    /** Related ones by role, then by what is on record about them: an order that depends on no id. */
    private static List<Integer> inOrder(List<RelatedPerson> related, Map<Integer, List<CaseEntry>> byRelated) {
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < related.size(); i++) {
            order.add(i);
        }
        order.sort(Comparator.comparing((Integer i) -> related.get(i).role())
                .thenComparing(i -> byRelated.getOrDefault(i, List.of()).stream()
                        .sorted(CaseEntry.BY_CONTENT)
                        .map(CaseEntry::toString)
                        .collect(Collectors.joining("\n"))));
        return order;
    }

    private static Via via(String role) {
        return switch (role) {
            case "consortium-member" -> Via.CONSORTIUM;
            case "agency" -> Via.AGENCY;
            case "expert" -> Via.EXPERT;
            default -> Via.ENTITY_OF_LISTED_PERSON;
        };
    }

    private static boolean bears(CaseEntry entry, Question question) {
        LocalDate asOf = question.asOf();
        if (entry.stateAt(asOf, question.knownAt()).live(asOf)) {
            return true;
        }
        return entry.turningDays(asOf).stream()
                .anyMatch(day -> entry.stateAt(day, question.knownAt()).live(day));
    }

    /** The same case on another day, as known at another moment, with one entry changed. */
    CaseFile later(LocalDate day, Instant known, CaseEntry before, @Nullable CaseEntry after) {
        List<CaseEntry> changed = new ArrayList<>(entries);
        changed.replaceAll(entry -> entry.equals(before) && after != null ? after : entry);
        if (after == null) {
            changed.remove(before);
        }
        List<Source> fresh = sources.stream()
                .map(source -> source.loadedAt() == null || !source.reachable()
                        ? source
                        : new Source(source.name(), source.lists(), known, true))
                .toList();
        return new CaseFile(kind, underage, context, matter, place, day, known, changed, related, fresh);
    }
}
