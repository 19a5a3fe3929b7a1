package org.jrp.server.figure;

import java.nio.charset.StandardCharsets;
import java.sql.Date;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jrp.catalogue.Catalogue;
import org.jrp.catalogue.Coded;
import org.jrp.catalogue.Department;
import org.jrp.catalogue.Kind;
import org.jrp.catalogue.ListType;
import org.jrp.json.Json;
import org.jrp.listing.EntryState;
import org.jrp.listing.Event;
import org.jrp.listing.EventType;
import org.jrp.listing.Origin;
import org.jrp.listing.State;
import org.jrp.server.subject.Personal;
import org.jrp.server.subject.SubjectVault;
import org.jrp.subject.SubjectKind;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * The entries of a year as they stood on a day, known at a moment (当年条目). An entry belongs to the year of its recognition. Left out are
 * drafts, entries withdrawn by then, and one that lacked a required field and came again complete.
 */
@Component
final class YearEntries {

    private static final String WHERE = """
            from listing l join import i on i.id = l.import
            where i.recorded_at <= ? and (l.recognised_at between ? and ? or l.recognised_at is null)
                and (l.missing is null or not exists (
                    select 1 from listing whole join import came on came.id = whole.import
                    where whole.entry_id = substr(l.entry_id, 1, length(l.entry_id) - 9) and came.recorded_at <= ?))
            """;

    private static final String ENTRIES = """
            select l.id, l.entry_id, l.list, l.subject, l.recogniser, l.recognised_at, l.valid_from, l.valid_to, l.corrected,
                l.missing is null as usable, l.person,
                case when l.person is null or l.key_version <> ? then l.personal end as personal
            """ + WHERE + "order by l.id";

    private static final String EVENTS = """
            select e.listing, e.type, e.at, coalesce(e.recorded_at, came.recorded_at) as known_at, e.doc_no, e.origin, e.changes
            from listing_event e left join import came on came.id = e.import
            where e.listing in (select l.id
            """ + WHERE + ") order by e.listing, e.seq";

    private static final String COMMITMENTS = """
            select entry_id, encode(subject, 'hex') as subject from commitment
            where type = 'repair' and made_on <= ? and recorded_at <= ? and (entry_id is not null or made_on >= ?)
            """;

    private static final String TRAININGS = """
            select distinct a.entry_id from training_attendance a join training t on t.id = a.training
            where t.held_on <= ? and a.recorded_at <= ?
            """;

    private static final HexFormat HEX = HexFormat.of();

    private final SubjectVault vault;
    private final CatalogueNow catalogues;
    private final FigureProperties properties;

    YearEntries(SubjectVault vault, CatalogueNow catalogues, FigureProperties properties) {
        this.vault = vault;
        this.catalogues = catalogues;
        this.properties = properties;
    }

    /** An entry's row. */
    private record Bare(
            long row,
            String entryId,
            String list,
            String subject,
            boolean person,
            @Nullable String recogniser,
            boolean usable,
            Course course) {}

    /** Entry ids and subjects. */
    private record Marks(Set<String> entries, Set<String> subjects) {}

    /** In the order in which they came. */
    List<YearEntry> of(JdbcTemplate jdbc, Scope scope) {
        Map<Long, List<Event>> events = events(jdbc, scope);
        Marks committed = commitments(jdbc, scope);
        Set<String> trained =
                new HashSet<>(jdbc.queryForList(TRAININGS, String.class, scope.asOf(), at(scope.knownAt())));
        Set<String> city = cityNames(jdbc);
        Map<String, Kind> kinds = kinds();
        List<YearEntry> found = new ArrayList<>();
        jdbc.query(
                ENTRIES,
                row -> {
                    Bare bare = bare(row, events);
                    YearEntry entry = entry(bare, scope, kinds, city, committed, trained);
                    if (entry != null) {
                        found.add(entry);
                    }
                },
                with(vault.keyVersion(), scope));
        return found;
    }

    /** Names under which departments of the city recognise entries. */
    private Set<String> cityNames(JdbcTemplate jdbc) {
        Set<String> names = new HashSet<>(properties.cityNames());
        Catalogue catalogue = catalogues.now();
        for (Department one : catalogue.departments()) {
            names.add(one.name());
            names.addAll(one.aliases());
        }
        names.addAll(jdbc.queryForList(
                "select name from department union select unnest(aliases) from department", String.class));
        return names;
    }

    private Map<String, Kind> kinds() {
        Map<String, Kind> kinds = new HashMap<>();
        for (ListType one : catalogues.now().lists()) {
            kinds.put(one.code(), one.kind());
        }
        return kinds;
    }

