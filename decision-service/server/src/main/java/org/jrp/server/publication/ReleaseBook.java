package org.jrp.server.publication;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jrp.catalogue.InvalidFilesException;
import org.jrp.catalogue.Text;
import org.jrp.json.JsonWriter;
import org.jrp.release.Bundle;
import org.jrp.server.Uuids;
import org.jrp.server.access.AccessLog;
import org.jrp.server.access.Caller;
import org.jrp.server.access.Cursor;
import org.jrp.server.access.Inputs;
import org.jrp.server.access.Role;
import org.jrp.server.problem.ProblemException;
import org.jrp.server.release.InstallationKey;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import tools.jackson.databind.json.JsonMapper;

/** Releases that are stored, what is said of them, and who stands by them (发布版本登记). */
@Service
class ReleaseBook {

    private static final int LONGEST_TEXT = 2_000;
    private static final int LONGEST_PATH = 300;
    private static final int MOST_LINE = 10_000_000;
    private static final Pattern HASH = Pattern.compile("(sha256:)?[0-9a-f]{64}");

    private static final String SUMMARY = """
            select release.hash, release.origin, release.stored_at, release.author_department, release.author_credential,
                release.author_officer, release.report, release_approval.id as approval, release_approval.reason,
                release_approval.department, release_approval.credential, release_approval.officer, release_approval.approved_at,
                release_approval.statement, release_approval.signature,
                (select max(activated_at) from release_activation where release = release.hash) as activated_at,
                release.hash = (select release from release_activation order by seq desc limit 1) as active,
                (select min(due) from release_plan left join release_plan_end on plan = id
                    where release_plan.release = release.hash and plan is null) as due
            from release left join release_approval on release_approval.release = release.hash
            """;

    private final JdbcClient jdbc;
    private final InstallationKey key;
    private final AccessLog log;
    private final InstantSource clock;
    private final JsonMapper json;
    private final List<ApprovalCondition> approval;

    ReleaseBook(
            JdbcClient jdbc,
            InstallationKey key,
            AccessLog log,
            InstantSource clock,
            JsonMapper json,
            List<ApprovalCondition> approval) {
        this.jdbc = jdbc;
        this.key = key;
        this.log = log;
        this.clock = clock;
        this.json = json;
        this.approval = List.copyOf(approval);
    }

    /** A release as it is stored. */
    record Row(
            String hash,
            String origin,
            Instant storedAt,
            ReleaseDetail.@Nullable Person author,
            @Nullable CheckReport report,
            ReleaseDetail.@Nullable Approval approval,
            @Nullable Instant activatedAt,
            boolean active,
            @Nullable Instant due) {

        String state() {
            if (active) {
                return "active";
            }
            if (activatedAt != null) {
                return "superseded";
            }
            return approval == null && author != null ? "draft" : "approved";
        }

        boolean wasActive() {
            return activatedAt != null;
        }
    }

    /** The release of that hash. */
    Optional<Row> find(String hash) {
        if (!HASH.matcher(hash).matches()) {
            return Optional.empty();
        }
        String whole = hash.startsWith("sha256:") ? hash : "sha256:" + hash;
        return jdbc.sql(SUMMARY + " where release.hash = ?")
                .param(whole)
                .query((row, number) -> row(row))
                .optional();
    }

    /** The release of that hash, where the caller may see it: drafts are for those who write, approve and audit. */
    Row seen(Caller caller, String hash) {
        return find(hash)
                .filter(row -> row.wasActive() || seesDrafts(caller))
                .orElseThrow(
                        () -> ProblemException.of(404, "unknown-release", "没有这个发布版本。", "There is no such release."));
    }

    /** One page, the latest stored first. */
    ReleaseDetail.Page page(Caller caller, @Nullable Integer limit, @Nullable String cursor) {
        int most = Cursor.limit(limit);
        boolean drafts = seesDrafts(caller);
        if (cursor != null && find(cursor).isEmpty()) {
            throw ProblemException.field(
                    400,
                    "invalid-parameter",
                    "cursor",
                    "invalid-cursor",
                    new Text("参数 cursor 不是上一页给出的值。", "The parameter cursor is not what the page before gave."));
        }
        String after = cursor == null ? "" : cursor;
        List<Row> found = jdbc.sql(SUMMARY + """
                         where (? or exists (select from release_activation where release = release.hash))
                            and (? = '' or (release.stored_at, release.hash) < (select stored_at, hash from release where hash = ?))
                        order by release.stored_at desc, release.hash desc limit ?
                        """)
                .params(drafts, after, after, most + 1)
                .query((row, number) -> row(row))
                .list();
        List<Row> shown = found.subList(0, Math.min(most, found.size()));
        return new ReleaseDetail.Page(
                shown.stream().map(ReleaseBook::summary).toList(),
                found.size() > most ? shown.get(shown.size() - 1).hash() : null);
    }

