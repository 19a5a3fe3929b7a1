package org.jrp.listing;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jrp.catalogue.Problem;
import org.jrp.catalogue.Text;
import org.jrp.json.Json;
import org.jrp.json.JsonException;
import org.jspecify.annotations.Nullable;

/** A record that is a line of a table; its cells are texts that may hold JSON. */
final class TableRow implements Row {

    private final String file;
    private final int line;
    private final Columns columns;
    private final List<String> cells;
    private final List<Problem> problems;
    private final Map<Problem, String> fields;

    TableRow(
            String file,
            int line,
            Columns columns,
            List<String> cells,
            List<Problem> problems,
            Map<Problem, String> fields) {
        this.file = file;
        this.line = line;
        this.columns = columns;
        this.cells = cells;
        this.problems = problems;
        this.fields = fields;
    }

    @Override
    public String file() {
        return file;
    }

    @Override
    public int line() {
        return line;
    }

    @Override
    public String label(String key) {
        int place = columns.place(key);
        return place < 0 ? key : columns.name(place);
    }

    @Override
    public boolean has(String key) {
        return columns.place(key) >= 0;
    }

    @Override
    public @Nullable String text(String key) {
        int place = columns.place(key);
        if (place < 0) {
            return null;
        }
        String text = cells.get(place).strip();
        return text.isEmpty() ? null : text;
    }

    @Override
    public List<Row> rows(String key) {
        MapRow nested = nested(key);
        return nested == null ? List.of() : nested.rows(key);
    }

    @Override
    public @Nullable Row row(String key) {
        MapRow nested = nested(key);
        return nested == null ? null : nested.row(key);
    }

    @Override
    public void error(String code, String key, @Nullable String value, Text message, Text mend) {
        add(key, Problem.error(code, file, line, 0, value, message, mend));
    }

    @Override
    public void warning(String code, String key, @Nullable String value, Text message, Text mend) {
        add(key, Problem.warning(code, file, line, 0, value, message, mend));
    }

    /** Nothing: a column with a header that is not known spoils the whole table. */
    @Override
    public void finish() {}

    private void add(String key, Problem problem) {
        problems.add(problem);
        fields.put(problem, key);
    }

    /** The cell read as JSON; null where it is empty and, with a problem, where it is none. */
    private @Nullable MapRow nested(String key) {
        String cell = text(key);
        if (cell == null) {
            return null;
        }
        try {
            Map<String, @Nullable Object> only = Collections.singletonMap(key, Json.read(cell));
            return MapRow.ofCell(file, line, only, label(key), problems, fields);
        } catch (JsonException e) {
            error(
                    e.code(),
                    key,
                    null,
                    new Text(
                            "“" + label(key) + "”一格不是有效的 JSON:" + e.text().zh(),
                            "The cell " + label(key) + " is no valid JSON: "
                                    + e.text().en()),
                    new Text("请写成 [{\"键\": \"值\"}] 的形式。", "Write [{\"key\": \"value\"}]."));
            return null;
        }
    }
}
