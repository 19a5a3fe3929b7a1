package org.jrp.server.task;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jrp.listing.RelatedPerson;
import org.jrp.server.decision.FactStore;
import org.jrp.server.decision.Ref;
import org.jrp.server.entry.ListingStore;
import org.jrp.server.entry.StoredListing;
import org.jrp.server.subject.Personal;
import org.jrp.server.subject.SubjectVault;
import org.jrp.subject.SubjectId;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** Finds out who a reference stands for (引用还原): the entries about it, and the successions it takes part in, hold the number encrypted. */
@Component
class SubjectsByReference {

    private static final int MOST_STEPS = 20;

    private final JdbcTemplate jdbc;
    private final ListingStore listings;
    private final SubjectVault vault;

    SubjectsByReference(JdbcTemplate jdbc, ListingStore listings, SubjectVault vault) {
        this.jdbc = jdbc;
        this.listings = listings;
        this.vault = vault;
    }

    /** Those that are on record. */
    Set<SubjectId> of(Collection<byte[]> references) {
        Set<SubjectId> found = new LinkedHashSet<>();
        if (references.isEmpty()) {
            return found;
        }
        Set<Ref> wanted = new LinkedHashSet<>();
        references.forEach(one -> wanted.add(Ref.of(one)));
        for (StoredListing entry : listings.about(references)) {
            keep(entry.listing().subject(), wanted, found);
            entry.listing().related().forEach(person -> keep(person.id(), wanted, found));
        }
        byte[][] all = references.toArray(byte[][]::new);
        for (Pair pair : pairs("predecessor = any (?) or successor = any (?)", all, all)) {
            keep(pair.predecessor(), wanted, found);
            keep(pair.successor(), wanted, found);
        }
        return found;
    }

    /** Those who took the place of any of them, directly or by steps. */
    Set<SubjectId> successorsOf(Collection<SubjectId> subjects) {
        Set<SubjectId> found = new LinkedHashSet<>();
        Collection<SubjectId> level = subjects;
        for (int step = 0; step < MOST_STEPS && !level.isEmpty(); step++) {
            List<byte[]> references = new ArrayList<>();
            level.forEach(one -> references.addAll(vault.references(one)));
            Set<SubjectId> next = new LinkedHashSet<>();
            for (Pair pair : pairs("predecessor = any (?)", (Object) references.toArray(byte[][]::new))) {
                if (found.add(pair.successor())) {
                    next.add(pair.successor());
                }
            }
            level = next;
        }
        return found;
    }

    private record Pair(SubjectId predecessor, SubjectId successor) {}

    private List<Pair> pairs(String where, Object... parameters) {
        return jdbc.query(
                "select id, personal from succession where kind = 'subject' and (" + where + ")",
                (row, number) -> {
                    Personal both = Personal.read(vault.open(
                            row.getBytes("personal"), FactStore.placeOfSuccession(row.getObject("id", UUID.class))));
                    return new Pair(
                            both.id(),
                            both.related().stream()
                                    .map(RelatedPerson::id)
                                    .findFirst()
                                    .orElseThrow());
                },
                parameters);
    }

    private void keep(SubjectId subject, Set<Ref> wanted, Set<SubjectId> found) {
        if (vault.references(subject).stream().map(Ref::of).anyMatch(wanted::contains)) {
            found.add(subject);
        }
    }
}
