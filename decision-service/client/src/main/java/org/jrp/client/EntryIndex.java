package org.jrp.client;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jrp.decision.CaseFile;
import org.jrp.decision.Question;
import org.jrp.decision.Source;
import org.jrp.listing.Listing;
import org.jrp.listing.RelatedPerson;
import org.jrp.subject.SubjectId;
import org.jrp.subject.Uscc;

/** Entries by everybody they name (条目索引), so that a check looks at a few of them and not at all. */
final class EntryIndex {

    private final Map<SubjectId, List<Listing>> byId = new HashMap<>();
    private final List<Source> sources;

    EntryIndex(EntrySource.Entries entries) {
        this.sources = entries.sources();
        for (Listing listing : entries.listings()) {
            put(listing.subject(), listing);
            for (RelatedPerson person : listing.related()) {
                put(person.id(), listing);
            }
        }
    }

    private void put(SubjectId id, Listing listing) {
        byId.computeIfAbsent(id, unused -> new ArrayList<>(1)).add(listing);
    }

    /** The case, as it would be assembled from all entries. */
    CaseFile caseFile(Question question) {
        Set<Listing> found = Collections.newSetFromMap(new IdentityHashMap<>());
        List<Listing> candidates = new ArrayList<>();
        find(question.subject(), found, candidates);
        for (RelatedPerson person : question.relatedPersons()) {
            find(person.id(), found, candidates);
        }
        return CaseFile.assemble(question, candidates, sources);
    }

    private void find(SubjectId id, Set<Listing> found, List<Listing> candidates) {
        add(byId.getOrDefault(id, List.of()), found, candidates);
        if (id instanceof Uscc uscc) {
            uscc.orgCode().ifPresent(code -> add(byId.getOrDefault(code, List.of()), found, candidates));
        }
    }

    private static void add(List<Listing> more, Set<Listing> found, List<Listing> candidates) {
        for (Listing listing : more) {
            if (found.add(listing)) {
                candidates.add(listing);
            }
        }
    }
}
