package org.jrp.server.cases;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jrp.catalogue.Catalogue;
import org.jrp.catalogue.Department;
import org.jrp.catalogue.ListType;
import org.jrp.catalogue.Text;
import org.jrp.server.access.AccessLog;
import org.jrp.server.access.Caller;
import org.jrp.server.access.Cursor;
import org.jrp.server.access.Role;
import org.jrp.server.problem.ProblemException;
import org.jrp.server.release.Releases;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/** Shows cases (案例查询): a department its own, the credit office and auditors all. */
@Service
final class CaseBook {

    static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");

    /** A step of the last text counts; a retraction is for good. */
    private static final String CASES = """
            select c.id, c.department, c.list, c.kind, c.feedback, c.entries, c.author, c.recorded_at,
                t.version, t.title, t.body, s.type as step, coalesce(s.version, 0) as step_version, a.version as approved_version,
                a.title as approved_title, a.body as approved_body, a.recorded_at as approved_at, u.recorded_at as uploaded_at
            from joint_case c
            cross join lateral (
                select version, title, body from joint_case_text where joint_case = c.id order by version desc limit 1) as t
            left join lateral (
                select type, version from joint_case_step where joint_case = c.id order by seq desc limit 1) as s on true
            left join lateral (
                select x.version, x.title, x.body, y.recorded_at
                from joint_case_step y join joint_case_text x on x.joint_case = y.joint_case and x.version = y.version
                where y.joint_case = c.id and y.type = 'approved' and not exists (
                    select 1 from joint_case_step r
                    where r.joint_case = c.id and r.version = y.version and r.type = 'returned' and r.seq > y.seq)
                order by y.version desc, y.seq desc limit 1) as a on true
            left join lateral (
                select recorded_at from joint_case_step where joint_case = c.id and type = 'uploaded' order by seq desc limit 1) as u on true
            """;

    private final JdbcClient jdbc;
    private final Releases releases;
    private final AccessLog log;

    CaseBook(JdbcClient jdbc, Releases releases, AccessLog log) {
        this.jdbc = jdbc;
        this.releases = releases;
        this.log = log;
    }

    /** A case as it stands in the store. */
    record Row(
            UUID id,
            String department,
            String list,
            String kind,
            List<UUID> feedback,
            List<String> entries,
            String author,
            Instant recordedAt,
            int version,
            String title,
            String body,
            CaseState state,
            @Nullable Integer approvedVersion,
            @Nullable String approvedTitle,
            @Nullable String approvedBody,
            @Nullable Instant approvedAt,
            @Nullable Instant uploadedAt) {}

    CaseView.Page page(
            Caller caller,
            @Nullable String state,
            @Nullable String list,
            @Nullable String kind,
            @Nullable Integer limit,
            @Nullable String cursor) {
        String wanted = state == null
                ? null
                : CaseState.find(state)
                        .orElseThrow(() -> ProblemException.field(
                                400,
                                "invalid-parameter",
                                "state",
                                "unknown-state",
                                new Text(
                                        "state 应为 draft、returned、approved、uploaded 或 retracted。",
                                        "The state is draft, returned, approved, uploaded or retracted.")))
                        .code();
        int most = Cursor.limit(limit);
        List<Row> found = jdbc.sql("select * from (" + CASES + """
                        ) as one
                        where id < :before and (cast(:department as text) is null or department = :department)
                            and (cast(:list as text) is null or list = :list) and (cast(:kind as text) is null or kind = :kind)
                            and (cast(:state as text) is null or :state = case
                                when step = 'retracted' then 'retracted' when step_version = version then step else 'draft' end)
                        order by id desc limit :most
                        """)
                .param("before", Cursor.before(cursor))
                .param(
                        "department",
                        seesAll(caller) ? null : caller.department().code())
                .param("list", list)
                .param("kind", kind)
                .param("state", wanted)
                .param("most", most + 1)
                .query((row, number) -> row(row))
                .list();
        List<Row> shown = found.subList(0, Math.min(most, found.size()));
        log.record(caller, "cases-listed", null, list, null, "ok");
        return new CaseView.Page(
                shown.stream().map(this::item).toList(),
                found.size() > most ? Cursor.of(shown.get(most - 1).id()) : null);
    }

    /** One case; 404 where there is none that the caller may see. */
    Row seen(Caller caller, UUID id, String action) {
        Optional<Row> found = jdbc.sql(CASES + " where c.id = ?")
                .param(id)
                .query((row, number) -> row(row))
                .optional()
                .filter(one -> seesAll(caller)
                        || one.department().equals(caller.department().code()));
        log.record(caller, action, null, id.toString(), null, found.isPresent() ? "found" : "not-found");
        return found.orElseThrow(() -> ProblemException.of(
                404, "unknown-case", "没有这个案例,或它不属于本部门。", "There is no such case, or it is not your department's."));
    }

