package org.jrp.listing;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jrp.catalogue.Problem;
import org.jrp.catalogue.Text;
import org.jspecify.annotations.Nullable;

/** The columns of a table (表头), as its first line names them. */
final class Columns {

    private static final int MOST_COLUMNS = 100;

    private final List<String> names;
    private final List<String> keys;
    private final Map<String, Integer> places = new HashMap<>();

    private Columns(List<String> names, List<String> keys) {
        this.names = names;
        this.keys = keys;
        for (int i = 0; i < keys.size(); i++) {
            if (!keys.get(i).isEmpty()) {
                places.put(keys.get(i), i);
            }
        }
    }

    /**
     * The columns a header names; null, with problems, where the table cannot be read.
     *
     * @param listKnown whether the table may do without a column for the list
     */
    static @Nullable Columns read(
            String file, int line, List<String> cells, boolean listKnown, List<Problem> problems) {
        if (cells.size() > MOST_COLUMNS) {
            problems.add(Problem.error(
                    "too-many",
                    file,
                    line,
                    0,
                    String.valueOf(cells.size()),
                    new Text("表头超过 " + MOST_COLUMNS + " 列。", "The header has more than " + MOST_COLUMNS + " columns."),
                    new Text("请删去多余的列。", "Remove columns.")));
            return null;
        }
        int before = problems.size();
        List<String> names = cells.stream().map(String::strip).toList();
        List<String> keys = new ArrayList<>();
        Map<String, String> meant = new LinkedHashMap<>();
        for (String name : names) {
            String key = name.isEmpty() ? "" : Headers.key(name);
            if (key == null) {
                Text mend = Words.near(
                        name,
                        Headers.known(),
                        new Text(
                                "请删除该列,或使用:" + String.join("、", Headers.known()),
                                "Remove the column, or use one of: " + String.join(", ", Headers.known())));
                problems.add(Problem.error(
                        "unknown-header",
                        file,
                        line,
                        0,
                        name,
                        new Text(
                                "不认识的表头“" + Words.shown(name) + "”。",
                                "The header (" + Words.shown(name) + ") is not known."),
                        mend));
                continue;
            }
            String other = key.isEmpty() ? null : meant.put(Headers.meaning(key), name);
            if (other != null) {
                problems.add(Problem.error(
                        "duplicate-header",
                        file,
                        line,
                        0,
                        name,
                        new Text(
                                "表头“" + other + "”和“" + name + "”是同一项。",
                                "The headers (" + other + ") and (" + name + ") mean the same."),
                        new Text("请只留一列。", "Keep one of the columns.")));
            }
            keys.add(key);
        }
        for (String required : Headers.required()) {
            if (listKnown && required.equals("list")) {
                continue;
            }
            if (problems.size() == before && !meant.containsKey(required)) {
                problems.add(Problem.error(
                        "missing-header",
                        file,
                        line,
                        0,
                        required,
                        new Text("缺少表头“" + required + "”。", "The header (" + required + ") is missing."),
                        new Text(
                                "首行须为表头,至少有:名单、统一社会信用代码/证件号码、有效期始。",
                                "The first line must be a header with at least: list, id, validFrom.")));
            }
        }
        return problems.size() == before ? new Columns(names, keys) : null;
    }

    int count() {
        return keys.size();
    }

    /** Where the column of that key stands, from 0; -1 where there is none. */
    int place(String key) {
        Integer place = places.get(key);
        return place == null ? -1 : place;
    }

    /** The key of a column; empty for one without a header. */
    String key(int place) {
        return keys.get(place);
    }

    /** The header as it is written. */
    String name(int place) {
        return names.get(place);
    }

    /** The record with those cells; null, with a problem, where they do not fit the header. */
    @Nullable TableRow row(String file, int line, List<String> cells, List<Problem> problems, Map<Problem, String> fields) {
        if (cells.size() != count()) {
            problems.add(Problem.error(
                    "wrong-cells",
                    file,
                    line,
                    0,
                    String.valueOf(cells.size()),
                    new Text(
                            "该行有 " + cells.size() + " 格,表头有 " + count() + " 格。",
                            "The line has " + cells.size() + " cells, the header " + count() + "."),
                    new Text(
                            "请核对逗号和引号;含逗号的内容须加英文双引号。",
                            "Compare commas and quotes; put quotes around a text that holds a comma.")));
            return null;
        }
        if (places.size() < count()) {
            for (int i = 0; i < cells.size(); i++) {
                if (keys.get(i).isEmpty() && !cells.get(i).isBlank()) {
                    problems.add(Problem.error(
                            "cell-without-header",
                            file,
                            line,
                            0,
                            null,
                            new Text(
                                    "第 " + (i + 1) + " 列没有表头却有内容。",
                                    "Column " + (i + 1) + " has content but no header."),
                            new Text("请补上表头或删除内容。", "Add the header or remove the content.")));
                    return null;
                }
            }
        }
        return new TableRow(file, line, this, cells, problems, fields);
    }

    static boolean blank(List<String> cells) {
        for (int i = 0; i < cells.size(); i++) {
            if (!cells.get(i).isBlank()) {
                return false;
            }
        }
        return true;
    }
}
