package org.jrp.server.rights;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.LocalDate;
import org.jrp.server.access.Caller;
import org.jrp.server.access.IdempotentWrites;
import org.jspecify.annotations.Nullable;
import org.springframework.format.annotation.DateTimeFormat;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/** The job that keeps nothing too long, over HTTP (保存期限接口). */
@RestController
@RequestMapping("/api/v1/retention")
@Tag(name = "retention", description = "保存期限")
class RetentionController {

    private final Retention retention;
    private final IdempotentWrites writes;
    private final JsonMapper json;

    RetentionController(Retention retention, IdempotentWrites writes, JsonMapper json) {
        this.retention = retention;
        this.writes = writes;
        this.json = json;
    }

    /**
     * A run that is wanted.
     *
     * @param asOf today unless given
     * @param dry whether it only says what it would do; so it is unless {@code false} is given
     */
    @Schema(name = "RetentionRun")
    record Run(@Nullable LocalDate asOf, @Nullable Boolean dry) {}

    @GetMapping("/plan")
    @Operation(summary = "将会封存、删除哪些(不改动)")
    Retention.Report plan(
            @RequestParam(required = false) @DateTimeFormat(iso = DateTimeFormat.ISO.DATE) @Nullable LocalDate asOf) {
        return retention.plan(asOf);
    }

    @PostMapping("/run")
    @Operation(summary = "执行保存期限作业(默认试运行)")
    @ApiResponse(
            responseCode = "200",
            content =
                    @Content(mediaType = "application/json", schema = @Schema(implementation = Retention.Report.class)))
    ResponseEntity<byte[]> run(
            Caller caller,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String idempotencyKey,
            @RequestBody Run run) {
        return writes.run(
                caller,
                idempotencyKey,
                json.writeValueAsBytes(run),
                () -> IdempotentWrites.Answer.of(
                        200,
                        json.writeValueAsBytes(retention.run(caller, run.asOf(), !Boolean.FALSE.equals(run.dry())))));
    }
}
