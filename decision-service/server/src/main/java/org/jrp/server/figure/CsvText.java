package org.jrp.server.figure;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A table as CSV that spreadsheets open as it is meant (表格文本): UTF-8 with its mark, and no cell that a spreadsheet would take for a
 * formula.
 */
final class CsvText {

    private static final char MARK = '\uFEFF';

    private final StringBuilder out = new StringBuilder().append(MARK);
    private final int columns;

    CsvText(String... header) {
        columns = header.length;
        row(List.of(header));
    }

    /** Cells that are not given at the end are empty. */
    void row(List<? extends @Nullable Object> cells) {
        for (int i = 0; i < columns; i++) {
            Object cell = i < cells.size() ? cells.get(i) : null;
            out.append(i == 0 ? "" : ",").append(cell(cell == null ? "" : cell.toString()));
        }
        out.append("\r\n");
    }

    byte[] bytes() {
        return out.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static String cell(String text) {
        String harmless = text.isEmpty() || "=+-@\t\r\n=+-@".indexOf(text.charAt(0)) < 0 ? text : "'" + text;
        return harmless.chars().anyMatch(c -> c == '"' || c == ',' || c == '\n' || c == '\r')
                ? '"' + harmless.replace("\"", "\"\"") + '"'
                : harmless;
    }
}
