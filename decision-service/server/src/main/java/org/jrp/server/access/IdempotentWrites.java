package org.jrp.server.access;

import jakarta.servlet.http.HttpServletRequest;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.jrp.catalogue.Text;
import org.jrp.server.problem.PersonalNumbers;
import org.jrp.server.problem.ProblemException;
import org.jrp.server.subject.SubjectVault;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/**
 * Writes that may be sent again (幂等写入): with the same {@code Idempotency-Key} a caller gets the first answer, and nothing is
 * written twice. The key, the write and its answer are one transaction: either all of them are there or none. Who sends the same key
 * meanwhile waits for the first, for five seconds at most. A refusal is not kept: the write did not happen, and may be tried again.
 */
@Service
public final class IdempotentWrites {

    private static final int LONGEST_KEY = 255;
    private static final String LOCK_NOT_AVAILABLE = "55P03";

    private final JdbcClient jdbc;
    private final TransactionOperations transaction;
    private final SubjectVault vault;

    IdempotentWrites(JdbcClient jdbc, TransactionOperations transaction, SubjectVault vault) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.vault = vault;
    }

    /**
     * What a write answers.
     *
     * @param location value of the {@code Location} header; null for none
     * @param body JSON
     */
    public record Answer(int status, @Nullable String location, byte[] body) {

        /** An answer without a {@code Location}. */
        public static Answer of(int status, byte[] body) {
            return new Answer(status, null, body);
        }
    }

    private record Stored(byte[] bodyHash, @Nullable Integer status, byte @Nullable [] response) {}

    /**
     * Carries out the write, or answers as it was answered before. The write runs in a transaction, with a key or without: what it
     * does through the same data source is committed together with the key. Method and path of the current request belong to what the
     * key stands for.
     *
     * @param key as it came in {@code Idempotency-Key}; null where the caller sent none
     * @param body what must be the same when the key is
     * @throws ProblemException 400 {@code invalid-idempotency-key}, 422 {@code idempotency-mismatch}, 409 {@code in-progress};
     *     whatever the write itself refuses
     */
    public ResponseEntity<byte[]> run(Caller caller, @Nullable String key, byte[] body, Supplier<Answer> write) {
        if (key == null) {
            return entity(transaction.execute(status -> write.get()));
        }
        if (key.isEmpty() || key.length() > LONGEST_KEY || !key.chars().allMatch(c -> c > ' ' && c <= '~')) {
            throw ProblemException.of(
                    400,
                    "invalid-idempotency-key",
                    "Idempotency-Key 应为 1 至 255 个可见 ASCII 字符。",
                    "An Idempotency-Key is 1 to 255 visible ASCII characters.");
        }
        PersonalNumbers.refuse(key, "Idempotency-Key");
        byte[] hash = vault.digest(route(), body);
        return entity(transaction.execute(status -> {
            if (taken(caller, key, hash)) {
                return stored(caller, key, hash);
            }
            Answer answer = write.get();
            jdbc.sql("update idempotency set status = ?, response = ? where caller = ? and key = ?")
                    .param(answer.status())
                    .param(vault.seal(packed(answer), place(caller, key)))
                    .param(caller.credential())
                    .param(key)
                    .update();
            return answer;
        }));
    }

    /** Takes the key, or waits for who has it. */
    private boolean taken(Caller caller, String key, byte[] hash) {
        try {
            jdbc.sql("select set_config('lock_timeout', '5s', true)")
                    .query(String.class)
                    .single();
            int inserted = jdbc.sql("insert into idempotency (caller, key, body_hash) values (?, ?, ?)"
                            + " on conflict (caller, key) do nothing")
                    .param(caller.credential())
                    .param(key)
                    .param(hash)
                    .update();
            jdbc.sql("select set_config('lock_timeout', '0', true)")
                    .query(String.class)
                    .single();
            return inserted == 0;
        } catch (DataAccessException e) {
            if (e.getRootCause() instanceof SQLException sql && LOCK_NOT_AVAILABLE.equals(sql.getSQLState())) {
                throw ProblemException.later(
                        409,
                        "in-progress",
                        new Text(
                                "使用同一 Idempotency-Key 的请求仍在执行。",
                                "The call with that Idempotency-Key is still under way."),
                        Duration.ofSeconds(2));
            }
            throw e;
        }
    }

    private Answer stored(Caller caller, String key, byte[] hash) {
        Optional<Stored> found = jdbc.sql(
                        "select body_hash, status, response from idempotency where caller = ? and key = ?")
                .param(caller.credential())
                .param(key)
                .query((rs, row) -> new Stored(
                        rs.getBytes("body_hash"), rs.getObject("status", Integer.class), rs.getBytes("response")))
                .optional();
        Stored stored = found.orElse(null);
        Integer status = stored == null ? null : stored.status();
        byte[] response = stored == null ? null : stored.response();
        if (stored == null || status == null || response == null || !MessageDigest.isEqual(stored.bodyHash(), hash)) {
            throw ProblemException.of(
                    422,
                    "idempotency-mismatch",
                    "同一 Idempotency-Key 已用于内容不同的请求。",
                    "The Idempotency-Key was used for a request with other content.");
        }
        return unpacked(status, vault.open(response, place(caller, key)));
    }

    private static byte[] route() {
        if (RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes attributes) {
            HttpServletRequest request = attributes.getRequest();
            String query = request.getQueryString() == null ? "" : "?" + request.getQueryString();
            return (request.getMethod() + ' ' + request.getRequestURI() + query).getBytes(StandardCharsets.UTF_8);
        }
        return new byte[0];
    }

    private static byte[] place(Caller caller, String key) {
        return ("idempotency\n" + caller.credential() + '\n' + key).getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] packed(Answer answer) {
        byte[] location =
                answer.location() == null ? new byte[0] : answer.location().getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(Integer.BYTES + location.length + answer.body().length)
                .putInt(location.length)
                .put(location)
                .put(answer.body())
                .array();
    }

    private static Answer unpacked(int status, byte[] packed) {
        ByteBuffer buffer = ByteBuffer.wrap(packed);
        byte[] location = new byte[buffer.getInt()];
        buffer.get(location);
        byte[] body = new byte[buffer.remaining()];
        buffer.get(body);
        return new Answer(status, location.length == 0 ? null : new String(location, StandardCharsets.UTF_8), body);
    }

    private static ResponseEntity<byte[]> entity(Answer answer) {
        ResponseEntity.BodyBuilder builder =
                ResponseEntity.status(answer.status()).contentType(MediaType.APPLICATION_JSON);
        if (answer.location() != null) {
            builder.header("Location", answer.location());
        }
        return builder.body(answer.body());
    }
}
