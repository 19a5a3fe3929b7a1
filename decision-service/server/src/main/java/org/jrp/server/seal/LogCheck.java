package org.jrp.server.seal;

import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jrp.catalogue.Text;
import org.jrp.seal.Checkpoint;
import org.jrp.seal.CompactRange;
import org.jrp.seal.InvalidSealException;
import org.jrp.seal.Lateness;
import org.jrp.seal.MerkleTree;
import org.jrp.seal.VerifierKey;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Holds the log in the database against itself (封存核对): rows against leaves, leaves against tree heads, the last of them against the one
 * outside. The end of the log at each start, all of it daily and whenever an auditor asks.
 */
@Component
class LogCheck {

    private static final int AT_ONCE = 2_000;
    private static final int END_LEAVES = 10_000;
    private static final int END_ROWS = 1_000;

    private final SealStore store;

    LogCheck(SealStore store) {
        this.store = store;
    }

    /**
     * Something that is not as it was sealed.
     *
     * @param index of the leaf; null where none is concerned
     * @param kind of the row; null where no row is concerned
     * @param key of the row
     * @param code kebab-case
     */
    record Problem(
            @Nullable Long index,
            @Nullable String kind,
            @Nullable String key,
            String code,
            Text message) {}

    /** Follows a check of the whole log. */
    interface Progress {

        void problem(Problem problem);

        /** So many leaves have been checked; false ends the check. */
        boolean checked(long leaves);
    }

    /**
     * The end of the log: that its root is that of the last tree head, by the hashes of subtrees that are kept; that the last leaves and
     * tree heads fit each other, and the last rows their leaves; and that the log continues the one whose head stands outside. What it
     * reads does not grow with the log.
     *
     * @param outside null for none
     * @return the log as it ends
     */
    CompactRange end(@Nullable Checkpoint outside) {
        SealStore.Head last = store.last().orElse(null);
        long sealed = last == null ? 0 : last.size();
        if (outside != null && outside.size() > sealed) {
            throw new MismatchException(
                    "the database holds %d leaves under its last tree head, and the one outside is of %d: the database is the older one"
                            .formatted(sealed, outside.size()));
        }
        if (store.leaves() != sealed) {
            throw new MismatchException(
                    "there are %d leaves and the last tree head covers %d".formatted(store.leaves(), sealed));
        }
        CompactRange range;
        try {
            MerkleTree.Nodes nodes = store.nodes();
            if (outside != null && !MessageDigest.isEqual(outside.root(), MerkleTree.root(outside.size(), nodes))) {
                throw new MismatchException(
                        "the first %d leaves are not those under the tree head outside".formatted(outside.size()));
            }
            range = CompactRange.of(Math.max(0, sealed - END_LEAVES) >> SealStore.STEP << SealStore.STEP, nodes);
        } catch (IllegalStateException e) {
            throw new MismatchException(String.valueOf(e.getMessage()));
        }
        while (range.size() < sealed) {
            List<SealStore.Sealed> leaves = store.leaves(range.size(), sealed, AT_ONCE);
            Map<Long, SealStore.Head> heads = heads(range.size(), leaves.size());
            for (SealStore.Sealed leaf : leaves) {
                if (leaf.index() != range.size()) {
                    break;
                }
                range.append(leaf.hash());
                SealStore.Head head = heads.get(range.size());
                if (head != null && !MessageDigest.isEqual(head.root(), range.root())) {
                    throw new MismatchException("the root of tree head %d is not that of its %d leaves"
                            .formatted(head.number(), head.size()));
                }
            }
            if (leaves.isEmpty() || leaves.get(leaves.size() - 1).index() + 1 != range.size()) {
                throw new MismatchException("leaf %d is missing".formatted(range.size()));
            }
        }
        if (last != null && !MessageDigest.isEqual(last.root(), range.root())) {
            throw new MismatchException("the root of the last tree head is not that of its leaves");
        }
        for (Problem problem : rows(store.leaves(Math.max(0, sealed - END_ROWS), sealed, END_ROWS), null)) {
            throw new MismatchException("the row %s of %s, leaf %s: %s"
                    .formatted(problem.key(), problem.kind(), problem.index(), problem.code()));
        }
        return range;
    }

