package org.jrp.server.seal;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.jrp.catalogue.Text;
import org.jrp.server.access.AccessCache;
import org.jrp.server.access.AccessLog;
import org.jrp.server.access.Caller;
import org.jrp.server.access.Cursor;
import org.jrp.server.access.IdempotentWrites;
import org.jrp.server.access.Role;
import org.jrp.server.problem.ProblemException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/** Tree heads and proofs (封存与证明). */
@RestController
@RequestMapping(path = "/api/v1", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "seals", description = "封存头与存证证明 · tree heads and proofs")
class SealController {

    private static final Duration SOON = Duration.ofSeconds(2);

    private final SealStore store;
    private final Proofs proofs;
    private final Sealer sealer;
    private final JdbcClient jdbc;
    private final AccessCache departments;
    private final AccessLog access;
    private final Verifications verifications;
    private final IdempotentWrites writes;
    private final JsonMapper json;

    SealController(
            SealStore store,
            Proofs proofs,
            Sealer sealer,
            JdbcClient jdbc,
            AccessCache departments,
            AccessLog access,
            Verifications verifications,
            IdempotentWrites writes,
            JsonMapper json) {
        this.store = store;
        this.proofs = proofs;
        this.sealer = sealer;
        this.jdbc = jdbc;
        this.departments = departments;
        this.access = access;
        this.verifications = verifications;
        this.writes = writes;
        this.json = json;
    }

    /**
     * A signed tree head.
     *
     * @param number from 1
     * @param size how many leaves it covers
     * @param root base64
     * @param checkpoint signed note
     */
    @Schema(name = "Seal")
    record SealView(long number, long size, String root, String checkpoint, Instant sealedAt) {

        static SealView of(SealStore.Head head) {
            return new SealView(
                    head.number(),
                    head.size(),
                    Base64.getEncoder().encodeToString(head.root()),
                    head.checkpoint(),
                    head.sealedAt());
        }
    }

    /** Tree heads, the newest first. */
    @Schema(name = "SealPage")
    record Page(List<SealView> items, @Nullable String cursor) {}

    /** That the log of the second size begins with that of the first. */
    @Schema(name = "SealConsistency")
    record Consistency(long from, long to, String fromRoot, String toRoot, List<String> proof) {}

    /** Keys that sign and signed. */
    @Schema(name = "SealKeys")
    record Keys(String current, List<String> all) {}

    @GetMapping("/seals/latest")
    @Operation(summary = "最新封存头 · the last tree head")
    SealView latest() {
        return store.last().map(SealView::of).orElseThrow(SealController::unknown);
    }

    @GetMapping("/seals/{number}")
    @Operation(summary = "某一封存头 · one tree head")
    SealView seal(@PathVariable long number) {
        return store.find(number).map(SealView::of).orElseThrow(SealController::unknown);
    }

    @GetMapping("/seals")
    @Operation(summary = "封存头列表,新的在前 · tree heads, the newest first")
    Page seals(
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable Integer limit) {
        int most = Cursor.limit(limit);
        List<SealStore.Head> found = store.before(before(cursor), most + 1);
        boolean more = found.size() > most;
        List<SealStore.Head> page = more ? found.subList(0, most) : found;
        return new Page(
                page.stream().map(SealView::of).toList(),
                more ? Long.toString(page.get(page.size() - 1).number()) : null);
    }

    @GetMapping("/seals/consistency")
    @Operation(summary = "一致性证明 · consistency proof between two sizes")
    Consistency consistency(@RequestParam long from, @RequestParam long to) {
        long size = store.last().map(SealStore.Head::size).orElse(0L);
        if (from < 0 || from > to || to > size) {
            throw ProblemException.field(
                    400,
                    "invalid-parameter",
                    from < 0 || from > to ? "from" : "to",
                    "out-of-range",
                    new Text(
                            "应有 0 ≤ from ≤ to ≤ " + size + "(已封存的叶数)。",
                            "It must be 0 ≤ from ≤ to ≤ " + size + ", the number of sealed leaves."));
        }
        Base64.Encoder encoder = Base64.getEncoder();
        return new Consistency(
                from,
                to,
                encoder.encodeToString(proofs.root(from)),
                encoder.encodeToString(proofs.root(to)),
                proofs.consistency(from, to));
    }

