package org.jrp.server.repair;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.util.UUID;
import org.jrp.server.access.Caller;
import org.jrp.server.access.IdempotentWrites;
import org.jrp.server.problem.Problems;
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

/** Trainings over HTTP (信用修复培训接口). */
@RestController
@RequestMapping("/api/v1/trainings")
@Tag(name = "trainings", description = "信用修复培训")
class TrainingController {

    private final Trainings trainings;
    private final IdempotentWrites writes;
    private final JsonMapper json;

    TrainingController(Trainings trainings, IdempotentWrites writes, JsonMapper json) {
        this.trainings = trainings;
        this.writes = writes;
        this.json = json;
    }

    @PostMapping
    @Operation(summary = "登记信用修复培训和参训情况(逐条受理)")
    @ApiResponse(
            responseCode = "201",
            content =
                    @Content(
                            mediaType = "application/json",
                            schema = @Schema(implementation = TrainingView.Outcome.class)))
    ResponseEntity<byte[]> hold(
            Caller caller,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String idempotencyKey,
            @RequestBody TrainingView.Wanted wanted,
            HttpServletRequest request) {
        return writes.run(caller, idempotencyKey, json.writeValueAsBytes(wanted), () -> {
            TrainingView.Outcome outcome = trainings.hold(caller, wanted, Problems.locale(request));
            return new IdempotentWrites.Answer(
                    201, "/api/v1/trainings/" + outcome.id(), json.writeValueAsBytes(outcome));
        });
    }

    @GetMapping
    @Operation(summary = "培训列表")
    TrainingView.Page list(
            Caller caller,
            @RequestParam(required = false) @Nullable Integer limit,
            @RequestParam(required = false) @Nullable String cursor) {
        return trainings.page(caller, limit, cursor);
    }

    @GetMapping("/{id}")
    @Operation(summary = "培训详情和参训情况")
    TrainingView one(Caller caller, @PathVariable UUID id) {
        return trainings.view(caller, id);
    }
}
