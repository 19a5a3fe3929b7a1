package org.jrp.server.access;

import java.security.MessageDigest;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jrp.server.Uuids;
import org.jrp.server.problem.ProblemException;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/** Makes, lists and revokes API keys (密钥管理). Only a hash of each is stored. */
@Component
class Credentials {

    static final Duration USUAL_LIFE = Duration.ofDays(365);
    static final Duration LONGEST_LIFE = Duration.ofDays(730);

    private static final int MOST_OF_A_LABEL = 2;
    private static final String COLUMNS = "id, prefix, department, label, roles, created_at, created_by, expires_at,"
            + " revoked_at, revoked_by, revoke_reason";

    private final JdbcClient jdbc;
    private final TransactionOperations transaction;
    private final AccessCache cache;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();

    Credentials(JdbcClient jdbc, TransactionOperations transaction, AccessCache cache, InstantSource clock) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.cache = cache;
        this.clock = clock;
    }

    /** A key just made, with the text that is shown this once. */
    record Made(Credential credential, String key) {}

    /**
     * Makes a key.
     *
     * @throws ProblemException 409 {@code too-many-keys} when the department has two active ones of that label
     */
    Made create(String department, String label, Collection<Role> roles, Instant expiresAt, String by) {
        return transaction.execute(status -> {
            // Locks the department, so that two who ask at once do not both find one key only.
            jdbc.sql("select code from department where code = ? for update")
                    .param(department)
                    .query(String.class)
                    .single();
            if (active(department, label).size() >= MOST_OF_A_LABEL) {
                throw ProblemException.of(
                        409,
                        "too-many-keys",
                        "该部门此标签下已有两个有效密钥;请先吊销一个。",
                        "The department has two active keys of that label; revoke one first.");
            }
            Instant now = clock.instant();
            ApiKey key = ApiKey.random(random);
            Credential made = new Credential(
                    Uuids.at(now),
                    key.prefix(),
                    department,
                    label,
                    roles.stream().sorted().map(Role::code).toList(),
                    now,
                    by,
                    expiresAt,
                    null,
                    null,
                    null);
            jdbc.sql(
                            "insert into credential (id, prefix, hash, department, label, roles, created_at, created_by, expires_at)"
                                    + " values (?, ?, ?, ?, ?, ?, ?, ?, ?)")
                    .param(made.id())
                    .param(made.prefix())
                    .param(ApiKey.hash(key.text()))
                    .param(department)
                    .param(label)
                    .param(Rows.texts(made.roles()))
                    .param(Rows.moment(now))
                    .param(by)
                    .param(Rows.moment(expiresAt))
                    .update();
            cache.changed();
            return new Made(made, key.text());
        });
    }

    /** Revokes a key at once; one that was revoked before stays as it was. Empty where there is no such key. */
    Optional<Credential> revoke(UUID id, String reason, String by) {
        return transaction.execute(status -> {
            int changed = jdbc.sql("update credential set revoked_at = ?, revoked_by = ?, revoke_reason = ?"
                            + " where id = ? and revoked_at is null")
                    .param(Rows.moment(clock.instant()))
                    .param(by)
                    .param(reason)
                    .param(id)
                    .update();
            if (changed > 0) {
                cache.changed();
            }
            return jdbc.sql("select " + COLUMNS + " from credential where id = ?")
                    .param(id)
                    .query((rs, row) -> read(rs))
                    .optional();
        });
    }

    /** Newest first. */
    List<Credential> page(UUID before, int limit) {
        return jdbc.sql("select " + COLUMNS + " from credential where id < ? order by id desc limit ?")
                .param(before)
                .param(limit)
                .query((rs, row) -> read(rs))
                .list();
    }

    /** Usable keys of that label. */
    List<Credential> active(String department, String label) {
        return jdbc.sql("select " + COLUMNS + " from credential where department = ? and label = ?"
                        + " and revoked_at is null and expires_at > ? order by id")
                .param(department)
                .param(label)
                .param(Rows.moment(clock.instant()))
                .query((rs, row) -> read(rs))
                .list();
    }

    /** Whether some usable key has the role. */
    boolean anyActive(Role role) {
        return jdbc.sql("select exists (select from credential where ? = any (roles) and revoked_at is null"
                        + " and expires_at > ?)")
                .param(role.code())
                .param(Rows.moment(clock.instant()))
                .query(Boolean.class)
                .single();
    }

    /** Whether the key is that one. */
    boolean belongs(@Nullable String key, UUID id) {
        if (key == null || !ApiKey.wellFormed(key)) {
            return false;
        }
        byte[] stored = jdbc.sql("select hash from credential where id = ?")
                .param(id)
                .query(byte[].class)
                .single();
        return MessageDigest.isEqual(stored, ApiKey.hash(key));
    }

    private static Credential read(ResultSet rs) throws SQLException {
        return new Credential(
                rs.getObject("id", UUID.class),
                rs.getString("prefix"),
                rs.getString("department"),
                rs.getString("label"),
                Rows.texts(rs, "roles"),
                Rows.instant(rs, "created_at"),
                rs.getString("created_by"),
                Rows.instant(rs, "expires_at"),
                Rows.maybeInstant(rs, "revoked_at"),
                rs.getString("revoked_by"),
                rs.getString("revoke_reason"));
    }
}
