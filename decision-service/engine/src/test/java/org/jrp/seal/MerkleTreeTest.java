package org.jrp.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The known answers of RFC 6962's reference tree; beyond them, the plain recursive definition. */
class MerkleTreeTest {

    private static final HexFormat HEX = HexFormat.of();
    private static final List<String> LEAVES =
            List.of("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f");
    private static final List<String> ROOTS = List.of(
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
            "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
            "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
            "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
            "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
            "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328");
    private static final String N1 = "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7";
    private static final String N23 = "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e";
    private static final String N4567 = "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4";
    private static final String N4 = "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b";
    private static final String N67 = "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0";
    private static final String N45 = "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a";
    private static final int MOST = 300;

    @Test
    void the_reference_leaves_have_the_published_roots() {
        CompactRange range = new CompactRange();

        for (int i = 0; i < LEAVES.size(); i++) {
            range.append(leaf(i));

            assertThat(HEX.formatHex(range.root())).isEqualTo(ROOTS.get(i));
            assertThat(HEX.formatHex(MerkleTree.root(i + 1, MerkleTreeTest::reference)))
                    .isEqualTo(ROOTS.get(i));
        }
        assertThat(HEX.formatHex(new CompactRange().root()))
                .isEqualTo("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    }

    @Test
    void the_reference_leaves_have_the_published_audit_paths() {
        assertThat(inclusion(0, 1)).isEmpty();
        assertThat(inclusion(0, 8)).containsExactly(N1, N23, N4567);
        assertThat(inclusion(5, 8)).containsExactly(N4, N67, ROOTS.get(3));
        assertThat(inclusion(2, 3)).containsExactly(ROOTS.get(1));
        assertThat(inclusion(1, 5)).containsExactly(ROOTS.get(0), N23, N4);
    }

    @Test
    void the_reference_leaves_have_the_published_consistency_proofs() {
        assertThat(consistency(1, 1)).isEmpty();
        assertThat(consistency(1, 8)).containsExactly(N1, N23, N4567);
        assertThat(consistency(6, 8)).containsExactly(N45, N67, ROOTS.get(3));
        assertThat(consistency(2, 5)).containsExactly(N23, N4);
    }

    @Test
    void roots_and_proofs_of_any_size_are_those_of_the_definition() {
        Random random = new Random(20_261_126);
        List<byte[]> leaves = new ArrayList<>();
        CompactRange range = new CompactRange();
        for (int size = 0; size <= MOST; size++) {
            byte[] root = naive(leaves);
            assertThat(range.root()).isEqualTo(root);
            assertThat(CompactRange.of(size, nodes(leaves)).root()).isEqualTo(root);
            for (int index = 0; index < size; index++) {
                List<byte[]> path = MerkleTree.inclusion(index, size, nodes(leaves));
                assertThat(MerkleTree.includes(index, size, leaves.get(index), path, root))
                        .isTrue();
                assertThat(MerkleTree.includes(index, size, flipped(leaves.get(index), random), path, root))
                        .isFalse();
                assertThat(MerkleTree.includes((index + 1) % size, size, leaves.get(index), path, root))
                        .isEqualTo(size == 1);
            }
            byte[] bytes = new byte[random.nextInt(50)];
            random.nextBytes(bytes);
            leaves.add(MerkleTree.leaf(bytes));
            range.append(MerkleTree.leaf(bytes));
        }
        for (int to = 0; to <= MOST; to += to < 70 ? 1 : 23) {
            byte[] toRoot = naive(leaves.subList(0, to));
            for (int from = 0; from <= to; from++) {
                byte[] fromRoot = naive(leaves.subList(0, from));
                List<byte[]> path = MerkleTree.consistency(from, to, nodes(leaves));
                assertThat(MerkleTree.consistent(from, to, fromRoot, toRoot, path))
                        .isTrue();
                assertThat(MerkleTree.consistent(from, to, flipped(fromRoot, random), toRoot, path))
                        .isFalse();
                assertThat(MerkleTree.consistent(from, to, fromRoot, flipped(toRoot, random), path))
                        .isEqualTo(from == 0 && to > 0);
            }
        }
    }

    @Test
    void every_single_bit_of_a_proof_counts() {
        List<byte[]> leaves = new ArrayList<>();
        for (int i = 0; i < 37; i++) {
            leaves.add(MerkleTree.leaf(new byte[] {(byte) i}));
        }
        byte[] root = naive(leaves);
        for (int index : new int[] {0, 17, 31, 32, 35, 36}) {
            List<byte[]> path = MerkleTree.inclusion(index, 37, nodes(leaves));
            everyFlip(path, changed -> MerkleTree.includes(index, 37, leaves.get(index), changed, root));
        }
        for (int from : new int[] {1, 5, 16, 32, 33, 36}) {
            byte[] fromRoot = naive(leaves.subList(0, from));
            List<byte[]> path = MerkleTree.consistency(from, 37, nodes(leaves));
            everyFlip(path, changed -> MerkleTree.consistent(from, 37, fromRoot, root, changed));
        }
    }

    /** All proofs of the reference tree, beside the definition of RFC 9162; and each of them cut, doubled, swapped, lengthened, misplaced. */
    @Test
    void every_proof_of_the_reference_tree_is_that_of_the_definition_and_no_other_passes() {
        for (int size = 1; size <= LEAVES.size(); size++) {
            byte[] root = HEX.parseHex(ROOTS.get(size - 1));
            List<byte[]> leaves = new ArrayList<>();
            for (int i = 0; i < size; i++) {
                leaves.add(leaf(i));
            }
            for (int index = 0; index < size; index++) {
                int at = index;
                int of = size;
                List<byte[]> path = MerkleTree.inclusion(index, size, MerkleTreeTest::reference);
                assertThat(path)
                        .usingElementComparator(java.util.Arrays::compare)
                        .isEqualTo(path(index, leaves));
                others(path, changed -> MerkleTree.includes(at, of, leaf(at), changed, root));
                for (int other = 0; other < size; other++) {
                    assertThat(MerkleTree.includes(other, size, leaf(index), path, root))
                            .isEqualTo(other == index);
                }
            }
            for (int from = 1; from < size; from++) {
                int begin = from;
                int of = size;
                byte[] fromRoot = HEX.parseHex(ROOTS.get(from - 1));
                List<byte[]> path = MerkleTree.consistency(from, size, MerkleTreeTest::reference);
                assertThat(path)
                        .usingElementComparator(java.util.Arrays::compare)
                        .isEqualTo(subproof(from, leaves, true));
                others(path, changed -> MerkleTree.consistent(begin, of, fromRoot, root, changed));
                assertThat(MerkleTree.consistent(from, size, root, fromRoot, path))
                        .isFalse();
            }
        }
    }

    /** PATH of RFC 9162, 2.1.3.1, word by word. */
    private static List<byte[]> path(int index, List<byte[]> leaves) {
        if (leaves.size() == 1) {
            return new ArrayList<>();
        }
        int k = Integer.highestOneBit(leaves.size() - 1);
        List<byte[]> path =
                index < k ? path(index, leaves.subList(0, k)) : path(index - k, leaves.subList(k, leaves.size()));
        path.add(naive(index < k ? leaves.subList(k, leaves.size()) : leaves.subList(0, k)));
        return path;
    }

    /** SUBPROOF of RFC 9162, 2.1.4.1, word by word. */
    private static List<byte[]> subproof(int from, List<byte[]> leaves, boolean known) {
        if (from == leaves.size()) {
            return new ArrayList<>(known ? List.of() : List.of(naive(leaves)));
        }
        int k = Integer.highestOneBit(leaves.size() - 1);
        List<byte[]> proof = from <= k
                ? subproof(from, leaves.subList(0, k), known)
                : subproof(from - k, leaves.subList(k, leaves.size()), false);
        proof.add(naive(from <= k ? leaves.subList(k, leaves.size()) : leaves.subList(0, k)));
        return proof;
    }

    /** The proof holds; cut, doubled, swapped, lengthened or with a hash of another length it does not. */
    private static void others(List<byte[]> path, Check check) {
        assertThat(check.holds(path)).isTrue();
        List<List<byte[]>> changed = new ArrayList<>();
        for (int i = 0; i <= path.size(); i++) {
            List<byte[]> longer = new ArrayList<>(path);
            longer.add(i, leaf(7));
            changed.add(longer);
            if (i < path.size()) {
                List<byte[]> cut = new ArrayList<>(path);
                cut.remove(i);
                changed.add(cut);
                List<byte[]> twice = new ArrayList<>(path);
                twice.add(i, path.get(i));
                changed.add(twice);
                List<byte[]> shorter = new ArrayList<>(path);
                shorter.set(i, java.util.Arrays.copyOf(path.get(i), 31));
                changed.add(shorter);
                List<byte[]> other = new ArrayList<>(path);
                other.set(i, MerkleTree.emptyRoot());
                changed.add(other);
            }
            if (i + 1 < path.size()) {
                List<byte[]> swapped = new ArrayList<>(path);
                java.util.Collections.swap(swapped, i, i + 1);
                changed.add(swapped);
            }
        }
        changed.forEach(one -> assertThat(check.holds(one)).isFalse());
    }

    @Test
    void a_path_too_long_too_short_or_of_another_size_is_refused() {
        List<byte[]> path = MerkleTree.inclusion(2, 7, MerkleTreeTest::reference);
        byte[] root = HEX.parseHex(ROOTS.get(6));
        List<byte[]> longer = new ArrayList<>(path);
        longer.add(leaf(0));

        assertThat(MerkleTree.includes(2, 7, leaf(2), path, root)).isTrue();
        assertThat(MerkleTree.includes(2, 7, leaf(2), longer, root)).isFalse();
        assertThat(MerkleTree.includes(2, 7, leaf(2), path.subList(0, 2), root)).isFalse();
        assertThat(MerkleTree.includes(7, 7, leaf(2), path, root)).isFalse();
        assertThat(MerkleTree.includes(-1, 7, leaf(2), path, root)).isFalse();
        assertThat(MerkleTree.consistent(3, 2, root, root, List.of())).isFalse();
        assertThat(MerkleTree.consistent(3, 7, HEX.parseHex(ROOTS.get(2)), root, List.of()))
                .isFalse();
        assertThat(MerkleTree.consistent(7, 7, root, root, path)).isFalse();
        assertThatThrownBy(() -> MerkleTree.inclusion(7, 7, MerkleTreeTest::reference))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> MerkleTree.consistency(8, 7, MerkleTreeTest::reference))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new CompactRange(3, List.of(root))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void appending_tells_every_full_subtree_once() {
        List<String> told = new ArrayList<>();
        CompactRange range = new CompactRange();
        for (int i = 0; i < 8; i++) {
            range.append(leaf(i), (level, index, hash) -> {
                told.add(level + "/" + index);
                assertThat(hash).isEqualTo(reference(level, index));
            });
        }

        assertThat(told).doesNotHaveDuplicates().hasSize(15).contains("3/0", "2/1", "1/3", "0/7");
    }

    private interface Check {
        boolean holds(List<byte[]> path);
    }

    private static void everyFlip(List<byte[]> path, Check check) {
        assertThat(check.holds(path)).isTrue();
        for (int i = 0; i < path.size(); i++) {
            for (int bit = 0; bit < 256; bit++) {
                List<byte[]> changed = new ArrayList<>(path);
                byte[] hash = path.get(i).clone();
                hash[bit / 8] ^= (byte) (1 << bit % 8);
                changed.set(i, hash);
                assertThat(check.holds(changed)).isFalse();
            }
        }
    }

    private static byte[] flipped(byte[] hash, Random random) {
        byte[] changed = hash.clone();
        changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(8));
        return changed;
    }

    private static List<String> inclusion(int index, int size) {
        return MerkleTree.inclusion(index, size, MerkleTreeTest::reference).stream()
                .map(HEX::formatHex)
                .toList();
    }

    private static List<String> consistency(int from, int to) {
        return MerkleTree.consistency(from, to, MerkleTreeTest::reference).stream()
                .map(HEX::formatHex)
                .toList();
    }

    private static byte[] leaf(int index) {
        return MerkleTree.leaf(HEX.parseHex(LEAVES.get(index)));
    }

    private static byte[] reference(int level, long index) {
        List<byte[]> all = new ArrayList<>();
        for (int i = 0; i < LEAVES.size(); i++) {
            all.add(leaf(i));
        }
        return nodes(all).hash(level, index);
    }

    private static MerkleTree.Nodes nodes(List<byte[]> leaves) {
        return (level, index) -> naive(leaves.subList((int) (index << level), (int) (index + 1 << level)));
    }

    /** The definition of RFC 9162, 2.1.1, word by word. */
    private static byte[] naive(List<byte[]> leaves) {
        if (leaves.isEmpty()) {
            return MerkleTree.emptyRoot();
        }
        if (leaves.size() == 1) {
            return leaves.get(0);
        }
        int k = 1;
        while (k * 2 < leaves.size()) {
            k *= 2;
        }
        return MerkleTree.node(naive(leaves.subList(0, k)), naive(leaves.subList(k, leaves.size())));
    }
}
