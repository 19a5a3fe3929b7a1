package org.jrp.server.notice;

import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How often one address may ask what needs no sign-in (按地址限次): so many calls in each minute of the clock. Kept in this node's memory,
 * for a bounded number of addresses; those beyond share one count.
 */
final class AddressLimits {

    private static final int MOST_ADDRESSES = 50_000;
    private static final String OTHERS = "others";

    private final InstantSource clock;
    private final int perMinute;
    private volatile Minute minute = new Minute(0, new ConcurrentHashMap<>());

    private record Minute(long number, Map<String, AtomicInteger> calls) {}

    AddressLimits(InstantSource clock, int perMinute) {
        this.clock = clock;
        this.perMinute = perMinute;
    }

    /** Counts a call; whether it is within the limit. */
    boolean allows(String address) {
        long now = Math.floorDiv(clock.millis(), 60_000L);
        Minute current = minute;
        if (current.number() != now) {
            current = new Minute(now, new ConcurrentHashMap<>());
            minute = current;
        }
        Map<String, AtomicInteger> calls = current.calls();
        String key = network(address);
        if (calls.size() >= MOST_ADDRESSES && !calls.containsKey(key)) {
            key = OTHERS;
        }
        return calls.computeIfAbsent(key, unused -> new AtomicInteger()).incrementAndGet() <= perMinute;
    }

    /** Seconds until the next minute begins. */
    int secondsLeft() {
        return (int) (60 - Math.floorMod(clock.millis(), 60_000L) / 1_000);
    }

    /** An IPv6 customer has a network of 2⁶⁴ addresses, so the network counts as one. */
    private static String network(String address) {
        if (address.indexOf(':') < 0) {
            return address;
        }
        int end = -1;
        for (int groups = 0; groups < 4; groups++) {
            int colon = address.indexOf(':', end + 1);
            if (colon < 0 || colon == end + 1) {
                break;
            }
            end = colon;
        }
        return address.substring(0, Math.max(0, end)) + "::/64";
    }
}
