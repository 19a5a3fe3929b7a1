package org.jrp.server.task;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.LocalDate;
import java.util.List;
import org.jrp.catalogue.Text;
import org.jrp.server.access.Caller;
import org.jrp.server.access.Cursor;
import org.jrp.server.access.IdempotentWrites;
import org.jrp.server.access.Inputs;
import org.jrp.server.access.Role;
import org.jrp.server.entry.IdRequest;
import org.jrp.server.problem.ProblemException;
import org.jrp.subject.SubjectId;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/** Successions over HTTP (承继接口). */
@RestController
@RequestMapping("/api/v1/successions")
@Tag(name = "successions", description = "主体与部门的承继 · merged and renamed subjects and departments")
class SuccessionController {

    private static final LocalDate EARLIEST = LocalDate.of(1990, 1, 1);
    private static final int LONGEST_DOCUMENT = 200;
    private static final int LONGEST_REASON = 2_000;

    private final Successions successions;
    private final IdempotentWrites writes;
    private final JsonMapper json;

    SuccessionController(Successions successions, IdempotentWrites writes, JsonMapper json) {
        this.successions = successions;
        this.writes = writes;
        this.json = json;
    }

    /**
     * Who takes whose place.
     *
     * @param kind {@code subject}, then with {@code from} and {@code to}, or {@code department}, then with the two codes
     */
    @Schema(name = "SuccessionRequest")
    record Request(
            @Nullable String kind,
            @Nullable IdRequest from,
            @Nullable IdRequest to,
            @Nullable String fromDepartment,
            @Nullable String toDepartment,
            @Nullable LocalDate takesEffect,
            @Nullable String documentNo,
            @Nullable String reason) {}

    /** One page. */
    @Schema(name = "SuccessionPage")
    record Page(List<Successions.Recorded> items, @Nullable String cursor) {}

    @GetMapping
    @Operation(summary = "承继记录 · successions on record")
    Page list(
            Caller caller,
            @RequestParam(required = false) @Nullable Integer limit,
            @RequestParam(required = false) @Nullable String cursor) {
        int most = Cursor.limit(limit);
        List<Successions.Recorded> found = successions.page(caller, Cursor.before(cursor), most + 1);
        List<Successions.Recorded> items = found.subList(0, Math.min(most, found.size()));
        return new Page(
                items,
                found.size() > most ? Cursor.of(items.get(items.size() - 1).id()) : null);
    }

    @PostMapping
    @Operation(summary = "登记承继(主体:名单管理、信用办;部门:系统管理员)")
    @ApiResponse(
            responseCode = "201",
            content =
                    @Content(
                            mediaType = "application/json",
                            schema =
                                    @Schema(
                                            oneOf = {
                                                Successions.SubjectsJoined.class,
                                                Successions.DepartmentsJoined.class
                                            })))
    ResponseEntity<byte[]> join(
            Caller caller,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String idempotencyKey,
            @RequestBody Request request) {
        return writes.run(caller, idempotencyKey, json.writeValueAsBytes(request), () -> {
            boolean ofSubjects = "subject".equals(request.kind());
            if (!ofSubjects && !"department".equals(request.kind())) {
                throw ProblemException.field(
                        400,
                        "invalid-body",
                        "/kind",
                        "unknown-kind",
                        new Text("kind 应为 subject 或 department。", "The kind is subject or department."));
            }
            permitted(caller, ofSubjects);
            Successions.Papers papers = papers(request);
            if (ofSubjects) {
                return IdempotentWrites.Answer.of(
                        201,
                        json.writeValueAsBytes(successions.join(
                                caller, subject(request.from(), "/from"), subject(request.to(), "/to"), papers)));
            }
            if (papers.takesEffect().isAfter(successions.today())) {
                throw ProblemException.field(
                        422,
                        "invalid-content",
                        "/takesEffect",
                        "in-the-future",
                        new Text(
                                "部门承继在登记时生效,日期不能晚于今天。",
                                "Departments take over when it is recorded; not in the future."));
            }
            return IdempotentWrites.Answer.of(
                    201,
                    json.writeValueAsBytes(successions.join(
                            caller,
                            code(request.fromDepartment(), "/fromDepartment"),
                            code(request.toDepartment(), "/toDepartment"),
                            papers)));
        });
    }

    private static void permitted(Caller caller, boolean ofSubjects) {
        boolean may = ofSubjects
                ? caller.is(Role.LIST_MANAGER) || caller.is(Role.CREDIT_OFFICE)
                : caller.is(Role.ADMINISTRATOR);
        if (!may) {
            throw ProblemException.of(
                    403,
                    "kind-not-granted",
                    ofSubjects ? "主体承继由名单管理或信用办登记。" : "部门承继由系统管理员登记。",
                    ofSubjects
                            ? "Successions of subjects are for list managers and the credit office."
                            : "Successions of departments are for the administrator.");
        }
    }

    private static Successions.Papers papers(Request request) {
        Inputs inputs = new Inputs();
        LocalDate day = request.takesEffect();
        if (day == null || day.isBefore(EARLIEST)) {
            inputs.wrong("/takesEffect", "missing", "请写明生效日期(takesEffect)。", "Give the day on which it takes effect.");
        }
        String documentNo = text(request.documentNo());
        if (!Inputs.plain(documentNo, LONGEST_DOCUMENT)) {
            inputs.wrong(
                    "/documentNo",
                    "missing",
                    "请写明文书号(documentNo,1 至 200 字)。",
                    "Give the number of the document (1 to 200 characters).");
        }
        String reason = text(request.reason());
        if (!Inputs.plain(reason, LONGEST_REASON)) {
            inputs.wrong("/reason", "missing", "请写明事由(reason,1 至 2000 字)。", "Give the reason (1 to 2,000 characters).");
        }
        inputs.refuseIfWrong();
        return new Successions.Papers(day == null ? EARLIEST : day, documentNo, reason);
    }

    private SubjectId subject(@Nullable IdRequest given, String pointer) {
        if (given == null) {
            throw ProblemException.field(
                    400,
                    "invalid-body",
                    pointer,
                    "missing",
                    new Text(
                            "请写明主体(" + pointer.substring(1) + ")。",
                            "Give the subject (" + pointer.substring(1) + ")."));
        }
        return given.parsed(pointer, successions.today()).id();
    }

    private static String code(@Nullable String given, String pointer) {
        if (given == null || given.isBlank()) {
            throw ProblemException.field(
                    400, "invalid-body", pointer, "missing", new Text("请写明部门代码。", "Give the department's code."));
        }
        return given;
    }

    private static String text(@Nullable String given) {
        return given == null ? "" : given.strip();
    }
}
