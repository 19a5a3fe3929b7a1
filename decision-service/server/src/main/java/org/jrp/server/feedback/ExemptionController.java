package org.jrp.server.feedback;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.UUID;
import org.jrp.server.access.Caller;
import org.jrp.server.access.IdempotentWrites;
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

/** Exemptions over HTTP (豁免接口). */
@RestController
@RequestMapping("/api/v1/exemptions")
@Tag(name = "exemptions", description = "措施豁免 · measures left out for a time")
class ExemptionController {

    private final Exemptions exemptions;
    private final IdempotentWrites writes;
    private final JsonMapper json;

    ExemptionController(Exemptions exemptions, IdempotentWrites writes, JsonMapper json) {
        this.exemptions = exemptions;
        this.writes = writes;
        this.json = json;
    }

    @PostMapping
    @Operation(summary = "登记豁免(以后的答复中列明,到期自行失效) · leave a measure out for a time; later answers show it")
    @ApiResponse(
            responseCode = "201",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = ExemptionView.class)))
    ResponseEntity<byte[]> begin(
            Caller caller,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String idempotencyKey,
            @RequestBody ExemptionRequest request) {
        return writes.run(caller, idempotencyKey, json.writeValueAsBytes(request), () -> {
            ExemptionView made = exemptions.begin(caller, request);
            return new IdempotentWrites.Answer(
                    201, "/api/v1/exemptions/" + made.exemptionId(), json.writeValueAsBytes(made));
        });
    }

    @PostMapping("/{id}/end")
    @Operation(summary = "提前终止豁免 · end an exemption before its time")
    @ApiResponse(
            responseCode = "200",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = ExemptionView.class)))
    ResponseEntity<byte[]> end(
            Caller caller,
            @PathVariable("id") UUID id,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String idempotencyKey,
            @RequestBody ExemptionRequest.End request) {
        return writes.run(
                caller,
                idempotencyKey,
                json.writeValueAsBytes(request),
                () -> IdempotentWrites.Answer.of(200, json.writeValueAsBytes(exemptions.end(caller, id, request))));
    }

    @GetMapping
    @Operation(summary = "豁免列表,新的在前 · exemptions, newest first")
    ExemptionView.Page page(
            Caller caller,
            @RequestParam(name = "active", required = false) @Nullable Boolean active,
            @RequestParam(name = "department", required = false) @Nullable String department,
            @RequestParam(name = "limit", required = false) @Nullable Integer limit,
            @RequestParam(name = "cursor", required = false) @Nullable String cursor) {
        return exemptions.page(caller, department, active, limit, cursor);
    }

    @GetMapping("/{id}")
    @Operation(summary = "一项豁免 · one exemption")
    ExemptionView exemption(Caller caller, @PathVariable("id") UUID id) {
        return exemptions.seen(caller, id);
    }
}
