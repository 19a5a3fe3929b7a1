package org.jrp.server.figure;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The cells of one row of a table, some of them empty (表格行). */
final class Row {

    private Row() {}

    static List<@Nullable Object> of(@Nullable Object... cells) {
        return Arrays.asList(cells);
    }
}
