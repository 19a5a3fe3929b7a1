package org.jrp.server.entry;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Part of a list of entries (一页条目).
 *
 * @param items may be fewer than asked for, even none, while there are more
 * @param cursor where the next page begins; null after the last
 */
record EntryPage(List<EntryItem> items, @Nullable String cursor) {}
