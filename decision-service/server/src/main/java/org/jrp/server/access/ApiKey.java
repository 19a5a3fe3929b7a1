package org.jrp.server.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * A key by which a program signs in (接口密钥): {@code jrp_}, eight characters to find it by, {@code _}, 256 random bits.
 *
 * @param prefix the eight characters; no secret
 * @param text the whole key: a secret, shown once
 */
record ApiKey(String prefix, String text) {

    static final String START = "jrp_";

    private static final int PREFIX = 8;
    private static final int SECRET_BYTES = 32;
    private static final int SECRET = 43;
    private static final int LENGTH = START.length() + PREFIX + 1 + SECRET;
    private static final String LETTERS = "abcdefghijkmnpqrstuvwxyz23456789";
    private static final ThreadLocal<MessageDigest> SHA_256 = ThreadLocal.withInitial(() -> {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256.", e);
        }
    });

    static ApiKey random(SecureRandom random) {
        StringBuilder prefix = new StringBuilder(PREFIX);
        for (int i = 0; i < PREFIX; i++) {
            prefix.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        byte[] secret = new byte[SECRET_BYTES];
        random.nextBytes(secret);
        String text =
                START + prefix + '_' + Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
        return new ApiKey(prefix.toString(), text);
    }

    /** Whether the text has the length and the marks of a key; says nothing on whether there is such a key. */
    static boolean wellFormed(String text) {
        return text.length() == LENGTH && text.startsWith(START) && text.charAt(START.length() + PREFIX) == '_';
    }

    /** The part of a well-formed key by which it is looked up. */
    static String prefixOf(String text) {
        return text.substring(START.length(), START.length() + PREFIX);
    }

    /** SHA-256 of the whole: what is stored. The key has 256 random bits, so that a slow hash would protect nothing more. */
    static byte[] hash(String text) {
        return SHA_256.get().digest(text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
        return "ApiKey[" + prefix + "]";
    }
}
