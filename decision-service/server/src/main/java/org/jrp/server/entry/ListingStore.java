package org.jrp.server.entry;

import java.nio.charset.StandardCharsets;
import java.sql.Array;
import java.sql.Connection;
import java.sql.Date;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.jrp.catalogue.Coded;
import org.jrp.json.Json;
import org.jrp.listing.Event;
import org.jrp.listing.EventType;
import org.jrp.listing.Listing;
import org.jrp.listing.Origin;
import org.jrp.listing.Severity;
import org.jrp.server.subject.Personal;
import org.jrp.server.subject.SubjectVault;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** Reads entries with their events from PostgreSQL (条目读取). */
@Component
public class ListingStore {

    private static final String COLUMNS = """
            select l.id, l.entry_id, l.list, l.personal, l.recogniser, l.doc_no, l.basis, l.recognised_at, l.valid_from,
                l.valid_to, l.ground, l.severity, l.corrected, l.court_order, l.personal_responsibility, l.missing, l.import,
                i.recorded_at
            from listing l join import i on i.id = l.import
            """;

    private static final String ABOUT = COLUMNS + """
                    where l.subject = any (?)
                    union all
                    """ + COLUMNS + """
                    where l.id in (select listing from listing_related where subject = any (?)) and not l.subject = any (?)
                    order by id
                    """;

    private static final String EVENTS = """
            select e.listing, e.type, e.at, e.actor, e.actor_org, e.doc_no, e.reason, e.origin, e.changes,
                coalesce(e.recorded_at, i.recorded_at) as recorded_at
            from listing_event e left join import i on i.id = e.import
            where e.listing = any (?)
            order by e.listing, e.seq
            """;

    private final JdbcTemplate jdbc;
    private final SubjectVault vault;

    ListingStore(DataSource source, SubjectVault vault) {
        this.jdbc = new JdbcTemplate(source);
        this.vault = vault;
    }

    /** Every entry about any of those references, by which a subject is listed or named; in the order in which they came. */
    public List<StoredListing> about(Collection<byte[]> references) {
        return read(ABOUT, connection -> {
            Array wanted = bytes(connection, references);
            return List.of(wanted, wanted, wanted);
        });
    }

    /** The entries of those keys, in their order; those that are not there are left out. */
    public List<StoredListing> ofRows(List<Long> rows) {
        if (rows.isEmpty()) {
            return List.of();
        }
        Map<Long, StoredListing> found = new HashMap<>();
        read(
                        COLUMNS + "where l.id = any (?)",
                        connection -> List.of(connection.createArrayOf("bigint", rows.toArray())))
                .forEach(one -> found.put(one.row(), one));
        return rows.stream().map(found::get).filter(java.util.Objects::nonNull).toList();
    }

    /** The entries with those entry ids. */
    public List<StoredListing> ofEntryIds(Collection<String> entryIds) {
        return read(
                COLUMNS + "where l.entry_id = any (?)",
                connection -> List.of(connection.createArrayOf("text", entryIds.toArray())));
    }

    /** The place in which an entry's personal fields were sealed. */
    static byte[] place(String entryId) {
        return ("listing:" + entryId).getBytes(StandardCharsets.UTF_8);
    }

    private interface Parameters {
        List<Array> in(Connection connection) throws SQLException;
    }

    private List<StoredListing> read(String sql, Parameters parameters) {
        List<StoredListing> found = jdbc.execute((Connection connection) -> {
            Map<Long, Bare> bare = new LinkedHashMap<>();
            try (PreparedStatement select = connection.prepareStatement(sql)) {
                int place = 1;
                for (Array parameter : parameters.in(connection)) {
                    select.setArray(place++, parameter);
                }
                try (ResultSet row = select.executeQuery()) {
                    while (row.next()) {
                        bare.put(row.getLong("id"), bare(row));
                    }
                }
            }
            if (bare.isEmpty()) {
                return List.<StoredListing>of();
            }
            Map<Long, List<Event>> events = events(connection, bare.keySet());
            List<StoredListing> whole = new ArrayList<>(bare.size());
            bare.forEach((key, one) -> whole.add(one.with(key, events.getOrDefault(key, List.of()))));
            return whole;
        });
        return found == null ? List.of() : found;
    }

    static Map<Long, List<Event>> events(Connection connection, Collection<Long> rows) throws SQLException {
        Map<Long, List<Event>> events = new HashMap<>();
        try (PreparedStatement select = connection.prepareStatement(EVENTS)) {
            select.setArray(1, connection.createArrayOf("bigint", rows.toArray()));
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    events.computeIfAbsent(row.getLong("listing"), unused -> new ArrayList<>())
                            .add(event(row));
                }
            }
        }
        return events;
    }

    /** An entry before its events are known. */
    private record Bare(Listing listing, Instant recordedAt, List<String> missing, UUID importId) {

        StoredListing with(long row, List<Event> events) {
            Listing whole = listing;
            for (Event event : events) {
                whole = whole.with(event);
            }
            return new StoredListing(
                    row, missing.isEmpty() ? Recognition.completed(whole) : whole, recordedAt, missing, importId, null);
        }
    }

    private Bare bare(ResultSet row) throws SQLException {
        String entryId = row.getString("entry_id");
        Personal personal = Personal.read(vault.open(row.getBytes("personal"), place(entryId)));
        String severity = row.getString("severity");
        Listing listing = new Listing(
                entryId,
                personal.id(),
                personal.name(),
                row.getString("list"),
                row.getString("recogniser"),
                row.getString("doc_no"),
                row.getString("basis"),
                date(row, "recognised_at"),
                row.getDate("valid_from").toLocalDate(),
                date(row, "valid_to"),
                row.getString("ground"),
                severity == null ? null : Coded.find(Severity.class, severity).orElseThrow(),
                row.getBoolean("corrected"),
                bool(row, "court_order"),
                bool(row, "personal_responsibility"),
                personal.related(),
                List.of());
        Array missing = row.getArray("missing");
        return new Bare(
                listing,
                row.getObject("recorded_at", OffsetDateTime.class).toInstant(),
                missing == null ? List.of() : Arrays.asList((String[]) missing.getArray()),
                row.getObject("import", UUID.class));
    }

    private static Event event(ResultSet row) throws SQLException {
        String origin = row.getString("origin");
        String actor = row.getString("actor");
        return new Event(
                Coded.find(EventType.class, row.getString("type")).orElseThrow(),
                row.getDate("at").toLocalDate(),
                row.getObject("recorded_at", OffsetDateTime.class).toInstant(),
                actor == null ? row.getString("actor_org") : actor,
                row.getString("doc_no"),
                row.getString("reason"),
                origin == null ? null : Coded.find(Origin.class, origin).orElseThrow(),
                changes(row.getString("changes")));
    }

    static Map<String, String> changes(@Nullable String json) {
        Map<String, String> changes = new LinkedHashMap<>();
        if (json != null && Json.read(json) instanceof Map<?, ?> map) {
            map.forEach((key, value) -> changes.put((String) key, (String) value));
        }
        return changes;
    }

    private static @Nullable LocalDate date(ResultSet row, String column) throws SQLException {
        Date date = row.getDate(column);
        return date == null ? null : date.toLocalDate();
    }

    private static @Nullable Boolean bool(ResultSet row, String column) throws SQLException {
        boolean value = row.getBoolean(column);
        return row.wasNull() ? null : value;
    }

    private static Array bytes(Connection connection, Collection<byte[]> values) throws SQLException {
        return connection.createArrayOf("bytea", values.toArray(byte[][]::new));
    }
}
