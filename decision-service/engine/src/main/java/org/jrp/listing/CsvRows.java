package org.jrp.listing;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
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

    private final String file;
    private final Lines lines;
    private final Encoding encoding;
    private final boolean listKnown;
    private final List<Problem> problems;
    private final Map<Problem, String> fields;
    private final Deque<Lines.Line> pushedBack = new ArrayDeque<>();
    private char separator = ',';
    private int columns;
    private int rows;

    CsvRows(
            String file,
            InputStream in,
            byte[] beginning,
            boolean listKnown,
            List<Problem> problems,
            Map<Problem, String> fields) {
        this.file = file;
        this.lines = new Lines(in);
        this.encoding = new Encoding(beginning);
        this.listKnown = listKnown;
        this.problems = problems;
        this.fields = fields;
    }

    /** Hands over every record that can be split; the others become problems, told in between. Gives back how many there were. */
    int forEach(Consumer<Row> each, Runnable between) throws IOException {
        Columns header = header();
        if (header == null) {
            return 0;
        }
        columns = header.count();
        for (Lines.Line first = next(); first != null; first = next()) {
            if (first.blank()) {
                continue;
            }
            List<String> cells = record(first);
            if (cells != null && Columns.blank(cells)) {
                continue;
            }
            rows++;
            Row row = cells == null ? null : header.row(file, first.number(), cells, problems, fields);
            if (row != null) {
                each.accept(row);
            } else {
                between.run();
            }
        }
        return rows;
    }

    private @Nullable Columns header() throws IOException {
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
        return cells == null ? null : Columns.read(file, first.number(), cells, listKnown, problems);
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
        if (text.indexOf('"') < 0) {
            return split(text);
        }
        try {
            List<String> cells = CsvReader.builder()
                    .fieldSeparator(separator)
                    .maxBufferSize(Lines.LONGEST * 2)
                    .ofSingleCsvRecord(text)
                    .getFields();
            if (parts.size() > 1 && cells.size() != columns && columns > 0) {
                return unclosed(parts);
            }
            return cells;
        } catch (CsvParseException e) {
            return unclosed(parts);
        }
    }

    /** The cells of a record without a quote. */
    private List<String> split(String text) {
        List<String> cells = new ArrayList<>(Math.max(columns, 8));
        int from = 0;
        for (int to = text.indexOf(separator); to >= 0; to = text.indexOf(separator, from)) {
            cells.add(text.substring(from, to));
            from = to + 1;
        }
        cells.add(text.substring(from));
        return cells;
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
