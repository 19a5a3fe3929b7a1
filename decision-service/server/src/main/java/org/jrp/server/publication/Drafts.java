package org.jrp.server.publication;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.jrp.catalogue.Text;
import org.jrp.release.ReleaseFiles;
import org.jrp.scenario.Scenarios;
import org.jrp.server.Uuids;
import org.jrp.server.access.AccessLog;
import org.jrp.server.access.Caller;
import org.jrp.server.access.Cursor;
import org.jrp.server.access.Inputs;
import org.jrp.server.problem.PersonalNumbers;
import org.jrp.server.problem.ProblemException;
import org.jrp.server.release.PastReleases;
import org.jrp.server.release.Releases;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/**
 * Drafts that policy authors write (草稿). Whatever is written is kept, be it right or wrong; only a release that passes the check comes of it.
 * Several may write in one draft: each text is sent with the tag of the one it takes the place of.
 */
@Service
class Drafts {

    private static final int LONGEST_NAME = 200;
    private static final int MOST_TEXT = 100_000;
    private static final int MOST_BYTES = 32 << 20;
    private static final int MOST_CHANGED = 1_000;
    private static final int KEPT = 4;

    private static final String DRAFT = """
            select draft.*, outcome, draft_end.release as became, coalesce(
                (select recorded_at from draft_change where draft = draft.id order by id desc limit 1), draft.recorded_at) as updated_at
            from draft left join draft_end on draft_end.draft = draft.id
            """;

    private final JdbcClient jdbc;
    private final ReleaseBook book;
    private final Releases releases;
    private final PastReleases past;
    private final AccessLog log;
    private final InstantSource clock;
    private final Map<String, SortedMap<String, byte[]>> bases = new LinkedHashMap<>(KEPT + 1, 0.75f, true);

    Drafts(
            JdbcClient jdbc,
            ReleaseBook book,
            Releases releases,
            PastReleases past,
            AccessLog log,
            InstantSource clock) {
        this.jdbc = jdbc;
        this.book = book;
        this.releases = releases;
        this.past = past;
        this.log = log;
        this.clock = clock;
    }

    /** A draft as it is stored. */
    record Row(
            UUID id,
            String name,
            String base,
            ReleaseDetail.Person author,
            Instant createdAt,
            Instant updatedAt,
            String state,
            @Nullable String release) {}

    /** Begins a draft of that release, or of the active one. */
    DraftDetail begin(Caller caller, @Nullable String name, @Nullable String base) {
        String called = name == null ? "" : name.strip();
        if (!Inputs.plain(called, LONGEST_NAME)) {
            throw ProblemException.field(
                    422,
                    "invalid-content",
                    "/name",
                    "invalid-text",
                    new Text(
                            "请为草稿命名:1 至 200 个字符,不得含个人证件号码。",
                            "Give the draft a name of 1 to 200 characters, no citizen's number among them."));
        }
        String from = base == null
                ? releases.active().hash()
                : book.find(base)
                        .map(ReleaseBook.Row::hash)
                        .orElseThrow(() -> ProblemException.field(
                                422,
                                "invalid-content",
                                "/base",
                                "unknown-release",
                                new Text("没有这个发布版本。", "There is no such release.")));
        UUID id = Uuids.at(clock.instant());
        jdbc.sql("insert into draft (id, name, base, department, credential, officer) values (?, ?, ?, ?, ?, ?)")
                .params(Arrays.asList(
                        id, called, from, caller.department().code(), caller.credential(), caller.officer()))
                .update();
        log.record(caller, "draft-begin", null, id.toString(), null, "begun");
        return detail(row(id));
    }

    /** One page, the latest first. */
    DraftDetail.Page page(@Nullable Integer limit, @Nullable String cursor) {
        int most = Cursor.limit(limit);
        List<Row> found = jdbc.sql(DRAFT + " where draft.id < ? order by draft.id desc limit ?")
                .params(Cursor.before(cursor), most + 1)
                .query((row, number) -> row(row))
                .list();
        List<Row> shown = found.subList(0, Math.min(most, found.size()));
        return new DraftDetail.Page(
                shown.stream().map(this::detail).toList(),
                found.size() > most ? Cursor.of(shown.get(shown.size() - 1).id()) : null);
    }

    /** The draft of that id. */
    Row row(UUID id) {
        return jdbc.sql(DRAFT + " where draft.id = ?")
                .param(id)
                .query((row, number) -> row(row))
                .optional()
                .orElseThrow(() -> ProblemException.of(404, "unknown-draft", "没有这个草稿。", "There is no such draft."));
    }

    /** The same, open to be written; nobody else writes in it until the transaction ends. */
    Row locked(UUID id) {
        jdbc.sql("select pg_advisory_xact_lock(hashtext('draft ' || ?))")
                .param(id.toString())
                .query()
                .singleRow();
        Row row = row(id);
        if (!row.state().equals("open")) {
            throw ProblemException.of(
                    409,
                    "draft-ended",
                    "草稿已提交或结束,不能再改;可另建草稿。",
                    "The draft was submitted or ended and cannot be changed any more; begin another.");
        }
        return row;
    }

