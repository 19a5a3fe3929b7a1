package org.jrp.server.seal;

import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jrp.seal.Checkpoint;
import org.jrp.seal.MerkleTree;
import org.jrp.seal.VerifierKey;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/** Proves that a decision stands in the log (存证证明), and that one state of the log continues another. */
@Service
public class Proofs {

    private static final Base64.Encoder BASE64 = Base64.getEncoder();

    private final SealStore store;
    private final Sealer sealer;

    Proofs(SealStore store, Sealer sealer) {
        this.store = store;
        this.sealer = sealer;
    }

    /**
     * The row as a leaf of the log.
     *
     * @param index place in the log, from 0
     * @param hash sealed hash, base64
     * @param text canonical JSON of the row as it is now: SHA-256 over a zero byte and these bytes is the hash; null where the row is gone
     * @param matches whether it is
     */
    public record Leaf(
            String kind,
            String key,
            long index,
            String hash,
            @Nullable String text,
            boolean matches) {}

    /**
     * A proof.
     *
     * @param checkpoint signed tree head
     * @param inclusion audit path from the leaf to the head's root, base64, lowest first
     * @param verifierKey of the head's signature, {@code name+hash+base64}
     */
    public record Proof(Leaf leaf, String checkpoint, List<String> inclusion, String verifierKey) {}

    /** The proof for a decision under the last tree head; empty where it is not sealed yet. */
    public Optional<Proof> find(UUID decision) {
        SealStore.Sealed sealed =
                store.leaf(LeafKind.DECISION, decision.toString()).orElse(null);
        SealStore.Head head = store.last().orElse(null);
        if (sealed == null || head == null || sealed.index() >= head.size()) {
            return Optional.empty();
        }
        org.jrp.server.seal.Leaf row =
                store.rows(LeafKind.DECISION, List.of(sealed.key())).get(sealed.key());
        return Optional.of(new Proof(
                new Leaf(
                        sealed.kind(),
                        sealed.key(),
                        sealed.index(),
                        BASE64.encodeToString(sealed.hash()),
                        row == null ? null : row.text(),
                        row != null && java.security.MessageDigest.isEqual(row.hash(), sealed.hash())),
                head.checkpoint(),
                MerkleTree.inclusion(sealed.index(), head.size(), store.nodes()).stream()
                        .map(BASE64::encodeToString)
                        .toList(),
                signer(head)));
    }

    /** The hashes that show that the log of the second size begins with that of the first, base64. */
    List<String> consistency(long from, long to) {
        return MerkleTree.consistency(from, to, store.nodes()).stream()
                .map(BASE64::encodeToString)
                .toList();
    }

    /** The root over the first leaves. */
    byte[] root(long size) {
        return MerkleTree.root(size, store.nodes());
    }

    /** The key that signed a tree head; the one in use where none of those known did. */
    String signer(SealStore.Head head) {
        Checkpoint checkpoint = Checkpoint.parse(head.checkpoint());
        return sealer.verifiers().stream()
                .filter(key -> checkpoint.signedBy(List.of(key)))
                .findFirst()
                .orElseGet(sealer::verifier)
                .toString();
    }

    List<String> keys() {
        return sealer.verifiers().stream().map(VerifierKey::toString).toList();
    }
}
