package org.jrp.server.publication;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.jrp.catalogue.InvalidFilesException;
import org.jrp.catalogue.Text;
import org.jrp.server.access.AccessLog;
import org.jrp.server.access.Caller;
import org.jrp.server.access.IdempotentWrites;
import org.jrp.server.problem.ProblemException;
import org.jrp.server.release.ActiveRelease;
import org.jrp.server.release.InstallationKey;
import org.jrp.server.release.Releases;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/** Releases over HTTP (发布版本接口). */
@RestController
@RequestMapping("/api/v1/releases")
@Tag(name = "releases", description = "发布版本")
class ReleaseController {

    private static final int LONGEST_WAIT = 60;
    private static final int MOST_WAITING = 100;
    private static final String JSON = "application/json";

    private final Releases releases;
    private final FullCheck check;
    private final ReleaseBook book;
    private final Plans plans;
    private final Switch switching;
    private final Shadows shadows;
    private final InstallationKey key;
    private final IdempotentWrites writes;
    private final AccessLog log;
    private final JsonMapper json;
    private final Semaphore waiting = new Semaphore(MOST_WAITING);

    ReleaseController(
            Releases releases,
            FullCheck check,
            ReleaseBook book,
            Plans plans,
            Switch switching,
            Shadows shadows,
            InstallationKey key,
            IdempotentWrites writes,
            AccessLog log,
            JsonMapper json) {
        this.releases = releases;
        this.check = check;
        this.book = book;
        this.plans = plans;
        this.switching = switching;
        this.shadows = shadows;
        this.key = key;
        this.writes = writes;
        this.log = log;
        this.json = json;
    }

    /** A remark that is to be kept. */
    @Schema(name = "NewReleaseComment")
    record NewComment(
            @Nullable String text,
            @Nullable String file,
            @Nullable Integer line) {}

    /**
     * Why a release is approved.
     *
     * @param confirmedImpacts ids of the impacts that the approver has seen; those above a threshold must be among them
     */
    @Schema(name = "ReleaseApprovalWanted")
    record Approved(@Nullable String reason, @Nullable List<UUID> confirmedImpacts) {}

    /** Why a release is called off or taken back. */
    @Schema(name = "ReleaseReason")
    record Reason(@Nullable String reason) {}

    /** When a release is to become active; now where nothing is said. */
    @Schema(name = "ReleaseActivationWanted")
    record Wanted(@Nullable Instant at, @Nullable String reason) {}

    /**
     * How long a candidate is to decide beside the active release: until a time or for some minutes; all of the live decisions, or
     * so many of a hundred.
     */
    @Schema(name = "ReleaseShadowWanted")
    record ShadowWanted(
            @Nullable Instant until,
            @Nullable Integer minutes,
            @Nullable Integer percent) {}

    /** The installation's public key. */
    @Schema(name = "ReleaseKey")
    record Key(String algorithm, String publicKey) {}

    @GetMapping(produces = JSON)
    @Operation(summary = "发布版本列表")
    ReleaseDetail.Page page(
            Caller caller,
            @RequestParam(required = false) @Nullable Integer limit,
            @RequestParam(required = false) @Nullable String cursor) {
        return book.page(caller, limit, cursor);
    }

