package org.jrp.server.decision;

import java.sql.Array;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.jrp.listing.RelatedPerson;
import org.jrp.server.entry.ListingStore;
import org.jrp.server.entry.StoredListing;
import org.jrp.server.subject.SubjectVault;
import org.jrp.subject.SubjectId;
import org.jrp.subject.Uscc;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;

/** Reads the facts about many subjects at once from PostgreSQL (事实读取): one statement where nobody is on record. */
@Repository
class FactStore {

    /** How many rows speak of a reference; {@code wanted.ref} is the reference. */
    static final String COUNT = """
            (select count(*) from listing l where l.subject = wanted.ref)
                + (select count(*) from listing_event e where e.subject = wanted.ref)
                + (select count(*) from listing_related r where r.subject = wanted.ref)
            """;

    private static final String COUNTS =
            "select " + COUNT + " as rows from unnest(?::bytea[]) with ordinality as wanted (ref, n) order by wanted.n";

    private final JdbcTemplate jdbc;
    private final ListingStore listings;
    private final SubjectVault vault;

    FactStore(DataSource source, ListingStore listings, SubjectVault vault) {
        this.jdbc = new JdbcTemplate(source);
        this.listings = listings;
        this.vault = vault;
    }

    /** The references of a subject. */
    List<Ref> refs(SubjectId subject) {
        return vault.references(subject).stream().map(Ref::of).toList();
    }

    /**
     * The facts about each subject. Rows are counted before they are read: if some are added meanwhile, the count is too small, the
     * recording statement sees that, and the question is answered anew; never the other way round.
     */
    Map<SubjectId, Facts> read(Collection<SubjectId> subjects) {
        Map<SubjectId, List<Ref>> refs = new LinkedHashMap<>();
        List<byte[]> all = new ArrayList<>();
        for (SubjectId subject : subjects) {
            List<byte[]> bytes = vault.references(subject);
            refs.put(subject, bytes.stream().map(Ref::of).toList());
            all.addAll(bytes);
        }
        int[] counts = counts(all);
        List<byte[]> present = new ArrayList<>();
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] > 0) {
                present.add(all.get(i));
            }
        }
        Map<SubjectId, List<StoredListing>> found = present.isEmpty() ? Map.of() : bySubject(listings.about(present));
        Map<SubjectId, Facts> facts = new HashMap<>();
        int next = 0;
        for (Map.Entry<SubjectId, List<Ref>> one : refs.entrySet()) {
            int[] versions = new int[one.getValue().size()];
            for (int i = 0; i < versions.length; i++) {
                versions[i] = counts[next++];
            }
            SubjectId subject = one.getKey();
            List<StoredListing> about = new ArrayList<>(found.getOrDefault(subject, List.of()));
            if (subject instanceof Uscc uscc) {
                uscc.orgCode().ifPresent(code -> about.addAll(found.getOrDefault(code, List.of())));
            }
            facts.put(subject, new Facts(one.getValue(), versions, about));
        }
        return facts;
    }

    private static Map<SubjectId, List<StoredListing>> bySubject(List<StoredListing> listings) {
        Map<SubjectId, List<StoredListing>> bySubject = new HashMap<>();
        for (StoredListing one : listings) {
            bySubject
                    .computeIfAbsent(one.listing().subject(), unused -> new ArrayList<>())
                    .add(one);
            one.listing().related().stream()
                    .map(RelatedPerson::id)
                    .distinct()
                    .filter(id -> !id.equals(one.listing().subject()))
                    .forEach(id -> bySubject
                            .computeIfAbsent(id, unused -> new ArrayList<>())
                            .add(one));
        }
        return bySubject;
    }

    private int[] counts(List<byte[]> references) {
        int[] counts = new int[references.size()];
        jdbc.execute((java.sql.Connection connection) -> {
            Array wanted = connection.createArrayOf("bytea", references.toArray(byte[][]::new));
            try (PreparedStatement select = connection.prepareStatement(COUNTS)) {
                select.setArray(1, wanted);
                try (ResultSet row = select.executeQuery()) {
                    for (int i = 0; row.next(); i++) {
                        counts[i] = row.getInt(1);
                    }
                }
            }
            return counts;
        });
        return counts;
    }
}
