package org.jrp.listing;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened to an entry (事件); never changed, only followed by another.
 *
 * @param at the day it takes effect
 * @param recordedAt the moment it became known
 * @param actor who did it: a code of {@link Actor}, or the name of an organisation
 * @param docNo number of the document that says so (文书号)
 * @param origin how an entry came onto the key-attention list; for {@code moved-to-key-attention} only
 * @param changes what {@code amended} sets, by key: {@code validTo}, {@code severity}, {@code ground}, {@code courtOrder},
 *     {@code personalResponsibility}, {@code corrected}; an empty text takes the value away
 */
public record Event(
        EventType type,
        LocalDate at,
        Instant recordedAt,
        @Nullable String actor,
        @Nullable String docNo,
        @Nullable String reason,
        @Nullable Origin origin,
        Map<String, String> changes) {

    public Event {
        changes = Collections.unmodifiableMap(new LinkedHashMap<>(changes));
    }
}