    @PostMapping(consumes = "application/zip", produces = JSON)
    @Operation(summary = "上传发布版本(zip:rules/、measure-catalogue/,可含 scenarios/);检查通过后存为草稿")
    @io.swagger.v3.oas.annotations.parameters.RequestBody(
            required = true,
            content = @Content(mediaType = "application/zip", schema = @Schema(type = "string", format = "binary")))
    @ApiResponse(
            responseCode = "201",
            content = @Content(mediaType = JSON, schema = @Schema(implementation = ReleaseDetail.Stored.class)))
    @ApiResponse(
            responseCode = "200",
            description = "内容相同的版本已存在",
            content = @Content(mediaType = JSON, schema = @Schema(implementation = ReleaseDetail.Stored.class)))
    ResponseEntity<byte[]> upload(
            Caller caller,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String idempotencyKey,
            HttpServletRequest request)
            throws IOException {
        UploadedFiles uploaded;
        try {
            uploaded = UploadedFiles.read(request.getInputStream());
        } catch (InvalidFilesException e) {
            throw FullCheck.refused(e.problems());
        }
        String hash = uploaded.files().hash();
        CheckReport report = book.find(hash).isPresent() ? null : check.check(uploaded);
        return writes.run(caller, idempotencyKey, hash.getBytes(StandardCharsets.UTF_8), () -> {
            Optional<ReleaseBook.Row> known = book.find(hash);
            if (known.isPresent() || report == null) {
                ReleaseBook.Row row = known.orElseThrow();
                return IdempotentWrites.Answer.of(
                        200, json.writeValueAsBytes(new ReleaseDetail.Stored(hash, row.state(), row.report())));
            }
            book.store(caller, uploaded, report);
            return new IdempotentWrites.Answer(
                    201,
                    "/api/v1/releases/" + hash,
                    json.writeValueAsBytes(new ReleaseDetail.Stored(hash, "draft", report)));
        });
    }

    @GetMapping(path = "/current", produces = JSON)
    @Operation(summary = "现行发布版本;带 If-None-Match 和 wait(秒)时等待变更")
    ResponseEntity<ReleaseView> current(
            @RequestParam(required = false) @Nullable Integer wait,
            @RequestHeader(name = HttpHeaders.IF_NONE_MATCH, required = false) @Nullable String known) {
        if (wait != null && (wait < 0 || wait > LONGEST_WAIT)) {
            throw ProblemException.field(
                    400,
                    "invalid-parameter",
                    "wait",
                    "out-of-range",
                    new Text("参数 wait 应为 0 至 60。", "The parameter wait is from 0 to 60."));
        }
        String hash = releases.active().hash();
        if (wait != null && wait > 0 && known != null && known.contains(hash) && waiting.tryAcquire()) {
            try {
                releases.awaitOther(hash, Duration.ofSeconds(wait));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                waiting.release();
            }
        }
        ActiveRelease active = releases.active();
        return ResponseEntity.ok()
                .eTag("W/\"" + active.hash() + "\"")
                .cacheControl(CacheControl.noCache().cachePrivate())
                .body(ReleaseView.of(active));
    }

    @GetMapping(path = "/key", produces = JSON)
    @Operation(summary = "本安装的签名公钥(PEM)")
    Key key() {
        return new Key("Ed25519", key.pem());
    }

    @GetMapping(path = "/{hash}", produces = JSON)
    @Operation(summary = "发布版本详情")
    ReleaseDetail one(Caller caller, @PathVariable String hash) {
        return detail(book.seen(caller, hash));
    }