    DraftDetail detail(Row row) {
        return new DraftDetail(
                row.id(),
                row.name(),
                row.state(),
                row.base(),
                row.release(),
                row.author(),
                jdbc.sql("select path from draft_file where draft = ? order by path")
                        .param(row.id())
                        .query(String.class)
                        .list(),
                row.createdAt(),
                row.updatedAt());
    }

    /** All its files. */
    WorkingCopy copy(Row row) {
        Map<String, Optional<byte[]>> changes = new TreeMap<>();
        jdbc.sql("select path, content from draft_file where draft = ?")
                .param(row.id())
                .query((one, number) -> changes.put(one.getString(1), Optional.ofNullable(one.getBytes(2))))
                .list();
        return new WorkingCopy(base(row.base()), changes);
    }

    DraftDetail.Tree tree(Row row) {
        WorkingCopy copy = copy(row);
        return new DraftDetail.Tree(copy.paths().stream()
                .map(path -> {
                    byte[] bytes = copy.find(path);
                    return new DraftDetail.File(path, bytes == null ? 0 : bytes.length, copy.state(path));
                })
                .toList());
    }

    DraftDetail.Content content(Row row, String path) {
        WorkingCopy copy = copy(row);
        byte[] bytes = copy.find(path);
        if (bytes == null) {
            throw ProblemException.of(404, "unknown-file", "草稿中没有这个文件。", "The draft has no such file.");
        }
        return new DraftDetail.Content(path, tag(bytes), copy.state(path), new String(bytes, StandardCharsets.UTF_8));
    }

    /** Writes a text; that of the base again takes the change back. */
    DraftDetail.Written write(Caller caller, UUID id, String path, String text, @Nullable String known) {
        byte[] bytes = bytes(path, text);
        Row row = locked(id);
        WorkingCopy copy = copy(row);
        refuseIfOther(copy.find(path), known);
        refuseNumbers(copy.base().get(path), text);
        WorkingCopy after = copy.with(path, bytes);
        long total = after.changes().values().stream()
                .mapToLong(one -> one.map(content -> content.length).orElse(0))
                .sum();
        if (total > MOST_BYTES || after.changed().size() > MOST_CHANGED) {
            throw ProblemException.of(
                    422,
                    "draft-too-large",
                    "草稿改动过多:最多 1000 个文件,共 32 MB。",
                    "Too much was changed in the draft: at most 1,000 files and 32 MB.");
        }
        keep(row.id(), path, Optional.of(bytes), after.state(path));
        note(caller, row.id(), path, "written");
        return new DraftDetail.Written(path, tag(bytes), after.state(path));
    }

    /** Takes a file out. */
    DraftDetail.Written remove(Caller caller, UUID id, String path, @Nullable String known) {
        Row row = locked(id);
        WorkingCopy copy = copy(row);
        byte[] before = copy.find(path);
        if (before == null) {
            throw ProblemException.of(404, "unknown-file", "草稿中没有这个文件。", "The draft has no such file.");
        }
        refuseIfOther(before, known);
        if (UploadedFiles.scenario(path) && Scenarios.shipped().containsKey(path)) {
            throw ProblemException.of(
                    409,
                    "shipped-scenario",
                    "随附的用例不能删除,可以改写。",
                    "A scenario file that ships with the service cannot be removed; it can be rewritten.");
        }
        boolean ofBase = copy.base().containsKey(path);
        keep(row.id(), path, Optional.empty(), ofBase ? "removed" : "unchanged");
        note(caller, row.id(), path, "removed");
        return new DraftDetail.Written(path, null, ofBase ? "removed" : "unchanged");
    }

    /** Ends a draft; its files stay to be read. */
    void end(Caller caller, Row row, String outcome, @Nullable String release) {
        jdbc.sql(
                        "insert into draft_end (draft, outcome, release, department, credential, officer) values (?, ?, ?, ?, ?, ?)")
                .params(Arrays.asList(
                        row.id(), outcome, release, caller.department().code(), caller.credential(), caller.officer()))
                .update();
        log.record(caller, "draft-end", null, row.id().toString(), null, outcome);
    }

    /** What comes of it as an upload: its files, and the scenarios that are not the shipped ones. */
    UploadedFiles upload(Row row) {
        WorkingCopy copy = copy(row);
        SortedMap<String, byte[]> shipped = Scenarios.shipped();
        SortedMap<String, byte[]> own = new TreeMap<>(copy.scenarios());
        own.entrySet().removeIf(one -> Arrays.equals(shipped.get(one.getKey()), one.getValue()));
        return new UploadedFiles(copy.files(), own, List.of());
    }

