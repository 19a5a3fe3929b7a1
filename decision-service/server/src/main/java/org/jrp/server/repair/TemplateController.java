package org.jrp.server.repair;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
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
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/** Sample letters of commitment over HTTP (承诺书样本接口). */
@RestController
@RequestMapping("/api/v1/commitments/templates")
@Tag(name = "commitments", description = "信用承诺")
class TemplateController {

    private final CommitmentTemplates templates;
    private final IdempotentWrites writes;
    private final JsonMapper json;

    TemplateController(CommitmentTemplates templates, IdempotentWrites writes, JsonMapper json) {
        this.templates = templates;
        this.writes = writes;
        this.json = json;
    }

    @GetMapping
    @Operation(summary = "承诺书样本(各样本的最新版本)")
    CommitmentTemplate.Page list() {
        return new CommitmentTemplate.Page(templates.newest(), null);
    }

    @GetMapping("/{code}")
    @Operation(summary = "一个样本的全部版本")
    CommitmentTemplate.Versions versions(@PathVariable String code) {
        List<CommitmentTemplate> versions = templates.versions(code);
        if (versions.isEmpty()) {
            throw ProblemException.of(404, "unknown-template", "没有这个承诺书样本。", "There is no such template.");
        }
        return new CommitmentTemplate.Versions(code, versions);
    }

    @PostMapping
    @Operation(summary = "新建样本或增加版本(内容与最新版本相同时不增加)")
    @ApiResponse(
            responseCode = "201",
            content =
                    @Content(
                            mediaType = "application/json",
                            schema = @Schema(implementation = CommitmentTemplate.class)))
    @ApiResponse(
            responseCode = "200",
            description = "与最新版本相同",
            content =
                    @Content(
                            mediaType = "application/json",
                            schema = @Schema(implementation = CommitmentTemplate.class)))
    ResponseEntity<byte[]> write(
            Caller caller,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String idempotencyKey,
            @RequestBody CommitmentTemplate.Wanted wanted) {
        return writes.run(caller, idempotencyKey, json.writeValueAsBytes(wanted), () -> {
            CommitmentTemplates.Written written = templates.write(caller, wanted);
            return new IdempotentWrites.Answer(
                    written.made() ? 201 : 200,
                    "/api/v1/commitments/templates/" + written.template().code(),
                    json.writeValueAsBytes(written.template()));
        });
    }
}
