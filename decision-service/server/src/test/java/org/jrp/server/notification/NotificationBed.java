package org.jrp.server.notification;

import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.jrp.server.ServerTest;
import org.jrp.server.whole.Reply;
import org.jrp.server.whole.Service;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** The service with its deliveries, in a hurry; receivers are on this machine. */
@ServerTest(
        properties = {
            "test=notification",
            "jrp.webhooks.plain-http=true",
            "jrp.webhooks.timeout=600ms",
            "jrp.webhooks.first-pause=20ms",
            "jrp.webhooks.longest-pause=150ms",
            "jrp.webhooks.lease=1s",
            "jrp.webhooks.poll=50ms"
        })
abstract class NotificationBed {

    static final Duration SOON = Duration.ofSeconds(60);

    @Autowired
    Environment environment;

    @Autowired
    DataSource source;

    @Autowired
    Notifications notifications;

    @Autowired
    TransactionTemplate transaction;

    Service service;
    JdbcClient jdbc;

    @BeforeEach
    void meet() {
        service = Service.of(environment);
        jdbc = JdbcClient.create(source);
    }

    /** A department of its own for one test, so that tests do not read each other's messages; its officer's key. */
    String officer(String department) {
        service.grant(department, "{\"name\": \"示例局 %s\", \"contexts\": [\"bidding\"]}".formatted(department));
        return service.key(department, "officer");
    }

    /** A webhook to that receiver, which learns the secret. */
    UUID hook(String key, TestReceiver receiver) {
        Reply made = service.post("/api/v1/webhooks", key, Map.of("url", receiver.url(), "label", "接收系统"));
        if (made.status() != 201) {
            throw new IllegalStateException(made.toString());
        }
        receiver.secret(made.field("secret"));
        return UUID.fromString(made.field("id"));
    }

    Notifications.Message message(String department, String subject, Map<String, ?> refs) {
        return new Notifications.Message(
                department,
                subject.getBytes(java.nio.charset.StandardCharsets.UTF_8),
                NotificationKind.TASKS_OPENED,
                refs);
    }

    Map<?, ?> lane(String key, UUID webhook) {
        return (Map<?, ?>)
                service.get("/api/v1/webhooks/" + webhook, key).json().get("lane");
    }
}
