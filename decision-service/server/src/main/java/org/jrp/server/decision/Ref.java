package org.jrp.server.decision;

import java.nio.ByteBuffer;

/** A subject's reference as a value (主体引用). */
public record Ref(long high, long low) {

    public static Ref of(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        return new Ref(buffer.getLong(), buffer.getLong());
    }

    public byte[] bytes() {
        return ByteBuffer.allocate(16).putLong(high).putLong(low).array();
    }
}