    /** The scenarios that came with a release, by path. */
    SortedMap<String, byte[]> scenarios(String hash) {
        return jdbc.sql("select coalesce(scenarios, ''::bytea) from release where hash = ?")
                .param(hash)
                .query(byte[].class)
                .optional()
                .map(kept -> UploadedFiles.scenarios(kept))
                .orElseGet(TreeMap::new);
    }

    /** Stores a release that passed the check. */
    void store(Caller caller, UploadedFiles uploaded, CheckReport report) {
        String hash = uploaded.files().hash();
        jdbc.sql("""
                        insert into release (hash, bundle, origin, author_department, author_credential, author_officer, report, scenarios)
                        values (?, ?, 'uploaded', ?, ?, ?, ?, ?) on conflict do nothing
                        """)
                .param(hash)
                .param(key.bundle(uploaded.files()))
                .param(caller.department().code())
                .param(caller.credential())
                .param(caller.officer())
                .param(json.writeValueAsString(report))
                .param(uploaded.scenarioZip())
                .update();
        log.record(caller, "release-upload", null, hash, null, "stored");
    }

    /** A remark. */
    ReleaseDetail.Comment comment(
            Caller caller, Row row, @Nullable String text, @Nullable String file, @Nullable Integer line) {
        String said = required(text, "/text");
        Inputs inputs = new Inputs();
        if (file != null && !Inputs.plain(file, LONGEST_PATH)) {
            inputs.wrong(
                    "/file", "invalid-file", "file 应为 1 至 300 个字符的路径。", "The file is a path of 1 to 300 characters.");
        }
        if (line != null && (line < 1 || line > MOST_LINE || file == null)) {
            inputs.wrong(
                    "/line", "invalid-line", "line 从 1 开始,须与 file 同用。", "The line counts from 1 and needs a file.");
        }
        inputs.refuseIfWrong();
        UUID id = Uuids.at(clock.instant());
        jdbc.sql("""
                        insert into release_comment (id, release, text, file, line, department, credential, officer)
                        values (?, ?, ?, ?, ?, ?, ?, ?)
                        """)
                .param(id)
                .param(row.hash())
                .param(said)
                .param(file)
                .param(line)
                .param(caller.department().code())
                .param(caller.credential())
                .param(caller.officer())
                .update();
        log.record(caller, "release-comment", null, row.hash(), null, "recorded");
        return comments(row).items().stream()
                .filter(one -> one.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    ReleaseDetail.Comments comments(Row row) {
        return new ReleaseDetail.Comments(jdbc.sql("select * from release_comment where release = ? order by id")
                .param(row.hash())
                .query((one, number) -> new ReleaseDetail.Comment(
                        one.getObject("id", UUID.class),
                        one.getString("text"),
                        one.getString("file"),
                        one.getObject("line", Integer.class),
                        person(one, ""),
                        instant(one, "recorded_at")))
                .list());
    }

    /** A second person stands by it; signed by this installation. */
    void approve(Caller caller, Row row, @Nullable String reason, List<UUID> confirmed) {
        String why = required(reason, "/reason");
        ReleaseDetail.Person author = row.author();
        if (author == null) {
            throw ProblemException.of(
                    409,
                    "needs-no-approval",
                    "随附的发布版本无需审批。",
                    "The release that ships with the service needs no approval.");
        }
        String officer = caller.officer();
        if (caller.credential().equals(author.credential())
                || (officer != null && officer.equals(author.officer()))
                || wroteIn(caller, row.hash())) {
            log.record(caller, "release-approve", null, row.hash(), null, "second-person-required");
            throw ProblemException.of(
                    403,
                    "second-person-required",
                    "发布版本须由编写和上传人以外的另一人审批。",
                    "A release is approved by another person than those who wrote or uploaded it.");
        }
        if (row.approval() != null) {
            throw approvedAlready();
        }
        bundle(row);
        Map<String, Object> conditions = new TreeMap<>();
        approval.forEach(one -> conditions.putAll(one.met(row.hash(), confirmed)));
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        UUID id = Uuids.at(now);
        Map<String, Object> statement = new TreeMap<>(conditions);
        statement.put("approval", id.toString());
        statement.put("release", row.hash());
        statement.put("author", said(author));
        statement.put("approver", said(person(caller)));
        statement.put("reason", why);
        statement.put("approvedAt", now.toString());
        byte[] bytes = JsonWriter.canonical(statement);
        int stored = jdbc.sql("""
                        insert into release_approval (id, release, reason, department, credential, officer, approved_at, statement, signature)
                        values (?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict (release) do nothing
                        """)
                .param(id)
                .param(row.hash())
                .param(why)
                .param(caller.department().code())
                .param(caller.credential())
                .param(officer)
                .param(now.atOffset(java.time.ZoneOffset.UTC))
                .param(bytes)
                .param(key.sign(bytes))
                .update();
        if (stored == 0) {
            throw approvedAlready();
        }
        log.record(caller, "release-approve", null, row.hash(), why, "approved");
    }

    /** Whether the caller wrote in a draft that became that release. */
    private boolean wroteIn(Caller caller, String hash) {
        return jdbc.sql("""
                        select exists (select from draft_end join draft_change on draft_change.draft = draft_end.draft
                            where draft_end.release = ? and (draft_change.credential = ? or draft_change.officer = ?::text))
                        """)
                .params(Arrays.asList(hash, caller.credential(), caller.officer()))
                .query(Boolean.class)
                .single();
    }

    /** The signed zip file, checked. */
    byte[] bundle(Row row) {
        byte[] bytes = jdbc.sql("select bundle from release where hash = ?")
                .param(row.hash())
                .query(byte[].class)
                .single();
        try {
            if (Bundle.read(row.hash(), new ByteArrayInputStream(bytes), List.of(key.open()))
                    .hash()
                    .equals(row.hash())) {
                return bytes;
            }
        } catch (InvalidFilesException | IOException e) {
            throw damaged();
        }
        throw damaged();
    }

    /** Everything about a release; {@code plan} as the caller knows it. */
    ReleaseDetail detail(Row row, ReleaseDetail.@Nullable Plan plan) {
        List<ReleaseDetail.Activation> activations = new ArrayList<>(jdbc.sql(
                        "select seq, activated_at, activated_by, reason from release_activation where release = ? order by seq desc limit 200")
                .param(row.hash())
                .query((one, number) -> new ReleaseDetail.Activation(
                        one.getLong(1), instant(one, "activated_at"), one.getString(3), one.getString(4)))
                .list());
        return new ReleaseDetail(
                row.hash(),
                row.state(),
                row.origin(),
                row.storedAt(),
                row.author(),
                row.approval(),
                plan,
                activations,
                row.report());
    }

    static ReleaseDetail.Person person(Caller caller) {
        return new ReleaseDetail.Person(caller.department().code(), caller.credential(), caller.officer());
    }

    /** A reason or remark, which must be there. */
    static String required(@Nullable String text, String pointer) {
        String said = text == null ? "" : text.strip();
        if (!Inputs.plain(said.replace('\n', ' ').replace('\t', ' '), LONGEST_TEXT)) {
            throw ProblemException.field(
                    422,
                    "invalid-content",
                    pointer,
                    "invalid-text",
                    new Text(
                            "请填写 1 至 2000 个字符,不得含个人证件号码。",
                            "Give 1 to 2,000 characters, no citizen's number among them."));
        }
        return said;
    }

    static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    static @Nullable Instant instantOrNull(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    static ReleaseDetail.Person person(ResultSet row, String prefix) throws SQLException {
        return new ReleaseDetail.Person(
                row.getString(prefix + "department"),
                row.getString(prefix + "credential"),
                row.getString(prefix + "officer"));
    }

    private Row row(ResultSet row) throws SQLException {
        String report = row.getString("report");
        UUID approval = row.getObject("approval", UUID.class);
        return new Row(
                row.getString("hash"),
                row.getString("origin"),
                instant(row, "stored_at"),
                row.getString("author_credential") == null ? null : person(row, "author_"),
                report == null ? null : json.readValue(report, CheckReport.class),
                approval == null
                        ? null
                        : new ReleaseDetail.Approval(
                                approval,
                                person(row, ""),
                                row.getString("reason"),
                                instant(row, "approved_at"),
                                Base64.getEncoder().encodeToString(row.getBytes("statement")),
                                Base64.getEncoder().encodeToString(row.getBytes("signature"))),
                instantOrNull(row, "activated_at"),
                row.getBoolean("active"),
                instantOrNull(row, "due"));
    }

    private static ReleaseDetail.Summary summary(Row row) {
        ReleaseDetail.Approval approval = row.approval();
        CheckReport report = row.report();
        return new ReleaseDetail.Summary(
                row.hash(),
                row.state(),
                row.origin(),
                row.storedAt(),
                row.author(),
                approval == null ? null : approval.approver(),
                approval == null ? null : approval.approvedAt(),
                row.activatedAt(),
                row.due(),
                report == null ? null : report.rules(),
                report == null ? null : report.warningCount(),
                report == null ? null : report.scenarios().passed(),
                report == null ? null : report.coverage().percent());
    }

    private static Map<String, Object> said(ReleaseDetail.Person person) {
        Map<String, Object> said = new TreeMap<>();
        put(said, "department", person.department());
        put(said, "credential", person.credential());
        put(said, "officer", person.officer());
        return said;
    }

    private static void put(Map<String, Object> said, String name, @Nullable String value) {
        if (value != null) {
            said.put(name, value);
        }
    }

    private static boolean seesDrafts(Caller caller) {
        return caller.is(Role.POLICY_AUTHOR)
                || caller.is(Role.POLICY_APPROVER)
                || caller.is(Role.AUDITOR)
                || caller.is(Role.CREDIT_OFFICE);
    }

    private static ProblemException approvedAlready() {
        return ProblemException.of(409, "already-approved", "该发布版本已经审批。", "The release is approved already.");
    }

    private static ProblemException damaged() {
        return ProblemException.of(
                409,
                "release-damaged",
                "存储的发布包已被改动或损坏,请从备份恢复。",
                "The stored bundle was changed or damaged; restore it from a backup.");
    }
}
