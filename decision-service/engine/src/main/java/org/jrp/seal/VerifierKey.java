package org.jrp.seal;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/**
 * The public half of a signing key with its name (验证公钥), as C2SP signed-note has it: {@code name+hash+base64}, where the hash is the
 * first four bytes of SHA-256 over name, LF, {@code 0x01} and the 32 bytes of the Ed25519 key, and the base64 is of {@code 0x01} and the key.
 */
public final class VerifierKey {

    static final byte ED25519 = 1;
    static final int HASH = 4;

    private static final int KEY = 32;
    private static final int SIGNATURE = 64;
    private static final byte[] PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

    private final String name;
    private final byte[] raw;
    private final byte[] hash;
    private final PublicKey key;

    private VerifierKey(String name, byte[] raw, PublicKey key) {
        this.name = name;
        this.raw = raw;
        this.key = key;
        this.hash = hash(name, raw);
    }

    /**
     * The key with that name.
     *
     * @param key an Ed25519 key
     */
    public static VerifierKey of(String name, PublicKey key) {
        requireName(name);
        byte[] encoded = key.getEncoded();
        if (encoded.length != PREFIX.length + KEY
                || !Arrays.equals(PREFIX, 0, PREFIX.length, encoded, 0, PREFIX.length)) {
            throw new InvalidSealException("The key is no Ed25519 key.");
        }
        return new VerifierKey(name, Arrays.copyOfRange(encoded, PREFIX.length, encoded.length), key);
    }

    /**
     * Reads {@code name+hash+base64}.
     *
     * @throws InvalidSealException when the form, the algorithm or the hash is wrong
     */
    public static VerifierKey parse(String text) {
        String line = text.strip();
        int first = line.indexOf('+');
        int second = line.indexOf('+', first + 1);
        if (first < 1 || second < 0) {
            throw new InvalidSealException("A verifier key is written name+hash+base64.");
        }
        String name = line.substring(0, first);
        requireName(name);
        byte[] typed = base64(line.substring(second + 1), "the verifier key");
        if (typed.length != KEY + 1 || typed[0] != ED25519) {
            throw new InvalidSealException("The verifier key is none of Ed25519 (0x01 and 32 bytes).");
        }
        byte[] encoded = new byte[PREFIX.length + KEY];
        System.arraycopy(PREFIX, 0, encoded, 0, PREFIX.length);
        System.arraycopy(typed, 1, encoded, PREFIX.length, KEY);
        try {
            VerifierKey key =
                    of(name, KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded)));
            String expected = HexFormat.of().formatHex(key.hash);
            if (!expected.equals(line.substring(first + 1, second))) {
                throw new InvalidSealException("The verifier key's hash (%s) is not that of its name and key (%s)."
                        .formatted(line.substring(first + 1, second), expected));
            }
            return key;
        } catch (GeneralSecurityException e) {
            throw new InvalidSealException("The verifier key is no point of Ed25519.");
        }
    }

    public String name() {
        return name;
    }

    public PublicKey key() {
        return key;
    }

    /** The four bytes that stand before each signature. */
    byte[] hash() {
        return hash.clone();
    }

    /** Whether that is its signature; the platform would read over bytes behind the 64. */
    boolean verifies(byte[] text, byte[] signature) {
        if (signature.length != SIGNATURE) {
            return false;
        }
        try {
            Signature verifier = Signature.getInstance("Ed25519");
            verifier.initVerify(key);
            verifier.update(text);
            return verifier.verify(signature);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    /** As {@link #parse} reads it. */
    @Override
    public String toString() {
        byte[] typed = new byte[KEY + 1];
        typed[0] = ED25519;
        System.arraycopy(raw, 0, typed, 1, KEY);
        return name
                + '+'
                + HexFormat.of().formatHex(hash)
                + '+'
                + Base64.getEncoder().encodeToString(typed);
    }

    private static byte[] hash(String name, byte[] raw) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(name.getBytes(StandardCharsets.UTF_8));
            digest.update((byte) '\n');
            digest.update(ED25519);
            return Arrays.copyOf(digest.digest(raw), HASH);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256.", e);
        }
    }

    static void requireName(String name) {
        if (name.isEmpty()
                || name.indexOf('+') >= 0
                || name.chars().anyMatch(c -> Character.isWhitespace(c) || Character.isISOControl(c))) {
            throw new InvalidSealException(
                    "The name (%s) of a key is not empty and holds no blank and no +.".formatted(name));
        }
    }

    /** Decodes base64 in the one form that encoding gives. */
    static byte[] base64(String text, String what) {
        try {
            byte[] bytes = Base64.getDecoder().decode(text);
            if (Base64.getEncoder().encodeToString(bytes).equals(text)) {
                return bytes;
            }
        } catch (IllegalArgumentException e) {
            throw new InvalidSealException("The base64 of %s is not well formed.".formatted(what));
        }
        throw new InvalidSealException("The base64 of %s is not in its canonical form.".formatted(what));
    }
}
