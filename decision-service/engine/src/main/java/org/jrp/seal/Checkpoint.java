package org.jrp.seal;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A signed tree head (封存头), as C2SP tlog-checkpoint and signed-note have it: lines of origin, size and root in base64, an empty line,
 * then a line {@code — name base64} for each signature, the base64 of key hash and signature. The signature covers the lines above the
 * empty one, their line ends included.
 *
 * @param origin name of the log
 * @param size how many leaves
 * @param root over them
 * @param signatures as they stand below the empty line
 */
public record Checkpoint(String origin, long size, byte[] root, List<Signed> signatures) {

    private static final String MARK = "\u2014 ";
    private static final int MOST_SIGNATURES = 32;
    private static final int MOST_TEXT = 16_384;

    /** A signature with the name of its key (签名); the bytes are key hash and signature. */
    public record Signed(String name, byte[] bytes) {

        public Signed {
            bytes = bytes.clone();
        }

        @Override
        public byte[] bytes() {
            return bytes.clone();
        }
    }

    public Checkpoint {
        VerifierKey.requireName(origin);
        root = root.clone();
        signatures = List.copyOf(signatures);
        if (size < 0 || root.length != MerkleTree.HASH_BYTES) {
            throw new InvalidSealException("A checkpoint has a size from 0 and a root of 32 bytes.");
        }
    }

    @Override
    public byte[] root() {
        return root.clone();
    }

    /** A tree head signed with that key, under the name and hash of its public half. */
    public static Checkpoint sign(String origin, long size, byte[] root, PrivateKey key, VerifierKey verifier) {
        Checkpoint bare = new Checkpoint(origin, size, root, List.of());
        try {
            Signature signer = Signature.getInstance("Ed25519");
            signer.initSign(key);
            signer.update(bare.signedBytes());
            byte[] signature = signer.sign();
            byte[] hash = verifier.hash();
            byte[] both = Arrays.copyOf(hash, hash.length + signature.length);
            System.arraycopy(signature, 0, both, hash.length, signature.length);
            return new Checkpoint(origin, size, root, List.of(new Signed(verifier.name(), both)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform from 15 on has Ed25519.", e);
        }
    }

    /**
     * Reads a checkpoint. Signatures are read, not verified.
     *
     * @throws InvalidSealException when anything is not in the form above
     */
    public static Checkpoint parse(String text) {
        if (text.length() > MOST_TEXT || !text.endsWith("\n")) {
            throw new InvalidSealException("A checkpoint ends with a line end and is at most 16 KiB long.");
        }
        int gap = text.indexOf("\n\n");
        if (gap < 0) {
            throw new InvalidSealException("A checkpoint has an empty line before its signatures.");
        }
        String[] lines = text.substring(0, gap).split("\n", -1);
        if (lines.length != 3) {
            throw new InvalidSealException(
                    "A checkpoint has three lines before the empty one: origin, size, root; not %d."
                            .formatted(lines.length));
        }
        if (!lines[1].matches("0|[1-9][0-9]{0,17}")) {
            throw new InvalidSealException("The size (%s) is no whole number in plain digits.".formatted(lines[1]));
        }
        byte[] root = VerifierKey.base64(lines[2], "the root");
        if (root.length != MerkleTree.HASH_BYTES) {
            throw new InvalidSealException("The root has %d bytes, not 32.".formatted(root.length));
        }
        List<Signed> signatures = new ArrayList<>();
        for (String line : text.substring(gap + 2, text.length() - 1).split("\n", -1)) {
            int blank = line.lastIndexOf(' ');
            if (!line.startsWith(MARK) || blank <= MARK.length()) {
                throw new InvalidSealException("The line (%s) is no signature: — name base64.".formatted(line));
            }
            String name = line.substring(MARK.length(), blank);
            VerifierKey.requireName(name);
            byte[] bytes = VerifierKey.base64(line.substring(blank + 1), "the signature");
            if (bytes.length <= VerifierKey.HASH || signatures.size() == MOST_SIGNATURES) {
                throw new InvalidSealException("A signature has more than four bytes; there are at most 32.");
            }
            signatures.add(new Signed(name, bytes));
        }
        return new Checkpoint(lines[0], Long.parseLong(lines[1]), root, signatures);
    }

    /** Whether one of those keys signed it, by its name, hash and signature. */
    public boolean signedBy(Collection<VerifierKey> keys) {
        byte[] text = signedBytes();
        for (Signed signed : signatures) {
            byte[] bytes = signed.bytes();
            for (VerifierKey key : keys) {
                if (key.name().equals(signed.name())
                        && Arrays.equals(key.hash(), 0, VerifierKey.HASH, bytes, 0, VerifierKey.HASH)
                        && key.verifies(text, Arrays.copyOfRange(bytes, VerifierKey.HASH, bytes.length))) {
                    return true;
                }
            }
        }
        return false;
    }

    /** The whole note. */
    public String text() {
        StringBuilder text = new StringBuilder(body()).append('\n');
        for (Signed signed : signatures) {
            text.append(MARK)
                    .append(signed.name())
                    .append(' ')
                    .append(Base64.getEncoder().encodeToString(signed.bytes()))
                    .append('\n');
        }
        return text.toString();
    }

    private byte[] signedBytes() {
        return body().getBytes(StandardCharsets.UTF_8);
    }

    private String body() {
        return origin + '\n' + size + '\n' + Base64.getEncoder().encodeToString(root) + '\n';
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Checkpoint that && text().equals(that.text());
    }

    @Override
    public int hashCode() {
        return text().hashCode();
    }

    @Override
    public String toString() {
        return text();
    }
}
