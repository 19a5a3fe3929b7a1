package org.jrp.server.repair;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jrp.catalogue.Text;
import org.jrp.server.access.Caller;
import org.jrp.server.problem.ProblemException;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Repairs and credit files over HTTP (信用修复接口). */
@RestController
@Tag(name = "repairs", description = "信用修复")
class RepairController {

    private static final int FIRST_YEAR = 2000;
    private static final int LAST_YEAR = 2100;

    private final Repairs repairs;
    private final Worklist worklist;
    private final SubjectFiles files;

    RepairController(Repairs repairs, Worklist worklist, SubjectFiles files) {
        this.repairs = repairs;
        this.worklist = worklist;
        this.files = files;
    }

    @GetMapping("/api/v1/repairs")
    @Operation(summary = "信用修复跟踪(含办理期限)")
    RepairView.Page list(
            Caller caller,
            @RequestParam(required = false) @Nullable String state,
            @RequestParam(required = false) @Nullable Boolean overdue,
            @RequestParam(required = false) @Nullable String list,
            @RequestParam(required = false) @Nullable Integer limit,
            @RequestParam(required = false) @Nullable String cursor) {
        if (state != null && !Repairs.STATES.contains(state)) {
            String known = String.join(", ", Repairs.STATES);
            throw invalid("state", "参数 state 可用:" + known, "The parameter state is one of: " + known);
        }
        return repairs.page(caller, state, overdue, list, limit, cursor);
    }

    @GetMapping("/api/v1/repairs/worklist")
    @Operation(summary = "分领域修复工作清单(黑名单和重点关注名单,及所缺事项)")
    WorkItem.Page worklist(
            Caller caller,
            @RequestParam(required = false) @Nullable String list,
            @RequestParam(required = false) @Nullable Integer year,
            @RequestParam(required = false) @Nullable Integer limit,
            @RequestParam(required = false) @Nullable String cursor) {
        if (year != null && (year < FIRST_YEAR || year > LAST_YEAR)) {
            throw invalid("year", "参数 year 应为 2000 至 2100。", "The parameter year is from 2000 to 2100.");
        }
        return worklist.page(caller, list, year, limit, cursor);
    }

    @PostMapping("/api/v1/subjects/file")
    @Operation(summary = "主体信用档案(条目、异议、承诺、培训、修复)")
    SubjectFile file(Caller caller, @RequestBody SubjectFile.Wanted wanted) {
        return files.of(caller, wanted);
    }

    private static ProblemException invalid(String parameter, String zh, String en) {
        return ProblemException.field(400, "invalid-parameter", parameter, "out-of-range", new Text(zh, en));
    }
}
