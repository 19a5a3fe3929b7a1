package org.jrp.listing;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jrp.catalogue.Catalogue;
import org.jrp.catalogue.InvalidFilesException;
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
    private final List<Problem> problems = new ArrayList<>();
    private final List<Listing> listings = new ArrayList<>();
    private final Map<String, Listing> byId = new LinkedHashMap<>();

    private EntriesReader(String file, Catalogue catalogue) {
        this.file = file;
        this.catalogue = catalogue;
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
        EntriesReader reader = new EntriesReader(file, catalogue);
        try {
            int rows = reader.read(new BufferedInputStream(in), format);
            return new Result(
                    reader.listings,
                    reader.problems.stream().sorted(Problem.BY_PLACE).toList(),
                    rows);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
        return EntryRow.read(new YamlRow(row), catalogue, otherwise, problems);
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
            case CSV -> new CsvRows(file, in, beginning, problems).forEach(this::take);
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
                take(MapRow.ofJson(file, line.number(), texts(map), problems));
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
            Listing listing = EntryRow.read(new YamlRow(maps.get(i)), catalogue, null, found);
            accept(line, first != null && first < next ? null : listing, found);
        }
        problems.addAll(found);
        return maps.size();
    }

    private void take(Row row) {
        accept(row.line(), EntryRow.read(row, catalogue, null, problems), problems);
    }

    private void accept(int line, @Nullable Listing listing, List<Problem> found) {
        if (listing == null) {
            return;
        }
        Listing same = listing.entryId() == null ? null : byId.putIfAbsent(listing.entryId(), listing);
        if (same == null) {
            listings.add(listing);
        } else if (!same.equals(listing)) {
            found.add(Problem.error(
                    "duplicate-entry",
                    file,
                    line,
                    0,
                    listing.entryId(),
                    new Text(
                            "条目编号“" + listing.entryId() + "”已有内容不同的条目。",
                            "The entryId (" + listing.entryId() + ") stands there already, with other content."),
                    new Text(
                            "请核对编号;变更请写入原条目的 events。",
                            "Compare the numbers; put changes into the events of the first.")));
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