    private Map<Long, SealStore.Head> heads(long from, int count) {
        Map<Long, SealStore.Head> heads = new TreeMap<>();
        store.between(from, from + count).forEach(head -> heads.put(head.size(), head));
        return heads;
    }

    /** How many leaves a check of the whole log would read. */
    long leaves() {
        return Math.max(store.leaves(), store.last().map(SealStore.Head::size).orElse(0L));
    }

    /**
     * The whole log: each leaf, each row, each tree head, each hash that is kept.
     *
     * @param outside null for none
     * @param keys whose signatures count; null to leave the signatures alone, a thousandth of a second each
     * @return whether it came to its end
     */
    boolean whole(@Nullable Checkpoint outside, @Nullable Collection<VerifierKey> keys, Progress progress) {
        return new Whole(outside, keys, progress).run();
    }

    private final class Whole {

        private final @Nullable Checkpoint outside;
        private final @Nullable Collection<VerifierKey> keys;
        private final Progress progress;
        private final CompactRange range = new CompactRange();
        private final Map<LeafKind, Lateness> lateness = new HashMap<>();
        private boolean broken;
        private long number;

        Whole(@Nullable Checkpoint outside, @Nullable Collection<VerifierKey> keys, Progress progress) {
            this.outside = outside;
            this.keys = keys;
            this.progress = progress;
        }

        boolean run() {
            SealStore.Head last = store.last().orElse(null);
            long sealed = last == null ? 0 : last.size();
            long next = 0;
            boolean going = progress.checked(0);
            while (going && next < sealed) {
                List<SealStore.Sealed> leaves = store.leaves(next, sealed, AT_ONCE);
                if (leaves.isEmpty()) {
                    missing(next, sealed);
                    break;
                }
                Map<Long, SealStore.Head> heads =
                        heads(next, (int) (leaves.get(leaves.size() - 1).index() + 1 - next));
                Map<Integer, Map<Long, byte[]>> computed = new HashMap<>();
                for (SealStore.Sealed leaf : leaves) {
                    if (leaf.index() != next) {
                        missing(next, leaf.index());
                    }
                    next = leaf.index() + 1;
                    append(leaf, computed);
                    SealStore.Head head = heads.remove(next);
                    if (head != null) {
                        head(head);
                    }
                    outside(next);
                }
                heads.values().forEach(this::head);
                computed.forEach(this::kept);
                rows(leaves, lateness).forEach(progress::problem);
                going = progress.checked(next);
            }
            if (going && outside != null && outside.size() > sealed) {
                progress.problem(new Problem(
                        null,
                        null,
                        null,
                        "older-than-outside",
                        new Text(
                                "库内封存头至 %d 片叶,库外封存头至 %d 片:数据库较旧。".formatted(sealed, outside.size()),
                                "The last tree head covers %d leaves and the one outside %d: the database is the older one."
                                        .formatted(sealed, outside.size()))));
            }
            return going;
        }

        private void append(SealStore.Sealed leaf, Map<Integer, Map<Long, byte[]>> computed) {
            if (broken) {
                return;
            }
            range.append(leaf.hash(), (level, index, hash) -> {
                if (level > 0 && level % SealStore.STEP == 0) {
                    computed.computeIfAbsent(level, one -> new TreeMap<>()).put(index, hash);
                }
            });
        }

        private void missing(long from, long before) {
            broken = true;
            progress.problem(new Problem(
                    from,
                    null,
                    null,
                    "leaf-missing",
                    new Text(
                            "缺第 %d 至 %d 片叶。".formatted(from, before - 1),
                            "The leaves %d to %d are missing.".formatted(from, before - 1))));
        }