    /** The files and scenarios of a release, by path. */
    SortedMap<String, byte[]> base(String hash) {
        synchronized (bases) {
            SortedMap<String, byte[]> known = bases.get(hash);
            if (known != null) {
                return known;
            }
        }
        SortedMap<String, byte[]> read = new TreeMap<>(Scenarios.shipped());
        read.putAll(book.scenarios(hash));
        ReleaseFiles files = past.files(hash)
                .orElseThrow(
                        () -> ProblemException.of(404, "unknown-release", "没有这个发布版本。", "There is no such release."));
        files.paths().forEach(path -> read.put(path, files.bytes(path)));
        synchronized (bases) {
            bases.put(hash, read);
            if (bases.size() > KEPT) {
                bases.remove(bases.keySet().iterator().next());
            }
        }
        return read;
    }

    /** The bytes of a text that a draft may hold at that path. */
    static byte[] bytes(String path, String text) {
        path(path);
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (text.length() > MOST_TEXT) {
            throw ProblemException.field(
                    422,
                    "invalid-content",
                    "/text",
                    "too-large",
                    new Text("单个文件不超过 10 万个字符。", "A file is at most 100,000 characters."));
        }
        if (text.indexOf(0) >= 0 || !text.equals(new String(bytes, StandardCharsets.UTF_8))) {
            throw ProblemException.field(
                    422,
                    "invalid-content",
                    "/text",
                    "not-text",
                    new Text("应为 UTF-8 文本,不含空字符。", "It should be UTF-8 text without null characters."));
        }
        return bytes;
    }

    /** Refuses a path that no release has. */
    static String path(String path) {
        if (path.length() > 200 || !UploadedFiles.taken(path)) {
            throw ProblemException.of(
                    422,
                    "unexpected-file",
                    "发布版本中没有这样的文件:只有 rules/memoranda、rules/principles 中的 .dslr,measure-catalogue/ 及其 editions、instruments 中的 .yaml 和 scenarios/ 中的 .yaml。",
                    "No file of a release is called so: there are .dslr files in rules/memoranda and rules/principles, and .yaml files in"
                            + " measure-catalogue/, its editions and instruments, and scenarios/.");
        }
        return path;
    }

    /** The tag of a content, with its quotes. */
    static String tag(byte[] bytes) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
            return '"' + HexFormat.of().formatHex(digest, 0, 16) + '"';
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256.", e);
        }
    }

    private static void refuseIfOther(byte @Nullable [] present, @Nullable String known) {
        if (present == null && (known == null || known.isBlank())) {
            return;
        }
        if (present != null && known == null) {
            throw ProblemException.of(
                    428,
                    "if-match-required",
                    "请在 If-Match 中带上所改文本的 etag。",
                    "Send the etag of the text that you change as If-Match.");
        }
        if (present == null || (!"*".equals(known) && !String.valueOf(known).contains(tag(present)))) {
            throw ProblemException.of(
                            412,
                            "file-changed",
                            "文件已被他人改动,未保存;请取回最新文本后合并。",
                            "Somebody else has changed the file; nothing was saved. Fetch it again and merge.")
                    .with("etag", present == null ? "" : tag(present));
        }
    }

    /** The numbers of the shipped scenarios' made-up persons may stay. */
    private static void refuseNumbers(byte @Nullable [] base, String text) {
        if (!PersonalNumbers.in(text)) {
            return;
        }
        Set<String> before = new HashSet<>();
        if (base != null) {
            before.addAll(new String(base, StandardCharsets.UTF_8).lines().toList());
        }
        text.lines().filter(line -> !before.contains(line)).forEach(line -> PersonalNumbers.refuse(line, "/text"));
        if (base == null) {
            PersonalNumbers.refuse(text, "/text");
        }
    }

    private void keep(UUID draft, String path, Optional<byte[]> content, String state) {
        if (state.equals("unchanged")) {
            jdbc.sql("delete from draft_file where draft = ? and path = ?")
                    .params(draft, path)
                    .update();
            return;
        }
        jdbc.sql("""
                        insert into draft_file (draft, path, content) values (?, ?, ?)
                        on conflict (draft, path) do update set content = excluded.content
                        """).params(Arrays.asList(draft, path, content.orElse(null))).update();
    }

    private void note(Caller caller, UUID draft, String path, String kind) {
        jdbc.sql(
                        "insert into draft_change (id, draft, path, kind, department, credential, officer) values (?, ?, ?, ?, ?, ?, ?)")
                .params(Arrays.asList(
                        Uuids.at(clock.instant()),
                        draft,
                        path,
                        kind,
                        caller.department().code(),
                        caller.credential(),
                        caller.officer()))
                .update();
        log.record(caller, "draft-write", null, draft.toString(), null, kind);
    }

    private static Row row(ResultSet row) throws SQLException {
        String outcome = row.getString("outcome");
        return new Row(
                row.getObject("id", UUID.class),
                row.getString("name"),
                row.getString("base"),
                ReleaseBook.person(row, ""),
                ReleaseBook.instant(row, "recorded_at"),
                ReleaseBook.instant(row, "updated_at"),
                outcome == null ? "open" : outcome,
                row.getString("became"));
    }
}
