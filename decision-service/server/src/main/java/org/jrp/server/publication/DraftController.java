package org.jrp.server.publication;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.UUID;
import org.jrp.catalogue.Text;
import org.jrp.server.access.Caller;
import org.jrp.server.access.IdempotentWrites;
import org.jrp.server.problem.ProblemException;
import org.jrp.server.release.Releases;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/** Drafts over HTTP (草稿接口). */
@RestController
@Tag(name = "drafts", description = "草稿 · drafts of a release")
class DraftController {

    private static final String JSON = "application/json";
    private static final String DRAFT = "/api/v1/drafts/{draft}";
    private static final String FILE = DRAFT + "/files/{*path}";
    private static final int MOST_NAMES = 1_000;

    private final Drafts drafts;
    private final DraftLint lint;
    private final Trials trials;
    private final FullCheck check;
    private final ReleaseBook book;
    private final Releases releases;
    private final IdempotentWrites writes;
    private final JsonMapper json;

    DraftController(
            Drafts drafts,
            DraftLint lint,
            Trials trials,
            FullCheck check,
            ReleaseBook book,
            Releases releases,
            IdempotentWrites writes,
            JsonMapper json) {
        this.drafts = drafts;
        this.lint = lint;
        this.trials = trials;
        this.check = check;
        this.book = book;
        this.releases = releases;
        this.writes = writes;
        this.json = json;
    }

    /**
     * A draft to be begun.
     *
     * @param base hash of the release it begins as; the active one where it is left out
     */
    @Schema(name = "NewReleaseDraft")
    record NewDraft(@Nullable String name, @Nullable String base) {}

    /**
     * A draft to be submitted.
     *
     * @param remark what reviewers should know; kept as the first comment on the release
     */
    @Schema(name = "ReleaseDraftSubmission")
    record Submission(@Nullable String remark) {}

    /** What is to stand in a file. */
    @Schema(name = "ReleaseDraftText")
    record NewText(@Nullable String text) {}

    /**
     * What is to be checked: the whole draft, one file of it, or a text in the place of a file, which is not saved.
     */
    @Schema(name = "ReleaseDraftLint")
    record Wanted(@Nullable String path, @Nullable String text) {}

    /**
     * Scenarios to be run against a draft or a release, the active one where neither is named.
     *
     * @param scenarios YAML text to be run; those of the draft or release where it is left out
     * @param names names of scenarios or paths of scenario files to choose from them
     */
    @Schema(name = "ScenarioTrialRequest")
    record TrialWanted(
            @Nullable UUID draft,
            @Nullable String release,
            @Nullable String scenarios,
            @Nullable List<@Nullable String> names) {}

    @GetMapping(path = "/api/v1/drafts", produces = JSON)
    @Operation(summary = "草稿列表")
    DraftDetail.Page page(
            @RequestParam(required = false) @Nullable Integer limit,
            @RequestParam(required = false) @Nullable String cursor) {
        return drafts.page(limit, cursor);
    }

    @PostMapping(path = "/api/v1/drafts", produces = JSON)
    @Operation(summary = "新建草稿(以某发布版本为底稿,默认现行版本)")
    @ApiResponse(
            responseCode = "201",
            content = @Content(mediaType = JSON, schema = @Schema(implementation = DraftDetail.class)))
    ResponseEntity<byte[]> begin(
            Caller caller,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String idempotencyKey,
            @RequestBody NewDraft wanted) {
        return writes.run(caller, idempotencyKey, json.writeValueAsBytes(wanted), () -> {
            DraftDetail begun = drafts.begin(caller, wanted.name(), wanted.base());
            return new IdempotentWrites.Answer(201, "/api/v1/drafts/" + begun.id(), json.writeValueAsBytes(begun));
        });
    }

    @GetMapping(path = DRAFT, produces = JSON)
    @Operation(summary = "草稿")
    DraftDetail one(@PathVariable UUID draft) {
        return drafts.detail(drafts.row(draft));
    }

