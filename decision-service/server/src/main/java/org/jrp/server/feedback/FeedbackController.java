package org.jrp.server.feedback;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.UUID;
import org.jrp.server.access.Caller;
import org.jrp.server.access.IdempotentWrites;
import org.jrp.server.document.Form;
import org.jrp.server.document.Pdf;
import org.jspecify.annotations.Nullable;
import org.springframework.format.annotation.DateTimeFormat;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/** Reports on measures over HTTP (执行反馈接口). */
@RestController
@Tag(name = "feedback", description = "执行反馈 · what was done about measures")
class FeedbackController {

    private final Feedbacks feedbacks;
    private final FeedbackReader reader;
    private final Confirmations confirmations;
    private final Pending pending;
    private final FeedbackForms forms;
    private final FeedbackViews views;
    private final IdempotentWrites writes;
    private final JsonMapper json;
    private final Pdf pdf = new Pdf();

    FeedbackController(
            Feedbacks feedbacks,
            FeedbackReader reader,
            Confirmations confirmations,
            Pending pending,
            FeedbackForms forms,
            FeedbackViews views,
            IdempotentWrites writes,
            JsonMapper json) {
        this.feedbacks = feedbacks;
        this.reader = reader;
        this.confirmations = confirmations;
        this.pending = pending;
        this.forms = forms;
        this.views = views;
        this.writes = writes;
        this.json = json;
    }

    /** Why a report is cancelled (撤销理由). */
    @Schema(name = "FeedbackCancellation")
    record Cancellation(
            @Schema(requiredMode = Schema.RequiredMode.REQUIRED) @Nullable String reason) {}

    /** Who stands by a report (确认人); may be left out, for it is the one who signed in. */
    @Schema(name = "FeedbackConfirmation")
    record Confirmation(@Nullable String officer) {}

