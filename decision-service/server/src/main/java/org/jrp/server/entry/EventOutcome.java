package org.jrp.server.entry;

import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * What an event made of an entry (事件结果).
 *
 * @param key the entry as it stands in addresses
 * @param fromState its state before, on the day the event takes effect; null where the event opens it
 * @param toState its state after, on that day
 * @param now what it is today
 */
public record EventOutcome(
        String entryId,
        String key,
        int seq,
        String type,
        LocalDate at,
        String actor,
        Instant recordedAt,
        @Nullable String fromState,
        String toState,
        StateView now) {}
