package org.jrp.server.document;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import org.dhatim.fastexcel.reader.Cell;
import org.dhatim.fastexcel.reader.CellType;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.dhatim.fastexcel.reader.ReadingOptions;
import org.dhatim.fastexcel.reader.Row;
import org.dhatim.fastexcel.reader.Sheet;
import org.jrp.server.problem.ProblemException;

/**
 * Tables as a small workbook (工作簿表格): texts out and in. No cell that goes out begins as a formula does; one that would has an apostrophe
 * before it, which is taken off again when it comes back. Formulas, errors, macros and workbooks that unpack to too much are refused.
 */
public final class XlsxTables {

    public static final String TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    private static final int MOST_BYTES = 4 << 20;
    private static final int MOST_SHEETS = 20;
    private static final int MOST_ROWS = 5_000;
    private static final int MOST_COLUMNS = 100;
    private static final int LONGEST_CELL = 32_767;
    private static final String FORMULA = "=+-@\t\r'";

    private XlsxTables() {}

    /**
     * A row of a sheet.
     *
     * @param number from 1
     */
    public record Line(int number, List<String> cells) {}

    /** A sheet, its rows in order. */
    public record Table(String name, List<Line> rows) {}

    /**
     * Reads a workbook.
     *
     * @param folder for a file of the service's own, which is deleted afterwards
     * @throws ProblemException when it is none, or had better not be opened
     */
    public static List<Table> read(InputStream in, Path folder) throws IOException {
        Files.createDirectories(folder);
        Path file = Files.createTempFile(folder, "table-", ".xlsx");
        try {
            try (OutputStream out = Files.newOutputStream(file)) {
                byte[] buffer = new byte[1 << 16];
                long size = 0;
                for (int got = in.read(buffer); got >= 0; got = in.read(buffer)) {
                    size += got;
                    if (size > MOST_BYTES) {
                        throw ProblemException.of(413, "too-large", "工作簿超过 4 MB。", "The workbook has more than 4 MB.");
                    }
                    out.write(buffer, 0, got);
                }
            }
            XlsxPackage.check(file);
            return tables(file);
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private static List<Table> tables(Path file) {
        try (ReadableWorkbook workbook =
                guarded(() -> new ReadableWorkbook(file.toFile(), new ReadingOptions(true, true)))) {
            List<Sheet> sheets = guarded(() -> workbook.getSheets().toList());
            if (sheets.isEmpty() || sheets.size() > MOST_SHEETS) {
                throw XlsxPackage.unreadable();
            }
            List<Table> tables = new ArrayList<>();
            for (Sheet sheet : sheets) {
                List<Line> lines = new ArrayList<>();
                try (Stream<Row> rows = guarded(sheet::openStream)) {
                    Iterator<Row> each = rows.iterator();
                    while (guarded(each::hasNext)) {
                        Row row = guarded(each::next);
                        if (lines.size() == MOST_ROWS) {
                            throw ProblemException.of(
                                    413, "too-many-rows", "工作表超过 5000 行。", "A sheet has more than 5,000 rows.");
                        }
                        lines.add(new Line(row.getRowNum(), guarded(() -> cells(row))));
                    }
                }
                tables.add(new Table(sheet.getName(), lines));
            }
            return tables;
        } catch (IOException e) {
            throw XlsxPackage.unreadable();
        }
    }

    private static List<String> cells(Row row) {
        List<String> cells = new ArrayList<>();
        int place = 0;
        for (Cell cell : row) {
            if (cell != null && cell.getType() != CellType.EMPTY) {
                String at = cell.getAddress().toString();
                if (XlsxCells.refused(cell)) {
                    throw ProblemException.of(
                            422,
                            "formula-cell",
                            "单元格 " + at + " 是公式或错误值;请用“选择性粘贴—数值”换成内容。",
                            "The cell " + at + " holds a formula or an error; paste it as a value.");
                }
                String text = XlsxCells.text(cell);
                if (place >= MOST_COLUMNS || text.length() > LONGEST_CELL) {
                    throw ProblemException.of(
                            413,
                            "too-large",
                            "单元格 " + at + " 过长,或列数过多。",
                            "The cell " + at + " is too long, or there are too many columns.");
                }
                while (cells.size() < place) {
                    cells.add("");
                }
                cells.add(text.startsWith("'") ? text.substring(1) : text);
            }
            place++;
        }
        return cells;
    }

    /** What the library reads; whatever it throws is for a workbook that is damaged. */
    private static <T> T guarded(Callable<T> reading) {
        try {
            return reading.call();
        } catch (ProblemException e) {
            throw e;
        } catch (Exception e) {
            throw XlsxPackage.unreadable();
        }
    }

    /**
     * Writes a workbook.
     *
     * @param sheets rows by name of the sheet, in order
     */
    public static byte[] bytes(Map<String, List<List<String>>> sheets) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(1 << 16);
        try (Workbook workbook = new Workbook(out, "JRP", "1.0")) {
            sheets.forEach((name, rows) -> {
                Worksheet sheet = workbook.newWorksheet(name);
                for (int i = 0; i < rows.size(); i++) {
                    List<String> cells = rows.get(i);
                    for (int j = 0; j < cells.size(); j++) {
                        if (!cells.get(j).isEmpty()) {
                            sheet.value(i, j, guarded(cells.get(j)));
                            sheet.style(i, j)
                                    .wrapText(true)
                                    .verticalAlignment("top")
                                    .set();
                        }
                    }
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static String guarded(String text) {
        String whole = FORMULA.indexOf(text.charAt(0)) < 0 ? text : "'" + text;
        if (whole.length() <= LONGEST_CELL) {
            return whole;
        }
        String end = "…";
        return whole.substring(0, LONGEST_CELL - end.length()) + end;
    }
}
