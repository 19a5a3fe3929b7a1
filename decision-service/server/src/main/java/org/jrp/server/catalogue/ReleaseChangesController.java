package org.jrp.server.catalogue;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import org.jrp.catalogue.InvalidFilesException;
import org.jrp.release.PolicyChanges;
import org.jrp.server.problem.ProblemException;
import org.jrp.server.problem.Problems;
import org.jrp.server.release.ReleaseComparisons;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/** What a release changes as policy, before it is approved and afterwards (政策变更接口). */
@RestController
@RequestMapping("/api/v1/releases/{hash}/changes")
@Tag(name = "releases")
class ReleaseChangesController {

    private static final String MARKDOWN = "text/markdown";
    private static final int SHORT = "sha256:".length() + 12;

    private final ReleaseComparisons comparisons;
    private final JsonMapper json;

    ReleaseChangesController(ReleaseComparisons comparisons, JsonMapper json) {
        this.comparisons = comparisons;
        this.json = json;
    }

    /**
     * What a release changes.
     *
     * @param against hash of the earlier release; the active one unless said, and of the active one the one active before
     * @param format {@code markdown} for a section of docs/policy-changes.md; JSON unless said
     */
    @GetMapping(produces = {"application/json", MARKDOWN})
    @Operation(summary = "发布版本的政策变更:哪些规则和措施,对谁,自何日起 What a release changes, for whom, from which day")
    @ApiResponse(
            responseCode = "200",
            content = {
                @Content(mediaType = "application/json", schema = @Schema(implementation = ReleaseChangesView.class)),
                @Content(mediaType = MARKDOWN, schema = @Schema(type = "string"))
            })
    ResponseEntity<byte[]> changes(
            @PathVariable String hash,
            @RequestParam(required = false) @Nullable String against,
            @RequestParam(required = false) @Nullable String format,
            HttpServletRequest request) {
        if (format != null && !format.equals("json") && !format.equals("markdown")) {
            throw Parameters.invalid(
                    "format", "unknown-format", "format 应为 json 或 markdown。", "The format is json or markdown.");
        }
        ReleaseComparisons.Compared compared;
        try {
            compared = comparisons
                    .of(hash, against)
                    .orElseThrow(() ->
                            ProblemException.of(404, "unknown-release", "没有这个发布版本。", "There is no such release."));
        } catch (InvalidFilesException | IllegalStateException e) {
            throw ProblemException.of(
                    409,
                    "release-damaged",
                    "所存发布版本已被改动或损坏,无法比较。",
                    "The release as it is kept was changed or damaged, and cannot be compared.");
        }
        String accept = String.valueOf(request.getHeader("Accept"));
        boolean markdown = format == null ? accept.startsWith(MARKDOWN) : format.equals("markdown");
        ResponseEntity.BodyBuilder ok = ResponseEntity.ok().header("Cache-Control", "no-cache, private");
        return markdown
                ? ok.contentType(new MediaType("text", "markdown", StandardCharsets.UTF_8))
                        .header("X-Content-Type-Options", "nosniff")
                        .body(PolicyChanges.section(
                                        compared.changes(),
                                        compared.changes().after().substring(0, SHORT),
                                        compared.after())
                                .getBytes(StandardCharsets.UTF_8))
                : ok.contentType(MediaType.APPLICATION_JSON)
                        .body(json.writeValueAsBytes(
                                ReleaseChangesView.of(compared.changes(), Problems.locale(request))));
    }
}
