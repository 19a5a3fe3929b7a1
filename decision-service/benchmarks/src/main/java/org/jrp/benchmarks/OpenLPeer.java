package org.jrp.benchmarks;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.poi.ss.usermodel.Sheet;
import org.apache.poi.ss.util.CellRangeAddress;
import org.apache.poi.xssf.streaming.SXSSFWorkbook;
import org.openl.rules.runtime.RulesEngineFactory;

/**
 * OpenL Tablets: a decision table in a workbook, compiled in execution mode. A condition that is only the name of a
 * parameter is indexed, here the three equalities by hash. The bound is an expression, evaluated on the few rows left:
 * an {@code IntRange} would be indexed too, and costs a little more.
 */
final class OpenLPeer implements Peer {

    /** The workbook's table as OpenL implements it. */
    public interface Rules {
        String[] measures(String list, String context, String severity, int months);
    }

    private final Rules rules;

    OpenLPeer(RuleTable table) {
        try {
            Path workbook = Files.createTempFile("rules", ".xlsx");
            try {
                write(table, workbook);
                RulesEngineFactory<Rules> factory =
                        new RulesEngineFactory<>(workbook.toUri().toURL(), Rules.class);
                factory.setExecutionMode(true);
                rules = factory.newEngineInstance();
            } finally {
                Files.deleteIfExists(workbook);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String name() {
        return "openl";
    }

    @Override
    public List<String> decide(Input in) {
        String[] measures = rules.measures(in.list(), in.context(), in.severity(), in.months());
        return measures == null ? List.of() : List.of(measures);
    }

    private static void write(RuleTable table, Path workbook) throws IOException {
        try (SXSSFWorkbook book = new SXSSFWorkbook();
                OutputStream out = Files.newOutputStream(workbook)) {
            Sheet sheet = book.createSheet("rules");
            line(sheet, "Rules String[] measures(String list, String context, String severity, int months)");
            sheet.addMergedRegion(new CellRangeAddress(0, 0, 0, 4));
            line(sheet, "C1", "C2", "C3", "C4", "CRET1");
            line(sheet, "list", "context", "severity", "months < bound", "measure");
            line(sheet, "String aList", "String aContext", "String aSeverity", "Integer bound", "String measure");
            line(sheet, "List", "Context", "Severity", "Months", "Measure");
            for (RuleTable.Row row : table.rows()) {
                String bound = row.below() == 0 ? "" : Integer.toString(row.below());
                line(sheet, row.list(), row.context(), row.severity(), bound, row.measure());
            }
            book.write(out);
        }
    }

    private static void line(Sheet sheet, String... cells) {
        org.apache.poi.ss.usermodel.Row line = sheet.createRow(sheet.getPhysicalNumberOfRows());
        for (int column = 0; column < cells.length; column++) {
            if (!cells[column].isEmpty()) {
                line.createCell(column).setCellValue(cells[column]);
            }
        }
    }
}
