package org.jrp.seal;

import java.util.ArrayList;
import java.util.List;

/**
 * What must be kept of a log to add to it (紧凑区间): the hashes of its full subtrees, the largest first; as many as its size has ones in
 * binary. Not for several threads.
 */
public final class CompactRange {

    private final List<byte[]> hashes;
    private long size;

    /** Takes the hash of each subtree that an added leaf completes, the leaf itself included. */
    @FunctionalInterface
    public interface Sink {

        /**
         * @param level 0 for the leaf
         * @param index of the subtree among those of its level, from 0
         */
        void full(int level, long index, byte[] hash);
    }

    /** A log without leaves. */
    public CompactRange() {
        this(0, List.of());
    }

    /**
     * A log of that size.
     *
     * @param hashes of its full subtrees, the largest first
     */
    public CompactRange(long size, List<byte[]> hashes) {
        if (size < 0 || hashes.size() != Long.bitCount(size)) {
            throw new IllegalArgumentException("A log of %d leaves has %d full subtrees, not %d."
                    .formatted(size, Long.bitCount(size), hashes.size()));
        }
        for (byte[] hash : hashes) {
            if (hash.length != MerkleTree.HASH_BYTES) {
                throw new IllegalArgumentException("A hash has 32 bytes, not %d.".formatted(hash.length));
            }
        }
        this.size = size;
        this.hashes = new ArrayList<>(hashes);
    }

    /** The range over the first leaves of a log. */
    public static CompactRange of(long size, MerkleTree.Nodes nodes) {
        List<byte[]> hashes = new ArrayList<>();
        long from = 0;
        for (int level = Long.SIZE - 2; level >= 0; level--) {
            if ((size >> level & 1) == 1) {
                hashes.add(nodes.hash(level, from >> level));
                from += 1L << level;
            }
        }
        return new CompactRange(size, hashes);
    }

    public long size() {
        return size;
    }

    /** The hashes of the full subtrees, the largest first. */
    public List<byte[]> hashes() {
        return List.copyOf(hashes);
    }

    /** Adds a leaf by its hash. */
    public void append(byte[] leaf) {
        append(leaf, (level, index, hash) -> {});
    }

    /** Adds a leaf by its hash, and tells what it completed. */
    public void append(byte[] leaf, Sink sink) {
        byte[] hash = leaf;
        int level = 0;
        sink.full(0, size, hash);
        for (long rest = size; (rest & 1) == 1; rest >>= 1) {
            hash = MerkleTree.node(hashes.remove(hashes.size() - 1), hash);
            level++;
            sink.full(level, size >> level, hash);
        }
        hashes.add(hash);
        size++;
    }

    /** The root over all leaves. */
    public byte[] root() {
        if (hashes.isEmpty()) {
            return MerkleTree.emptyRoot();
        }
        byte[] root = hashes.get(hashes.size() - 1);
        for (int i = hashes.size() - 2; i >= 0; i--) {
            root = MerkleTree.node(hashes.get(i), root);
        }
        return root.clone();
    }
}
