package org.jrp.server.repair;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.jrp.catalogue.ListType;
import org.jrp.catalogue.WorkingDays;
import org.jrp.server.access.Caller;
import org.jrp.server.access.Cursor;
import org.jrp.server.entry.EntryKey;
import org.jrp.server.entry.EntryLife;
import org.jrp.server.entry.StoredListing;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * Reads objections (异议查询). Whether one is decided is not written down a second time: it is, once an event after the one that
 * marked the entry cleared the mark, whoever recorded that event and by which door.
 */
@Component
final class ObjectionPages {

    private static final String ROWS = """
            select o.*, closing.type as closing, closing.at as closed_at,
                coalesce(done.checked, false) as checked, coalesce(done.extended, false) as extended,
                coalesce(done.retracted, false) as retracted
            from objection o
            left join listing l on l.entry_id = o.entry_id
            left join lateral (
                select e.type, e.at from listing_event e
                where e.listing = l.id and e.seq > o.event_seq
                    and e.type in ('dispute-rejected', 'amended', 'withdrawn', 'archived')
                order by e.seq limit 1
            ) closing on true
            left join lateral (
                select bool_or(s.type = 'checked') as checked, bool_or(s.type = 'extended') as extended,
                    bool_or(s.type = 'retracted') as retracted
                from objection_step s where s.objection = o.id
            ) done on true
            """;

    /** Late with the platform's check, or with the decision. */
    private static final String OVERDUE = """
            (closing.type is null and (
                (coalesce(done.checked, false) = false and o.check_due < ?)
                or (case when done.extended then o.longest_due else o.decide_due end) < ?))
            """;

    private static final String WITHIN = "(? or o.list = any (?) or o.department = ?)";

    private static final String RETRACTED_NOTE = "主体已撤回异议;条目上的异议标记须由认定部门作出决定后解除。"
            + " · The subject took it back; the mark on the entry stays until the recogniser decides.";

    private final JdbcTemplate jdbc;
    private final Entries entries;
    private final EntryLife life;

    ObjectionPages(DataSource source, Entries entries, EntryLife life) {
        this.jdbc = new JdbcTemplate(source);
        this.entries = entries;
        this.life = life;
    }

    /**
     * What to look for (查询条件); null for everything.
     *
     * @param open whether it is still to be decided
     * @param overdue whether a day was missed
     */
    record Wanted(
            @Nullable Boolean open,
            @Nullable Boolean overdue,
            @Nullable String list,
            @Nullable String entryId) {}

    /** An objection's row, with what its steps and the entry's events made of it. */
    record Row(
            UUID id,
            String entryId,
            String list,
            byte[] subject,
            LocalDate lodgedOn,
            String lodgedBy,
            String channel,
            String grounds,
            String documentNo,
            byte @Nullable [] attachments,
            String department,
            @Nullable String officer,
            int eventSeq,
            LocalDate checkDue,
            LocalDate decideDue,
            LocalDate longestDue,
            boolean dueAssumed,
            Instant recordedAt,
            @Nullable String closing,
            @Nullable LocalDate closedAt,
            boolean checked,
            boolean extended,
            boolean retracted) {

        boolean open() {
            return closing == null;
        }

        LocalDate due() {
            return extended ? longestDue : decideDue;
        }
    }

    /** The objection that stands open on an entry. */
    Optional<Row> openOn(String entryId) {
        return jdbc
                .query(ROWS + "where o.entry_id = ? and closing.type is null limit 1", (row, n) -> read(row), entryId)
                .stream()
                .findFirst();
    }

    /** One that the caller may see. */
    Optional<Row> find(Caller caller, UUID id) {
        Scope scope = Scope.of(caller);
        return jdbc.query(ROWS + "where o.id = ?", (row, n) -> read(row), id).stream()
                .filter(row -> scope.covers(row.list(), row.department()))
                .findFirst();
    }

    ObjectionView.Page page(Caller caller, Wanted wanted, @Nullable Integer limit, @Nullable String cursor) {
        Scope scope = Scope.of(caller);
        LocalDate today = life.today();
        int most = Cursor.limit(limit);
        List<Object> values = new ArrayList<>(List.of(Cursor.before(cursor), scope.all(), scope.listArray()));
        values.add(scope.department());
        StringBuilder sql =
                new StringBuilder(ROWS).append("where o.id < ? and ").append(WITHIN);
        if (wanted.open() != null) {
            sql.append(wanted.open() ? " and closing.type is null" : " and closing.type is not null");
        }
        if (wanted.overdue() != null) {
            sql.append(wanted.overdue() ? " and " : " and not ").append(OVERDUE);
            values.add(today);
            values.add(today);
        }
        if (wanted.list() != null) {
            sql.append(" and o.list = ?");
            values.add(wanted.list());
        }
        if (wanted.entryId() != null) {
            sql.append(" and o.entry_id = ?");
            values.add(wanted.entryId());
        }
        values.add(most + 1);
        List<Row> found = jdbc.query(sql + " order by o.id desc limit ?", (row, n) -> read(row), values.toArray());
        List<Row> rows = found.subList(0, Math.min(most, found.size()));
        return new ObjectionView.Page(
                views(rows, false),
                found.size() > most ? Cursor.of(rows.get(rows.size() - 1).id()) : null,
                overdue(scope, today));
    }

