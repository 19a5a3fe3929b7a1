package org.jrp.server.notification;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import org.jrp.catalogue.Text;
import org.jrp.server.access.Caller;
import org.jrp.server.access.Cursor;
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
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/** Webhooks over HTTP (回调接口). */
@RestController
@RequestMapping("/api/v1/webhooks")
@Tag(name = "webhooks", description = "回调与死信")
class WebhookController {

    private final Webhooks webhooks;
    private final DeadLetters deadLetters;
    private final Trial trial;
    private final IdempotentWrites writes;
    private final InstantSource clock;
    private final JsonMapper json;

    WebhookController(
            Webhooks webhooks,
            DeadLetters deadLetters,
            Trial trial,
            IdempotentWrites writes,
            InstantSource clock,
            JsonMapper json) {
        this.webhooks = webhooks;
        this.deadLetters = deadLetters;
        this.trial = trial;
        this.writes = writes;
        this.clock = clock;
        this.json = json;
    }

    /**
     * A webhook that is wanted.
     *
     * @param kinds of messages; all unless given
     */
    record NewWebhook(
            @Nullable String url,
            @Nullable List<String> kinds,
            @Nullable String label) {}

    /**
     * A webhook and its secret.
     *
     * @param secret shown this once
     */
    record MadeWebhook(UUID id, String secret, Webhook webhook) {}

    /** A webhook and how far its receiver is. */
    record WebhookState(Webhook webhook, Webhook.Lane lane) {}

    /** One page of webhooks. */
    @Schema(name = "WebhookPage")
    record Page(List<Webhook> items, @Nullable String cursor) {}

    /** Why something is done. */
    @Schema(name = "WebhookReason")
    record Reason(@Nullable String reason) {}

    /** Nothing needs to be said. */
    @Schema(name = "WebhookRemark")
    record Remark(@Nullable String remark) {}

    /** One page of messages put aside. */
    @Schema(name = "DeadLetterPage")
    record DeadLetterPage(
            List<DeadLetters.DeadLetter> items, @Nullable String cursor) {}

    /** How many dead messages are tried again. */
    @Schema(name = "DeadLettersRetried")
    record Retried(int retried) {}

