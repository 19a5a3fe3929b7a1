package org.jrp.server.seal;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jrp.seal.MerkleTree;
import org.jrp.server.Uuids;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Leaves, full subtrees and tree heads in the database (封存库). */
@Component
class SealStore {

    /** Hashes of subtrees are kept at every so manieth level. */
    static final int STEP = 8;

    private final JdbcClient jdbc;

    SealStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** A tree head. */
    record Head(long number, long size, byte[] root, String checkpoint, Instant sealedAt) {}

    /** A leaf as sealed. */
    record Sealed(long index, String kind, String key, byte[] hash) {}

    /** A hash of a full subtree that is kept. */
    record Node(int level, long index, byte[] hash) {}

    UUID logId() {
        return jdbc.sql("select id from seal_log").query(UUID.class).single();
    }

    Optional<Head> last() {
        return jdbc.sql(HEAD + " order by number desc limit 1")
                .query(SealStore::head)
                .optional();
    }

    Optional<Head> find(long number) {
        return jdbc.sql(HEAD + " where number = ?")
                .param(number)
                .query(SealStore::head)
                .optional();
    }

    /** The first head that covers so many leaves. */
    Optional<Head> covering(long size) {
        return jdbc.sql(HEAD + " where size >= ? order by size limit 1")
                .param(size)
                .query(SealStore::head)
                .optional();
    }

    /** Heads below a number, the newest first. */
    List<Head> before(long number, int limit) {
        return jdbc.sql(HEAD + " where number < ? order by number desc limit ?")
                .params(number, limit)
                .query(SealStore::head)
                .list();
    }

    /** Heads over more leaves than the first and at most the second number, in order. */
    List<Head> between(long above, long upTo) {
        return jdbc.sql(HEAD + " where size > ? and size <= ? order by size")
                .params(above, upTo)
                .query(SealStore::head)
                .list();
    }

    Optional<Sealed> leaf(LeafKind kind, String key) {
        return jdbc.sql(LEAF + " where kind = ? and key = ?")
                .params(kind.code(), key)
                .query(SealStore::sealed)
                .optional();
    }

    /** Leaves from an index on. */
    List<Sealed> leaves(long from, long before, int limit) {
        return jdbc.sql(LEAF + " where index >= ? and index < ? order by index limit ?")
                .params(from, before, limit)
                .query(SealStore::sealed)
                .list();
    }

    /** How many leaves there are, sealed by a head or not. */
    long leaves() {
        Long most = jdbc.sql("select max(index) from seal_leaf")
                .query(Long.class)
                .optional()
                .orElse(null);
        return most == null ? 0 : most + 1;
    }

    /** The rows of those keys as they are now; a row that is gone is not among them. */
    Map<String, Leaf> rows(LeafKind kind, Collection<String> keys) {
        Map<String, Leaf> found = new HashMap<>();
        jdbc.sql(kind.byKeys())
                .param("keys", keys.stream().filter(kind::fits).toArray(String[]::new))
                .query((row, number) -> Leaf.of(kind, row))
                .list()
                .forEach(leaf -> found.put(leaf.key(), leaf));
        return found;
    }

    /** The kinds that have rows without a leaf that were written since that moment, of those given. */
    List<LeafKind> unsealedKinds(List<LeafKind> kinds, Instant moment) {
        List<String> parts = new ArrayList<>();
        for (LeafKind kind : kinds) {
            parts.add(kind.anyUnsealedLately());
        }
        LeafKind[] all = LeafKind.values();
        return jdbc.sql(String.join(" union all ", parts))
                .param("id", Uuids.first(moment))
                .param("moment", moment.atOffset(ZoneOffset.UTC))
                .query((row, number) -> all[row.getInt(1)])
                .list();
    }

    /** Rows without a leaf that were written since that moment; those that came with imports are not among them. */
    List<Leaf> unsealedSince(LeafKind kind, Instant moment, int most) {
        return jdbc.sql(kind.unsealedLately())
                .param("id", Uuids.first(moment))
                .param("moment", moment.atOffset(ZoneOffset.UTC))
                .param("most", most)
                .query((row, number) -> Leaf.of(kind, row))
                .list();
    }

    /** Imports that ended since that moment. */
    List<UUID> imports(Instant moment) {
        return jdbc.sql("select id from import where recorded_at >= ? order by recorded_at")
                .param(moment.atOffset(ZoneOffset.UTC))
                .query(UUID.class)
                .list();
    }

    /** Rows of an import without a leaf, behind that key; from the first where it is null. */
    List<Leaf> unsealedOfImport(LeafKind kind, UUID delivery, @Nullable String after, int most) {
        JdbcClient.StatementSpec statement = jdbc.sql(kind.unsealedOfImport(after != null))
                .param("import", delivery)
                .param("most", most);
        if (after != null) {
            statement = statement.param("after", after);
        }
        return statement.query((row, number) -> Leaf.of(kind, row)).list();
    }

    /** Decisions of a range of ids without a leaf. */
    List<Leaf> unsealedBetween(UUID from, UUID to, int most) {
        return jdbc.sql(LeafKind.DECISION.unsealedBetween())
                .param("from", from)
                .param("to", to)
                .param("most", most)
                .query((row, number) -> Leaf.of(LeafKind.DECISION, row))
                .list();
    }