    /** How many open ones within that reach are overdue. */
    int overdue(Scope scope, LocalDate today) {
        return Objects.requireNonNull(jdbc.queryForObject(
                "select count(*) from (" + ROWS + "where " + OVERDUE + " and " + WITHIN + ") one",
                Integer.class,
                today,
                today,
                scope.all(),
                scope.listArray(),
                scope.department()));
    }

    /** Those about a subject or its entries. */
    List<Row> about(Collection<String> entryIds) {
        return jdbc.query(ROWS + "where o.entry_id = any (?) order by o.id desc", (row, n) -> read(row), (Object)
                entryIds.toArray(String[]::new));
    }

    List<ObjectionView> views(List<Row> rows, boolean named) {
        Map<UUID, List<ObjectionView.Step>> steps =
                steps(rows.stream().map(Row::id).toList());
        Map<String, StoredListing> stored =
                entries.byId(rows.stream().map(Row::entryId).distinct().toList());
        LocalDate today = life.today();
        return rows.stream()
                .map(row -> view(row, steps.getOrDefault(row.id(), List.of()), stored.get(row.entryId()), today, named))
                .toList();
    }

    private ObjectionView view(
            Row row, List<ObjectionView.Step> steps, @Nullable StoredListing stored, LocalDate today, boolean named) {
        LocalDate closedAt = row.closedAt();
        byte[] attachments = row.attachments();
        boolean checkOverdue = row.open() && !row.checked() && today.isAfter(row.checkDue());
        boolean decideOverdue = row.open() && today.isAfter(row.due());
        return new ObjectionView(
                row.id(),
                row.entryId(),
                EntryKey.of(row.entryId()),
                row.list(),
                entries.list(row.list()).map(ListType::name).orElse(null),
                stored == null
                        ? null
                        : ShownSubject.of(
                                stored.listing().subject(), stored.listing().name(), named),
                row.lodgedOn(),
                row.lodgedBy(),
                row.channel(),
                row.grounds(),
                row.documentNo(),
                attachments == null ? null : HexFormat.of().formatHex(attachments),
                row.department(),
                row.officer(),
                row.open() ? "open" : "decided",
                result(row.closing()),
                closedAt,
                row.checkDue(),
                row.due(),
                row.longestDue(),
                row.extended(),
                row.dueAssumed(),
                row.open() ? left(today, row.due(), entries.catalogue().workingDays()) : null,
                checkOverdue,
                decideOverdue,
                checkOverdue || decideOverdue,
                closedAt != null && closedAt.isAfter(row.due()),
                row.retracted(),
                row.open() && row.retracted() ? RETRACTED_NOTE : null,
                row.eventSeq(),
                row.recordedAt(),
                steps);
    }

    private static @Nullable String result(@Nullable String closing) {
        return "dispute-rejected".equals(closing) ? "rejected" : closing;
    }

    /** Working days after today up to the last one. */
    static int left(LocalDate today, LocalDate due, WorkingDays calendar) {
        int left = 0;
        for (LocalDate day = today.plusDays(1); !day.isAfter(due); day = day.plusDays(1)) {
            left += calendar.worked(day) ? 1 : 0;
        }
        return left;
    }

    private Map<UUID, List<ObjectionView.Step>> steps(List<UUID> ids) {
        Map<UUID, List<ObjectionView.Step>> steps = new HashMap<>();
        if (!ids.isEmpty()) {
            jdbc.query(
                    "select * from objection_step where objection = any (?) order by objection, seq",
                    row -> {
                        steps.computeIfAbsent(row.getObject("objection", UUID.class), id -> new ArrayList<>())
                                .add(step(row));
                    },
                    (Object) ids.toArray(UUID[]::new));
        }
        return steps;
    }

    private static ObjectionView.Step step(ResultSet row) throws SQLException {
        return new ObjectionView.Step(
                row.getInt("seq"),
                row.getString("type"),
                row.getObject("at", LocalDate.class),
                row.getString("result"),
                row.getString("reason"),
                row.getString("remedies"),
                row.getString("document_no"),
                row.getString("department"),
                row.getString("officer"),
                row.getObject("event_seq", Integer.class),
                row.getObject("recorded_at", OffsetDateTime.class).toInstant());
    }

    private static Row read(ResultSet row) throws SQLException {
        return new Row(
                row.getObject("id", UUID.class),
                row.getString("entry_id"),
                row.getString("list"),
                row.getBytes("subject"),
                row.getObject("lodged_on", LocalDate.class),
                row.getString("lodged_by"),
                row.getString("channel"),
                row.getString("grounds"),
                row.getString("document_no"),
                row.getBytes("attachments_hash"),
                row.getString("department"),
                row.getString("officer"),
                row.getInt("event_seq"),
                row.getObject("check_due", LocalDate.class),
                row.getObject("decide_due", LocalDate.class),
                row.getObject("longest_due", LocalDate.class),
                row.getBoolean("due_assumed"),
                row.getObject("recorded_at", OffsetDateTime.class).toInstant(),
                row.getString("closing"),
                row.getObject("closed_at", LocalDate.class),
                row.getBoolean("checked"),
                row.getBoolean("extended"),
                row.getBoolean("retracted"));
    }
}
