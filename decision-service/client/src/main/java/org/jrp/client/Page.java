package org.jrp.client;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Part of a longer list (一页).
 *
 * @param cursor where to go on; null on the last page
 */
public record Page<T>(List<T> items, @Nullable String cursor) {

    public Page {
        items = List.copyOf(items);
    }
}