    @DeleteMapping(path = DRAFT, produces = JSON)
    @Operation(summary = "结束草稿;文件保留可读")
    @ApiResponse(
            responseCode = "200",
            content = @Content(mediaType = JSON, schema = @Schema(implementation = DraftDetail.class)))
    ResponseEntity<byte[]> end(
            Caller caller,
            @PathVariable UUID draft,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String idempotencyKey) {
        return writes.run(caller, idempotencyKey, new byte[0], () -> {
            drafts.end(caller, drafts.locked(draft), "ended", null);
            return IdempotentWrites.Answer.of(200, json.writeValueAsBytes(drafts.detail(drafts.row(draft))));
        });
    }

    @GetMapping(path = DRAFT + "/files", produces = JSON)
    @Operation(summary = "草稿的文件")
    DraftDetail.Tree tree(@PathVariable UUID draft) {
        return drafts.tree(drafts.row(draft));
    }

    @GetMapping(path = FILE, produces = JSON)
    @Operation(summary = "草稿中一个文件的文本")
    ResponseEntity<DraftDetail.Content> content(@PathVariable UUID draft, @PathVariable String path) {
        DraftDetail.Content content = drafts.content(drafts.row(draft), inside(path));
        return ResponseEntity.ok().eTag(content.etag()).body(content);
    }

    @PutMapping(path = FILE, produces = JSON)
    @Operation(summary = "写入文件;If-Match 带所改文本的 etag,新文件不带")
    @ApiResponse(
            responseCode = "200",
            content = @Content(mediaType = JSON, schema = @Schema(implementation = DraftDetail.Written.class)))
    ResponseEntity<byte[]> write(
            Caller caller,
            @PathVariable UUID draft,
            @PathVariable String path,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String known,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String idempotencyKey,
            @RequestBody NewText wanted) {
        String text = wanted.text();
        if (text == null) {
            throw missing("/text");
        }
        return tagged(writes.run(
                caller,
                idempotencyKey,
                json.writeValueAsBytes(wanted),
                () -> IdempotentWrites.Answer.of(
                        200, json.writeValueAsBytes(drafts.write(caller, draft, inside(path), text, known)))));
    }

    @DeleteMapping(path = FILE, produces = JSON)
    @Operation(summary = "删去文件;If-Match 带其 etag")
    @ApiResponse(
            responseCode = "200",
            content = @Content(mediaType = JSON, schema = @Schema(implementation = DraftDetail.Written.class)))
    ResponseEntity<byte[]> remove(
            Caller caller,
            @PathVariable UUID draft,
            @PathVariable String path,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String known,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String idempotencyKey) {
        return writes.run(
                caller,
                idempotencyKey,
                new byte[0],
                () -> IdempotentWrites.Answer.of(
                        200, json.writeValueAsBytes(drafts.remove(caller, draft, inside(path), known))));
    }

    @PostMapping(path = DRAFT + "/lint", produces = JSON)
    @Operation(summary = "检查草稿、其中一个文件,或尚未保存的文本")
    DraftDetail.Problems lint(@PathVariable UUID draft, @RequestBody Wanted wanted) {
        WorkingCopy copy = drafts.copy(drafts.row(draft));
        String path = wanted.path();
        String text = wanted.text();
        if (path == null && text != null) {
            throw missing("/path");
        }
        if (path == null) {
            return lint.all(copy);
        }
        return lint.one(text == null ? copy : copy.with(path, Drafts.bytes(path, text)), Drafts.path(path));
    }

