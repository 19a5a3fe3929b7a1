package org.jrp.server.notification;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jrp.server.RandomBytes;

/** Shows a receiver that a call comes from here, is whole, and is not an old one sent again (回调签名). */
final class Signature {

    private static final String PREFIX = "whsec_";
    private static final int SECRET_BYTES = 32;

    private Signature() {}

    /** A new secret: 256 random bits. */
    static String secret() {
        return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(RandomBytes.of(SECRET_BYTES));
    }

    /**
     * The value of the header {@code JRP-Signature}: HMAC-SHA-256 over the timestamp, a full stop and the body.
     *
     * @param secret as it was shown; its UTF-8 bytes, with the prefix, are the key
     * @param timestamp seconds since 1970, as in the header {@code JRP-Timestamp}
     */
    static String of(String secret, long timestamp, byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            mac.update((timestamp + ".").getBytes(StandardCharsets.US_ASCII));
            return "v1=" + HexFormat.of().formatHex(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform has HMAC-SHA-256.", e);
        }
    }
}