    private static @Nullable YearEntry entry(
            Bare bare, Scope scope, Map<String, Kind> kinds, Set<String> city, Marks committed, Set<String> trained) {
        Course course = bare.course();
        LocalDate day = course.day(scope.asOf(), scope.knownAt());
        if (day.isBefore(scope.first()) || day.isAfter(scope.asOf())) {
            return null;
        }
        State on = course.stateAt(scope.asOf(), scope.knownAt());
        if (!course.recognised(on) || on.state() == EntryState.WITHDRAWN) {
            return null;
        }
        return new YearEntry(
                bare.row(),
                bare.entryId(),
                bare.list(),
                kinds.get(bare.list()),
                bare.subject(),
                bare.person(),
                bare.recogniser() != null && city.contains(bare.recogniser()),
                bare.usable(),
                day,
                on.state(),
                bare.usable() && course.everPublished(scope.asOf(), scope.knownAt()),
                course.left(on, scope.asOf(), scope.knownAt()),
                on.committed()
                        || committed.entries().contains(bare.entryId())
                        || committed.subjects().contains(bare.subject()),
                on.trained() || trained.contains(bare.entryId()));
    }

    private Bare bare(ResultSet row, Map<Long, List<Event>> events) throws SQLException {
        long id = row.getLong("id");
        String entryId = row.getString("entry_id");
        String subject = HEX.formatHex(row.getBytes("subject"));
        boolean person = row.getBoolean("person");
        byte[] personal = row.getBytes("personal");
        if (personal != null) {
            Personal opened = Personal.read(vault.open(personal, place(entryId)));
            subject = HEX.formatHex(vault.reference(opened.id()));
            person = opened.id().defaultKind() == SubjectKind.INDIVIDUAL;
        }
        return new Bare(
                id,
                entryId,
                row.getString("list"),
                subject,
                person,
                row.getString("recogniser"),
                row.getBoolean("usable"),
                new Course(
                        date(row, "recognised_at"),
                        row.getDate("valid_from").toLocalDate(),
                        date(row, "valid_to"),
                        row.getBoolean("corrected"),
                        events.getOrDefault(id, List.of())));
    }

    private static Map<Long, List<Event>> events(JdbcTemplate jdbc, Scope scope) {
        Map<Long, List<Event>> events = new HashMap<>();
        jdbc.query(
                EVENTS,
                row -> {
                    String origin = row.getString("origin");
                    events.computeIfAbsent(row.getLong("listing"), unused -> new ArrayList<>())
                            .add(new Event(
                                    Coded.find(EventType.class, row.getString("type"))
                                            .orElseThrow(),
                                    row.getDate("at").toLocalDate(),
                                    row.getObject("known_at", OffsetDateTime.class)
                                            .toInstant(),
                                    null,
                                    row.getString("doc_no"),
                                    null,
                                    origin == null
                                            ? null
                                            : Coded.find(Origin.class, origin).orElseThrow(),
                                    changes(row.getString("changes"))));
                },
                with(null, scope));
        return events;
    }

    private static Marks commitments(JdbcTemplate jdbc, Scope scope) {
        Marks marks = new Marks(new HashSet<>(), new HashSet<>());
        jdbc.query(
                COMMITMENTS,
                row -> {
                    String entryId = row.getString("entry_id");
                    if (entryId == null) {
                        marks.subjects().add(row.getString("subject"));
                    } else {
                        marks.entries().add(entryId);
                    }
                },
                scope.asOf(),
                at(scope.knownAt()),
                scope.first());
        return marks;
    }

    private static Object[] with(@Nullable Integer keyVersion, Scope scope) {
        OffsetDateTime known = at(scope.knownAt());
        return keyVersion == null
                ? new Object[] {known, scope.first(), scope.asOf(), known}
                : new Object[] {keyVersion, known, scope.first(), scope.asOf(), known};
    }

    private static Map<String, String> changes(@Nullable String json) {
        Map<String, String> changes = new LinkedHashMap<>();
        if (json != null && Json.read(json) instanceof Map<?, ?> map) {
            map.forEach((key, value) -> changes.put(String.valueOf(key), String.valueOf(value)));
        }
        return changes;
    }

    /** The place in which an entry's personal fields were sealed. */
    static byte[] place(String entryId) {
        return ("listing:" + entryId).getBytes(StandardCharsets.UTF_8);
    }

    static OffsetDateTime at(Instant moment) {
        return OffsetDateTime.ofInstant(moment, ZoneOffset.UTC);
    }

    private static @Nullable LocalDate date(ResultSet row, String column) throws SQLException {
        Date date = row.getDate(column);
        return date == null ? null : date.toLocalDate();
    }
}