    @PostMapping(path = DRAFT + "/submit", produces = JSON)
    @Operation(summary = "提交草稿:全面检查通过后成为待审批的发布版本")
    @ApiResponse(
            responseCode = "201",
            content = @Content(mediaType = JSON, schema = @Schema(implementation = ReleaseDetail.Stored.class)))
    @ApiResponse(
            responseCode = "200",
            description = "内容相同的版本已存在",
            content = @Content(mediaType = JSON, schema = @Schema(implementation = ReleaseDetail.Stored.class)))
    ResponseEntity<byte[]> submit(
            Caller caller,
            @PathVariable UUID draft,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String idempotencyKey,
            @RequestBody Submission submission) {
        UploadedFiles before = drafts.upload(drafts.row(draft));
        String hash = before.files().hash();
        CheckReport report = book.find(hash).isPresent() ? null : check.check(before);
        return writes.run(caller, idempotencyKey, json.writeValueAsBytes(submission), () -> {
            Drafts.Row row = drafts.locked(draft);
            UploadedFiles uploaded = drafts.upload(row);
            if (!uploaded.files().hash().equals(hash)) {
                throw ProblemException.of(
                        409,
                        "draft-changed",
                        "检查期间草稿有改动,请重新提交。",
                        "The draft was changed while it was checked; submit it again.");
            }
            Optional<ReleaseBook.Row> known = book.find(hash);
            if (known.isEmpty() && report != null) {
                book.store(caller, uploaded, report);
            }
            drafts.end(caller, row, "submitted", hash);
            String remark = submission.remark();
            if (remark != null) {
                book.comment(caller, book.find(hash).orElseThrow(), remark, null, null);
            }
            ReleaseBook.Row stored = book.find(hash).orElseThrow();
            return new IdempotentWrites.Answer(
                    known.isEmpty() ? 201 : 200,
                    "/api/v1/releases/" + hash,
                    json.writeValueAsBytes(new ReleaseDetail.Stored(hash, stored.state(), stored.report())));
        });
    }

    @PostMapping(path = "/api/v1/scenarios/run", produces = JSON)
    @Operation(summary = "对草稿或发布版本运行用例")
    Trials.Trial run(Caller caller, @RequestBody TrialWanted wanted) {
        List<String> names = names(wanted.names());
        String text = wanted.scenarios();
        SortedMap<String, byte[]> sent = text == null ? null : Trials.unsaved(text);
        UUID draft = wanted.draft();
        String release = wanted.release();
        if (draft != null && release != null) {
            throw ProblemException.field(
                    422,
                    "invalid-content",
                    "/release",
                    "one-of-two",
                    new Text("draft 与 release 只能给出一个。", "Name a draft or a release, not both."));
        }
        if (draft != null) {
            WorkingCopy copy = drafts.copy(drafts.row(draft));
            return trials.ofDraft(copy, sent == null ? copy.scenarios() : sent, names);
        }
        String hash = release == null
                ? releases.active().hash()
                : book.seen(caller, release).hash();
        return trials.ofRelease(
                hash, sent == null ? new WorkingCopy(drafts.base(hash), Map.of()).scenarios() : sent, names);
    }

    private ResponseEntity<byte[]> tagged(ResponseEntity<byte[]> written) {
        byte[] body = written.getBody();
        String tag = body == null ? "" : json.readTree(body).path("etag").asString("");
        return ResponseEntity.status(written.getStatusCode())
                .headers(written.getHeaders())
                .header(HttpHeaders.ETAG, tag)
                .body(body);
    }

    /** Spring gives the rest of a path with its first slash. */
    private static String inside(String path) {
        return Drafts.path(path.startsWith("/") ? path.substring(1) : path);
    }

    private static List<String> names(@Nullable List<@Nullable String> names) {
        if (names == null) {
            return List.of();
        }
        if (names.size() > MOST_NAMES || names.stream().anyMatch(Objects::isNull)) {
            throw ProblemException.field(
                    422,
                    "invalid-content",
                    "/names",
                    "invalid-names",
                    new Text("names 为至多 1000 个名称。", "The field names holds at most 1,000 names."));
        }
        return names.stream().map(String::valueOf).toList();
    }

    private static ProblemException missing(String pointer) {
        return ProblemException.field(
                422, "invalid-content", pointer, "missing", new Text("缺少该字段。", "The field is missing."));
    }
}
