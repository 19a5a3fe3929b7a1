package org.jrp.server.catalogue;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One page of a list (分页).
 *
 * @param cursor where the next page begins, for the same list; null after the last
 */
record Page<T>(List<T> items, @Nullable String cursor) {

    Page {
        items = List.copyOf(items);
    }
}