    @PostMapping("/api/v1/decisions/{id}/feedback")
    @Operation(summary = "反馈决定中一项措施的执行情况 · report on a measure of a decision")
    @ApiResponse(
            responseCode = "201",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = FeedbackView.class)))
    ResponseEntity<byte[]> report(
            Caller caller,
            @PathVariable("id") UUID id,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String idempotencyKey,
            @RequestBody FeedbackRequest request) {
        return writes.run(
                caller,
                idempotencyKey,
                json.writeValueAsBytes(request),
                () -> created(caller, feedbacks.report(caller, id, request)));
    }

    @PostMapping("/api/v1/tasks/{id}/feedback")
    @Operation(summary = "反馈任务的执行情况 · report on a task")
    @ApiResponse(
            responseCode = "201",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = FeedbackView.class)))
    ResponseEntity<byte[]> reportOnTask(
            Caller caller,
            @PathVariable("id") UUID id,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String idempotencyKey,
            @RequestBody FeedbackRequest request) {
        return writes.run(
                caller,
                idempotencyKey,
                json.writeValueAsBytes(request),
                () -> created(caller, feedbacks.reportOnTask(caller, id, request)));
    }

    @PostMapping("/api/v1/feedback/{id}/cancel")
    @Operation(summary = "撤销反馈(须写明理由,仍可查看) · cancel a report, with a reason; it stays visible")
    @ApiResponse(
            responseCode = "200",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = FeedbackView.class)))
    ResponseEntity<byte[]> cancel(
            Caller caller,
            @PathVariable("id") UUID id,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String idempotencyKey,
            @RequestBody Cancellation cancellation) {
        return writes.run(
                caller,
                idempotencyKey,
                json.writeValueAsBytes(cancellation),
                () -> done(caller, feedbacks.cancel(caller, id, cancellation.reason())));
    }

    @PostMapping("/api/v1/feedback/{id}/confirm")
    @Operation(summary = "确认任务反馈(须个人登录) · stand by a report on a task, by a personal sign-in")
    @ApiResponse(
            responseCode = "200",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = FeedbackView.class)))
    ResponseEntity<byte[]> confirm(
            Caller caller,
            @PathVariable("id") UUID id,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String idempotencyKey,
            @RequestBody Confirmation confirmation) {
        return writes.run(
                caller,
                idempotencyKey,
                json.writeValueAsBytes(confirmation),
                () -> done(caller, feedbacks.confirm(caller, id, confirmation.officer())));
    }

    @PostMapping("/api/v1/decisions/{id}/confirm")
    @Operation(summary = "确认决定中减损权利的措施(须个人登录) · stand by measures that reduce rights, by a personal sign-in")
    @ApiResponse(
            responseCode = "200",
            content =
                    @Content(
                            mediaType = "application/json",
                            schema = @Schema(implementation = Confirmations.Confirmed.class)))
    ResponseEntity<byte[]> confirmMeasures(
            Caller caller,
            @PathVariable("id") UUID id,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String idempotencyKey,
            @RequestBody Confirmations.Request request) {
        return writes.run(
                caller,
                idempotencyKey,
                json.writeValueAsBytes(request),
                () -> IdempotentWrites.Answer.of(
                        200, json.writeValueAsBytes(confirmations.confirm(caller, id, request))));
    }

    @GetMapping("/api/v1/decisions/{id}/confirmations")
    @Operation(summary = "决定中须确认的措施及确认人 · measures that want confirmation, and who stands by them")
    Confirmations.Confirmed confirmations(Caller caller, @PathVariable("id") UUID id) {
        return confirmations.of(caller, id);
    }

    @GetMapping("/api/v1/decisions/{id}/feedback")
    @Operation(summary = "决定的全部反馈,含已撤销的 · every report on a decision, cancelled ones too")
    FeedbackView.Page onDecision(Caller caller, @PathVariable("id") UUID id) {
        return reader.onDecision(caller, id);
    }

    @GetMapping("/api/v1/feedback")
    @Operation(summary = "反馈列表,新的在前 · reports, newest first")
    FeedbackView.Page page(
            Caller caller,
            @RequestParam(name = "department", required = false) @Nullable String department,
            @RequestParam(name = "handling", required = false) @Nullable String handling,
            @RequestParam(name = "measure", required = false) @Nullable String measure,
            @RequestParam(name = "entryId", required = false) @Nullable String entryId,
            @RequestParam(name = "from", required = false) @DateTimeFormat(iso = DateTimeFormat.ISO.DATE) @Nullable LocalDate from,
            @RequestParam(name = "to", required = false) @DateTimeFormat(iso = DateTimeFormat.ISO.DATE) @Nullable LocalDate to,
            @RequestParam(name = "state", required = false) @Nullable String state,
            @RequestParam(name = "limit", required = false) @Nullable Integer limit,
            @RequestParam(name = "cursor", required = false) @Nullable String cursor) {
        return reader.page(
                caller,
                new FeedbackReader.Filter(department, handling, measure, entryId, from, to, state),
                limit,
                cursor);
    }

    @GetMapping("/api/v1/feedback/pending")
    @Operation(summary = "待反馈清单,先到期的在前 · what is owed, the oldest first")
    Pending.Page pending(
            Caller caller,
            @RequestParam(name = "department", required = false) @Nullable String department,
            @RequestParam(name = "overdue", required = false) @Nullable Boolean overdue,
            @RequestParam(name = "limit", required = false) @Nullable Integer limit,
            @RequestParam(name = "cursor", required = false) @Nullable String cursor) {
        return pending.page(caller, department, overdue, limit, cursor);
    }

    @GetMapping("/api/v1/feedback/summary")
    @Operation(summary = "各部门应反馈、逾期、已反馈数 · what each department owes and has reported")
    Pending.Summary summary(
            Caller caller, @RequestParam(name = "department", required = false) @Nullable String department) {
        return pending.summary(caller, department);
    }

    @GetMapping("/api/v1/feedback/{id}")
    @Operation(summary = "一条反馈 · one report")
    FeedbackView feedback(Caller caller, @PathVariable("id") UUID id) {
        return views.of(caller, reader.seen(caller, id, "feedback-read"));
    }

    @GetMapping("/api/v1/feedback/{id}/form")
    @Operation(summary = "联合奖惩反馈单(网页或 PDF) · the printable form")
    @ApiResponse(
            responseCode = "200",
            content = {
                @Content(mediaType = "text/html", schema = @Schema(type = "string")),
                @Content(mediaType = "application/pdf", schema = @Schema(type = "string", format = "binary"))
            })
    ResponseEntity<byte[]> form(
            Caller caller,
            @PathVariable("id") UUID id,
            @RequestParam(name = "format", required = false) @Nullable String format,
            HttpServletRequest request) {
        Form form = Form.of(format, request, Form.HTML, Form.PDF);
        String page = forms.of(views.of(caller, reader.seen(caller, id, "feedback-form")));
        byte[] body = form == Form.PDF ? pdf.of(page) : page.getBytes(StandardCharsets.UTF_8);
        return form.response()
                .header("Content-Disposition", "inline; filename=\"feedback-" + id + form.ending() + "\"")
                .body(body);
    }

    private IdempotentWrites.Answer created(Caller caller, Feedback one) {
        return new IdempotentWrites.Answer(
                201, "/api/v1/feedback/" + one.id(), json.writeValueAsBytes(views.of(caller, one)));
    }

    private IdempotentWrites.Answer done(Caller caller, Feedback one) {
        return IdempotentWrites.Answer.of(200, json.writeValueAsBytes(views.of(caller, one)));
    }
}
