package org.jrp.listing;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jrp.catalogue.Problem;
import org.jrp.catalogue.Text;
import org.jrp.json.Json;
import org.jrp.json.JsonException;
import org.jspecify.annotations.Nullable;

/** A record that is a JSON object, or a line of a table whose cells are texts that may hold JSON. */
final class MapRow implements Row {

    private static final int MOST_UNKNOWN = 20;

    private final String file;
    private final int line;
    private final Map<String, @Nullable Object> values;
    private final Map<String, String> headers;
    private final boolean table;
    private final List<Problem> problems;
    private final Set<String> asked = new LinkedHashSet<>();

    private MapRow(
            String file,
            int line,
            Map<String, @Nullable Object> values,
            Map<String, String> headers,
            boolean table,
            List<Problem> problems) {
        this.file = file;
        this.line = line;
        this.values = values;
        this.headers = headers;
        this.table = table;
        this.problems = problems;
    }

    static MapRow ofJson(String file, int line, Map<String, @Nullable Object> values, List<Problem> problems) {
        return new MapRow(file, line, values, Map.of(), false, problems);
    }

    /** A table's record: texts by key, and the header of each key. */
    static MapRow ofTable(
            String file,
            int line,
            Map<String, @Nullable Object> cells,
            Map<String, String> headers,
            List<Problem> problems) {
        return new MapRow(file, line, cells, headers, true, problems);
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
        return headers.getOrDefault(key, key);
    }

    @Override
    public boolean has(String key) {
        asked.add(key);
        return values.containsKey(key);
    }

    @Override
    public @Nullable String text(String key) {
        asked.add(key);
        Object value = values.get(key);
        if (value == null) {
            return null;
        }
        if (value instanceof String text) {
            return text.isBlank() ? null : text.strip();
        }
        if (value instanceof Long || value instanceof Boolean) {
            return value.toString();
        }
        wrongType(key, "文字", "text");
        return null;
    }

    @Override
    public List<Row> rows(String key) {
        Object value = nested(key);
        if (value == null) {
            return List.of();
        }
        List<Row> rows = new ArrayList<>();
        List<?> items = value instanceof List<?> list ? list : List.of(value);
        for (Object item : items) {
            if (item instanceof Map<?, ?> map) {
                rows.add(inner(map));
            } else {
                wrongType(key, "“{…}”的列表", "a list of objects");
                return List.of();
            }
        }
        return rows;
    }

    @Override
    public @Nullable Row row(String key) {
        Object value = nested(key);
        if (value == null) {
            return null;
        }
        if (value instanceof Map<?, ?> map) {
            return inner(map);
        }
        wrongType(key, "“{…}”", "an object");
        return null;
    }

    @Override
    public void error(String code, String key, @Nullable String value, Text message, Text mend) {
        problems.add(Problem.error(code, file, line, 0, value, message, mend));
    }

    @Override
    public void finish() {
        int unknown = 0;
        for (String key : values.keySet()) {
            if (!asked.contains(key) && unknown++ < MOST_UNKNOWN) {
                error(
                        "unknown-key",
                        key,
                        key,
                        new Text(
                                "不认识的键“" + Words.shown(key) + "”。", "The key (" + Words.shown(key) + ") is not known."),
                        Words.near(
                                key,
                                asked,
                                new Text(
                                        "请删除,或使用:" + String.join("、", asked),
                                        "Remove it, or use one of: " + String.join(", ", asked))));
            }
        }
    }

    /** The value, read as JSON first where it is a cell. */
    private @Nullable Object nested(String key) {
        asked.add(key);
        Object value = values.get(key);
        if (!table || !(value instanceof String cell)) {
            return value;
        }
        if (cell.isBlank()) {
            return null;
        }
        try {
            return Json.read(cell);
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

    @SuppressWarnings("unchecked") // Json gives maps keyed by text only
    private Row inner(Map<?, ?> map) {
        return new MapRow(file, line, (Map<String, @Nullable Object>) map, Map.of(), false, problems);
    }

    private void wrongType(String key, String zh, String en) {
        error(
                "wrong-type",
                key,
                null,
                new Text("“" + label(key) + "”应为" + zh + "。", "The " + label(key) + " must be " + en + "."),
                new Text("请按格式改写。", "Write it in that form."));
    }
}
