package org.jrp.listing;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jrp.catalogue.Catalogue;
import org.jrp.catalogue.InvalidFilesException;
import org.jrp.catalogue.ListType;
import org.jrp.catalogue.Problem;
import org.jrp.catalogue.Text;
import org.jrp.catalogue.YamlFile;
import org.jrp.catalogue.YamlMap;
import org.jrp.json.Json;
import org.jrp.json.JsonException;
import org.jrp.subject.SubjectId;
import org.jspecify.annotations.Nullable;

/**
 * Reads the entries file (条目文件) in three forms. A good record lands even when those beside it are bad; a bad one becomes a
 * problem with its line. NDJSON and CSV are read as a stream, line by line.
 */
public final class EntriesReader {

    /** How much of a table is looked at to tell its encoding, in bytes. */
    private static final int BEGINNING = 1 << 18;

    private static final Text SAVE_AS_UTF_8 = new Text("请另存为 UTF-8。", "Save it as UTF-8.");

    private final String file;
    private final Catalogue catalogue;
    private final @Nullable ListType list;
    private final Sink sink;
    private final List<Problem> problems = new ArrayList<>();
    private final Map<Problem, String> fields = new IdentityHashMap<>();

    private EntriesReader(String file, Catalogue catalogue, @Nullable ListType list, Sink sink) {
        this.file = file;
        this.catalogue = catalogue;
        this.list = list;
        this.sink = sink;
    }

    /** Takes what is read, record by record (接收). The problems of a record come before the record. */
    public interface Sink {

        /**
         * A good record.
         *
         * @param line its first line
         */
        void entry(int line, Listing listing);

        /**
         * An error, whose record does not come, or a warning.
         *
         * @param field key it is at, with dots inside nested records; null where it is at none
         */
        void problem(@Nullable String field, Problem problem);
    }

    /** The form of an entries file (格式). */
    public enum Format {
        /** One JSON object a line. */
        NDJSON(".ndjson", ".jsonl"),
        /** A table with a header, separated by commas, tabs or semicolons. */
        CSV(".csv", ".tsv"),
        /** A list, or a mapping with the one key {@code entries}. */
        YAML(".yaml", ".yml");

        private final String ending;
        private final String otherEnding;

        Format(String ending, String otherEnding) {
            this.ending = ending;
            this.otherEnding = otherEnding;
        }

        /**
         * By the end of its name.
         *
         * @throws InvalidFilesException when the name says nothing
         */
        public static Format of(String fileName) {
            String name = fileName.toLowerCase(Locale.ROOT);
            return Stream.of(values())
                    .filter(format -> name.endsWith(format.ending) || name.endsWith(format.otherEnding))
                    .findFirst()
                    .orElseThrow(() -> new InvalidFilesException(Problem.error(
                            "unknown-format",
                            fileName,
                            0,
                            0,
                            null,
                            new Text("从文件名看不出格式。", "Its name does not tell its format."),
                            new Text("请以 .ndjson、.csv 或 .yaml 结尾。", "End it in .ndjson, .csv or .yaml."))));
        }
    }

    /**
     * What was read.
     *
     * @param listings the good records, in the order of the file
     * @param problems by line; errors for records that did not land, warnings for some that did
     * @param rows records in the file, good and bad
     */
    public record Result(List<Listing> listings, List<Problem> problems, int rows) {

        public Result {
            listings = List.copyOf(listings);
            problems = List.copyOf(problems);
        }
    }

    /**
     * Reads a whole file.
     *
     * @param file its name, for the problems
     * @throws UncheckedIOException when the stream fails
     */
    public static Result read(String file, InputStream in, Format format, Catalogue catalogue) {
        Collected collected = new Collected(file);
        int rows = stream(file, in, format, catalogue, null, collected);
        return new Result(
                collected.listings,
                collected.problems.stream().sorted(Problem.BY_PLACE).toList(),
                rows);
    }