    @GetMapping("/seals/key")
    @Operation(summary = "验证公钥 · verifier keys")
    Keys key() {
        return new Keys(sealer.verifier().toString(), proofs.keys());
    }

    /** Checks of the whole log, the newest first. */
    @Schema(name = "SealVerificationPage")
    record VerificationPage(
            List<Verification> items, @Nullable String cursor) {}

    @PostMapping("/seals/verifications")
    @Operation(
            summary =
                    "逐行核对整个日志;已有一次在进行时答复那一次 · hold every row against its leaf; the answer is the check that runs, where one does")
    @io.swagger.v3.oas.annotations.parameters.RequestBody(
            content = @Content(mediaType = "application/json", schema = @Schema(type = "object")))
    @ApiResponse(
            responseCode = "202",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = Verification.class)))
    ResponseEntity<byte[]> verify(
            Caller caller, @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String idempotencyKey) {
        ResponseEntity<byte[]> answer = writes.run(
                caller,
                idempotencyKey,
                new byte[0],
                () -> new IdempotentWrites.Answer(
                        202, "/api/v1/seals/verifications/latest", json.writeValueAsBytes(verifications.ask(caller))));
        verifications.ring();
        return answer;
    }

    @GetMapping("/seals/verifications/latest")
    @Operation(summary = "最近一次核对的进度和结果 · progress and outcome of the last check")
    Verification verification() {
        return verifications
                .latest()
                .orElseThrow(() ->
                        ProblemException.of(404, "unknown-verification", "还没有核对过。", "No check has been made yet."));
    }

    @GetMapping("/seals/verifications")
    @Operation(summary = "历次核对,新的在前 · checks, the newest first")
    VerificationPage verifications(
            @RequestParam(required = false) @Nullable Integer limit,
            @RequestParam(required = false) @Nullable String cursor) {
        int most = Cursor.limit(limit);
        List<Verification> found = verifications.page(Cursor.before(cursor), most + 1);
        List<Verification> items = found.subList(0, Math.min(most, found.size()));
        return new VerificationPage(
                items,
                found.size() > most ? Cursor.of(items.get(items.size() - 1).id()) : null);
    }

    @GetMapping("/decisions/{id}/proof")
    @Operation(summary = "决定的存证证明 · proof that a decision stands in the sealed log")
    Proofs.Proof proof(Caller caller, @PathVariable UUID id) {
        record Row(String department, byte[] subject) {}
        Row row = jdbc
                .sql("select department, subject from decision where id = ?")
                .param(id)
                .query((one, number) -> new Row(one.getString(1), one.getBytes(2)))
                .list()
                .stream()
                .filter(one -> caller.is(Role.AUDITOR) || departments.answersFor(caller.department(), one.department()))
                .findFirst()
                .orElse(null);
        access.record(
                caller,
                "read-proof",
                row == null ? null : row.subject(),
                id.toString(),
                null,
                row == null ? "not-found" : "found");
        if (row == null) {
            throw ProblemException.of(
                    404,
                    "unknown-decision",
                    "没有这个决定记录,或它不属于本部门。",
                    "There is no such decision, or it is not your department's.");
        }
        return proofs.find(id)
                .orElseThrow(() -> ProblemException.later(
                        409,
                        "not-sealed-yet",
                        new Text("该记录尚未封存,请稍后再试。", "The record is not sealed yet; try again soon."),
                        SOON));
    }

    private static long before(@Nullable String cursor) {
        if (cursor == null) {
            return Long.MAX_VALUE;
        }
        if (cursor.matches("[1-9][0-9]{0,17}")) {
            return Long.parseLong(cursor);
        }
        throw ProblemException.field(
                400,
                "invalid-parameter",
                "cursor",
                "invalid-cursor",
                new Text("参数 cursor 不是上一页给出的值。", "The parameter cursor is not what the page before gave."));
    }

    private static ProblemException unknown() {
        return ProblemException.of(404, "unknown-seal", "没有这个封存头。", "There is no such tree head.");
    }
}
