package org.jrp.server.entry;

import java.time.LocalDate;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jrp.catalogue.Coded;
import org.jrp.catalogue.Nearest;
import org.jrp.catalogue.Text;
import org.jrp.listing.Actor;
import org.jrp.listing.EventType;
import org.jrp.listing.Origin;
import org.jrp.listing.Severity;
import org.jrp.server.problem.PersonalNumbers;
import org.jrp.server.problem.ProblemException;
import org.jrp.server.problem.Problems;
import org.jspecify.annotations.Nullable;

/**
 * An event as it is sent (事件请求).
 *
 * @param type code of the event
 * @param at the day it takes effect
 * @param actor as whom the caller acts: a code of {@link Actor}; null for what its role says
 * @param actorPerson who acted; the signed-in officer where it is not said
 * @param origin for {@code moved-to-key-attention}
 * @param changes what {@code amended} sets, by key; null or an empty text takes a value away
 * @param attachmentsHash SHA-256 of the attachments, in hexadecimal digits
 */
public record EventRequest(
        @Nullable String type,
        @Nullable LocalDate at,
        @Nullable String actor,
        @Nullable String actorPerson,
        @Nullable String docNo,
        @Nullable String article,
        @Nullable String reason,
        @Nullable String origin,
        @Nullable Map<String, @Nullable String> changes,
        @Nullable String attachmentsHash) {

    private static final int LONGEST_TEXT = 2_000;
    private static final int HASH_BYTES = 32;

    /** Ends, and those who lift them, may be decided before the day on which they take effect. */
    private static final Set<EventType> ANNOUNCED = Set.of(EventType.EXITED, EventType.REPAIRED, EventType.RESUMED);

    private static final Set<EventType> NEED_DOCUMENT = Set.of(
            EventType.RECOGNISED,
            EventType.AMENDED,
            EventType.MOVED_TO_KEY_ATTENTION,
            EventType.REPAIRED,
            EventType.SUSPENDED,
            EventType.WITHDRAWN);

    private static final Set<EventType> NEED_REASON = Set.of(
            EventType.CLOSED,
            EventType.AMENDED,
            EventType.DISPUTED,
            EventType.DISPUTE_REJECTED,
            EventType.MOVED_TO_KEY_ATTENTION,
            EventType.REPAIR_REFUSED,
            EventType.REPAIRED,
            EventType.EXITED,
            EventType.SUSPENDED,
            EventType.RESUMED,
            EventType.WITHDRAWN);

    private static final Set<String> CHANGES =
            Set.of("validTo", "severity", "ground", "courtOrder", "personalResponsibility", "corrected");

    /** The event's type. */
    EventType eventType() {
        return coded(EventType.class, type, "type", "unknown-event-type");
    }

    /** As whom the caller says it acts; null where it does not say. */
    @Nullable Actor namedActor() {
        return actor == null ? null : coded(Actor.class, actor, "actor", "unknown-actor");
    }

    /** The origin that was sent. */
    @Nullable Origin namedOrigin() {
        if (origin == null) {
            return null;
        }
        if (eventType() != EventType.MOVED_TO_KEY_ATTENTION) {
            throw field(
                    422,
                    "/origin",
                    "not-for-this-event",
                    "“origin”只用于“转入重点关注名单”。",
                    "The origin is for moved-to-key-attention only.");
        }
        return coded(Origin.class, origin, "origin", "unknown-origin");
    }

    /** The day it takes effect. */
    LocalDate day(LocalDate today) {
        if (at == null) {
            throw field(400, "/at", "missing", "请写明生效日期(at)。", "Give the day on which it takes effect (at).");
        }
        if (at.isAfter(today) && !ANNOUNCED.contains(eventType())) {
            throw field(
                    422,
                    "/at",
                    "in-the-future",
                    "该事件的日期不能晚于今天;只有退出、修复和恢复可以预先公布。",
                    "The event must not be later than today; only exits, repairs and resumptions may be announced.");
        }
        return at;
    }

    /** Refuses what lacks the papers that its kind of event needs, or holds a text that is too long. */
    void checkPapers(Actor by) {
        for (String text : new String[] {actorPerson, docNo, article, reason}) {
            if (text != null && text.length() > LONGEST_TEXT) {
                throw ProblemException.of(422, "too-long", "文字过长(最多 2000 字)。", "A text is too long (2,000 at most).");
            }
        }
        PersonalNumbers.refuse(actorPerson, "/actorPerson");
        PersonalNumbers.refuse(docNo, "/docNo");
        PersonalNumbers.refuse(article, "/article");
        PersonalNumbers.refuse(reason, "/reason");
        if (blank(docNo) && (by == Actor.SUBJ || NEED_DOCUMENT.contains(eventType()))) {
            throw field(
                    422,
                    "/docNo",
                    "missing",
                    by == Actor.SUBJ ? "代信用主体办理须写明其申请的文书号(docNo)。" : "该事件须写明文书号(docNo)。",
                    by == Actor.SUBJ
                            ? "Acting for the subject needs the number of its request (docNo)."
                            : "The event needs the number of its document (docNo).");
        }
        if (blank(reason) && NEED_REASON.contains(eventType())) {
            throw field(422, "/reason", "missing", "该事件须写明理由(reason)。", "The event needs a reason.");
        }
        hash();
    }

    /** What an amendment sets, each value in its normal form; empty for any other event. */
    Map<String, String> amendment(LocalDate validFrom) {
        boolean amends = eventType() == EventType.AMENDED;
        if (changes == null || changes.isEmpty()) {
            if (amends) {
                throw field(422, "/changes", "missing", "“更正”须写明更正的内容(changes)。", "An amendment needs its changes.");
            }
            return Map.of();
        }
        if (!amends) {
            throw field(
                    422, "/changes", "not-for-this-event", "“changes”只用于“更正”。", "The changes are for amended only.");
        }
        Map<String, String> set = new LinkedHashMap<>();
        new TreeMap<>(changes).forEach((key, value) -> set.put(key, value(key, value == null ? "" : value, validFrom)));
        return set;
    }

    private static String value(String key, String value, LocalDate validFrom) {
        boolean valid = switch (key) {
            case "validTo" -> value.isEmpty() || date(value, validFrom);
            case "severity" ->
                value.isEmpty() || Coded.find(Severity.class, value).isPresent();
            case "courtOrder", "personalResponsibility" ->
                value.isEmpty() || value.equals("true") || value.equals("false");
            case "corrected" -> value.equals("true") || value.equals("false");
            case "ground" -> value.length() <= LONGEST_TEXT;
            default -> {
                String known = String.join(", ", CHANGES.stream().sorted().toList());
                throw field(
                        422,
                        "/changes" + Problems.pointer(key),
                        "unknown-field",
                        "不能更正此项;可更正:" + known,
                        "That cannot be amended. Known: " + known);
            }
        };
        PersonalNumbers.refuse(value, "/changes/" + key);
        if (!valid) {
            throw field(422, "/changes/" + key, "wrong-value", "更正的值有误。", "The value is not well formed.");
        }
        return value;
    }

    private static boolean date(String value, LocalDate validFrom) {
        try {
            return LocalDate.parse(value).isAfter(validFrom);
        } catch (java.time.format.DateTimeParseException e) {
            return false;
        }
    }

    /** The hash of the attachments. */
    byte @Nullable [] hash() {
        if (attachmentsHash == null) {
            return null;
        }
        String digits = attachmentsHash.startsWith("sha256:") ? attachmentsHash.substring(7) : attachmentsHash;
        try {
            byte[] hash = HexFormat.of().parseHex(digits);
            if (hash.length == HASH_BYTES) {
                return hash;
            }
        } catch (IllegalArgumentException e) {
            // told below, as a hash of the wrong length is
        }
        throw field(
                422,
                "/attachmentsHash",
                "wrong-value",
                "附件哈希应为 64 位十六进制 SHA-256。",
                "The hash of the attachments is a SHA-256 of 64 hexadecimal digits.");
    }

    static boolean blank(@Nullable String text) {
        return text == null || text.isBlank();
    }

    static ProblemException field(int status, String pointer, String code, String zh, String en) {
        return ProblemException.field(
                status, status == 400 ? "invalid-body" : "invalid-content", pointer, code, new Text(zh, en));
    }

    static <E extends Enum<E> & Coded> E coded(Class<E> type, @Nullable String code, String field, String problem) {
        List<String> known =
                List.of(type.getEnumConstants()).stream().map(Coded::code).toList();
        if (code == null) {
            throw field(400, "/" + field, "missing", "请写明 " + field + "。", "The field " + field + " is missing.");
        }
        return Coded.find(type, code).orElseThrow(() -> {
            Text mend = Nearest.mend(
                    code, known, new Text("可用:" + String.join(", ", known), "Known: " + String.join(", ", known)));
            return field(
                    400,
                    "/" + field,
                    problem,
                    "字段 " + field + " 的值不认识。" + mend.zh(),
                    "The value of " + field + " is not known. " + mend.en());
        });
    }
}
