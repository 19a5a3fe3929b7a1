package org.jrp.server;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.UUID;

/** Version 7 UUIDs (RFC 9562): their order is the order of time, to the millisecond (有序标识). */
public final class Uuids {

    private static final int RANDOM_BYTES = 10;

    private Uuids() {}

    /** A new one of that moment. */
    public static UUID at(Instant moment) {
        ByteBuffer random = ByteBuffer.wrap(RandomBytes.of(RANDOM_BYTES));
        long high = moment.toEpochMilli() << 16 | 0x7000 | (random.getShort() & 0xFFF);
        return new UUID(high, random.getLong() >>> 2 | 1L << 63);
    }

    /** The moment, to the millisecond, that one carries. */
    public static Instant moment(UUID id) {
        return Instant.ofEpochMilli(id.getMostSignificantBits() >>> 16);
    }

    /** The smallest one of that moment: a bound for ranges. */
    public static UUID first(Instant moment) {
        return new UUID(moment.toEpochMilli() << 16, 0);
    }
}
