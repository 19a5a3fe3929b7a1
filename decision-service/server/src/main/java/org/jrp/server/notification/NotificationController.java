package org.jrp.server.notification;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.List;
import org.jrp.catalogue.Nearest;
import org.jrp.catalogue.Text;
import org.jrp.json.JsonWriter;
import org.jrp.server.access.AccessLog;
import org.jrp.server.access.Caller;
import org.jrp.server.access.Cursor;
import org.jrp.server.problem.ProblemException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** A department's messages, for those who fetch them (通知接口). */
@RestController
@RequestMapping("/api/v1/notifications")
@Tag(name = "notifications", description = "通知")
class NotificationController {

    /** Beyond it a number in JSON is not exact. */
    private static final long HIGHEST = 1L << 53;

    private final Messages messages;
    private final AccessLog log;

    NotificationController(Messages messages, AccessLog log) {
        this.messages = messages;
        this.log = log;
    }

    /**
     * A message, with more fields by its kind.
     *
     * @param subject the same for all messages about one subject, and telling nothing else
     */
    @Schema(name = "NotificationItem", additionalProperties = Schema.AdditionalPropertiesValue.TRUE)
    record Item(
            long id,
            long position,
            String kind,
            Instant at,
            String department,
            @Nullable String subject) {}

    /**
     * Messages in order.
     *
     * @param cursor what {@code after} is to be next; nothing before it comes any more
     * @param newest position of the newest message of the department
     */
    @Schema(name = "NotificationPage")
    record Page(List<Item> items, long cursor, long newest) {}

    @GetMapping
    @Operation(summary = "本部门的通知,按位置先后")
    @ApiResponse(
            responseCode = "200",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = Page.class)))
    ResponseEntity<byte[]> page(
            Caller caller,
            @RequestParam(required = false) @Nullable Long after,
            @RequestParam(required = false) @Nullable String kind,
            @RequestParam(required = false) @Nullable Integer limit) {
        int most = Cursor.limit(limit);
        if (kind != null && !NotificationKinds.codes().contains(kind)) {
            throw ProblemException.field(
                    400,
                    "invalid-parameter",
                    "kind",
                    "unknown-kind",
                    Nearest.mend(
                            kind, NotificationKinds.codes(), new Text("没有这种通知。", "There is no such kind of message.")));
        }
        long from = after == null ? 0 : Math.min(Math.max(0, after), HIGHEST);
        String department = caller.department().code();
        long newest = messages.newest(department);
        List<Messages.Message> found = messages.between(department, from, newest, kind, most);
        long cursor = found.size() == most ? found.get(most - 1).position() : Math.max(from, newest);
        JsonWriter out = new JsonWriter();
        out.object().name("items").array();
        found.forEach(message -> out.written(messages.bytes(message)));
        out.endArray().field("cursor", cursor).field("newest", newest).endObject();
        if (!found.isEmpty()) {
            log.record(caller, "notifications-read", null, from + "-" + cursor, null, "answered");
        }
        return ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).body(out.toBytes());
    }
}
