package org.jrp.server.impact;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jrp.impact.Shape;
import org.jrp.record.CanonicalDecision;
import org.jrp.record.InvalidRecordException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Which shape each recorded decision has (特征索引). Each record is read once, after it was committed, by one node at a time; ids are given out
 * before commit, so that what is new is what has no row here, not what stands behind a mark.
 */
@Component
class ShapeIndex {

    private static final Logger log = LoggerFactory.getLogger(ShapeIndex.class);
    private static final long LOCK = 0x6A72_7073_6861_7065L; // "jrpshape"
    private static final int PAGE = 1_000;
    private static final int MOST_KNOWN = 50_000;

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transaction;
    private final Map<ByteBuffer, Long> known = new LinkedHashMap<>(256, 0.75f, true) {

        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<ByteBuffer, Long> eldest) {
            return size() > MOST_KNOWN;
        }
    };

    ShapeIndex(JdbcTemplate jdbc, TransactionTemplate transaction) {
        this.jdbc = jdbc;
        this.transaction = transaction;
    }

    /**
     * What one step came to.
     *
     * @param alone false where another node is at it
     * @param last the last decision that was given its shape; null where none was left
     * @param more whether there may be more behind it
     */
    record Step(boolean alone, @Nullable UUID last, boolean more) {}

    /**
     * What is indexed of a range, such that no decision will yet slip in.
     *
     * @param recorded decisions that are recorded by then; all are indexed where there are no more of them
     * @param upto the last place in the index that counts
     */
    record Cut(long recorded, long decisions, long unreadable, long upto) {}

    /** Gives their shapes to the first decisions behind that id and before the other that have none. */
    synchronized Step step(UUID after, UUID until) {
        Map<ByteBuffer, Long> fresh = new HashMap<>();
        Step step = Objects.requireNonNull(transaction.execute(status -> step(after, until, fresh)));
        known.putAll(fresh);
        return step;
    }

    private record Recorded(UUID id, byte[] canonical) {}

    private Step step(UUID after, UUID until, Map<ByteBuffer, Long> fresh) {
        if (!Boolean.TRUE.equals(jdbc.queryForObject("select pg_try_advisory_xact_lock(?)", Boolean.class, LOCK))) {
            return new Step(false, null, true);
        }
        List<Recorded> rows = jdbc.query(
                """
                select d.id, d.canonical from decision d
                where d.id > ? and d.id < ? and not exists (
                    select from decision_shape s where s.version = ? and s.decision = d.id and s.decision > ? and s.decision < ?)
                order by d.id limit ?
                """,
                (row, number) -> new Recorded(row.getObject(1, UUID.class), row.getBytes(2)),
                after,
                until,
                Shape.VERSION,
                after,
                until,
                PAGE);
        if (rows.isEmpty()) {
            return new Step(true, null, false);
        }
        UUID[] decisions = new UUID[rows.size()];
        List<@Nullable ByteBuffer> hashes = new ArrayList<>();
        Map<ByteBuffer, byte[]> contents = new LinkedHashMap<>();
        for (int i = 0; i < decisions.length; i++) {
            Recorded row = rows.get(i);
            decisions[i] = row.id();
            hashes.add(hash(row, contents));
        }
        contents.keySet().removeIf(known::containsKey);
        if (!contents.isEmpty()) {
            store(contents, fresh);
        }
        @Nullable Long[] shapes = new Long[decisions.length];
        for (int i = 0; i < shapes.length; i++) {
            ByteBuffer hash = hashes.get(i);
            shapes[i] = hash == null ? null : Objects.requireNonNullElseGet(known.get(hash), () -> fresh.get(hash));
        }
        jdbc.update(
                "insert into decision_shape (decision, shape, version) select *, ? from unnest(?, ?)", statement -> {
                    statement.setInt(1, Shape.VERSION);
                    statement.setArray(2, statement.getConnection().createArrayOf("uuid", decisions));
                    statement.setArray(3, statement.getConnection().createArrayOf("int8", shapes));
                });
        return new Step(true, decisions[decisions.length - 1], rows.size() == PAGE);
    }

    /** The hash of the record's shape; null where the record cannot be read. */
    private static @Nullable ByteBuffer hash(Recorded row, Map<ByteBuffer, byte[]> contents) {
        try {
            byte[] content =
                    Shape.of(CanonicalDecision.read(row.canonical()).caseFile()).bytes();
            ByteBuffer hash = ByteBuffer.wrap(sha256(content));
            contents.putIfAbsent(hash, content);
            return hash;
        } catch (InvalidRecordException e) {
            log.warn("The record of the decision {} cannot be read; impacts leave it out.", row.id());
            return null;
        }
    }

    private void store(Map<ByteBuffer, byte[]> contents, Map<ByteBuffer, Long> fresh) {
        byte[][] hashes = contents.keySet().stream().map(ByteBuffer::array).toArray(byte[][]::new);
        String[] words = contents.values().stream()
                .map(content -> String.join(" ", Shape.read(content).words()))
                .toArray(String[]::new);
        jdbc.update(
                "insert into case_shape (hash, content, words) select hash, content, string_to_array(words, ' ')"
                        + " from unnest(?, ?, ?) as fresh (hash, content, words) on conflict (hash) do nothing",
                statement -> {
                    statement.setArray(1, statement.getConnection().createArrayOf("bytea", hashes));
                    statement.setArray(
                            2,
                            statement
                                    .getConnection()
                                    .createArrayOf("bytea", contents.values().toArray(byte[][]::new)));
                    statement.setArray(3, statement.getConnection().createArrayOf("text", words));
                });
        jdbc.query(
                "select hash, id from case_shape where hash = any (?)",
                statement -> statement.setArray(1, statement.getConnection().createArrayOf("bytea", hashes)),
                row -> {
                    fresh.put(ByteBuffer.wrap(row.getBytes(1)), row.getLong(2));
                });
    }

    /** What is indexed of that range by now; inside a transaction of the caller's. */
    Cut cut(UUID from, UUID until) {
        jdbc.query("select pg_advisory_xact_lock(?)", row -> {}, LOCK);
        return Objects.requireNonNull(jdbc.queryForObject(
                """
                select (select count(*) from decision where id >= ? and id < ?), count(*), count(*) - count(shape), coalesce(max(seq), 0)
                from decision_shape where version = ? and decision >= ? and decision < ?
                """,
                (row, number) -> new Cut(row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4)),
                from,
                until,
                Shape.VERSION,
                from,
                until));
    }

    private static byte[] sha256(byte[] content) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(content);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
