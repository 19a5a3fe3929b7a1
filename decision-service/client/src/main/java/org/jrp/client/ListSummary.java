package org.jrp.client;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A list type as the service knows it (名单).
 *
 * @param code as entries name it
 * @param name the official Chinese name
 * @param kind {@code sanction}, {@code incentive} or {@code key-attention}
 * @param raw every field as it came; unmodifiable
 */
public record ListSummary(String code, String name, String kind, Map<String, @Nullable Object> raw) {

    static ListSummary of(Fields list) {
        return new ListSummary(list.text("code"), list.text("name"), list.text("kind"), list.raw());
    }
}
