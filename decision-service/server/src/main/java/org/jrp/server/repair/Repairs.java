package org.jrp.server.repair;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.jrp.catalogue.ListType;
import org.jrp.catalogue.WorkingDays;
import org.jrp.listing.Timers;
import org.jrp.server.access.AccessLog;
import org.jrp.server.access.Caller;
import org.jrp.server.access.Cursor;
import org.jrp.server.entry.EntryKey;
import org.jrp.server.entry.EntryLife;
import org.jrp.server.entry.RunningTimer;
import org.jrp.server.entry.StoredListing;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Service;

/** Repairs that were applied for (信用修复跟踪): how each stands, by the events of its entry, and by when it is to be decided. */
@Service
final class Repairs {

    static final List<String> STATES = List.of("pending", "repaired", "refused", "ended");

    /** Of each entry that ever applied: the last event that opens or closes an application, up to a day. */
    private static final String ROWS = """
            select l.id, l.entry_id, l.list, l.recogniser, last.type, last.at, asked.at as since
            from (select distinct listing from listing_event where type = 'repair-requested') one
            join listing l on l.id = one.listing
            cross join lateral (
                select e.type, e.at from listing_event e
                where e.listing = one.listing and e.at <= ? and e.type in
                    ('repair-requested', 'repair-refused', 'repaired', 'exited', 'expired', 'withdrawn', 'archived')
                order by e.at desc, e.seq desc limit 1
            ) last
            cross join lateral (
                select max(e.at) as at from listing_event e
                where e.listing = one.listing and e.type = 'repair-requested' and e.at <= last.at
            ) asked
            where asked.at is not null
            """;

    private final JdbcTemplate jdbc;
    private final Entries entries;
    private final EntryLife life;
    private final AccessLog log;

    Repairs(DataSource source, Entries entries, EntryLife life, AccessLog log) {
        this.jdbc = new JdbcTemplate(source);
        this.entries = entries;
        this.life = life;
        this.log = log;
    }

    /** An application, as its entry's events tell it. */
    record Row(
            long listing,
            String entryId,
            String list,
            @Nullable String recogniser,
            String state,
            LocalDate lastAt,
            LocalDate since) {

        boolean pending() {
            return state.equals("pending");
        }

        Optional<LocalDate> due(WorkingDays calendar) {
            return RunningTimer.repair(recogniser, since).map(timer -> calendar.plus(since, timer.workingDays()));
        }

        boolean overdue(LocalDate today, WorkingDays calendar) {
            return pending() && due(calendar).filter(today::isAfter).isPresent();
        }
    }

    RepairView.Page page(
            Caller caller,
            @Nullable String state,
            @Nullable Boolean overdue,
            @Nullable String list,
            @Nullable Integer limit,
            @Nullable String cursor) {
        Scope scope = Scope.of(caller);
        LocalDate today = life.today();
        WorkingDays calendar = entries.catalogue().workingDays();
        int most = Cursor.limit(limit);
        long before = before(cursor);
        List<Row> within = rows(today, scope);
        List<Row> found = within.stream()
                .filter(row -> row.listing() < before)
                .filter(row -> state == null || row.state().equals(state))
                .filter(row -> overdue == null || row.overdue(today, calendar) == overdue)
                .filter(row -> list == null || row.list().equals(list))
                .limit(most + 1L)
                .toList();
        List<Row> rows = found.subList(0, Math.min(most, found.size()));
        log.record(caller, "repairs-listed", null, list, null, "ok");
        return new RepairView.Page(
                views(rows),
                found.size() > most ? cursor(rows.get(rows.size() - 1).listing()) : null,
                overdue(within, today));
    }

    /** Those within that reach, of the newest entries first. */
    List<Row> rows(LocalDate today, Scope scope) {
        return jdbc.query(
                ROWS + "and (? or l.list = any (?)) order by l.id desc",
                (row, n) -> read(row),
                today,
                scope.all(),
                scope.listArray());
    }

    /** Those of these entries. */
    List<Row> about(Collection<String> entryIds) {
        return jdbc.query(
                ROWS + "and l.entry_id = any (?) order by l.id desc",
                (row, n) -> read(row),
                life.today(),
                entryIds.toArray(String[]::new));
    }

    int overdue(List<Row> rows, LocalDate today) {
        WorkingDays calendar = entries.catalogue().workingDays();
        return (int) rows.stream().filter(row -> row.overdue(today, calendar)).count();
    }

    List<RepairView> views(List<Row> rows) {
        Map<String, StoredListing> stored =
                entries.byId(rows.stream().map(Row::entryId).toList());
        LocalDate today = life.today();
        WorkingDays calendar = entries.catalogue().workingDays();
        return rows.stream()
                .map(row -> view(row, stored.get(row.entryId()), today, calendar))
                .toList();
    }

    private RepairView view(Row row, @Nullable StoredListing stored, LocalDate today, WorkingDays calendar) {
        LocalDate due = row.due(calendar).orElse(null);
        return new RepairView(
                row.entryId(),
                EntryKey.of(row.entryId()),
                row.list(),
                entries.list(row.list()).map(ListType::name).orElse(null),
                stored == null
                        ? null
                        : ShownSubject.of(
                                stored.listing().subject(), stored.listing().name(), false),
                row.recogniser(),
                row.state(),
                row.since(),
                row.pending() ? null : row.lastAt(),
                Timers.on("repair-accept", row.since())
                        .map(timer -> calendar.plus(row.since(), timer.workingDays()))
                        .orElse(null),
                due,
                RunningTimer.repair(row.recogniser(), row.since())
                        .map(Timers.Timer::source)
                        .orElse(null),
                due != null && (calendar.assumed(row.since().getYear()) || calendar.assumed(due.getYear())),
                due != null && row.pending() ? ObjectionPages.left(today, due, calendar) : null,
                row.overdue(today, calendar));
    }

    private static Row read(ResultSet row) throws SQLException {
        return new Row(
                row.getLong("id"),
                row.getString("entry_id"),
                row.getString("list"),
                row.getString("recogniser"),
                switch (row.getString("type")) {
                    case "repair-requested" -> "pending";
                    case "repaired" -> "repaired";
                    case "repair-refused" -> "refused";
                    default -> "ended";
                },
                row.getObject("at", LocalDate.class),
                row.getObject("since", LocalDate.class));
    }

    /** The entry's row before which a page goes on. */
    static long before(@Nullable String cursor) {
        return cursor == null ? Long.MAX_VALUE : Cursor.before(cursor).getLeastSignificantBits();
    }

    static String cursor(long last) {
        return Cursor.of(new UUID(0, last));
    }
}
