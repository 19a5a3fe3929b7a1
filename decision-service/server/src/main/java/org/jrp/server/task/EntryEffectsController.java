package org.jrp.server.task;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jrp.catalogue.Text;
import org.jrp.listing.EventType;
import org.jrp.server.access.Caller;
import org.jrp.server.access.Cursor;
import org.jrp.server.access.IdempotentWrites;
import org.jrp.server.entry.EntryKey;
import org.jrp.server.entry.EventRequest;
import org.jrp.server.problem.ProblemException;
import org.jrp.server.problem.Problems;
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

/** What entries did to decisions, over HTTP (条目影响接口). */
@RestController
@RequestMapping("/api/v1")
@Tag(name = "effects", description = "条目对决定的影响 · decisions that rested on entries, or would come out otherwise now")
class EntryEffectsController {

    private static final int MOST_ENTRIES = 1_000;
    private static final int MOST_DECISIONS = 10_000;

    private final EntryEffects effects;
    private final IdempotentWrites writes;
    private final JsonMapper json;

    EntryEffectsController(EntryEffects effects, IdempotentWrites writes, JsonMapper json) {
        this.effects = effects;
        this.writes = writes;
        this.json = json;
    }

    /** One page of decisions. */
    @Schema(name = "AffectedDecisionPage")
    record RestedPage(
            List<EntryEffects.Rested> items, @Nullable String cursor) {}

    /** One page of decisions weighed again. */
    @Schema(name = "ReconsiderationPage")
    record WeighedPage(
            List<EntryEffects.Weighed> items, @Nullable String cursor) {}

    /** Entries to withdraw, and why. */
    @Schema(name = "WithdrawalRequest")
    record WithdrawalRequest(
            @Nullable List<String> entryIds,
            @Nullable LocalDate at,
            @Nullable String actorPerson,
            @Nullable String docNo,
            @Nullable String article,
            @Nullable String reason,
            @Nullable String attachmentsHash,
            @Nullable Boolean dryRun) {}

    @GetMapping("/entries/{id}/decisions")
    @Operation(summary = "依据该条目作出的决定 · decisions that rested on an entry")
    RestedPage rested(
            Caller caller,
            @PathVariable("id") String key,
            @RequestParam(required = false) @Nullable Integer limit,
            @RequestParam(required = false) @Nullable String cursor) {
        int most = Cursor.limit(limit);
        return page(effects.rested(caller, EntryKey.entryId(key), after(cursor), most + 1), most);
    }

    @GetMapping("/affected-decisions")
    @Operation(summary = "所依条目已撤销的决定 · decisions whose entry was withdrawn, oldest first")
    RestedPage affected(
            Caller caller,
            @RequestParam(required = false) @Nullable String department,
            @RequestParam(required = false) @Nullable Integer limit,
            @RequestParam(required = false) @Nullable String cursor) {
        int most = Cursor.limit(limit);
        return page(effects.affected(caller, department, after(cursor), most + 1), most);
    }

    @GetMapping("/decisions/{id}/reconsiderations")
    @Operation(summary = "该决定的重新核查 · what weighing a decision again gave")
    WeighedPage weighed(Caller caller, @PathVariable UUID id) {
        return new WeighedPage(effects.weighed(caller, id), null);
    }

    @GetMapping("/reconsiderations")
    @Operation(summary = "结论有变的核查 · decisions that would come out otherwise now, newest first")
    WeighedPage weighed(
            Caller caller,
            @RequestParam(required = false) @Nullable String department,
            @RequestParam(required = false) @Nullable Integer limit,
            @RequestParam(required = false) @Nullable String cursor) {
        int most = Cursor.limit(limit);
        List<EntryEffects.Weighed> found = effects.weighed(caller, department, Cursor.before(cursor), most + 1);
        List<EntryEffects.Weighed> items = found.subList(0, Math.min(most, found.size()));
        return new WeighedPage(
                items,
                found.size() > most ? Cursor.of(items.get(items.size() - 1).id()) : null);
    }

    @PostMapping("/entries/withdraw")
    @Operation(summary = "批量撤销条目,并列出受影响的决定 · withdraw many entries, with the decisions that rested on them")
    @ApiResponse(
            responseCode = "200",
            content =
                    @Content(
                            mediaType = "application/json",
                            schema = @Schema(implementation = EntryEffects.Withdrawn.class)))
    ResponseEntity<byte[]> withdraw(
            Caller caller,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String idempotencyKey,
            @RequestBody WithdrawalRequest request,
            HttpServletRequest http) {
        List<String> ids = request.entryIds();
        if (ids == null
                || ids.isEmpty()
                || ids.size() > MOST_ENTRIES
                || !ids.stream().allMatch(id -> id != null && !id.isBlank())) {
            throw ProblemException.field(
                    400,
                    "invalid-body",
                    "/entryIds",
                    "out-of-range",
                    new Text("请列出 1 至 1000 个条目号(entryIds)。", "Give 1 to 1,000 ids of entries (entryIds)."));
        }
        EventRequest event = new EventRequest(
                EventType.WITHDRAWN.code(),
                request.at(),
                null,
                request.actorPerson(),
                request.docNo(),
                request.article(),
                request.reason(),
                null,
                null,
                request.attachmentsHash());
        Locale locale = Problems.locale(http);
        return writes.run(
                caller,
                idempotencyKey,
                json.writeValueAsBytes(request),
                () -> IdempotentWrites.Answer.of(
                        200,
                        json.writeValueAsBytes(effects.withdraw(
                                caller, ids, event, Boolean.TRUE.equals(request.dryRun()), locale, MOST_DECISIONS))));
    }

    private static @Nullable UUID after(@Nullable String cursor) {
        return cursor == null ? null : Cursor.before(cursor);
    }

    private static RestedPage page(List<EntryEffects.Rested> found, int most) {
        List<EntryEffects.Rested> items = found.subList(0, Math.min(most, found.size()));
        return new RestedPage(
                items,
                found.size() > most ? Cursor.of(items.get(items.size() - 1).decisionId()) : null);
    }
}
