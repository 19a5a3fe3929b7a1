package org.jrp.server.repair;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.UUID;
import org.jrp.catalogue.Text;
import org.jrp.server.access.Caller;
import org.jrp.server.access.IdempotentWrites;
import org.jrp.server.document.Form;
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

/** Commitments over HTTP (信用承诺接口). */
@RestController
@RequestMapping("/api/v1/commitments")
@Tag(name = "commitments", description = "信用承诺")
class CommitmentController {

    private final Commitments commitments;
    private final CommitmentPages pages;
    private final IdempotentWrites writes;
    private final JsonMapper json;

    CommitmentController(Commitments commitments, CommitmentPages pages, IdempotentWrites writes, JsonMapper json) {
        this.commitments = commitments;
        this.pages = pages;
        this.writes = writes;
        this.json = json;
    }

    @PostMapping
    @Operation(summary = "登记信用承诺(针对条目的,条目同时标注)")
    @ApiResponse(
            responseCode = "201",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = CommitmentView.class)))
    ResponseEntity<byte[]> make(
            Caller caller,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String idempotencyKey,
            @RequestBody CommitmentView.Wanted wanted) {
        return writes.run(caller, idempotencyKey, json.writeValueAsBytes(wanted), () -> {
            CommitmentView made = commitments.make(caller, wanted);
            return new IdempotentWrites.Answer(201, "/api/v1/commitments/" + made.id(), json.writeValueAsBytes(made));
        });
    }

    @GetMapping
    @Operation(summary = "信用承诺列表")
    CommitmentView.Page list(
            Caller caller,
            @RequestParam(required = false) @Nullable String type,
            @RequestParam(required = false) @Nullable Boolean published,
            @RequestParam(required = false) @Nullable String entryId,
            @RequestParam(required = false) @Nullable String state,
            @RequestParam(required = false) @Nullable Integer limit,
            @RequestParam(required = false) @Nullable String cursor) {
        type(type);
        if (state != null && !Commitments.STATES.contains(state)) {
            throw unknown("state", Commitments.STATES);
        }
        return commitments.page(
                caller, new CommitmentPages.Wanted(type, published, entryId, state, null), limit, cursor);
    }

    @PostMapping("/search")
    @Operation(summary = "按主体查找信用承诺")
    CommitmentView.Page search(Caller caller, @RequestBody CommitmentView.Search search) {
        return commitments.search(caller, search);
    }

    @GetMapping("/published")
    @Operation(summary = "信用承诺专区(已公示,仅法人和其他组织)")
    CommitmentView.PublicPage published(
            @RequestParam(required = false) @Nullable String type,
            @RequestParam(required = false) @Nullable Integer limit,
            @RequestParam(required = false) @Nullable String cursor) {
        return pages.published(type(type), limit, cursor);
    }

    @GetMapping("/{id}")
    @Operation(summary = "信用承诺详情")
    CommitmentView one(Caller caller, @PathVariable UUID id) {
        return commitments.view(caller, id);
    }

    @GetMapping("/{id}/letter")
    @Operation(summary = "信用承诺书(网页或 PDF)")
    @ApiResponse(
            responseCode = "200",
            content = {
                @Content(mediaType = "text/html", schema = @Schema(type = "string")),
                @Content(mediaType = "application/pdf", schema = @Schema(type = "string", format = "binary"))
            })
    ResponseEntity<byte[]> letter(
            Caller caller,
            @PathVariable UUID id,
            @RequestParam(required = false) @Nullable String format,
            HttpServletRequest request) {
        Form form = Form.of(format, request, Form.HTML, Form.PDF);
        return form.response()
                .header("Content-Disposition", "inline; filename=\"commitment-" + id + form.ending() + "\"")
                .body(commitments.letter(caller, id, form));
    }

    @PostMapping("/{id}/publish")
    @Operation(summary = "在信用承诺专区公示")
    @ApiResponse(
            responseCode = "200",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = CommitmentView.class)))
    ResponseEntity<byte[]> publish(
            Caller caller,
            @PathVariable UUID id,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String idempotencyKey,
            @RequestBody CommitmentView.Change request) {
        return change(caller, id, idempotencyKey, request, "published");
    }

    @PostMapping("/{id}/unpublish")
    @Operation(summary = "撤下公示")
    @ApiResponse(
            responseCode = "200",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = CommitmentView.class)))
    ResponseEntity<byte[]> unpublish(
            Caller caller,
            @PathVariable UUID id,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String idempotencyKey,
            @RequestBody CommitmentView.Change request) {
        return change(caller, id, idempotencyKey, request, "unpublished");
    }

    @PostMapping("/{id}/fulfil")
    @Operation(summary = "登记承诺已履行")
    @ApiResponse(
            responseCode = "200",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = CommitmentView.class)))
    ResponseEntity<byte[]> fulfil(
            Caller caller,
            @PathVariable UUID id,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String idempotencyKey,
            @RequestBody CommitmentView.Change request) {
        return change(caller, id, idempotencyKey, request, "fulfilled");
    }

    @PostMapping("/{id}/breach")
    @Operation(summary = "登记违反承诺")
    @ApiResponse(
            responseCode = "200",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = CommitmentView.class)))
    ResponseEntity<byte[]> breach(
            Caller caller,
            @PathVariable UUID id,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String idempotencyKey,
            @RequestBody CommitmentView.Change request) {
        return change(caller, id, idempotencyKey, request, "breached");
    }

    private ResponseEntity<byte[]> change(
            Caller caller, UUID id, @Nullable String idempotencyKey, CommitmentView.Change request, String type) {
        return writes.run(
                caller,
                idempotencyKey,
                json.writeValueAsBytes(request),
                () -> IdempotentWrites.Answer.of(
                        200, json.writeValueAsBytes(commitments.change(caller, id, type, request))));
    }

    private static @Nullable CommitmentType type(@Nullable String code) {
        CommitmentType type = CommitmentPages.typeOf(code);
        if (code != null && type == null) {
            throw unknown("type", CommitmentTemplates.TYPES);
        }
        return type;
    }

    private static ProblemException unknown(String parameter, List<String> known) {
        return ProblemException.field(
                400,
                "invalid-parameter",
                parameter,
                "unknown-word",
                new Text(
                        "参数 " + parameter + " 可用:" + String.join(", ", known),
                        "The parameter " + parameter + " is one of: " + String.join(", ", known)));
    }
}