    @PostMapping
    @Operation(summary = "登记回调(签名密钥只显示一次)")
    @ApiResponse(
            responseCode = "201",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = MadeWebhook.class)))
    ResponseEntity<byte[]> create(
            Caller caller,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String idempotencyKey,
            @RequestBody NewWebhook wanted) {
        return writes.run(caller, idempotencyKey, json.writeValueAsBytes(wanted), () -> {
            Webhooks.Made made = webhooks.create(caller, wanted.url(), wanted.kinds(), wanted.label());
            UUID id = made.webhook().id();
            return new IdempotentWrites.Answer(
                    201,
                    "/api/v1/webhooks/" + id,
                    json.writeValueAsBytes(new MadeWebhook(id, made.secret(), made.webhook())));
        });
    }

    @GetMapping
    @Operation(summary = "回调列表")
    Page page(
            Caller caller,
            @RequestParam(required = false) @Nullable Integer limit,
            @RequestParam(required = false) @Nullable String cursor) {
        int most = Cursor.limit(limit);
        List<Webhook> found = webhooks.page(caller, Cursor.before(cursor), most + 1);
        List<Webhook> items = found.subList(0, Math.min(most, found.size()));
        return new Page(
                items,
                found.size() > most ? Cursor.of(items.get(items.size() - 1).id()) : null);
    }

    @GetMapping("/{id}")
    @Operation(summary = "回调及其投递进度")
    WebhookState state(Caller caller, @PathVariable("id") UUID id) {
        Webhook webhook = webhooks.own(caller, id);
        return new WebhookState(webhook, webhooks.lane(webhook));
    }

    @PostMapping("/{id}/end")
    @Operation(summary = "终止回调")
    @ApiResponse(
            responseCode = "200",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = Webhook.class)))
    ResponseEntity<byte[]> end(
            Caller caller,
            @PathVariable("id") UUID id,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String idempotencyKey,
            @RequestBody Reason reason) {
        return writes.run(
                caller,
                idempotencyKey,
                json.writeValueAsBytes(reason),
                () -> IdempotentWrites.Answer.of(
                        200, json.writeValueAsBytes(webhooks.end(caller, id, reason.reason()))));
    }

    @PostMapping("/{id}/rotate")
    @Operation(summary = "更换签名密钥(旧密钥立即停用)")
    @ApiResponse(
            responseCode = "200",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = MadeWebhook.class)))
    ResponseEntity<byte[]> rotate(
            Caller caller,
            @PathVariable("id") UUID id,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String idempotencyKey,
            @RequestBody(required = false) @Nullable Remark remark) {
        return writes.run(caller, idempotencyKey, new byte[0], () -> {
            Webhooks.Made made = webhooks.rotate(caller, id);
            return IdempotentWrites.Answer.of(
                    200, json.writeValueAsBytes(new MadeWebhook(id, made.secret(), made.webhook())));
        });
    }

    /** Writes nothing: it may be called as often as wanted, and holds no transaction while the receiver thinks. */
    @PostMapping("/{id}/test")
    @Operation(summary = "发送一条测试通知")
    Trial.Tried test(
            Caller caller, @PathVariable("id") UUID id, @RequestBody(required = false) @Nullable Remark remark) {
        return trial.run(caller, webhooks.standing(caller, id), clock.instant());
    }

    @GetMapping("/{id}/dead-letters")
    @Operation(summary = "死信列表")
    DeadLetterPage deadLetters(
            Caller caller,
            @PathVariable("id") UUID id,
            @RequestParam(required = false) @Nullable String state,
            @RequestParam(required = false) @Nullable Integer limit,
            @RequestParam(required = false) @Nullable Long cursor) {
        if (state != null && !state.equals("open") && !state.equals("all")) {
            throw ProblemException.field(
                    400,
                    "invalid-parameter",
                    "state",
                    "unknown-state",
                    new Text("参数 state 应为 open 或 all。", "The parameter state is open or all."));
        }
        int most = Cursor.limit(limit);
        List<DeadLetters.DeadLetter> found =
                deadLetters.page(webhooks.own(caller, id), "all".equals(state), cursor == null ? 0 : cursor, most + 1);
        List<DeadLetters.DeadLetter> items = found.subList(0, Math.min(most, found.size()));
        return new DeadLetterPage(
                items,
                found.size() > most ? Long.toString(items.get(items.size() - 1).position()) : null);
    }

    @PostMapping("/{id}/dead-letters/retry")
    @Operation(summary = "重新投递死信")
    @ApiResponse(
            responseCode = "202",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = Retried.class)))
    ResponseEntity<byte[]> retry(
            Caller caller,
            @PathVariable("id") UUID id,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String idempotencyKey,
            @RequestBody(required = false) @Nullable Remark remark) {
        return writes.run(
                caller,
                idempotencyKey,
                new byte[0],
                () -> IdempotentWrites.Answer.of(
                        202,
                        json.writeValueAsBytes(new Retried(deadLetters.retry(caller, webhooks.standing(caller, id))))));
    }

    @PostMapping("/{id}/dead-letters/{position}/discard")
    @Operation(summary = "放弃一条死信")
    @ApiResponse(
            responseCode = "200",
            content =
                    @Content(
                            mediaType = "application/json",
                            schema = @Schema(implementation = DeadLetters.DeadLetter.class)))
    ResponseEntity<byte[]> discard(
            Caller caller,
            @PathVariable("id") UUID id,
            @PathVariable("position") long position,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String idempotencyKey,
            @RequestBody Reason reason) {
        return writes.run(
                caller,
                idempotencyKey,
                json.writeValueAsBytes(reason),
                () -> IdempotentWrites.Answer.of(
                        200,
                        json.writeValueAsBytes(
                                deadLetters.discard(caller, webhooks.own(caller, id), position, reason.reason()))));
    }
}
