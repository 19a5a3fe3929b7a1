package org.jrp.server.notification;

import io.swagger.v3.oas.annotations.media.Schema;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jrp.server.access.Rows;
import org.jspecify.annotations.Nullable;

/**
 * Where a department wants its messages (回调).
 *
 * @param kinds of messages; empty for all
 * @param endedBy credential or officer; {@code receiver} where that answered 410
 */
record Webhook(
        UUID id,
        String department,
        String url,
        List<String> kinds,
        String label,
        Instant createdAt,
        String createdBy,
        @Nullable Instant endedAt,
        @Nullable String endedBy,
        @Nullable String endReason) {

    static final String COLUMNS = "w.id, w.department, w.url, w.kinds, w.label, w.created_at, w.created_by, w.ended_at,"
            + " w.ended_by, w.end_reason";

    /**
     * How far its receiver is.
     *
     * @param position the last one that is settled: taken, or put aside
     * @param newest position of the department's newest message
     * @param backlog messages that wait; counted up to a million
     * @param oldestAgeSeconds of the oldest of them; null when none waits
     * @param attempts in a row without success
     * @param dead messages put aside that it refused
     * @param held messages put aside behind those
     */
    @Schema(name = "WebhookLane")
    record Lane(
            long position,
            long newest,
            long backlog,
            @Nullable Long oldestAgeSeconds,
            int attempts,
            @Nullable Instant nextAttemptAt,
            @Nullable Integer lastStatus,
            @Nullable String lastError,
            @Nullable Instant lastSuccessAt,
            long delivered,
            long dead,
            long held) {}

    static Webhook read(ResultSet rs) throws SQLException {
        return new Webhook(
                rs.getObject("id", UUID.class),
                rs.getString("department"),
                rs.getString("url"),
                Rows.texts(rs, "kinds"),
                rs.getString("label"),
                Rows.instant(rs, "created_at"),
                rs.getString("created_by"),
                Rows.maybeInstant(rs, "ended_at"),
                rs.getString("ended_by"),
                rs.getString("end_reason"));
    }
}
