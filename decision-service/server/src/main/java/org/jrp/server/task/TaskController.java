package org.jrp.server.task;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jrp.catalogue.Text;
import org.jrp.decision.Question;
import org.jrp.server.access.Caller;
import org.jrp.server.access.Cursor;
import org.jrp.server.access.IdempotentWrites;
import org.jrp.server.entry.IdRequest;
import org.jrp.server.problem.PersonalNumbers;
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

/** Tasks over HTTP (触发任务接口). */
@RestController
@RequestMapping("/api/v1/tasks")
@Tag(name = "tasks", description = "触发任务 · what entries call on departments for")
class TaskController {

    private static final List<String> STATES = List.of("open", "acknowledged", "unconfirmed", "reported", "closed");
    private static final int LONGEST_NAME = 100;

    private final Tasks tasks;
    private final IdempotentWrites writes;
    private final InstantSource clock;
    private final JsonMapper json;

    TaskController(Tasks tasks, IdempotentWrites writes, InstantSource clock, JsonMapper json) {
        this.tasks = tasks;
        this.writes = writes;
        this.clock = clock;
        this.json = json;
    }

    /** One page of tasks, the oldest first. */
    @Schema(name = "TaskPage")
    record TaskPage(List<TaskView> items, @Nullable String cursor) {}

    /** Tasks by state. */
    @Schema(name = "TaskCounts")
    record TaskCounts(List<Map<String, Object>> items) {}

    /** Whose tasks are sought. */
    @Schema(name = "TaskSearch")
    record TaskSearch(
            @Nullable IdRequest subject,
            @Nullable String purpose,
            @Nullable Integer limit) {}

    /** Who took note. */
    @Schema(name = "Acknowledgement")
    record Acknowledgement(@Nullable String officer) {}

    @GetMapping
    @Operation(summary = "本部门的触发任务 · tasks of a department, oldest first")
    TaskPage list(
            Caller caller,
            @RequestParam(required = false) @Nullable String department,
            @RequestParam(required = false) @Nullable String state,
            @RequestParam(required = false) @Nullable String entryId,
            @RequestParam(required = false, defaultValue = "false") boolean overdue,
            @RequestParam(required = false) @Nullable Integer limit,
            @RequestParam(required = false) @Nullable String cursor) {
        if (state != null && !STATES.contains(state)) {
            throw ProblemException.field(
                    400,
                    "invalid-parameter",
                    "state",
                    "unknown-state",
                    new Text(
                            "没有这个状态;可用:" + String.join("、", STATES) + "。",
                            "There is no such state; use one of " + String.join(", ", STATES) + "."));
        }
        int most = Cursor.limit(limit);
        List<TaskView> found = tasks.page(
                caller,
                new Tasks.Wanted(
                        department, state, entryId, overdue, cursor == null ? null : Cursor.before(cursor), most + 1));
        return page(found, most);
    }

    @PostMapping("/search")
    @Operation(summary = "按主体查找触发任务 · tasks about a subject")
    TaskPage search(Caller caller, @RequestBody TaskSearch request) {
        if (request.subject() == null) {
            throw ProblemException.field(
                    400, "invalid-body", "/subject", "missing", new Text("请写明主体(subject)。", "Give the subject."));
        }
        PersonalNumbers.refuse(request.purpose(), "/purpose");
        int most = Cursor.limit(request.limit());
        return new TaskPage(
                tasks.about(
                        caller,
                        request.subject()
                                .parsed(
                                        "/subject",
                                        clock.instant()
                                                .atOffset(Question.SHANGHAI)
                                                .toLocalDate())
                                .id(),
                        request.purpose(),
                        most),
                null);
    }

    @GetMapping("/counts")
    @Operation(summary = "任务数量 · tasks by department and state")
    TaskCounts counts(Caller caller) {
        return new TaskCounts(tasks.counts(caller));
    }

    @GetMapping("/{id}")
    @Operation(summary = "任务详情 · one task with its history")
    TaskView task(Caller caller, @PathVariable UUID id) {
        return tasks.view(caller, id);
    }

    @PostMapping("/{id}/acknowledge")
    @Operation(summary = "签收任务 · acknowledge a task")
    @ApiResponse(
            responseCode = "200",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = TaskView.class)))
    ResponseEntity<byte[]> acknowledge(
            Caller caller,
            @PathVariable UUID id,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String idempotencyKey,
            @RequestBody(required = false) @Nullable Acknowledgement request) {
        String officer = request == null ? null : request.officer();
        if (officer != null && (officer.isBlank() || officer.length() > LONGEST_NAME)) {
            throw ProblemException.field(
                    422,
                    "invalid-content",
                    "/officer",
                    "wrong-value",
                    new Text("签收人应为 1 至 100 个字符。", "The officer's name has 1 to 100 characters."));
        }
        PersonalNumbers.refuse(officer, "/officer");
        return writes.run(
                caller,
                idempotencyKey,
                json.writeValueAsBytes(new Acknowledgement(officer)),
                () -> IdempotentWrites.Answer.of(200, json.writeValueAsBytes(tasks.acknowledge(caller, id, officer))));
    }

    private static TaskPage page(List<TaskView> found, int most) {
        List<TaskView> items = found.subList(0, Math.min(most, found.size()));
        return new TaskPage(
                items,
                found.size() > most ? Cursor.of(items.get(items.size() - 1).taskId()) : null);
    }
}
