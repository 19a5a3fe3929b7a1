package org.jrp.listing;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jrp.catalogue.Problem;
import org.jrp.catalogue.Text;
import org.jspecify.annotations.Nullable;

/**
 * The records of a table in CSV (表格行), one at a time. A record may run over several lines inside quotes; where a quote is
 * never closed, its first line alone is refused and reading goes on with the next.
 */
final class CsvRows {

    private static final int MOST_LINES = 200;
    private static final int MOST_COLUMNS = 100;

    private final String file;
    private final Lines lines;
    private final Encoding encoding;
    private final List<Problem> problems;
    private final Deque<Lines.Line> pushedBack = new ArrayDeque<>();
    private List<String> names = List.of();
    private char separator = ',';
    private int rows;

    CsvRows(String file, InputStream in, byte[] beginning, List<Problem> problems) {
        this.file = file;
        this.lines = new Lines(in);
        this.encoding = new Encoding(beginning);
        this.problems = problems;
    }

    /** Hands over every record that can be split; the others become problems. Gives back how many there were. */
    int forEach(Consumer<Row> each) throws IOException {
        List<String> keys = header();
        if (keys == null) {
            return 0;
        }
        Map<String, String> headers = new LinkedHashMap<>();
        for (int i = 0; i < keys.size(); i++) {
            if (!keys.get(i).isEmpty()) {
                headers.put(keys.get(i), names.get(i));
            }
        }
        for (Lines.Line first = next(); first != null; first = next()) {
            if (first.blank()) {
                continue;
            }
            List<String> cells = record(first);
            if (cells != null && cells.stream().allMatch(String::isBlank)) {
                continue;
            }
            rows++;
            if (cells != null) {
                Row row = row(first.number(), cells, keys, headers);
                if (row != null) {
                    each.accept(row);
                }
            }
        }
        return rows;
    }