        private void head(SealStore.Head head) {
            if (head.number() != number + 1) {
                problem(
                        head,
                        "head-number",
                        "封存头编号为 %d,前一个为 %d。".formatted(head.number(), number),
                        "The tree head's number is %d; the one before is %d.".formatted(head.number(), number));
            }
            number = head.number();
            try {
                Checkpoint note = Checkpoint.parse(head.checkpoint());
                if (note.size() != head.size() || !MessageDigest.isEqual(note.root(), head.root())) {
                    problem(head, "head-differs", "签名文本与规模、根不符。", "The signed note has another size or root.");
                } else if (keys != null && !note.signedBy(keys)) {
                    problem(head, "head-signature", "封存头的签名无效。", "The tree head's signature is not valid.");
                }
            } catch (InvalidSealException e) {
                problem(head, "malformed-head", "封存头格式有误。", "The tree head is malformed. " + e.getMessage());
            }
            if (!broken && (head.size() != range.size() || !MessageDigest.isEqual(head.root(), range.root()))) {
                broken = true;
                problem(
                        head,
                        "root-differs",
                        "前一个相符的封存头之后、第 %d 片叶之前的叶已不是当时封存的。".formatted(head.size()),
                        "Leaves between the tree head before and leaf %d are not those that were sealed."
                                .formatted(head.size()));
            }
        }

        private void problem(SealStore.Head head, String code, String zh, String en) {
            progress.problem(new Problem(
                    null,
                    null,
                    null,
                    code,
                    new Text("第 " + head.number() + " 个封存头:" + zh, "Tree head " + head.number() + ": " + en)));
        }

        private void outside(long size) {
            Checkpoint head = outside;
            if (!broken && head != null && head.size() == size && !MessageDigest.isEqual(head.root(), range.root())) {
                progress.problem(new Problem(
                        null,
                        null,
                        null,
                        "outside-head-differs",
                        new Text(
                                "前 %d 片叶与库外封存头不符。".formatted(size),
                                "The first %d leaves are not those under the tree head outside.".formatted(size))));
            }
        }

        private void kept(int level, Map<Long, byte[]> computed) {
            long from = computed.keySet().iterator().next();
            Map<Long, byte[]> kept = store.kept(level, from, from + computed.size());
            computed.forEach((index, hash) -> {
                byte[] stored = kept.get(index);
                if (stored == null || !MessageDigest.isEqual(stored, hash)) {
                    progress.problem(new Problem(
                            index << level,
                            null,
                            null,
                            "node-differs",
                            new Text(
                                    "第 %d 层第 %d 个子树的散列不符。".formatted(level, index),
                                    "The hash kept of subtree %d at level %d is not that of its leaves."
                                            .formatted(index, level))));
                }
            });
        }
    }

    /** What of those leaves' rows is not as it was sealed. */
    private List<Problem> rows(List<SealStore.Sealed> leaves, @Nullable Map<LeafKind, Lateness> lateness) {
        Map<LeafKind, Map<String, Leaf>> rows = new HashMap<>();
        Map<LeafKind, List<String>> keys = new HashMap<>();
        List<Problem> problems = new ArrayList<>();
        leaves.forEach(leaf -> LeafKind.find(leaf.kind())
                .ifPresent(kind ->
                        keys.computeIfAbsent(kind, one -> new ArrayList<>()).add(leaf.key())));
        keys.forEach((kind, some) -> rows.put(kind, store.rows(kind, some)));
        for (SealStore.Sealed leaf : leaves) {
            LeafKind kind = LeafKind.find(leaf.kind()).orElse(null);
            if (kind == null) {
                problems.add(problem(leaf, "unknown-kind", "没有这个种类。", "There is no such kind."));
                continue;
            }
            Leaf row = rows.getOrDefault(kind, Map.of()).get(leaf.key());
            if (row == null) {
                problems.add(
                        problem(leaf, "row-removed", "该记录已封存,但已无此行。", "The row was sealed and is not there any more."));
            } else if (!MessageDigest.isEqual(row.hash(), leaf.hash())) {
                problems.add(problem(leaf, "row-changed", "该记录与封存时不同。", "The row is not what was sealed."));
            }
            if (lateness != null
                    && kind.dated()
                    && kind.fits(leaf.key())
                    && lateness.computeIfAbsent(kind, one -> new Lateness()).late(UUID.fromString(leaf.key()))) {
                problems.add(
                        problem(
                                leaf,
                                "sealed-late",
                                "编号所带时间比同类已封存的早 15 分钟以上:事后补入。",
                                "By its id it is more than 15 minutes older than what had been sealed: it was added afterwards."));
            }
        }
        return problems;
    }

    private static Problem problem(SealStore.Sealed leaf, String code, String zh, String en) {
        return new Problem(leaf.index(), leaf.kind(), leaf.key(), code, new Text(zh, en));
    }
}
