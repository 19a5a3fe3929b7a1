package org.jrp.server;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.UUID;

/** Version 7 UUIDs (RFC 9562): their order is the order of time, to the millisecond (有序标识). */
public final class Uuids {

    private static final ThreadLocal<SecureRandom> RANDOM = ThreadLocal.withInitial(SecureRandom::new);

    private Uuids() {}

    /** A new one of that moment. */
    public static UUID at(Instant moment) {
        SecureRandom random = RANDOM.get();
        long high = moment.toEpochMilli() << 16 | 0x7000 | random.nextInt(1 << 12);
        return new UUID(high, random.nextLong() >>> 2 | 1L << 63);
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
