package org.jrp.server.document;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A table as CSV that spreadsheets open as it is meant (表格文本): UTF-8 with its mark, and no cell that a spreadsheet would take for a
 * formula.
 */
public final class Csv {

    private static final char MARK = '\uFEFF';
    private static final String FORMULA = "=+-@\t\r\n=+-@";

    private final StringBuilder out = new StringBuilder().append(MARK);
    private final int columns;

    /** Begins a table with those columns. */
    public Csv(String... header) {
        columns = header.length;
        line(List.of(header));
    }

    /** One row; cells that are not given at the end are empty. */
    public void row(@Nullable Object... cells) {
        line(Arrays.asList(cells));
    }

    /** What was added since the last call, for tables that are handed out while they are made. */
    public byte[] drain() {
        byte[] bytes = bytes();
        out.setLength(0);
        return bytes;
    }

    /** The whole table. */
    public byte[] bytes() {
        return out.toString().getBytes(StandardCharsets.UTF_8);
    }

    private void line(List<? extends @Nullable Object> cells) {
        for (int i = 0; i < columns; i++) {
            Object cell = i < cells.size() ? cells.get(i) : null;
            out.append(i == 0 ? "" : ",").append(cell(cell == null ? "" : cell.toString()));
        }
        out.append("\r\n");
    }

    private static String cell(String text) {
        String harmless = text.isEmpty() || FORMULA.indexOf(text.charAt(0)) < 0 ? text : "'" + text;
        return harmless.chars().anyMatch(c -> c == '"' || c == ',' || c == '\n' || c == '\r')
                ? '"' + harmless.replace("\"", "\"\"") + '"'
                : harmless;
    }
}
