package org.jrp.client;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.UUID;

/** Ids of records: version 7 UUIDs (RFC 9562), as the server makes them; their order is the order of time (记录标识). */
final class DecisionIds {

    private static final ThreadLocal<SecureRandom> RANDOM = ThreadLocal.withInitial(SecureRandom::new);

    private DecisionIds() {}

    static String at(Instant moment) {
        SecureRandom random = RANDOM.get();
        long high = moment.toEpochMilli() << 16 | 0x7000 | random.nextInt(1 << 12);
        return new UUID(high, random.nextLong() >>> 2 | 1L << 63).toString();
    }
}
