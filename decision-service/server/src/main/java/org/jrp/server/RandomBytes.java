package org.jrp.server;

import java.nio.ByteBuffer;
import java.security.SecureRandom;

/** Random bytes that nobody can foretell (随机数), drawn some thousands at a time: one by one they cost more than a cipher. */
public final class RandomBytes {

    private static final int AT_ONCE = 4_096;
    private static final SecureRandom SOURCE = new SecureRandom();
    private static final Lent<ByteBuffer> DRAWN =
            new Lent<>(() -> ByteBuffer.allocate(AT_ONCE).limit(0));

    private RandomBytes() {}

    /** So many, at most {@value #AT_ONCE}. */
    public static byte[] of(int length) {
        byte[] bytes = new byte[length];
        DRAWN.with(drawn -> {
            if (drawn.remaining() < length) {
                SOURCE.nextBytes(drawn.array());
                drawn.clear();
            }
            return drawn.get(bytes);
        });
        return bytes;
    }
}