    /** How many rows have no leaf that were written since that moment. */
    long countUnsealed(Instant moment) {
        long count = 0;
        for (LeafKind kind : LeafKind.values()) {
            String sql = kind.countUnsealedLately();
            JdbcClient.StatementSpec statement = jdbc.sql(sql);
            if (sql.contains(":id")) {
                statement = statement.param("id", Uuids.first(moment));
            }
            if (sql.contains(":moment")) {
                statement = statement.param("moment", moment.atOffset(ZoneOffset.UTC));
            }
            count += statement.query(Long.class).single();
        }
        return count;
    }

    /** The key so many rows behind another; null where there are fewer. */
    @Nullable String bound(LeafKind kind, @Nullable String after, int most) {
        JdbcClient.StatementSpec statement = jdbc.sql(kind.bound(after != null)).param("most", most);
        if (after != null) {
            statement = statement.param("after", after);
        }
        return statement.query(String.class).optional().orElse(null);
    }

    /** Rows without a leaf between two keys; null for the first and the last. */
    List<Leaf> unsealed(LeafKind kind, @Nullable String after, @Nullable String bound) {
        JdbcClient.StatementSpec statement = jdbc.sql(kind.unsealed(after != null, bound != null));
        if (after != null) {
            statement = statement.param("after", after);
        }
        if (bound != null) {
            statement = statement.param("bound", bound);
        }
        return statement.query((row, number) -> Leaf.of(kind, row)).list();
    }

    /** The hashes that are kept of a level, those of the indices from the first to before the second. */
    Map<Long, byte[]> kept(int level, long from, long before) {
        Map<Long, byte[]> found = new HashMap<>();
        jdbc.sql("select index, hash from seal_node where level = ? and index >= ? and index < ?")
                .params(level, from, before)
                .query((row, n) -> found.put(row.getLong(1), row.getBytes(2)))
                .list();
        return found;
    }

    void add(long first, List<Leaf> leaves, List<byte[]> hashes, List<Node> nodes, Head head) {
        int size = leaves.size();
        jdbc.sql(
                        "insert into seal_leaf (index, kind, key, hash)"
                                + " select :first + n - 1, kind, key, hash"
                                + " from unnest(:kinds::text[], :keys::text[], :hashes::bytea[]) with ordinality as given (kind, key, hash, n)")
                .param("first", first)
                .param("kinds", leaves.stream().map(leaf -> leaf.kind().code()).toArray(String[]::new))
                .param("keys", leaves.stream().map(Leaf::key).toArray(String[]::new))
                .param("hashes", hashes.toArray(new byte[size][]))
                .update();
        for (Node node : nodes) {
            jdbc.sql("insert into seal_node (level, index, hash) values (?, ?, ?)")
                    .params(node.level(), node.index(), node.hash())
                    .update();
        }
        jdbc.sql("insert into seal (number, size, root, checkpoint, sealed_at) values (?, ?, ?, ?, ?)")
                .params(
                        head.number(),
                        head.size(),
                        head.root(),
                        head.checkpoint(),
                        OffsetDateTime.ofInstant(head.sealedAt(), ZoneOffset.UTC))
                .update();
    }

    void addKey(String verifier) {
        jdbc.sql("insert into seal_key (verifier) values (?) on conflict do nothing")
                .param(verifier)
                .update();
    }

    List<String> keys() {
        return jdbc.sql("select verifier from seal_key order by recorded_at, verifier")
                .query(String.class)
                .list();
    }

    /**
     * The hashes of full subtrees, for one reader at a time. What is read is remembered, a run of {@code 2^STEP} at once.
     */
    MerkleTree.Nodes nodes() {
        Map<String, Map<Long, byte[]>> known = new HashMap<>();
        return (level, index) -> node(level, index, known);
    }

    private byte[] node(int level, long index, Map<String, Map<Long, byte[]>> known) {
        int kept = level - level % STEP;
        int above = level - kept;
        long first = index << above;
        List<byte[]> hashes = new ArrayList<>();
        for (long i = first; i < first + (1L << above); i++) {
            long at = i;
            Map<Long, byte[]> run = known.computeIfAbsent(kept + "/" + (i >> STEP), place -> run(kept, at >> STEP));
            byte[] hash = run.get(i);
            if (hash == null) {
                throw new IllegalStateException(
                        "The hash at level %d, index %d of the log is missing.".formatted(kept, i));
            }
            hashes.add(hash);
        }
        while (hashes.size() > 1) {
            List<byte[]> parents = new ArrayList<>();
            for (int i = 0; i < hashes.size(); i += 2) {
                parents.add(MerkleTree.node(hashes.get(i), hashes.get(i + 1)));
            }
            hashes = parents;
        }
        return hashes.get(0);
    }

    private Map<Long, byte[]> run(int level, long number) {
        Map<Long, byte[]> found = new HashMap<>();
        String from = level == 0 ? "seal_leaf where " : "seal_node where level = " + level + " and ";
        jdbc.sql("select index, hash from " + from + "index >= ? and index < ?")
                .params(number << STEP, number + 1 << STEP)
                .query((row, n) -> found.put(row.getLong(1), row.getBytes(2)))
                .list();
        return found;
    }

    private static final String HEAD = "select number, size, root, checkpoint, sealed_at from seal";
    private static final String LEAF = "select index, kind, key, hash from seal_leaf";

    private static Head head(java.sql.ResultSet row, int number) throws java.sql.SQLException {
        return new Head(
                row.getLong(1),
                row.getLong(2),
                row.getBytes(3),
                row.getString(4),
                row.getObject(5, OffsetDateTime.class).toInstant());
    }

    private static Sealed sealed(java.sql.ResultSet row, int number) throws java.sql.SQLException {
        return new Sealed(row.getLong(1), row.getString(2), row.getString(3), row.getBytes(4));
    }
}
