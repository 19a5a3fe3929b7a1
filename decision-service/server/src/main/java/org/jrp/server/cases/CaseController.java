package org.jrp.server.cases;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.jrp.catalogue.Text;
import org.jrp.server.access.Caller;
import org.jrp.server.access.IdempotentWrites;
import org.jrp.server.document.Csv;
import org.jrp.server.document.Form;
import org.jrp.server.document.Html;
import org.jrp.server.document.Pdf;
import org.jrp.server.problem.ProblemException;
import org.jspecify.annotations.Nullable;
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

/** Cases over HTTP (案例接口). */
@RestController
@RequestMapping("/api/v1/cases")
@Tag(name = "cases", description = "联合奖惩案例")
class CaseController {

    private static final int FIRST_YEAR = 2000;
    private static final int LAST_YEAR = 2100;

    private final CaseFlow flow;
    private final CaseBook book;
    private final IdempotentWrites writes;
    private final JsonMapper json;
    private final Pdf pdf = new Pdf();

    CaseController(CaseFlow flow, CaseBook book, IdempotentWrites writes, JsonMapper json) {
        this.flow = flow;
        this.book = book;
        this.writes = writes;
        this.json = json;
    }

    /** A case that is wanted. */
    record NewCase(
            @Nullable List<UUID> feedbackIds,
            @Nullable String title,
            @Nullable String text) {}

    /** Another text. */
    record CaseText(@Nullable String title, @Nullable String text) {}

    /** The version that a second person stands by, or that was uploaded. */
    @Schema(name = "CaseVersionNumber")
    record CaseVersion(@Nullable Integer version) {}

    /** Why a case is returned or retracted. */
    record CaseReason(@Nullable String reason) {}

    @GetMapping
    @Operation(summary = "案例列表")
    CaseView.Page page(
            Caller caller,
            @RequestParam(required = false) @Nullable String state,
            @RequestParam(required = false) @Nullable String list,
            @RequestParam(required = false) @Nullable String kind,
            @RequestParam(required = false) @Nullable Integer limit,
            @RequestParam(required = false) @Nullable String cursor) {
        return book.page(caller, state, list, kind, limit, cursor);
    }