    /**
     * Reads a whole file and keeps nothing of it. An entryId that comes twice is handed over twice.
     *
     * @param file its name, for the problems
     * @param list of the records that name none; null where each must name its own
     * @return records in the file, good and bad
     * @throws UncheckedIOException when the stream fails
     */
    public static int stream(
            String file, InputStream in, Format format, Catalogue catalogue, @Nullable ListType list, Sink sink) {
        EntriesReader reader = new EntriesReader(file, catalogue, list, sink);
        try {
            int rows = reader.read(new BufferedInputStream(in), format);
            reader.tell();
            return rows;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * A table whose cells are at hand, as of a spreadsheet: its header first, then its records, checked as those of a CSV file
     * are.
     *
     * @param list of the records that name none; null where each must name its own
     */
    public static Table table(String file, Catalogue catalogue, @Nullable ListType list, Sink sink) {
        return new Table(new EntriesReader(file, catalogue, list, sink));
    }

    /** A table whose cells are at hand (表格). */
    public static final class Table {

        private final EntriesReader reader;
        private @Nullable Columns columns;
        private int rows;

        private Table(EntriesReader reader) {
            this.reader = reader;
        }

        /** Whether its columns can be read; else problems were told. */
        public boolean header(int line, List<String> cells) {
            columns = Columns.read(reader.file, line, cells, reader.list != null, reader.problems);
            reader.tell();
            return columns != null;
        }

        /** A record; cells it lacks at its end are empty, a blank one is left out. */
        public void row(int line, List<String> cells) {
            Columns header = Objects.requireNonNull(columns, "the header comes first");
            if (Columns.blank(cells)) {
                return;
            }
            rows++;
            List<String> whole = cells;
            if (cells.size() != header.count()) {
                whole = new ArrayList<>(cells);
                while (whole.size() < header.count()) {
                    whole.add("");
                }
                while (whole.size() > header.count()
                        && whole.get(whole.size() - 1).isBlank()) {
                    whole.remove(whole.size() - 1);
                }
            }
            Row row = header.row(reader.file, line, whole, reader.problems, reader.fields);
            if (row == null) {
                reader.tell();
            } else {
                reader.take(row);
            }
        }

        /**
         * A record with a cell that cannot be taken.
         *
         * @param place of the cell, from 0
         */
        public void refused(int line, int place, String code, Text message, Text mend) {
            Columns header = Objects.requireNonNull(columns, "the header comes first");
            rows++;
            Problem problem = Problem.error(code, reader.file, line, place + 1, null, message, mend);
            reader.problems.add(problem);
            if (place < header.count() && !header.key(place).isEmpty()) {
                reader.fields.put(problem, header.key(place));
            }
            reader.tell();
        }

        /** Records so far, good and bad. */
        public int rows() {
            return rows;
        }
    }

    /** Keeps what is read, each entryId once. */
    private static final class Collected implements Sink {

        private final String file;
        private final List<Problem> problems = new ArrayList<>();
        private final List<Listing> listings = new ArrayList<>();
        private final Map<String, Listing> byId = new HashMap<>();

        Collected(String file) {
            this.file = file;
        }

        @Override
        public void entry(int line, Listing listing) {
            Listing same = listing.entryId() == null ? null : byId.putIfAbsent(listing.entryId(), listing);
            if (same == null) {
                listings.add(listing);
            } else if (!same.equals(listing)) {
                problems.add(duplicate(file, line, listing.entryId()));
            }
        }

        @Override
        public void problem(@Nullable String field, Problem problem) {
            problems.add(problem);
        }
    }

    /** The problem of an entryId that came before, in the same file, with other content. */
    public static Problem duplicate(String file, int line, @Nullable String entryId) {
        return Problem.error(
                "duplicate-entry",
                file,
                line,
                0,
                entryId,
                new Text(
                        "条目编号“" + entryId + "”已有内容不同的条目。",
                        "The entryId (" + entryId + ") stands there already, with other content."),
                new Text("请核对编号;变更请写入原条目的 events。", "Compare the numbers; put changes into the events of the first."));
    }

    /**
     * Reads one record of a YAML file.
     *
     * @param otherwise the subject where the record names none
     * @param problems the list that the record itself reports to
     * @return null, with an error among the problems, when it cannot be used
     */
    public static @Nullable Listing read(
            YamlMap row, Catalogue catalogue, @Nullable SubjectId otherwise, List<Problem> problems) {
        return EntryRow.read(new YamlRow(row, problems), catalogue, otherwise, null, problems);
    }

    private int read(BufferedInputStream in, Format format) throws IOException {
        in.mark(BEGINNING);
        byte[] beginning = in.readNBytes(BEGINNING - 1);
        in.reset();
        if (begins(beginning, 0xFF, 0xFE) || begins(beginning, 0xFE, 0xFF)) {
            problem("not-utf-8", 0, new Text("文件是 UTF-16 编码。", "The file is UTF-16."), SAVE_AS_UTF_8);
            return 0;
        }
        if (begins(beginning, 0xEF, 0xBB, 0xBF)) {
            in.skipNBytes(3);
            beginning = Arrays.copyOfRange(beginning, 3, beginning.length);
        }
        return switch (format) {
            case NDJSON -> ndjson(in);
            case CSV ->
                new CsvRows(file, in, beginning, list != null, problems, fields).forEach(this::take, this::tell);
            case YAML -> yaml(in);
        };
    }

    private int ndjson(InputStream in) throws IOException {
        Lines lines = new Lines(in);
        int rows = 0;
        for (Lines.Line line = lines.next(); line != null; line = lines.next()) {
            if (!line.blank()) {
                rows++;
                ndjson(line);
                tell();
            }
        }
        return rows;
    }

    private void ndjson(Lines.Line line) {
        if (line.overlong()) {
            problem(
                    "line-too-long",
                    line.number(),
                    new Text("该行超过 1 MB。", "The line is longer than 1 MB."),
                    new Text("每行只写一条。", "Write one entry a line."));
            return;
        }
        String text = Encoding.decode(StandardCharsets.UTF_8, line.bytes());
        if (text == null) {
            problem("not-utf-8", line.number(), new Text("该行不是 UTF-8 编码。", "The line is not UTF-8."), SAVE_AS_UTF_8);
            return;
        }
        try {
            if (Json.read(text) instanceof Map<?, ?> map) {
                take(MapRow.ofJson(file, line.number(), texts(map), problems, fields));
            } else {
                problem(
                        "not-an-object",
                        line.number(),
                        new Text("该行不是 {…}。", "The line is no {…}."),
                        new Text("每行写一个 JSON 对象,不要写成数组。", "Write one JSON object a line, no array."));
            }
        } catch (JsonException e) {
            problems.add(Problem.error(
                    e.code(),
                    file,
                    line.number(),
                    e.column(),
                    null,
                    e.text(),
                    new Text("每行写一个完整的 JSON 对象。", "Write one whole JSON object a line.")));
        }
    }

    @SuppressWarnings("unchecked") // Json gives maps keyed by text only
    private static Map<String, @Nullable Object> texts(Map<?, ?> map) {
        return (Map<String, @Nullable Object>) map;
    }

    private int yaml(InputStream in) throws IOException {
        byte[] bytes = in.readNBytes(YamlFile.MOST_BYTES + 1);
        List<Problem> asList = new ArrayList<>();
        List<YamlMap> maps = YamlFile.readMaps(file, bytes, asList);
        boolean mapping = asList.size() == 1 && asList.get(0).code().equals("not-a-list");
        if (!mapping) {
            return yaml(maps, asList);
        }
        List<Problem> asMap = new ArrayList<>();
        YamlMap root = YamlFile.readMap(file, bytes, asMap);
        if (root == null || !root.has("entries")) {
            return yaml(List.of(), asList);
        }
        List<YamlMap> entries = root.maps("entries");
        root.finish();
        return yaml(entries, asMap);
    }

    /** The records, whose own problems come in that list; some of them, as of duplicate keys, are there already. */
    private int yaml(List<YamlMap> maps, List<Problem> found) {
        TreeSet<Integer> spoilt = found.stream().map(Problem::line).collect(Collectors.toCollection(TreeSet::new));
        for (int i = 0; i < maps.size(); i++) {
            int line = maps.get(i).line();
            int next = i + 1 < maps.size() ? Math.max(line + 1, maps.get(i + 1).line()) : Integer.MAX_VALUE;
            Integer first = spoilt.ceiling(line);
            Listing listing = EntryRow.read(new YamlRow(maps.get(i), found), catalogue, null, list, found);
            if (listing != null && (first == null || first >= next)) {
                sink.entry(line, listing);
            }
        }
        problems.addAll(found);
        return maps.size();
    }

    private void take(Row row) {
        Listing listing = EntryRow.read(row, catalogue, null, list, problems);
        tell();
        if (listing != null) {
            sink.entry(row.line(), listing);
        }
    }

    /** Hands over the problems found so far. */
    private void tell() {
        if (!problems.isEmpty()) {
            for (Problem problem : problems) {
                sink.problem(fields.get(problem), problem);
            }
            problems.clear();
            fields.clear();
        }
    }

    private static boolean begins(byte[] bytes, int... with) {
        for (int i = 0; i < with.length; i++) {
            if (bytes.length <= i || (bytes[i] & 0xFF) != with[i]) {
                return false;
            }
        }
        return true;
    }

    private void problem(String code, int line, Text message, Text mend) {
        problems.add(Problem.error(code, file, line, 0, null, message, mend));
    }
}
