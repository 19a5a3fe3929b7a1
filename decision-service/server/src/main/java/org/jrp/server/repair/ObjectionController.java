package org.jrp.server.repair;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.UUID;
import java.util.function.Supplier;
import org.jrp.catalogue.Text;
import org.jrp.server.access.AccessLog;
import org.jrp.server.access.Caller;
import org.jrp.server.access.IdempotentWrites;
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

/** Objections over HTTP (异议接口). */
@RestController
@RequestMapping("/api/v1/objections")
@Tag(name = "objections", description = "异议")
class ObjectionController {

    private final Objections objections;
    private final ObjectionPages pages;
    private final AccessLog log;
    private final IdempotentWrites writes;
    private final JsonMapper json;

    ObjectionController(
            Objections objections, ObjectionPages pages, AccessLog log, IdempotentWrites writes, JsonMapper json) {
        this.objections = objections;
        this.pages = pages;
        this.log = log;
        this.writes = writes;
        this.json = json;
    }

    @PostMapping
    @Operation(summary = "受理异议(条目即时标注)")
    @ApiResponse(
            responseCode = "201",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = ObjectionView.class)))
    ResponseEntity<byte[]> lodge(
            Caller caller,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String idempotencyKey,
            @RequestBody ObjectionRequest request) {
        return writes.run(caller, idempotencyKey, json.writeValueAsBytes(request), () -> {
            ObjectionView lodged = objections.lodge(caller, request);
            return new IdempotentWrites.Answer(
                    201, "/api/v1/objections/" + lodged.id(), json.writeValueAsBytes(lodged));
        });
    }

    @GetMapping
    @Operation(summary = "异议列表(含办理期限)")
    ObjectionView.Page list(
            Caller caller,
            @RequestParam(required = false) @Nullable String state,
            @RequestParam(required = false) @Nullable Boolean overdue,
            @RequestParam(required = false) @Nullable String list,
            @RequestParam(required = false) @Nullable String entryId,
            @RequestParam(required = false) @Nullable Integer limit,
            @RequestParam(required = false) @Nullable String cursor) {
        if (state != null && !state.equals("open") && !state.equals("decided")) {
            throw ProblemException.field(
                    400,
                    "invalid-parameter",
                    "state",
                    "unknown-state",
                    new Text("参数 state 应为 open 或 decided。", "The parameter state is open or decided."));
        }
        Boolean open = state == null ? null : Boolean.valueOf(state.equals("open"));
        ObjectionView.Page page =
                pages.page(caller, new ObjectionPages.Wanted(open, overdue, list, entryId), limit, cursor);
        log.record(caller, "objections-listed", null, list, null, "ok");
        return page;
    }

    @GetMapping("/{id}")
    @Operation(summary = "异议详情")
    ObjectionView one(Caller caller, @PathVariable UUID id) {
        return objections.view(caller, id);
    }

    @PostMapping("/{id}/check")
    @Operation(summary = "登记信用平台核查结果")
    @ApiResponse(
            responseCode = "200",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = ObjectionView.class)))
    ResponseEntity<byte[]> check(
            Caller caller,
            @PathVariable UUID id,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String idempotencyKey,
            @RequestBody ObjectionRequest.Check request) {
        return step(caller, idempotencyKey, request, () -> objections.check(caller, id, request));
    }

    @PostMapping("/{id}/extend")
    @Operation(summary = "延长办理期限(一次)")
    @ApiResponse(
            responseCode = "200",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = ObjectionView.class)))
    ResponseEntity<byte[]> extend(
            Caller caller,
            @PathVariable UUID id,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String idempotencyKey,
            @RequestBody ObjectionRequest.Extension request) {
        return step(caller, idempotencyKey, request, () -> objections.extend(caller, id, request));
    }

    @PostMapping("/{id}/decide")
    @Operation(summary = "异议决定(认定部门)")
    @ApiResponse(
            responseCode = "200",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = ObjectionView.class)))
    ResponseEntity<byte[]> decide(
            Caller caller,
            @PathVariable UUID id,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String idempotencyKey,
            @RequestBody ObjectionRequest.Verdict request) {
        return step(caller, idempotencyKey, request, () -> objections.decide(caller, id, request));
    }

    @PostMapping("/{id}/retract")
    @Operation(summary = "登记主体撤回异议(标记待认定部门解除)")
    @ApiResponse(
            responseCode = "200",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = ObjectionView.class)))
    ResponseEntity<byte[]> retract(
            Caller caller,
            @PathVariable UUID id,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String idempotencyKey,
            @RequestBody ObjectionRequest.Retraction request) {
        return step(caller, idempotencyKey, request, () -> objections.retract(caller, id, request));
    }

    private ResponseEntity<byte[]> step(
            Caller caller, @Nullable String idempotencyKey, Object request, Supplier<ObjectionView> step) {
        return writes.run(
                caller,
                idempotencyKey,
                json.writeValueAsBytes(request),
                () -> IdempotentWrites.Answer.of(200, json.writeValueAsBytes(step.get())));
    }
}
