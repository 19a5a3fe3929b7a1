package org.jrp.server.replay;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jrp.catalogue.Text;
import org.jrp.server.access.Caller;
import org.jrp.server.access.Cursor;
import org.jrp.server.access.IdempotentWrites;
import org.jrp.server.problem.ProblemException;
import org.jspecify.annotations.Nullable;
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

/** Past decisions computed again, for officers and auditors (复算接口). */
@RestController
@RequestMapping("/api/v1")
@Tag(name = "replays", description = "复算、抽样、证据包与导出 · replay, samples, evidence and export")
class ReplayController {

    private static final String NDJSON = "application/x-ndjson";

    private final Replays replays;
    private final ReplayJobs jobs;
    private final ReplayWorker worker;
    private final Samples samples;
    private final Evidence evidence;
    private final Export export;
    private final IdempotentWrites writes;
    private final InstantSource clock;
    private final JsonMapper json;

    ReplayController(
            Replays replays,
            ReplayJobs jobs,
            ReplayWorker worker,
            Samples samples,
            Evidence evidence,
            Export export,
            IdempotentWrites writes,
            InstantSource clock,
            JsonMapper json) {
        this.replays = replays;
        this.jobs = jobs;
        this.worker = worker;
        this.samples = samples;
        this.evidence = evidence;
        this.export = export;
        this.writes = writes;
        this.clock = clock;
        this.json = json;
    }

    /**
     * By which release to decide again.
     *
     * @param release hash, or {@code active}; null for that of the record
     */
    @Schema(name = "ReplayRequest")
    record ReplayRequest(@Nullable String release) {}

    /**
     * The decisions to replay.
     *
     * @param from first day, Shanghai
     * @param to last day, included
     * @param department null for all
     * @param release hash, or {@code active}; null for that of each record
     */
    @Schema(name = "ReplayRangeRequest")
    record RangeRequest(
            @Nullable LocalDate from,
            @Nullable LocalDate to,
            @Nullable String department,
            @Nullable String release) {}

    @PostMapping("/decisions/{id}/replay")
    @Operation(
            summary = "复算一个决定;给出 release 则为“按该版本会怎样”,仅供参考 · replay a decision; by another release for information only")
    ReplayAnswer replay(
            Caller caller, @PathVariable UUID id, @RequestBody(required = false) @Nullable ReplayRequest request) {
        return replays.replay(caller, id, request == null ? null : request.release());
    }

    @PostMapping("/replays")
    @Operation(summary = "成批复算 · replay a range of days")
    @ApiResponse(
            responseCode = "202",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = ReplayJob.class)))
    ResponseEntity<byte[]> begin(
            Caller caller,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String idempotencyKey,
            @RequestBody RangeRequest request) {
        ResponseEntity<byte[]> answer = writes.run(caller, idempotencyKey, json.writeValueAsBytes(request), () -> {
            Range range = Range.of(request.from(), request.to(), clock.instant(), "/");
            ReplayJob job =
                    jobs.add(caller, range, department(request.department()), replays.resolved(request.release()));
            return new IdempotentWrites.Answer(202, "/api/v1/replays/" + job.id(), json.writeValueAsBytes(job));
        });
        worker.ring();
        return answer;
    }

    @GetMapping("/replays")
    @Operation(summary = "复算作业,新的在前 · jobs of replay, newest first")
    ReplayJob.Page page(
            @RequestParam(required = false) @Nullable Integer limit,
            @RequestParam(required = false) @Nullable String cursor) {
        int most = Cursor.limit(limit);
        List<ReplayJob> found = jobs.page(Cursor.before(cursor), most + 1);
        List<ReplayJob> items = found.subList(0, Math.min(most, found.size()));
        return new ReplayJob.Page(
                items,
                found.size() > most ? Cursor.of(items.get(items.size() - 1).id()) : null);
    }

    @GetMapping("/replays/{id}")
    @Operation(summary = "复算进度与差异 · progress, counts and what differed")
    ReplayJob one(Caller caller, @PathVariable UUID id) {
        return jobs.read(caller, id);
    }

    @PostMapping("/replays/{id}/cancel")
    @Operation(summary = "取消复算 · end a job")
    @io.swagger.v3.oas.annotations.parameters.RequestBody(
            content = @Content(mediaType = "application/json", schema = @Schema(type = "object")))
    @ApiResponse(
            responseCode = "200",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = ReplayJob.class)))
    ResponseEntity<byte[]> cancel(
            Caller caller,
            @PathVariable UUID id,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String idempotencyKey) {
        return writes.run(
                caller,
                idempotencyKey,
                new byte[0],
                () -> IdempotentWrites.Answer.of(200, json.writeValueAsBytes(jobs.cancel(caller, id))));
    }

    @GetMapping(path = "/decisions/export", produces = NDJSON)
    @Operation(summary = "导出决定记录,供离线核验 · the log for the offline verifier")
    @ApiResponse(responseCode = "200", content = @Content(mediaType = NDJSON, schema = @Schema(type = "string")))
    void export(
            Caller caller,
            @RequestParam(required = false) @Nullable LocalDate from,
            @RequestParam(required = false) @Nullable LocalDate to,
            HttpServletResponse response)
            throws IOException {
        export.write(caller, Range.of(from, to, clock.instant(), "").whole(), response);
    }

    @GetMapping("/decisions/sample")
    @Operation(summary = "按种子抽样 · a sample that anybody can draw again")
    Samples.Sample sample(
            Caller caller,
            @RequestParam(required = false) @Nullable String seed,
            @RequestParam(required = false) @Nullable Integer n,
            @RequestParam(required = false) @Nullable LocalDate from,
            @RequestParam(required = false) @Nullable LocalDate to) {
        return samples.draw(caller, seed, n, Range.of(from, to, clock.instant(), ""));
    }

    @GetMapping(path = "/decisions/{id}/evidence", produces = "application/zip")
    @Operation(summary = "证据包(zip)· evidence package")
    @ApiResponse(
            responseCode = "200",
            content = @Content(mediaType = "application/zip", schema = @Schema(type = "string", format = "binary")))
    ResponseEntity<byte[]> evidence(Caller caller, @PathVariable UUID id) {
        return ResponseEntity.ok()
                .contentType(MediaType.parseMediaType("application/zip"))
                .header("Content-Disposition", "attachment; filename=\"evidence-" + id + ".zip\"")
                .body(evidence.of(caller, id));
    }

    private static @Nullable String department(@Nullable String code) {
        if (code != null && !code.matches("[a-z0-9-]{1,64}")) {
            throw ProblemException.field(
                    422,
                    "invalid-department",
                    "/department",
                    "invalid-department",
                    new Text(
                            "部门代码由小写字母、数字和连字符组成。",
                            "A department's code is made of small letters, digits and hyphens."));
        }
        return code;
    }
}
