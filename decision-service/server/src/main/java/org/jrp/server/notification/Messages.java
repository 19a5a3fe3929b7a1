package org.jrp.server.notification;

import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jrp.json.Json;
import org.jrp.json.JsonWriter;
import org.jrp.server.access.Rows;
import org.jrp.server.subject.SubjectVault;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Messages as departments read them (通知内容). The same message is the same bytes whenever and however it is read. */
@Component
class Messages {

    private static final byte[] TOKEN = "notification-subject".getBytes(StandardCharsets.UTF_8);
    private static final int TOKEN_BYTES = 18;

    private final JdbcClient jdbc;
    private final SubjectVault vault;
    private final Map<NotificationKind, List<NotificationDetail>> details = new EnumMap<>(NotificationKind.class);

    Messages(JdbcClient jdbc, SubjectVault vault, List<NotificationDetail> details) {
        this.jdbc = jdbc;
        this.vault = vault;
        for (NotificationDetail detail : details) {
            for (NotificationKind kind : detail.kinds()) {
                this.details.computeIfAbsent(kind, any -> new ArrayList<>()).add(detail);
            }
        }
    }

    /**
     * A message that has its place.
     *
     * @param refs JSON, as it was put into the outbox
     */
    record Message(
            long id,
            long position,
            String department,
            byte @Nullable [] subject,
            String kind,
            String refs,
            Instant at) {

        static final String COLUMNS = "n.id, n.position, n.department, n.subject, n.kind, n.refs, n.recorded_at";

        static Message read(ResultSet rs) throws SQLException {
            return new Message(
                    rs.getLong("id"),
                    rs.getLong("position"),
                    rs.getString("department"),
                    rs.getBytes("subject"),
                    rs.getString("kind"),
                    rs.getString("refs"),
                    Rows.instant(rs, "recorded_at"));
        }
    }

    /** Position of the newest message of the department; 0 without any. */
    long newest(String department) {
        return jdbc.sql("select coalesce(max(position), 0) from notification where department = ?")
                .param(department)
                .query(Long.class)
                .single();
    }

    /**
     * A department's messages after a position, in order.
     *
     * @param kind null for all
     */
    List<Message> between(String department, long after, long upTo, @Nullable String kind, int limit) {
        return jdbc.sql("select " + Message.COLUMNS + " from notification n where n.department = :department"
                        + " and n.position > :after and n.position <= :upTo"
                        + (kind == null ? "" : " and n.kind = :kind") + " order by n.position limit :limit")
                .param("department", department)
                .param("after", after)
                .param("upTo", upTo)
                .param("kind", kind)
                .param("limit", limit)
                .query((rs, row) -> Message.read(rs))
                .list();
    }

    /** The message as JSON: id, position, kind, time, department, subject's token; then its refs and what they tell about, by name. */
    byte[] bytes(Message message) {
        Map<String, @Nullable Object> rest = new TreeMap<>();
        Map<String, Object> refs = refs(message);
        find(message.kind())
                .ifPresent(kind -> details.getOrDefault(kind, List.of())
                        .forEach(detail ->
                                detail.of(kind, refs).forEach((name, value) -> rest.put(name, plain(value)))));
        rest.putAll(refs);
        JsonWriter out = new JsonWriter();
        out.object()
                .field("id", message.id())
                .field("position", message.position())
                .field("kind", message.kind())
                .field("at", message.at().toString())
                .field("department", message.department())
                .field("subject", token(message.department(), message.subject()));
        rest.keySet().removeAll(List.of("id", "position", "kind", "at", "department", "subject"));
        rest.forEach((name, value) -> out.name(name).written(JsonWriter.inOrder(value)));
        return out.endObject().toBytes();
    }

    /** What is the same for all messages to a department about one subject, and tells nothing else. */
    @Nullable String token(String department, byte @Nullable [] subject) {
        if (subject == null) {
            return null;
        }
        byte[] digest = vault.digest(TOKEN, department.getBytes(StandardCharsets.UTF_8), subject);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(java.util.Arrays.copyOf(digest, TOKEN_BYTES));
    }

    static Map<String, Object> refs(Message message) {
        Map<String, Object> refs = new TreeMap<>();
        if (Json.read(message.refs()) instanceof Map<?, ?> map) {
            map.forEach((name, value) -> {
                if (value != null) {
                    refs.put(String.valueOf(name), value);
                }
            });
        }
        return refs;
    }

    private static Optional<NotificationKind> find(String code) {
        for (NotificationKind kind : NotificationKind.values()) {
            if (kind.code().equals(code)) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }

    /** Days, ids and the like as their text. */
    private static @Nullable Object plain(@Nullable Object value) {
        if (value == null
                || value instanceof String
                || value instanceof Boolean
                || value instanceof Integer
                || value instanceof Long) {
            return value;
        }
        if (value instanceof Map<?, ?> map) {
            Map<String, @Nullable Object> plain = new TreeMap<>();
            map.forEach((name, one) -> plain.put(String.valueOf(name), plain(one)));
            return plain;
        }
        if (value instanceof Collection<?> collection) {
            List<@Nullable Object> plain = new ArrayList<>();
            collection.forEach(one -> plain.add(plain(one)));
            return plain;
        }
        if (value instanceof org.jrp.catalogue.Coded coded) {
            return coded.code();
        }
        return value.toString();
    }
}