    CaseView view(Row row) {
        return new CaseView(
                row.id(),
                row.department(),
                departmentName(row.department()),
                row.list(),
                listName(row.list()),
                row.kind(),
                row.state().code(),
                row.version(),
                row.approvedVersion(),
                row.title(),
                row.body(),
                row.author(),
                row.recordedAt(),
                row.feedback(),
                row.entries(),
                versions(row.id()),
                steps(row.id()));
    }

    /** What was approved in a year and stands, with the text that was approved last. */
    CaseView.Export export(Caller caller, int year) {
        List<CaseView.Exported> items = new ArrayList<>();
        jdbc.sql(CASES + """
                        where s.type is distinct from 'retracted' and a.recorded_at >= ? and a.recorded_at < ? order by c.id
                        """)
                .params(begin(year), begin(year + 1))
                .query((row, number) -> row(row))
                .list()
                .forEach(row -> {
                    Integer version = row.approvedVersion();
                    Instant approvedAt = row.approvedAt();
                    if (version != null && approvedAt != null) {
                        items.add(new CaseView.Exported(
                                row.id(),
                                row.department(),
                                departmentName(row.department()),
                                row.list(),
                                listName(row.list()),
                                row.kind(),
                                version,
                                String.valueOf(row.approvedTitle()),
                                String.valueOf(row.approvedBody()),
                                approvedAt,
                                row.uploadedAt()));
                    }
                });
        log.record(caller, "cases-exported", null, String.valueOf(year), null, "ok");
        return new CaseView.Export(year, items);
    }

    @Nullable String departmentName(String code) {
        return catalogue().findDepartment(code).map(Department::name).orElse(null);
    }

    @Nullable String listName(String code) {
        return catalogue().findList(code).map(ListType::name).orElse(null);
    }

    private static boolean seesAll(Caller caller) {
        return caller.is(Role.AUDITOR) || caller.is(Role.CREDIT_OFFICE);
    }

    private CaseView.Item item(Row row) {
        return new CaseView.Item(
                row.id(),
                row.department(),
                row.list(),
                listName(row.list()),
                row.kind(),
                row.state().code(),
                row.version(),
                row.approvedVersion(),
                row.title(),
                row.author(),
                row.recordedAt());
    }

    private List<CaseView.Version> versions(UUID id) {
        return jdbc.sql(
                        "select version, title, body, author, recorded_at from joint_case_text where joint_case = ? order by version")
                .param(id)
                .query((row, number) -> new CaseView.Version(
                        row.getInt("version"),
                        row.getString("title"),
                        row.getString("body"),
                        row.getString("author"),
                        row.getObject("recorded_at", OffsetDateTime.class).toInstant()))
                .list();
    }

    private List<CaseView.Step> steps(UUID id) {
        return jdbc.sql("select seq, type, version, reason, officer, department, recorded_at from joint_case_step"
                        + " where joint_case = ? order by seq")
                .param(id)
                .query((row, number) -> new CaseView.Step(
                        row.getInt("seq"),
                        row.getString("type"),
                        row.getInt("version"),
                        row.getString("reason"),
                        row.getString("officer"),
                        row.getString("department"),
                        row.getObject("recorded_at", OffsetDateTime.class).toInstant()))
                .list();
    }

    private static Row row(ResultSet row) throws SQLException {
        int version = row.getInt("version");
        return new Row(
                row.getObject("id", UUID.class),
                row.getString("department"),
                row.getString("list"),
                row.getString("kind"),
                Arrays.asList((UUID[]) row.getArray("feedback").getArray()),
                Arrays.asList((String[]) row.getArray("entries").getArray()),
                row.getString("author"),
                row.getObject("recorded_at", OffsetDateTime.class).toInstant(),
                version,
                row.getString("title"),
                row.getString("body"),
                CaseState.of(row.getString("step"), row.getInt("step_version"), version),
                row.getObject("approved_version", Integer.class),
                row.getString("approved_title"),
                row.getString("approved_body"),
                moment(row, "approved_at"),
                moment(row, "uploaded_at"));
    }

    private static @Nullable Instant moment(ResultSet row, String column) throws SQLException {
        OffsetDateTime moment = row.getObject(column, OffsetDateTime.class);
        return moment == null ? null : moment.toInstant();
    }

    private static OffsetDateTime begin(int year) {
        return LocalDate.of(year, 1, 1).atStartOfDay(ZONE).toInstant().atOffset(ZoneOffset.UTC);
    }

    private Catalogue catalogue() {
        return releases.active().catalogue();
    }
}
