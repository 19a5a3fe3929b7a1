package org.jrp.server.embedded;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Refuses to start on a database that may lose what it has confirmed (安全设置). Asked on a connection of the service's own, so that
 * what a role, a database or the URL sets for the session counts.
 */
@Component
final class SafeSettings {

    private static final Logger LOG = LoggerFactory.getLogger(SafeSettings.class);

    /** What each setting may be. {@code local} is not durable where a standby takes over: it confirms before the standby knows. */
    private static final Map<String, Set<String>> ALLOWED = Map.of(
            "fsync", Set.of("on"),
            "full_page_writes", Set.of("on"),
            "synchronous_commit", Set.of("on", "remote_write", "remote_apply"));

    SafeSettings(JdbcClient database) {
        for (Setting setting : settings(database)) {
            Set<String> allowed = ALLOWED.getOrDefault(setting.name, Set.of());
            if (!allowed.contains(setting.value)) {
                throw unsafe(setting, allowed);
            }
        }
        if (mayChangeDecisions(database)) {
            LOG.warn("服务使用的数据库账号可以修改决定记录(它是表的所有者)。建议用 jrp.database.owner-username 另设迁移账号。"
                    + " The service's database user may change recorded decisions (it owns the tables)."
                    + " Set jrp.database.owner-username to migrate as another user.");
        }
    }

    private record Setting(String name, String value) {}

    private static List<Setting> settings(JdbcClient database) {
        return database.sql("select name, setting as value from pg_settings where name in (:names) order by name")
                .param("names", ALLOWED.keySet())
                .query(Setting.class)
                .list();
    }

    private static boolean mayChangeDecisions(JdbcClient database) {
        return database.sql("select coalesce(has_table_privilege(to_regclass('decision'), 'UPDATE'), false)")
                .query(Boolean.class)
                .single();
    }

    private static StartRefusedException unsafe(Setting setting, Set<String> allowed) {
        String expected = String.join(", ", allowed.stream().sorted().toList());
        return new StartRefusedException(
                "数据库设置 %s = %s 不安全:断电后可能丢失已确认的决定。应为:%s。".formatted(setting.name, setting.value, expected),
                "The database's setting %s = %s is not safe: a decision already answered may be lost when the power fails. Expected: %s."
                        .formatted(setting.name, setting.value, expected));
    }
}
