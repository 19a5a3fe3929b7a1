package org.jrp.server.repair;

import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.jrp.catalogue.Coded;
import org.jrp.server.access.AccessCache;
import org.jrp.server.access.Caller;
import org.jrp.server.access.Cursor;
import org.jrp.server.access.Department;
import org.jrp.server.entry.EntryKey;
import org.jrp.server.subject.Personal;
import org.jrp.server.subject.SubjectVault;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** Reads commitments (承诺查询). The last step of each kind says whether one is published and whether it was kept. */
@Component
final class CommitmentPages {

    private static final String ROWS = """
            select c.*, l.list, coalesce(shown.type = 'published', c.published) as is_published,
                coalesce(kept.type, 'open') as state, kept.at as state_at
            from commitment c
            left join listing l on l.entry_id = c.entry_id
            left join lateral (
                select s.type from commitment_step s
                where s.commitment = c.id and s.type in ('published', 'unpublished') order by s.seq desc limit 1
            ) shown on true
            left join lateral (
                select s.type, s.at from commitment_step s
                where s.commitment = c.id and s.type in ('fulfilled', 'breached') order by s.seq desc limit 1
            ) kept on true
            """;

    private static final String WITHIN = "(? or l.list = any (?) or c.department = ?)";

    private final JdbcTemplate jdbc;
    private final SubjectVault vault;
    private final AccessCache access;

    CommitmentPages(DataSource source, SubjectVault vault, AccessCache access) {
        this.jdbc = new JdbcTemplate(source);
        this.vault = vault;
        this.access = access;
    }

    /** What to look for (查询条件); null for everything. */
    record Wanted(
            @Nullable String type,
            @Nullable Boolean published,
            @Nullable String entryId,
            @Nullable String state,
            @Nullable Collection<byte[]> subject) {}

    /** A commitment's row. */
    record Row(
            UUID id,
            String template,
            int templateVersion,
            CommitmentType type,
            byte[] subject,
            byte[] personal,
            @Nullable String entryId,
            @Nullable String list,
            String reason,
            LocalDate madeOn,
            String documentNo,
            boolean published,
            String department,
            @Nullable String officer,
            @Nullable Integer eventSeq,
            Instant recordedAt,
            String state,
            @Nullable LocalDate stateAt) {}

    static byte[] place(UUID id) {
        return ("commitment:" + id).getBytes(StandardCharsets.UTF_8);
    }

    /** One that the caller may see. */
    Optional<Row> find(Caller caller, UUID id) {
        Scope scope = Scope.of(caller);
        return jdbc.query(ROWS + "where c.id = ?", (row, n) -> read(row), id).stream()
                .filter(row -> scope.covers(String.valueOf(row.list()), row.department()))
                .findFirst();
    }

    CommitmentView.Page page(Caller caller, Wanted wanted, @Nullable Integer limit, @Nullable String cursor) {
        Scope scope = Scope.of(caller);
        int most = Cursor.limit(limit);
        List<Object> values = new ArrayList<>(List.of(Cursor.before(cursor), scope.all(), scope.listArray()));
        values.add(scope.department());
        List<Row> found = rows("where c.id < ? and " + WITHIN, values, wanted, most + 1);
        List<Row> rows = found.subList(0, Math.min(most, found.size()));
        return new CommitmentView.Page(
                views(rows, false),
                found.size() > most ? Cursor.of(rows.get(rows.size() - 1).id()) : null);
    }

    /** What anybody signed in may see. */
    CommitmentView.PublicPage published(
            @Nullable CommitmentType type, @Nullable Integer limit, @Nullable String cursor) {
        int most = Cursor.limit(limit);
        List<Row> found = rows(
                "where c.id < ?",
                new ArrayList<>(List.of(Cursor.before(cursor))),
                new Wanted(type == null ? null : type.code(), true, null, null, null),
                most + 1);
        List<Row> rows = found.subList(0, Math.min(most, found.size()));
        List<CommitmentView.Public> items = new ArrayList<>();
        for (Row row : rows) {
            Personal personal = personal(row);
            if (!ShownSubject.person(personal.id())) {
                items.add(new CommitmentView.Public(
                        row.id(),
                        row.type().code(),
                        row.type().chinese(),
                        ShownSubject.of(personal.id(), personal.name(), false),
                        row.reason(),
                        row.madeOn(),
                        departmentName(row.department()),
                        row.state()));
            }
        }
        return new CommitmentView.PublicPage(
                items, found.size() > most ? Cursor.of(rows.get(rows.size() - 1).id()) : null);
    }

