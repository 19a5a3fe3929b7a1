package org.jrp.server.entry;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.dhatim.fastexcel.reader.Cell;
import org.dhatim.fastexcel.reader.CellType;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.dhatim.fastexcel.reader.ReadingOptions;
import org.dhatim.fastexcel.reader.Row;
import org.dhatim.fastexcel.reader.Sheet;
import org.jrp.catalogue.Catalogue;
import org.jrp.catalogue.ListType;
import org.jrp.catalogue.Problem;
import org.jrp.catalogue.Text;
import org.jrp.listing.EntriesReader;
import org.jrp.server.document.XlsxCells;
import org.jrp.server.document.XlsxPackage;
import org.jrp.server.problem.ProblemException;
import org.jspecify.annotations.Nullable;

/** The first sheet of a workbook (工作簿上传), read row by row from a file of the service's own, which is deleted afterwards. */
final class XlsxFeed implements ImportFeed, AutoCloseable {

    private static final int MOST_ROWS = 5_000_000;
    private static final int MOST_COLUMNS = 100;
    private static final int LONGEST_CELL = 1 << 17;

    private final String name;
    private final Path file;
    private final long length;
    private final byte[] digest;

    private XlsxFeed(String name, Path file, long length, byte[] digest) {
        this.name = name;
        this.file = file;
        this.length = length;
        this.digest = digest;
    }

    /**
     * Puts an upload into a file of that folder.
     *
     * @param length its length as announced; -1 where it was not
     * @param most bytes it may have
     */
    static XlsxFeed spooled(String name, InputStream in, long length, long most, Path folder) throws IOException {
        Files.createDirectories(folder);
        Path file = Files.createTempFile(folder, "import-", ".xlsx");
        try (TextFeed.Measured measured = new TextFeed.Measured(in, length, most);
                OutputStream out = Files.newOutputStream(file)) {
            long written = measured.transferTo(out);
            measured.finish();
            return new XlsxFeed(name, file, written, measured.sha());
        } catch (IOException e) {
            Files.deleteIfExists(file);
            throw ProblemException.of(
                    400,
                    "truncated-upload",
                    "文件没有传完,未写入任何内容;请重新上传。",
                    "The file did not arrive whole. Nothing of it landed; send it again.");
        } catch (RuntimeException e) {
            Files.deleteIfExists(file);
            throw e;
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    public byte[] digest() {
        return digest.clone();
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(file);
    }

    @Override
    public long read(Catalogue catalogue, @Nullable ListType list, EntriesReader.Sink sink) throws IOException {
        XlsxPackage.check(file);
        try (ReadableWorkbook workbook = guarded(this::opened)) {
            List<Sheet> sheets = guarded(() -> workbook.getSheets().toList());
            if (sheets.isEmpty()) {
                throw XlsxPackage.unreadable();
            }
            if (sheets.size() > 1) {
                sink.problem(
                        null,
                        Problem.warning(
                                "other-sheets",
                                name,
                                0,
                                0,
                                String.valueOf(sheets.size() - 1),
                                new Text(
                                        "只读取第一个工作表,另有 " + (sheets.size() - 1) + " 个未读取。",
                                        "Only the first sheet is read; " + (sheets.size() - 1) + " more are not."),
                                new Text("请分别上传。", "Send them as files of their own.")));
            }
            try (Stream<Row> rows = guarded(() -> sheets.get(0).openStream())) {
                return read(rows.iterator(), EntriesReader.table(name, catalogue, list, sink), sink);
            }
        }
    }

    private ReadableWorkbook opened() throws IOException {
        return new ReadableWorkbook(file.toFile(), new ReadingOptions(true, true));
    }

    /** What the library reads; whatever it throws is for a workbook that is damaged. */
    private static <T> T guarded(Callable<T> reading) {
        try {
            return reading.call();
        } catch (Exception e) {
            throw XlsxPackage.unreadable();
        }
    }

    private long read(Iterator<Row> rows, EntriesReader.Table table, EntriesReader.Sink sink) {
        boolean header = false;
        while (guarded(rows::hasNext)) {
            Row row = guarded(rows::next);
            List<String> cells = new ArrayList<>(row.getCellCount());
            int bad = guarded(() -> cells(row, cells));
            if (!header) {
                if (bad < 0 && cells.stream().allMatch(String::isBlank)) {
                    continue;
                }
                if (bad >= 0) {
                    sink.problem(null, refusal(row, bad));
                    return 0;
                }
                if (!table.header(row.getRowNum(), cells)) {
                    return 0;
                }
                header = true;
                continue;
            }
            if (bad >= 0) {
                Problem problem = refusal(row, bad);
                table.refused(row.getRowNum(), bad, problem.code(), problem.message(), problem.mend());
            } else {
                table.row(row.getRowNum(), cells);
            }
            if (table.rows() > MOST_ROWS) {
                throw ProblemException.of(
                        413,
                        "too-many-rows",
                        "工作表超过 500 万行,未写入任何内容;请分成几个文件。",
                        "The sheet has more than 5,000,000 rows. Nothing of it landed; split it.");
            }
        }
        if (!header) {
            sink.problem(
                    null,
                    Problem.error(
                            "empty-file",
                            name,
                            0,
                            0,
                            null,
                            new Text("工作表是空的。", "The sheet is empty."),
                            new Text("请写入表头和条目。", "Write a header and entries.")));
        }
        return table.rows();
    }

    /** Adds the cells as texts; gives back the place of one that cannot be taken, else -1. */
    private static int cells(Row row, List<String> cells) {
        int place = 0;
        for (Cell cell : row) {
            if (cell != null && cell.getType() != CellType.EMPTY) {
                if (refused(cell) || place >= MOST_COLUMNS) {
                    return place;
                }
                String text = XlsxCells.text(cell);
                if (text.length() > LONGEST_CELL) {
                    return place;
                }
                while (cells.size() < place) {
                    cells.add("");
                }
                cells.add(text);
            }
            place++;
        }
        return -1;
    }

    private static boolean refused(Cell cell) {
        return XlsxCells.refused(cell);
    }

    private Problem refusal(Row row, int place) {
        Cell cell = row.getCell(place);
        String at = cell.getAddress().toString();
        if (cell.getType() == CellType.FORMULA || cell.getFormula() != null) {
            return error(
                    row,
                    place,
                    "formula-cell",
                    new Text("单元格 " + at + " 是公式。", "The cell " + at + " is a formula."),
                    new Text("请用“选择性粘贴—数值”把公式换成内容。", "Paste it as a value."));
        }
        if (cell.getType() == CellType.ERROR) {
            return error(
                    row,
                    place,
                    "error-cell",
                    new Text("单元格 " + at + " 的值有误。", "The cell " + at + " holds an error."),
                    new Text("请填写内容。", "Write its content."));
        }
        if (place >= MOST_COLUMNS) {
            return error(
                    row,
                    place,
                    "too-many",
                    new Text("超过 " + MOST_COLUMNS + " 列。", "There are more than " + MOST_COLUMNS + " columns."),
                    new Text("请删去多余的列。", "Remove columns."));
        }
        return error(
                row,
                place,
                "too-long",
                new Text("单元格 " + at + " 过长。", "The cell " + at + " is too long."),
                new Text("请缩短。", "Shorten it."));
    }

    private Problem error(Row row, int place, String code, Text message, Text mend) {
        return Problem.error(code, name, row.getRowNum(), place + 1, null, message, mend);
    }
}
