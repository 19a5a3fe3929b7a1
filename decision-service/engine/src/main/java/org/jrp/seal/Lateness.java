package org.jrp.seal;

import java.time.Duration;
import java.util.UUID;

/**
 * Tells rows that were sealed long after others that are younger by the time in their ids (迟封): added to the log afterwards, be it
 * lawfully, as decisions made offline are. A single row from the future makes none of the others late. For one kind of rows, in the
 * order of the log.
 */
public final class Lateness {

    /** How much older than what was sealed before a row may be: as long as a transaction might take, and more. */
    public static final Duration MOST = Duration.ofMinutes(15);

    private static final int TIME_AT = 16;

    private long latest = Long.MIN_VALUE;
    private long latestButOne = Long.MIN_VALUE;

    /**
     * Whether the next row of the log is late.
     *
     * @param id version 7
     */
    public boolean late(UUID id) {
        long millis = id.getMostSignificantBits() >>> TIME_AT;
        boolean late = latestButOne > Long.MIN_VALUE && millis < latestButOne - MOST.toMillis();
        if (millis > latest) {
            latestButOne = latest;
            latest = millis;
        } else if (millis > latestButOne) {
            latestButOne = millis;
        }
        return late;
    }
}