    @PostMapping
    @Operation(summary = "由反馈起草案例(已遮盖个人信息)")
    @ApiResponse(
            responseCode = "201",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = CaseView.class)))
    ResponseEntity<byte[]> draft(
            Caller caller,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String idempotencyKey,
            @RequestBody NewCase wanted) {
        return writes.run(caller, idempotencyKey, json.writeValueAsBytes(wanted), () -> {
            CaseView made = flow.draft(caller, wanted.feedbackIds(), wanted.title(), wanted.text());
            return new IdempotentWrites.Answer(201, "/api/v1/cases/" + made.id(), json.writeValueAsBytes(made));
        });
    }

    @GetMapping("/{id}")
    @Operation(summary = "案例详情")
    CaseView one(Caller caller, @PathVariable UUID id) {
        return book.view(book.seen(caller, id, "case-read"));
    }

    @GetMapping("/{id}/page")
    @Operation(summary = "案例(网页或 PDF)")
    @ApiResponse(
            responseCode = "200",
            content = {
                @Content(mediaType = "text/html", schema = @Schema(type = "string")),
                @Content(mediaType = "application/pdf", schema = @Schema(type = "string", format = "binary"))
            })
    ResponseEntity<byte[]> printed(
            Caller caller,
            @PathVariable UUID id,
            @RequestParam(required = false) @Nullable String format,
            HttpServletRequest request) {
        Form form = Form.of(format, request, Form.HTML, Form.PDF);
        String page = printed(book.seen(caller, id, "case-read"));
        return form.response()
                .header("Content-Disposition", "inline; filename=\"case-" + id + form.ending() + "\"")
                .body(form == Form.PDF ? pdf.of(page) : page.getBytes(StandardCharsets.UTF_8));
    }

    @GetMapping("/export")
    @Operation(summary = "导出当年审核通过的案例")
    @ApiResponse(
            responseCode = "200",
            content = {
                @Content(mediaType = "application/json", schema = @Schema(implementation = CaseView.Export.class)),
                @Content(mediaType = "text/csv", schema = @Schema(type = "string"))
            })
    ResponseEntity<byte[]> export(
            Caller caller,
            @RequestParam int year,
            @RequestParam(required = false) @Nullable String format,
            HttpServletRequest request) {
        Form form = Form.of(format, request, Form.JSON, Form.CSV);
        if (year < FIRST_YEAR || year > LAST_YEAR) {
            throw ProblemException.field(
                    400,
                    "invalid-parameter",
                    "year",
                    "out-of-range",
                    new Text("year 应为 2000 到 2100。", "The year is from 2000 to 2100."));
        }
        CaseView.Export export = book.export(caller, year);
        return form.response()
                .header("Content-Disposition", "attachment; filename=\"cases-" + year + form.ending() + "\"")
                .body(form == Form.CSV ? csv(export) : json.writeValueAsBytes(export));
    }

    @PostMapping("/{id}/text")
    @Operation(summary = "改写案例文本(新版本,须重新审核)")
    @ApiResponse(
            responseCode = "200",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = CaseView.class)))
    ResponseEntity<byte[]> rewrite(
            Caller caller,
            @PathVariable UUID id,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String idempotencyKey,
            @RequestBody CaseText text) {
        return moved(caller, idempotencyKey, text, () -> flow.rewrite(caller, id, text.title(), text.text()));
    }

    @PostMapping("/{id}/approve")
    @Operation(summary = "审核通过(须为撰写人以外的另一人)")
    @ApiResponse(
            responseCode = "200",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = CaseView.class)))
    ResponseEntity<byte[]> approve(
            Caller caller,
            @PathVariable UUID id,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String idempotencyKey,
            @RequestBody CaseVersion approval) {
        return moved(caller, idempotencyKey, approval, () -> flow.approve(caller, id, approval.version()));
    }

    @PostMapping("/{id}/return")
    @Operation(summary = "退回撰写人")
    @ApiResponse(
            responseCode = "200",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = CaseView.class)))
    ResponseEntity<byte[]> giveBack(
            Caller caller,
            @PathVariable UUID id,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String idempotencyKey,
            @RequestBody CaseReason reason) {
        return moved(caller, idempotencyKey, reason, () -> flow.giveBack(caller, id, reason.reason()));
    }

    @PostMapping("/{id}/upload")
    @Operation(summary = "标记为已上传市联合奖惩系统")
    @ApiResponse(
            responseCode = "200",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = CaseView.class)))
    ResponseEntity<byte[]> upload(
            Caller caller,
            @PathVariable UUID id,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String idempotencyKey,
            @RequestBody CaseVersion uploaded) {
        return moved(caller, idempotencyKey, uploaded, () -> flow.upload(caller, id, uploaded.version()));
    }

    @PostMapping("/{id}/retract")
    @Operation(summary = "撤回案例")
    @ApiResponse(
            responseCode = "200",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = CaseView.class)))
    ResponseEntity<byte[]> retract(
            Caller caller,
            @PathVariable UUID id,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String idempotencyKey,
            @RequestBody CaseReason reason) {
        return moved(caller, idempotencyKey, reason, () -> flow.retract(caller, id, reason.reason()));
    }

    private ResponseEntity<byte[]> moved(
            Caller caller, @Nullable String idempotencyKey, Object body, Supplier<CaseView> move) {
        return writes.run(
                caller,
                idempotencyKey,
                json.writeValueAsBytes(body),
                () -> IdempotentWrites.Answer.of(200, json.writeValueAsBytes(move.get())));
    }

    /** The latest text as a page; what was not approved says so. */
    private String printed(CaseBook.Row row) {
        Html html = Html.document("zh-CN", row.title());
        html.open("main").tag("h1", row.title());
        if (row.state() != CaseState.APPROVED && row.state() != CaseState.UPLOADED) {
            html.open("p").flag("未经审核,不得公示").close();
        }
        for (String line : row.body().split("\\R")) {
            html.tag("p", line);
        }
        String department = book.departmentName(row.department());
        html.open("table").open("tbody");
        html.row("报送部门", department == null ? row.department() : department);
        String list = book.listName(row.list());
        html.row("领域", list == null ? row.list() : list);
        html.row("版本", String.valueOf(row.version()));
        html.row("案例编号", row.id().toString());
        return html.end();
    }

    private static byte[] csv(CaseView.Export export) {
        Csv csv = new Csv("案例编号", "部门代码", "部门", "名单代码", "领域", "类别", "版本", "标题", "正文", "审核时间", "上传时间");
        for (CaseView.Exported one : export.items()) {
            csv.row(
                    one.id(),
                    one.department(),
                    one.departmentName(),
                    one.list(),
                    one.listName(),
                    one.kind(),
                    one.version(),
                    one.title(),
                    one.text(),
                    one.approvedAt(),
                    one.uploadedAt());
        }
        return csv.bytes();
    }
}