    /** Those that a subject made, newest first. */
    List<Row> about(Collection<byte[]> references) {
        return rows("where true", new ArrayList<>(), new Wanted(null, null, null, null, references), Integer.MAX_VALUE);
    }

    private List<Row> rows(String where, List<Object> values, Wanted wanted, int most) {
        StringBuilder sql = new StringBuilder(ROWS).append(where);
        if (wanted.type() != null) {
            sql.append(" and c.type = ?");
            values.add(wanted.type());
        }
        if (wanted.published() != null) {
            sql.append(" and coalesce(shown.type = 'published', c.published) = ?");
            values.add(wanted.published());
        }
        if (wanted.entryId() != null) {
            sql.append(" and c.entry_id = ?");
            values.add(wanted.entryId());
        }
        if (wanted.state() != null) {
            sql.append(" and coalesce(kept.type, 'open') = ?");
            values.add(wanted.state());
        }
        if (wanted.subject() != null) {
            sql.append(" and c.subject = any (?)");
            values.add(wanted.subject().toArray(byte[][]::new));
        }
        values.add(most);
        return jdbc.query(sql + " order by c.id desc limit ?", (row, n) -> read(row), values.toArray());
    }

    List<CommitmentView> views(List<Row> rows, boolean named) {
        Map<UUID, List<CommitmentView.Step>> steps =
                steps(rows.stream().map(Row::id).toList());
        return rows.stream()
                .map(row -> view(row, steps.getOrDefault(row.id(), List.of()), named))
                .toList();
    }

    private CommitmentView view(Row row, List<CommitmentView.Step> steps, boolean named) {
        Personal personal = personal(row);
        String entryId = row.entryId();
        return new CommitmentView(
                row.id(),
                row.type().code(),
                row.type().chinese(),
                row.template(),
                row.templateVersion(),
                ShownSubject.of(personal.id(), personal.name(), named),
                entryId,
                entryId == null ? null : EntryKey.of(entryId),
                row.reason(),
                row.madeOn(),
                row.documentNo(),
                row.department(),
                departmentName(row.department()),
                row.officer(),
                row.published(),
                row.state(),
                row.state().equals("breached") ? row.stateAt() : null,
                row.eventSeq(),
                row.recordedAt(),
                steps);
    }

    Personal personal(Row row) {
        return Personal.read(vault.open(row.personal(), place(row.id())));
    }

    String departmentName(String code) {
        return access.findDepartment(code).map(Department::name).orElse(code);
    }

    private Map<UUID, List<CommitmentView.Step>> steps(List<UUID> ids) {
        Map<UUID, List<CommitmentView.Step>> steps = new HashMap<>();
        if (!ids.isEmpty()) {
            jdbc.query(
                    "select * from commitment_step where commitment = any (?) order by commitment, seq",
                    row -> {
                        steps.computeIfAbsent(row.getObject("commitment", UUID.class), id -> new ArrayList<>())
                                .add(new CommitmentView.Step(
                                        row.getInt("seq"),
                                        row.getString("type"),
                                        row.getObject("at", LocalDate.class),
                                        row.getString("reason"),
                                        row.getString("department"),
                                        row.getString("officer"),
                                        row.getObject("recorded_at", OffsetDateTime.class)
                                                .toInstant()));
                    },
                    (Object) ids.toArray(UUID[]::new));
        }
        return steps;
    }

    private static Row read(ResultSet row) throws SQLException {
        return new Row(
                row.getObject("id", UUID.class),
                row.getString("template"),
                row.getInt("template_version"),
                type(row.getString("type")),
                row.getBytes("subject"),
                row.getBytes("personal"),
                row.getString("entry_id"),
                row.getString("list"),
                row.getString("reason"),
                row.getObject("made_on", LocalDate.class),
                row.getString("document_no"),
                row.getBoolean("is_published"),
                row.getString("department"),
                row.getString("officer"),
                row.getObject("event_seq", Integer.class),
                row.getObject("recorded_at", OffsetDateTime.class).toInstant(),
                row.getString("state"),
                row.getObject("state_at", LocalDate.class));
    }

    private static CommitmentType type(String code) {
        return Coded.find(CommitmentType.class, code).orElseThrow();
    }

    /** @param code null for none */
    static @Nullable CommitmentType typeOf(@Nullable String code) {
        return code == null ? null : Coded.find(CommitmentType.class, code).orElse(null);
    }
}
