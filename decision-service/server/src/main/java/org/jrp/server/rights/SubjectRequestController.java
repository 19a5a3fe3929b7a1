package org.jrp.server.rights;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jrp.server.access.Caller;
import org.jrp.server.access.Cursor;
import org.jrp.server.access.IdempotentWrites;
import org.jrp.server.document.Form;
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

/** What subjects ask about themselves, over HTTP (主体申请接口). */
@RestController
@RequestMapping("/api/v1/subject-requests")
@Tag(name = "subject-requests", description = "主体查阅、复制、更正、说明、删除申请")
class SubjectRequestController {

    private final SubjectRequests requests;
    private final RightsFiles files;
    private final IdempotentWrites writes;
    private final JsonMapper json;

    SubjectRequestController(SubjectRequests requests, RightsFiles files, IdempotentWrites writes, JsonMapper json) {
        this.requests = requests;
        this.files = files;
        this.writes = writes;
        this.json = json;
    }

    /** One page of requests. */
    @Schema(name = "SubjectRequestPage")
    record Page(List<SubjectRequest> items, @Nullable String cursor) {}

    /**
     * How a request is decided.
     *
     * @param result granted, refused, forwarded or retracted
     * @param at the day; today unless given
     * @param objectionId of a forwarded one
     */
    @Schema(name = "SubjectRequestDecision")
    record Decide(
            @Nullable String result,
            @Nullable String reason,
            @Nullable LocalDate at,
            @Nullable UUID objectionId) {}

    @PostMapping
    @Operation(summary = "登记主体申请")
    @ApiResponse(
            responseCode = "201",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = SubjectRequest.class)))
    ResponseEntity<byte[]> lodge(
            Caller caller,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String idempotencyKey,
            @RequestBody NewRequest wanted) {
        return writes.run(caller, idempotencyKey, json.writeValueAsBytes(wanted), () -> {
            SubjectRequest made = requests.lodge(caller, wanted);
            return new IdempotentWrites.Answer(
                    201, "/api/v1/subject-requests/" + made.id(), json.writeValueAsBytes(made));
        });
    }

    @GetMapping
    @Operation(summary = "主体申请列表")
    Page page(
            Caller caller,
            @RequestParam(required = false) @Nullable String kind,
            @RequestParam(required = false) @Nullable String state,
            @RequestParam(required = false) @Nullable Boolean overdue,
            @RequestParam(required = false) @Nullable Integer limit,
            @RequestParam(required = false) @Nullable String cursor) {
        int most = Cursor.limit(limit);
        List<SubjectRequest> found = requests.page(
                caller,
                new SubjectRequests.Filter(kind, state, Boolean.TRUE.equals(overdue), Cursor.before(cursor), most + 1));
        List<SubjectRequest> items = found.subList(0, Math.min(most, found.size()));
        return new Page(
                items,
                found.size() > most ? Cursor.of(items.get(items.size() - 1).id()) : null);
    }

    @GetMapping("/{id}")
    @Operation(summary = "主体申请详情")
    SubjectRequest one(Caller caller, @PathVariable("id") UUID id) {
        return requests.seen(caller, id, "subject-request-read").request();
    }

    @PostMapping("/{id}/decide")
    @Operation(summary = "处理主体申请")
    @ApiResponse(
            responseCode = "200",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = SubjectRequest.class)))
    ResponseEntity<byte[]> decide(
            Caller caller,
            @PathVariable("id") UUID id,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String idempotencyKey,
            @RequestBody Decide decide) {
        return writes.run(
                caller,
                idempotencyKey,
                json.writeValueAsBytes(decide),
                () -> IdempotentWrites.Answer.of(
                        200,
                        json.writeValueAsBytes(requests.decide(
                                caller,
                                id,
                                new SubjectRequests.Ruling(
                                        decide.result(), decide.reason(), decide.at(), decide.objectionId())))));
    }

    @GetMapping("/{id}/file")
    @Operation(summary = "提供给主体的档案或说明(JSON 或网页)")
    @ApiResponse(
            responseCode = "200",
            content = {
                @Content(mediaType = "application/json", schema = @Schema(implementation = RightsFile.class)),
                @Content(mediaType = "text/html", schema = @Schema(type = "string"))
            })
    ResponseEntity<byte[]> file(
            Caller caller,
            @PathVariable("id") UUID id,
            @RequestParam(required = false) @Nullable String format,
            HttpServletRequest request) {
        Form form = Form.of(format, request, Form.JSON, Form.HTML);
        RightsFile file = files.of(requests.seen(caller, id, "subject-file"));
        byte[] body = form == Form.HTML
                ? RightsFilePage.of(file).getBytes(StandardCharsets.UTF_8)
                : json.writeValueAsBytes(file);
        return form.response()
                .header("Content-Disposition", "inline; filename=\"subject-file-" + id + form.ending() + "\"")
                .body(body);
    }
}
