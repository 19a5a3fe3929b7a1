package org.jrp.listing;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jrp.catalogue.Coded;
import org.jrp.catalogue.Text;
import org.jspecify.annotations.Nullable;

/**
 * Makes an event of a record (事件读取): the long form {@code {type: repaired, at: 2018-08-31}} or the short one
 * {@code {repaired: 2018-08-31}}.
 */
final class EventRow {

    private static final List<String> CHANGES =
            List.of("validTo", "severity", "ground", "courtOrder", "personalResponsibility", "corrected");

    private static final List<String> CODES =
            Arrays.stream(EventType.values()).map(EventType::code).toList();
    private static final List<String> WORDS =
            Arrays.stream(EventType.values()).map(EventType::chinese).toList();

    private EventRow() {}

    /** The event; null, with a problem, where there is none to be made. */
    static @Nullable Event read(Row event) {
        EventType type;
        String dateKey;
        if (event.has("type")) {
            type = Fields.coded(event, "type", EventType.class);
            dateKey = "at";
            if (type == null && Fields.text(event, "type") == null) {
                Fields.missing(event, "type");
            }
        } else {
            List<String> named = CODES.stream().filter(event::has).toList();
            if (named.isEmpty()) {
                named = WORDS.stream().filter(event::has).toList();
            }
            if (named.size() != 1) {
                Fields.missing(event, "type");
                return null;
            }
            dateKey = named.get(0);
            type = Words.find(EventType.class, dateKey).orElseThrow();
        }
        Fields.Moment at = Fields.moment(event, dateKey);
        Fields.Moment recordedAt = Fields.moment(event, "recordedAt");
        String actor = Fields.text(event, "actor");
        String docNo = Fields.text(event, "docNo");
        String reason = Fields.text(event, "reason");
        Origin origin = Fields.coded(event, "origin", Origin.class);
        Map<String, String> changes = changes(event, type);
        if (type == null) {
            return null;
        }
        if (at == null) {
            if (Fields.text(event, dateKey) == null) {
                Fields.missing(event, dateKey);
            }
            return null;
        }
        if (origin != null && type != EventType.MOVED_TO_KEY_ATTENTION) {
            event.error(
                    "not-for-this-event",
                    "origin",
                    origin.code(),
                    new Text("“origin”只用于“转入重点关注名单”。", "The origin is for moved-to-key-attention only."),
                    new Text("请删除。", "Remove it."));
        }
        return new Event(
                type,
                at.day(),
                recordedAt == null ? at.instant() : recordedAt.instant(),
                actor,
                docNo,
                reason,
                origin,
                changes);
    }

    /** What an amendment sets, each value in its normal form, an empty one as an empty text. */
    private static Map<String, String> changes(Row event, @Nullable EventType type) {
        Row changes = event.row("changes");
        if (type == EventType.AMENDED && changes == null) {
            Fields.missing(event, "changes");
        }
        if (changes == null) {
            return Map.of();
        }
        if (type != null && type != EventType.AMENDED) {
            event.error(
                    "not-for-this-event",
                    "changes",
                    null,
                    new Text("“changes”只用于“更正”。", "The changes are for amended only."),
                    new Text("请删除。", "Remove it."));
        }
        Map<String, String> set = new LinkedHashMap<>();
        for (String key : CHANGES) {
            if (changes.has(key)) {
                Object value = switch (key) {
                    case "validTo" -> Fields.date(changes, key);
                    case "severity" -> Fields.coded(changes, key, Severity.class);
                    case "ground" -> Fields.text(changes, key);
                    default -> Fields.bool(changes, key);
                };
                set.put(key, value == null ? "" : value instanceof Coded coded ? coded.code() : value.toString());
            }
        }
        changes.finish();
        return set;
    }
}
