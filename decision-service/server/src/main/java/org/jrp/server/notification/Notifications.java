package org.jrp.server.notification;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jrp.json.JsonWriter;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** Puts messages to departments into the outbox (通知发件箱), in the transaction of what they tell about: both are there, or neither. */
@Component
public class Notifications {

    private final JdbcTemplate jdbc;
    private final Bells bells;

    Notifications(JdbcTemplate jdbc, Bells bells) {
        this.jdbc = jdbc;
        this.bells = bells;
    }

    /**
     * A message.
     *
     * @param subject reference of the subject it is about; messages about one subject reach a receiver in their order
     * @param refs ids and codes, each a text, a number, a boolean or a list of texts; nothing personal
     */
    public record Message(String department, byte @Nullable [] subject, NotificationKind kind, Map<String, ?> refs) {

        public Message {
            refs = Map.copyOf(refs);
        }
    }

    public void tell(Message message) {
        tell(List.of(message));
    }

    public void tell(List<Message> messages) {
        if (messages.isEmpty()) {
            return;
        }
        jdbc.batchUpdate(
                "insert into notification (department, subject, kind, refs) values (?, ?, ?, ?::jsonb)",
                messages,
                messages.size(),
                (statement, message) -> {
                    statement.setString(1, message.department());
                    statement.setBytes(2, message.subject());
                    statement.setString(3, message.kind().code());
                    statement.setString(
                            4, new String(JsonWriter.inOrder(new TreeMap<>(message.refs())), StandardCharsets.UTF_8));
                });
        bells.tellAfterCommit();
    }
}
