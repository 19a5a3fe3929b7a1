package org.jrp.server.figure;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import org.jrp.catalogue.InvalidFilesException;
import org.jrp.server.access.AccessLog;
import org.jrp.server.access.Caller;
import org.jrp.server.problem.ProblemException;
import org.jrp.server.problem.Problems;
import org.jrp.server.release.ReleaseComparisons;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Pressure on the rules that a release changes, and citation health before and after (审批前须看). */
@RestController
@RequestMapping("/api/v1/releases/{hash}/health")
@Tag(name = "releases")
class ReleaseHealthController {

    private final ReleaseComparisons comparisons;
    private final ReleaseHealth health;
    private final AccessLog log;

    ReleaseHealthController(ReleaseComparisons comparisons, ReleaseHealth health, AccessLog log) {
        this.comparisons = comparisons;
        this.health = health;
        this.log = log;
    }

    /**
     * What experience says about what a release changes.
     *
     * @param against hash of the earlier release; the active one unless said
     */
    @GetMapping(produces = "application/json")
    @Operation(summary = "所改规则的执行压力,引用健康度前后对照 Pressure on the changed rules; citation health before and after")
    ReleaseHealth.Report health(
            Caller caller,
            @PathVariable String hash,
            @RequestParam(required = false) @Nullable String against,
            HttpServletRequest request) {
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
        ReleaseHealth.Report report = health.of(compared, Problems.locale(request));
        log.record(caller, "release-health-read", null, compared.changes().after(), null, "ok");
        return report;
    }
}
