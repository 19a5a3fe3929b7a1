package org.jrp.record;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Hexadecimal digests (摘要). */
final class Sha256 {

    private static final HexFormat HEX = HexFormat.of();
    private static final ThreadLocal<MessageDigest> DIGEST = ThreadLocal.withInitial(() -> {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256.", e);
        }
    });

    private Sha256() {}

    /** {@code sha256:} and 64 digits. */
    static String of(byte[] bytes) {
        return "sha256:" + HEX.formatHex(DIGEST.get().digest(bytes));
    }
}