    @GetMapping(path = "/{hash}/bundle", produces = "application/zip")
    @Operation(summary = "签名的发布包(供嵌入式引擎使用)")
    @ApiResponse(
            responseCode = "200",
            content = @Content(mediaType = "application/zip", schema = @Schema(type = "string", format = "binary")))
    ResponseEntity<byte[]> bundle(
            Caller caller,
            @PathVariable String hash,
            @RequestHeader(name = HttpHeaders.IF_NONE_MATCH, required = false) @Nullable String known) {
        ReleaseBook.Row row = book.seen(caller, hash);
        String tag = "\"" + row.hash() + "\"";
        ResponseEntity.BodyBuilder answer = known != null && known.contains(tag)
                ? ResponseEntity.status(HttpStatus.NOT_MODIFIED)
                : ResponseEntity.ok();
        answer.eTag(tag).cacheControl(CacheControl.noCache().cachePrivate());
        if (known != null && known.contains(tag)) {
            return answer.build();
        }
        return answer.contentType(MediaType.parseMediaType("application/zip"))
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        "attachment; filename=\"release-"
                                + row.hash().substring("sha256:".length(), "sha256:".length() + 12) + ".zip\"")
                .body(book.bundle(row));
    }

    @GetMapping(path = "/{hash}/comments", produces = JSON)
    @Operation(summary = "审阅意见")
    ReleaseDetail.Comments comments(Caller caller, @PathVariable String hash) {
        return book.comments(book.seen(caller, hash));
    }

    @PostMapping(path = "/{hash}/comments", produces = JSON)
    @Operation(summary = "填写审阅意见")
    @ApiResponse(
            responseCode = "201",
            content = @Content(mediaType = JSON, schema = @Schema(implementation = ReleaseDetail.Comment.class)))
    ResponseEntity<byte[]> comment(
            Caller caller,
            @PathVariable String hash,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String idempotencyKey,
            @RequestBody NewComment comment) {
        return writes.run(
                caller,
                idempotencyKey,
                json.writeValueAsBytes(comment),
                () -> new IdempotentWrites.Answer(
                        201,
                        null,
                        json.writeValueAsBytes(book.comment(
                                caller, book.seen(caller, hash), comment.text(), comment.file(), comment.line()))));
    }

    @PostMapping(path = "/{hash}/approve", produces = JSON)
    @Operation(summary = "审批(须为上传人以外的另一人)")
    @ApiResponse(
            responseCode = "200",
            content = @Content(mediaType = JSON, schema = @Schema(implementation = ReleaseDetail.class)))
    ResponseEntity<byte[]> approve(
            Caller caller,
            @PathVariable String hash,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String idempotencyKey,
            @RequestBody Approved approved) {
        return writes.run(caller, idempotencyKey, json.writeValueAsBytes(approved), () -> {
            plans.lock();
            List<UUID> confirmed = approved.confirmedImpacts();
            book.approve(caller, book.seen(caller, hash), approved.reason(), confirmed == null ? List.of() : confirmed);
            return IdempotentWrites.Answer.of(200, json.writeValueAsBytes(detail(book.seen(caller, hash))));
        });
    }

    @PostMapping(path = "/{hash}/activate", produces = JSON)
    @Operation(summary = "启用(立即,或在 at 时);所有节点编译好之后一起切换")
    @ApiResponse(
            responseCode = "200",
            content = @Content(mediaType = JSON, schema = @Schema(implementation = ReleaseDetail.Plan.class)))
    @ApiResponse(
            responseCode = "202",
            description = "已登记,尚未执行",
            content = @Content(mediaType = JSON, schema = @Schema(implementation = ReleaseDetail.Plan.class)))
    ResponseEntity<byte[]> activate(
            Caller caller,
            @PathVariable String hash,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String idempotencyKey,
            @RequestBody Wanted wanted) {
        return planned(
                caller, idempotencyKey, wanted, () -> plans.activate(caller, hash, wanted.at(), wanted.reason()));
    }

    @PostMapping(path = "/{hash}/cancel", produces = JSON)
    @Operation(summary = "取消尚未执行的启用计划")
    @ApiResponse(
            responseCode = "200",
            content = @Content(mediaType = JSON, schema = @Schema(implementation = ReleaseDetail.Plan.class)))
    ResponseEntity<byte[]> cancel(
            Caller caller,
            @PathVariable String hash,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String idempotencyKey,
            @RequestBody Reason reason) {
        return writes.run(
                caller,
                idempotencyKey,
                json.writeValueAsBytes(reason),
                () -> IdempotentWrites.Answer.of(
                        200, json.writeValueAsBytes(plans.cancel(caller, book.seen(caller, hash), reason.reason()))));
    }

    @PostMapping(path = "/rollback", produces = JSON)
    @Operation(summary = "退回此前使用的发布版本")
    @ApiResponse(
            responseCode = "200",
            content = @Content(mediaType = JSON, schema = @Schema(implementation = ReleaseDetail.Plan.class)))
    @ApiResponse(
            responseCode = "202",
            description = "已登记,尚未执行",
            content = @Content(mediaType = JSON, schema = @Schema(implementation = ReleaseDetail.Plan.class)))
    ResponseEntity<byte[]> rollback(
            Caller caller,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String idempotencyKey,
            @RequestBody Reason reason) {
        return planned(caller, idempotencyKey, reason, () -> plans.rollback(caller, reason.reason()));
    }

    @PostMapping(path = "/{hash}/shadow", produces = JSON)
    @Operation(summary = "试运行:在一段时间内与现行版本并行决定,不作答复,只统计差异")
    @ApiResponse(
            responseCode = "202",
            content = @Content(mediaType = JSON, schema = @Schema(implementation = Shadows.Shadow.class)))
    ResponseEntity<byte[]> shadow(
            Caller caller,
            @PathVariable String hash,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String idempotencyKey,
            @RequestBody ShadowWanted wanted) {
        return writes.run(
                caller,
                idempotencyKey,
                json.writeValueAsBytes(wanted),
                () -> IdempotentWrites.Answer.of(
                        202,
                        json.writeValueAsBytes(shadows.begin(
                                caller, book.seen(caller, hash), wanted.until(), wanted.minutes(), wanted.percent()))));
    }

    @GetMapping(path = "/{hash}/shadow", produces = JSON)
    @Operation(summary = "最近一次试运行的统计(各节点合计)")
    Shadows.Shadow shadow(Caller caller, @PathVariable String hash) {
        return shadows.last(book.seen(caller, hash).hash());
    }

    @PostMapping(path = "/{hash}/shadow/cancel", produces = JSON)
    @Operation(summary = "取消试运行")
    @ApiResponse(
            responseCode = "200",
            content = @Content(mediaType = JSON, schema = @Schema(implementation = Shadows.Shadow.class)))
    ResponseEntity<byte[]> cancelShadow(
            Caller caller,
            @PathVariable String hash,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String idempotencyKey,
            @RequestBody Reason reason) {
        return writes.run(
                caller,
                idempotencyKey,
                json.writeValueAsBytes(reason),
                () -> IdempotentWrites.Answer.of(
                        200, json.writeValueAsBytes(shadows.cancel(caller, book.seen(caller, hash), reason.reason()))));
    }

    /** Writes the plan, then waits for what becomes of it. */
    private ResponseEntity<byte[]> planned(
            Caller caller, @Nullable String idempotencyKey, Object body, Supplier<ReleaseDetail.Plan> write) {
        ResponseEntity<byte[]> written = writes.run(
                caller,
                idempotencyKey,
                json.writeValueAsBytes(body),
                () -> IdempotentWrites.Answer.of(202, json.writeValueAsBytes(write.get())));
        byte[] answer = written.getBody();
        if (answer == null) {
            return written;
        }
        UUID id = UUID.fromString(json.readTree(answer).get("id").asString());
        ReleaseDetail.Plan plan = switching.settled(id);
        if (plan.state().equals("failed")) {
            String error = String.valueOf(plan.error());
            log.record(caller, "release-activate", null, plan.release(), null, "failed");
            throw ProblemException.of(
                            409,
                            "release-not-activated",
                            "该发布版本无法装载,一切照旧。",
                            "The release cannot be loaded; nothing has changed.")
                    .with("reason", error)
                    .with("plan", id.toString());
        }
        return ResponseEntity.status(plan.state().equals("planned") ? 202 : 200)
                .contentType(MediaType.APPLICATION_JSON)
                .body(json.writeValueAsBytes(plan));
    }

    private ReleaseDetail detail(ReleaseBook.Row row) {
        return book.detail(row, plans.open(row.hash()).orElse(null));
    }
}
