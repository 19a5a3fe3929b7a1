package org.jrp.server.decision;

import java.nio.charset.StandardCharsets;
import java.sql.Array;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.jrp.listing.RelatedPerson;
import org.jrp.server.entry.ListingStore;
import org.jrp.server.entry.StoredListing;
import org.jrp.server.subject.Personal;
import org.jrp.server.subject.SubjectVault;
import org.jrp.subject.SubjectId;
import org.jrp.subject.SubjectIds;
import org.jrp.subject.Uscc;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** Reads the facts about many subjects at once from PostgreSQL (事实读取): one statement where nobody is on record. */
@Component
public class FactStore {

    /** How many rows speak of a reference; {@code wanted.ref} is the reference. */
    static final String COUNT = """
            (select count(*) from listing l where l.subject = wanted.ref)
                + (select count(*) from listing_event e where e.subject = wanted.ref)
                + (select count(*) from listing_related r where r.subject = wanted.ref)
                + (select count(*) from succession s where s.successor = wanted.ref)
            """;

    private static final String COUNTS = "select " + COUNT
            + " as rows, exists (select 1 from succession s where s.successor = wanted.ref) as succeeds"
            + " from unnest(?::bytea[]) with ordinality as wanted (ref, n) order by wanted.n";

    private static final String SUCCESSIONS =
            "select id, successor, personal, takes_effect, recorded_at from succession where successor = any (?)";

    /** Nobody takes the place of another more often than that, one after the other. */
    private static final int MOST_STEPS = 20;

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
        Map<SubjectId, List<Counted>> refs = new LinkedHashMap<>();
        List<byte[]> all = new ArrayList<>();
        for (SubjectId subject : subjects) {
            List<byte[]> bytes = vault.references(subject);
            refs.put(subject, new ArrayList<>());
            all.addAll(bytes);
        }
        List<Counted> counts = counts(all);
        int next = 0;
        Map<SubjectId, List<Inherited>> inherited = new HashMap<>();
        for (Map.Entry<SubjectId, List<Counted>> one : refs.entrySet()) {
            int size = vault.references(one.getKey()).size();
            one.getValue().addAll(counts.subList(next, next + size));
            next += size;
            if (one.getValue().stream().anyMatch(Counted::succeeds)) {
                List<Inherited> from = new ArrayList<>();
                List<byte[]> own = one.getValue().stream().map(Counted::ref).toList();
                inherit(one.getValue(), own, new Inherited(one.getKey(), LocalDate.MIN, Instant.MIN), from, 0);
                inherited.put(one.getKey(), from);
            }
        }
        List<byte[]> present = refs.values().stream()
                .flatMap(List::stream)
                .filter(one -> one.rows() > 0)
                .map(Counted::ref)
                .toList();
        List<StoredListing> listed = present.isEmpty() ? List.of() : listings.about(present);
        Map<SubjectId, List<StoredListing>> found = bySubject(listed);
        Map<SubjectId, Facts> facts = new HashMap<>();
        for (Map.Entry<SubjectId, List<Counted>> one : refs.entrySet()) {
            SubjectId subject = one.getKey();
            List<StoredListing> about = new ArrayList<>(found.getOrDefault(subject, List.of()));
            if (subject instanceof Uscc uscc) {
                uscc.orgCode().ifPresent(code -> about.addAll(found.getOrDefault(code, List.of())));
            }
            for (Inherited from : inherited.getOrDefault(subject, List.of())) {
                listed.stream()
                        .filter(entry -> SubjectIds.matches(
                                from.predecessor(), entry.listing().subject()))
                        .map(entry -> entry.inherited(subject, from.takesEffect(), from.recordedAt()))
                        .forEach(about::add);
            }
            facts.put(
                    subject,
                    new Facts(
                            one.getValue().stream()
                                    .map(counted -> Ref.of(counted.ref()))
                                    .toList(),
                            one.getValue().stream().mapToInt(Counted::rows).toArray(),
                            about));
        }
        return facts;
    }

    /** A reference, how many rows speak of it, and whether it took the place of another. */
    private record Counted(byte[] ref, int rows, boolean succeeds) {}

    /** A subject whose place was taken. */
    private record Inherited(SubjectId predecessor, LocalDate takesEffect, Instant recordedAt) {}

    /** Adds those whose place the references' subject took, and those whose place these had taken; counts their references in. */
    private void inherit(List<Counted> counted, List<byte[]> refs, Inherited by, List<Inherited> all, int step) {
        for (Inherited one : successions(refs)) {
            boolean known = all.stream().anyMatch(other -> other.predecessor().equals(one.predecessor()));
            if (known || step == MOST_STEPS) {
                continue;
            }
            Inherited whole = new Inherited(
                    one.predecessor(),
                    one.takesEffect().isBefore(by.takesEffect()) ? by.takesEffect() : one.takesEffect(),
                    one.recordedAt().isBefore(by.recordedAt()) ? by.recordedAt() : one.recordedAt());
            all.add(whole);
            List<Counted> more = counts(vault.references(one.predecessor()));
            counted.addAll(more);
            if (more.stream().anyMatch(Counted::succeeds)) {
                inherit(counted, more.stream().map(Counted::ref).toList(), whole, all, step + 1);
            }
        }
    }

    private List<Inherited> successions(List<byte[]> successors) {
        return jdbc.query(
                SUCCESSIONS,
                (row, number) -> new Inherited(
                        Personal.read(vault.open(
                                        row.getBytes("personal"), placeOfSuccession(row.getObject("id", UUID.class))))
                                .id(),
                        row.getObject("takes_effect", LocalDate.class),
                        row.getObject("recorded_at", OffsetDateTime.class).toInstant()),
                (Object) successors.toArray(byte[][]::new));
    }

    /** The place in which both subjects of a succession are sealed. */
    public static byte[] placeOfSuccession(UUID id) {
        return ("succession:" + id).getBytes(StandardCharsets.UTF_8);
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

    private List<Counted> counts(List<byte[]> references) {
        if (references.isEmpty()) {
            return List.of();
        }
        List<Counted> counts = new ArrayList<>(references.size());
        jdbc.execute((java.sql.Connection connection) -> {
            Array wanted = connection.createArrayOf("bytea", references.toArray(byte[][]::new));
            try (PreparedStatement select = connection.prepareStatement(COUNTS)) {
                select.setArray(1, wanted);
                try (ResultSet row = select.executeQuery()) {
                    for (int i = 0; row.next(); i++) {
                        counts.add(new Counted(references.get(i), row.getInt(1), row.getBoolean(2)));
                    }
                }
            }
            return counts;
        });
        return counts;
    }
}