    /** The key of each column, empty for one without a header; null, with problems, where the table cannot be read. */
    private @Nullable List<String> header() throws IOException {
        Lines.Line first = next();
        while (first != null && first.blank()) {
            first = next();
        }
        if (first == null) {
            problem("empty-file", 0, null, "文件是空的。", "The file is empty.", "请写入表头和条目。", "Write a header and entries.");
            return null;
        }
        separator = separator(first.bytes());
        List<String> cells = record(first);
        if (cells == null) {
            return null;
        }
        int before = problems.size();
        if (cells.size() > MOST_COLUMNS) {
            problem(
                    "too-many",
                    first.number(),
                    String.valueOf(cells.size()),
                    "表头超过 " + MOST_COLUMNS + " 列。",
                    "The header has more than " + MOST_COLUMNS + " columns.",
                    "请删去多余的列。",
                    "Remove columns.");
            return null;
        }
        names = cells.stream().map(String::strip).toList();
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
                        first.number(),
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
                problem(
                        "duplicate-header",
                        first.number(),
                        name,
                        "表头“" + other + "”和“" + name + "”是同一项。",
                        "The headers (" + other + ") and (" + name + ") mean the same.",
                        "请只留一列。",
                        "Keep one of the columns.");
            }
            keys.add(key);
        }
        for (String required : Headers.required()) {
            if (problems.size() == before && !meant.containsKey(required)) {
                problem(
                        "missing-header",
                        first.number(),
                        required,
                        "缺少表头“" + required + "”。",
                        "The header (" + required + ") is missing.",
                        "首行须为表头,至少有:名单、统一社会信用代码/证件号码、有效期始。",
                        "The first line must be a header with at least: list, id, validFrom.");
            }
        }
        return problems.size() == before ? keys : null;
    }

    private @Nullable Row row(int line, List<String> cells, List<String> keys, Map<String, String> headers) {
        if (cells.size() != keys.size()) {
            problem(
                    "wrong-cells",
                    line,
                    String.valueOf(cells.size()),
                    "该行有 " + cells.size() + " 格,表头有 " + keys.size() + " 格。",
                    "The line has " + cells.size() + " cells, the header " + keys.size() + ".",
                    "请核对逗号和引号;含逗号的内容须加英文双引号。",
                    "Compare commas and quotes; put quotes around a text that holds a comma.");
            return null;
        }
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        for (int i = 0; i < cells.size(); i++) {
            if (!keys.get(i).isEmpty()) {
                values.put(keys.get(i), cells.get(i));
            } else if (!cells.get(i).isBlank()) {
                problem(
                        "cell-without-header",
                        line,
                        null,
                        "第 " + (i + 1) + " 列没有表头却有内容。",
                        "Column " + (i + 1) + " has content but no header.",
                        "请补上表头或删除内容。",
                        "Add the header or remove the content.");
                return null;
            }
        }
        return MapRow.ofTable(file, line, values, headers, problems);
    }

    /** The cells of the record that begins with that line; null, with a problem, where it cannot be split. */
    private @Nullable List<String> record(Lines.Line first) throws IOException {
        List<Lines.Line> parts = new ArrayList<>();
        parts.add(first);
        boolean quoted = opensQuote(first.bytes(), false);
        int length = first.bytes().length;
        while (quoted) {
            Lines.Line more = parts.size() < MOST_LINES ? next() : null;
            if (more != null) {
                parts.add(more);
                length += more.bytes().length + 1;
            }
            if (more == null || more.overlong() || length > Lines.LONGEST) {
                return unclosed(parts);
            }
            quoted = opensQuote(more.bytes(), true);
        }
        for (Lines.Line part : parts) {
            if (part.overlong()) {
                problem(
                        "line-too-long",
                        part.number(),
                        null,
                        "该行超过 1 MB。",
                        "The line is longer than 1 MB.",
                        "请核对引号和换行。",
                        "Compare quotes and line ends.");
                return null;
            }
            if (part.holdsNul()) {
                problem(
                        "nul-byte",
                        part.number(),
                        null,
                        "该行有空字节(NUL)。",
                        "The line holds a NUL byte.",
                        "请另存为 UTF-8 编码的 CSV。",
                        "Save it as CSV in UTF-8.");
                return null;
            }
        }
        String text = encoding.decode(joined(parts));
        if (text == null) {
            problem(
                    "wrong-encoding",
                    first.number(),
                    null,
                    "该行的编码与文件其余部分不同,或已损坏。",
                    "The line is not in the encoding of the rest, or damaged.",
                    "请另存为 UTF-8 编码的 CSV。",
                    "Save it as CSV in UTF-8.");
            return null;
        }
        try {
            List<String> cells = CsvReader.builder()
                    .fieldSeparator(separator)
                    .maxBufferSize(Lines.LONGEST * 2)
                    .ofSingleCsvRecord(text)
                    .getFields();
            if (parts.size() > 1 && cells.size() != names.size() && !names.isEmpty()) {
                return unclosed(parts);
            }
            return cells;
        } catch (CsvParseException e) {
            return unclosed(parts);
        }
    }

    /** Refuses the first line and goes back to the second. */
    private @Nullable List<String> unclosed(List<Lines.Line> parts) {
        for (int i = parts.size() - 1; i > 0; i--) {
            pushedBack.push(parts.get(i));
        }
        problem(
                "unbalanced-quote",
                parts.get(0).number(),
                null,
                "该行的引号不成对。",
                "A quote in the line is never closed, or stands in the middle of a cell.",
                "请核对英文双引号;内容中的双引号须写两次。",
                "Compare the quotes; write a quote inside a cell twice.");
        return null;
    }

    /** Whether a quoted cell is still open at the end of that line; the bytes are the same in UTF-8 and GB18030. */
    private boolean opensQuote(byte[] line, boolean open) {
        boolean quoted = open;
        boolean start = !open;
        for (int i = 0; i < line.length; i++) {
            byte b = line[i];
            if (quoted) {
                if (b == '"') {
                    if (i + 1 < line.length && line[i + 1] == '"') {
                        i++;
                    } else {
                        quoted = false;
                    }
                }
                start = false;
            } else if (b == '"' && start) {
                quoted = true;
            } else {
                start = b == separator;
            }
        }
        return quoted;
    }

    private static byte[] joined(List<Lines.Line> parts) {
        if (parts.size() == 1) {
            return parts.get(0).bytes();
        }
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        for (int i = 0; i < parts.size(); i++) {
            if (i > 0) {
                joined.write('\n');
            }
            joined.writeBytes(parts.get(i).bytes());
        }
        return joined.toByteArray();
    }

    private static char separator(byte[] header) {
        int[] count = new int[128];
        for (byte b : header) {
            if (b > 0) {
                count[b]++;
            }
        }
        if (count[','] > 0) {
            return ',';
        }
        return count['\t'] > 0 ? '\t' : count[';'] > 0 ? ';' : ',';
    }

    private Lines.@Nullable Line next() throws IOException {
        return pushedBack.isEmpty() ? lines.next() : pushedBack.pop();
    }

    private void problem(
            String code, int line, @Nullable String value, String zh, String en, String mendZh, String mendEn) {
        problems.add(Problem.error(code, file, line, 0, value, new Text(zh, en), new Text(mendZh, mendEn)));
    }
}
