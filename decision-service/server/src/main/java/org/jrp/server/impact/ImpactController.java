package org.jrp.server.impact;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jrp.catalogue.Text;
import org.jrp.server.access.Caller;
import org.jrp.server.access.Cursor;
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
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/** Impacts over HTTP (影响分析接口). */
@RestController
@Tag(name = "impacts", description = "影响分析 · what a release would change")
class ImpactController {

    private final Impacts impacts;
    private final IdempotentWrites writes;
    private final CaseTable table;
    private final JsonMapper json;

    ImpactController(Impacts impacts, CaseTable table, IdempotentWrites writes, JsonMapper json) {
        this.impacts = impacts;
        this.table = table;
        this.writes = writes;
        this.json = json;
    }

    /**
     * What is to be weighed.
     *
     * @param over {@code decisions} of the days from and to, or {@code subjects}: every listed subject in every context today
     * @param against hash of the release to hold it against; the active one where it is left out
     */
    @Schema(name = "ImpactRequest")
    record Request(
            @Nullable String over,
            @Nullable LocalDate from,
            @Nullable LocalDate to,
            @Nullable String against) {}

    @PostMapping("/api/v1/releases/{hash}/impact")
    @Operation(summary = "分析一个发布版本的影响 · weigh what a release would change")
    @ApiResponse(
            responseCode = "202",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = Impact.class)))
    ResponseEntity<byte[]> ask(
            Caller caller,
            @PathVariable String hash,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String idempotencyKey,
            @RequestBody Request request) {
        return writes.run(caller, idempotencyKey, json.writeValueAsBytes(request), () -> {
            String over = request.over() == null ? "decisions" : request.over();
            boolean ofDecisions = over.equals("decisions");
            if (!ofDecisions && !over.equals("subjects")) {
                throw ProblemException.field(
                        400,
                        "invalid-body",
                        "/over",
                        "unknown-word",
                        new Text("over 应为 decisions 或 subjects。", "The field over is decisions or subjects."));
            }
            LocalDate from = request.from();
            LocalDate to = request.to();
            if (ofDecisions && (from == null || to == null || to.isBefore(from))) {
                throw ProblemException.field(
                        422,
                        "invalid-content",
                        "/from",
                        "missing",
                        new Text(
                                "请写明起止日期 from、to(含当日),to 不早于 from。",
                                "Give the days from and to, both included, to not before from."));
            }
            Impact impact = impacts.ask(caller, hash, request.against(), over, from, to);
            return new IdempotentWrites.Answer(
                    202, "/api/v1/impacts/" + impact.impactId(), json.writeValueAsBytes(impact));
        });
    }

    @GetMapping("/api/v1/impacts/{id}")
    @Operation(summary = "影响分析:进度与统计 · progress and counts")
    Impact impact(Caller caller, @PathVariable UUID id) {
        return impacts.find(caller, id);
    }

    @GetMapping("/api/v1/impacts")
    @Operation(summary = "影响分析列表,新的在前 · impacts, newest first")
    Impact.Page page(
            Caller caller,
            @RequestParam(required = false) @Nullable String release,
            @RequestParam(required = false) @Nullable Integer limit,
            @RequestParam(required = false) @Nullable String cursor) {
        return impacts.page(caller, release, limit, cursor);
    }

    @PostMapping("/api/v1/impacts/{id}/cancel")
    @Operation(summary = "取消影响分析 · call an impact off")
    @io.swagger.v3.oas.annotations.parameters.RequestBody(
            content = @Content(mediaType = "application/json", schema = @Schema(type = "object")))
    @ApiResponse(
            responseCode = "200",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = Impact.class)))
    ResponseEntity<byte[]> cancel(
            Caller caller,
            @PathVariable UUID id,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String idempotencyKey) {
        return writes.run(
                caller,
                idempotencyKey,
                new byte[0],
                () -> IdempotentWrites.Answer.of(200, json.writeValueAsBytes(impacts.cancel(caller, id))));
    }

    @GetMapping("/api/v1/impacts/{id}/cases")
    @Operation(
            summary =
                    "结论不同的问询与主体;text/csv 为全部 · questions that come out otherwise, with rule and clause; all of them as text/csv")
    @ApiResponse(
            responseCode = "200",
            content = {
                @Content(mediaType = "application/json", schema = @Schema(implementation = Impact.Cases.class)),
                @Content(mediaType = "text/csv", schema = @Schema(type = "string"))
            })
    void cases(
            Caller caller,
            @PathVariable UUID id,
            @RequestParam(required = false) @Nullable String kind,
            @RequestParam(required = false) @Nullable Integer limit,
            @RequestParam(required = false) @Nullable Long cursor,
            @RequestParam(required = false) @Nullable String format,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        Form form = Form.of(format, request, Form.JSON, Form.CSV);
        if (kind != null && !List.of("restricted", "released", "changed").contains(kind)) {
            throw ProblemException.field(
                    400,
                    "invalid-parameter",
                    "kind",
                    "unknown-kind",
                    new Text("kind 应为 restricted、released 或 changed。", "The kind is restricted, released or changed."));
        }
        if (form == Form.CSV) {
            table.write(caller, id, kind, response);
            return;
        }
        int most = Cursor.limit(limit);
        List<Impact.Case> found = impacts.cases(caller, id, kind, cursor == null ? 0 : cursor, most + 1);
        List<Impact.Case> items = found.subList(0, Math.min(most, found.size()));
        response.setContentType("application/json");
        response.getOutputStream()
                .write(json.writeValueAsBytes(new Impact.Cases(
                        items,
                        found.size() > most
                                ? Long.toString(items.get(items.size() - 1).number())
                                : null)));
    }
}
