package org.jrp.listing;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jrp.catalogue.Problem;
import org.jrp.catalogue.Text;
import org.jspecify.annotations.Nullable;

/** A record that is a JSON object. */
final class MapRow implements Row {

    private static final int MOST_UNKNOWN = 20;

    private final String file;
    private final int line;
    private final Map<String, @Nullable Object> values;
    private final @Nullable String label;
    private final String within;
    private final List<Problem> problems;
    private final Map<Problem, String> fields;
    private final Set<String> asked = new LinkedHashSet<>();

    private MapRow(
            String file,
            int line,
            Map<String, @Nullable Object> values,
            @Nullable String label,
            String within,
            List<Problem> problems,
            Map<Problem, String> fields) {
        this.file = file;
        this.line = line;
        this.values = values;
        this.label = label;
        this.within = within;
        this.problems = problems;
        this.fields = fields;
    }

    static MapRow ofJson(
            String file,
            int line,
            Map<String, @Nullable Object> values,
            List<Problem> problems,
            Map<Problem, String> fields) {
        return new MapRow(file, line, values, null, "", problems, fields);
    }

    /** The JSON of one cell of a table, by its key; its header is what the writer knows it by. */
    static MapRow ofCell(
            String file,
            int line,
            Map<String, @Nullable Object> only,
            String header,
            List<Problem> problems,
            Map<Problem, String> fields) {
        return new MapRow(file, line, only, header, "", problems, fields);
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
        return label == null ? key : label;
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
        asked.add(key);
        Object value = values.get(key);
        if (value == null) {
            return List.of();
        }
        List<Row> rows = new ArrayList<>();
        List<?> items = value instanceof List<?> list ? list : List.of(value);
        for (Object item : items) {
            if (item instanceof Map<?, ?> map) {
                rows.add(inner(key, map));
            } else {
                wrongType(key, "“{…}”的列表", "a list of objects");
                return List.of();
            }
        }
        return rows;
    }

    @Override
    public @Nullable Row row(String key) {
        asked.add(key);
        Object value = values.get(key);
        if (value == null) {
            return null;
        }
        if (value instanceof Map<?, ?> map) {
            return inner(key, map);
        }
        wrongType(key, "“{…}”", "an object");
        return null;
    }

    @Override
    public void error(String code, String key, @Nullable String value, Text message, Text mend) {
        add(key, Problem.error(code, file, line, 0, value, message, mend));
    }

    @Override
    public void warning(String code, String key, @Nullable String value, Text message, Text mend) {
        add(key, Problem.warning(code, file, line, 0, value, message, mend));
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

    private void add(String key, Problem problem) {
        problems.add(problem);
        fields.put(problem, within + key);
    }

    @SuppressWarnings("unchecked") // Json gives maps keyed by text only
    private Row inner(String key, Map<?, ?> map) {
        return new MapRow(file, line, (Map<String, @Nullable Object>) map, null, within + key + ".", problems, fields);
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
