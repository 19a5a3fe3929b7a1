package org.jrp.seal;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;

/**
 * The hash tree of a log (默克尔树), as RFC 9162 section 2.1 has it: SHA-256, {@code 0x00} before a leaf and {@code 0x01} before two
 * nodes. A tree of n leaves is split at the largest power of two below n, so that what is left of a split never changes again.
 */
public final class MerkleTree {

    /** Bytes of a hash. */
    public static final int HASH_BYTES = 32;

    private static final byte LEAF = 0;
    private static final byte NODE = 1;
    private static final ThreadLocal<MessageDigest> DIGEST = ThreadLocal.withInitial(MerkleTree::digest);

    private MerkleTree() {}

    /** Gives the hashes of full subtrees. */
    @FunctionalInterface
    public interface Nodes {

        /**
         * The hash over the leaves from {@code index · 2^level} on, {@code 2^level} of them.
         *
         * @param level 0 for a leaf
         * @param index from 0
         */
        byte[] hash(int level, long index);
    }

    /** The hash of a leaf: SHA-256 over {@code 0x00} and its bytes. */
    public static byte[] leaf(byte[] bytes) {
        MessageDigest digest = DIGEST.get();
        digest.update(LEAF);
        return digest.digest(bytes);
    }

    /** The hash over two nodes side by side: SHA-256 over {@code 0x01} and both. */
    public static byte[] node(byte[] left, byte[] right) {
        MessageDigest digest = DIGEST.get();
        digest.update(NODE);
        digest.update(left);
        return digest.digest(right);
    }

    /** The root of a log without leaves: SHA-256 of nothing. */
    public static byte[] emptyRoot() {
        return DIGEST.get().digest();
    }

    /** The root over the first {@code size} leaves. */
    public static byte[] root(long size, Nodes nodes) {
        requireSize(size);
        return size == 0 ? emptyRoot() : root(0, size, nodes);
    }

    /**
     * The audit path of a leaf: the hashes that lead from it to the root, lowest first (RFC 9162, 2.1.3.1).
     *
     * @param index of the leaf, below {@code size}
     */
    public static List<byte[]> inclusion(long index, long size, Nodes nodes) {
        if (index < 0 || index >= size) {
            throw new IllegalArgumentException("The leaf (%d) is not among %d leaves.".formatted(index, size));
        }
        List<byte[]> path = new ArrayList<>();
        path(index, 0, size, nodes, path);
        return path;
    }

    private static void path(long index, long from, long to, Nodes nodes, List<byte[]> path) {
        if (to - from == 1) {
            return;
        }
        long middle = from + split(to - from);
        if (index < middle) {
            path(index, from, middle, nodes, path);
            path.add(root(middle, to, nodes));
        } else {
            path(index, middle, to, nodes, path);
            path.add(root(from, middle, nodes));
        }
    }

    /**
     * Whether the path leads from the leaf to the root (RFC 9162, 2.1.3.2).
     *
     * @param leaf hash of the leaf
     */
    public static boolean includes(long index, long size, byte[] leaf, List<byte[]> path, byte[] root) {
        if (index < 0 || index >= size || !hashes(path) || leaf.length != HASH_BYTES) {
            return false;
        }
        long fn = index;
        long sn = size - 1;
        byte[] r = leaf;
        for (byte[] p : path) {
            if (sn == 0) {
                return false;
            }
            if ((fn & 1) == 1 || fn == sn) {
                r = node(p, r);
                while ((fn & 1) == 0 && fn != 0) {
                    fn >>= 1;
                    sn >>= 1;
                }
            } else {
                r = node(r, p);
            }
            fn >>= 1;
            sn >>= 1;
        }
        return sn == 0 && MessageDigest.isEqual(r, root);
    }

    /**
     * The hashes that show that the first {@code from} leaves are still the beginning of {@code to} leaves (RFC 9162, 2.1.4.1). None
     * where both are equal or the first is 0.
     */
    public static List<byte[]> consistency(long from, long to, Nodes nodes) {
        if (from < 0 || from > to) {
            throw new IllegalArgumentException("A log of %d leaves does not begin with %d.".formatted(to, from));
        }
        List<byte[]> path = new ArrayList<>();
        if (from > 0 && from < to) {
            consistency(from, 0, to, true, nodes, path);
        }
        return path;
    }

    private static void consistency(long size, long from, long to, boolean known, Nodes nodes, List<byte[]> path) {
        if (size == to - from) {
            if (!known) {
                path.add(root(from, to, nodes));
            }
            return;
        }
        long left = split(to - from);
        long middle = from + left;
        if (size <= left) {
            consistency(size, from, middle, known, nodes, path);
            path.add(root(middle, to, nodes));
        } else {
            consistency(size - left, middle, to, false, nodes, path);
            path.add(root(from, middle, nodes));
        }
    }

    /** Whether the hashes show that the log with the first root is the beginning of the one with the second (RFC 9162, 2.1.4.2). */
    public static boolean consistent(long from, long to, byte[] fromRoot, byte[] toRoot, List<byte[]> path) {
        if (from < 0 || from > to || !hashes(path)) {
            return false;
        }
        if (from == to) {
            return path.isEmpty() && MessageDigest.isEqual(fromRoot, toRoot);
        }
        if (from == 0) {
            return path.isEmpty() && MessageDigest.isEqual(fromRoot, emptyRoot());
        }
        List<byte[]> all = new ArrayList<>(path);
        if (Long.bitCount(from) == 1) {
            all.add(0, fromRoot);
        }
        if (all.isEmpty()) {
            return false;
        }
        int shift = Long.numberOfTrailingZeros(~(from - 1));
        long fn = from - 1 >> shift;
        long sn = to - 1 >> shift;
        byte[] fr = all.get(0);
        byte[] sr = all.get(0);
        for (byte[] c : all.subList(1, all.size())) {
            if (sn == 0) {
                return false;
            }
            if ((fn & 1) == 1 || fn == sn) {
                fr = node(c, fr);
                sr = node(c, sr);
                while ((fn & 1) == 0 && fn != 0) {
                    fn >>= 1;
                    sn >>= 1;
                }
            } else {
                sr = node(sr, c);
            }
            fn >>= 1;
            sn >>= 1;
        }
        return sn == 0 && MessageDigest.isEqual(fr, fromRoot) && MessageDigest.isEqual(sr, toRoot);
    }

    private static byte[] root(long from, long to, Nodes nodes) {
        long size = to - from;
        if (Long.bitCount(size) == 1) {
            int level = Long.numberOfTrailingZeros(size);
            return nodes.hash(level, from >> level);
        }
        long middle = from + split(size);
        return node(root(from, middle, nodes), root(middle, to, nodes));
    }

    /** The largest power of two below the size. */
    private static long split(long size) {
        return Long.highestOneBit(size - 1);
    }

    private static boolean hashes(List<byte[]> path) {
        return path.size() <= Long.SIZE * 2 && path.stream().allMatch(hash -> hash.length == HASH_BYTES);
    }

    private static void requireSize(long size) {
        if (size < 0) {
            throw new IllegalArgumentException("The size (%d) is below 0.".formatted(size));
        }
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256.", e);
        }
    }
}
