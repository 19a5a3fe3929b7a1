package org.jrp.server.entry;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.time.LocalDate;
import org.jrp.server.access.Caller;
import org.jrp.server.access.IdempotentWrites;
import org.jrp.server.problem.ProblemException;
import org.jspecify.annotations.Nullable;
import org.springframework.format.annotation.DateTimeFormat;
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

/** Entries over HTTP (条目接口): lists of them, search, one with its life, events, drafts. */
@RestController
@RequestMapping("/api/v1/entries")
@Tag(name = "entries", description = "名单条目")
class EntryController {

    private final EntryPages pages;
    private final EntryLife life;
    private final EntryDrafts drafts;

    private final IdempotentWrites writes;
    private final JsonMapper json;

    EntryController(EntryPages pages, EntryLife life, EntryDrafts drafts, IdempotentWrites writes, JsonMapper json) {
        this.pages = pages;
        this.life = life;
        this.drafts = drafts;
        this.writes = writes;
        this.json = json;
    }

    @GetMapping
    @Operation(summary = "条目列表")
    EntryPage list(
            Caller caller,
            @RequestParam(required = false) @Nullable String list,
            @RequestParam(required = false) @Nullable String state,
            @RequestParam(required = false) @DateTimeFormat(iso = DateTimeFormat.ISO.DATE) @Nullable LocalDate asOf,
            @RequestParam(required = false) @Nullable Instant knownAt,
            @RequestParam(required = false) @Nullable Integer limit,
            @RequestParam(required = false) @Nullable String cursor) {
        return pages.list(caller, list, state, new EntryPages.Page(asOf, knownAt, limit, cursor));
    }

    /** What to look for: a subject, or one entry. */
    record SearchRequest(
            @Nullable IdRequest subject,
            @Nullable String entryId,
            @Nullable String purpose,
            @Nullable LocalDate asOf,
            @Nullable Instant knownAt,
            @Nullable Integer limit,
            @Nullable String cursor) {}

    @PostMapping("/search")
    @Operation(summary = "按主体或条目号查找条目")
    EntryPage search(Caller caller, @RequestBody SearchRequest request) {
        EntryPages.Page page =
                new EntryPages.Page(request.asOf(), request.knownAt(), request.limit(), request.cursor());
        if ((request.subject() == null) == (request.entryId() == null)) {
            throw ProblemException.of(
                    400, "invalid-body", "请写明 subject 或 entryId 之一。", "Give either subject or entryId.");
        }
        if (request.subject() == null) {
            return pages.single(caller, String.valueOf(request.entryId()), request.purpose(), page);
        }
        LocalDate notBornAfter = life.today();
        return pages.about(
                caller, request.subject().parsed("/subject", notBornAfter).id(), request.purpose(), page);
    }

    @GetMapping("/{id}")
    @Operation(summary = "条目详情与时间线")
    EntryView entry(
            Caller caller,
            @PathVariable("id") String key,
            @RequestParam(required = false) @DateTimeFormat(iso = DateTimeFormat.ISO.DATE) @Nullable LocalDate asOf,
            @RequestParam(required = false) @Nullable Instant knownAt) {
        return pages.view(caller, EntryKey.entryId(key), new EntryPages.Page(asOf, knownAt, null, null));
    }

    @PostMapping
    @Operation(summary = "新建条目(由认定部门起草)")
    @ApiResponse(
            responseCode = "201",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = EventOutcome.class)))
    ResponseEntity<byte[]> begin(
            Caller caller,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String idempotencyKey,
            @RequestBody EntryRequest request) {
        return writes.run(
                caller, idempotencyKey, json.writeValueAsBytes(request), () -> answer(drafts.begin(caller, request)));
    }

    @PostMapping("/{id}/events")
    @Operation(summary = "记录条目事件")
    @ApiResponse(
            responseCode = "201",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = EventOutcome.class)))
    ResponseEntity<byte[]> event(
            Caller caller,
            @PathVariable("id") String key,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String idempotencyKey,
            @RequestBody EventRequest request) {
        return writes.run(
                caller,
                idempotencyKey,
                json.writeValueAsBytes(request),
                () -> answer(life.append(caller, EntryKey.entryId(key), request)));
    }

    private IdempotentWrites.Answer answer(EventOutcome outcome) {
        return new IdempotentWrites.Answer(201, "/api/v1/entries/" + outcome.key(), json.writeValueAsBytes(outcome));
    }
}
