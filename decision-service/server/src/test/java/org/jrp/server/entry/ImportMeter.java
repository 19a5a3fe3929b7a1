package org.jrp.server.entry;

import java.io.BufferedInputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import org.jrp.listing.EntriesReader.Format;
import org.jrp.sample.SampleEntries;
import org.jrp.server.TestStores;
import org.postgresql.PGConnection;

/**
 * Compares an import with what PostgreSQL needs for the same rows (导入测速): {@code COPY} into a table of the same shape, then
 * {@code CREATE INDEX} of its indexes. Arguments: rows, {@code csv} or {@code xlsx}, rounds.
 */
final class ImportMeter {

    private static final List<String> INDEXES = List.of(
            "alter table same add primary key (id)",
            "create unique index on same (entry_id)",
            "create index on same (subject)");

    private ImportMeter() {}

    public static void main(String[] arguments) throws Exception {
        int rows = Integer.parseInt(arguments[0]);
        boolean xlsx = arguments[1].equals("xlsx");
        int rounds = Integer.parseInt(arguments[2]);
        Path folder = Files.createTempDirectory("import-meter");
        Path file = folder.resolve(xlsx ? "entries.xlsx" : "entries.csv");
        write(file, rows, xlsx);
        TestStores.Database database = TestStores.migratedDatabase();
        ImportSetup setup = new ImportSetup(folder, database.dataSource(), 1L << 32);
        try (Connection owner = database.ownerDataSource().getConnection();
                Statement statement = owner.createStatement()) {
            for (int round = 0; round < rounds; round++) {
                statement.execute("truncate listing, import");
                System.gc();
                long used = System.nanoTime();
                ImportResult result = run(setup, file, xlsx, folder);
                double imported = (System.nanoTime() - used) / 1e9;
                for (String form : List.of("binary", "csv")) {
                    Path dump = folder.resolve("dump." + form);
                    PGConnection copying = owner.unwrap(PGConnection.class);
                    try (OutputStream out = Files.newOutputStream(dump)) {
                        copying.getCopyAPI().copyOut("copy listing to stdout (format " + form + ")", out);
                    }
                    statement.execute("drop table if exists same");
                    statement.execute("create table same (like listing)");
                    used = System.nanoTime();
                    try (InputStream in = new BufferedInputStream(Files.newInputStream(dump), 1 << 16)) {
                        copying.getCopyAPI().copyIn("copy same from stdin (format " + form + ")", in, 1 << 16);
                    }
                    for (String index : INDEXES) {
                        statement.execute(index);
                    }
                    double copied = (System.nanoTime() - used) / 1e9;
                    System.out.printf(
                            Locale.ROOT,
                            "%,d rows %s: import %.2f s (%,.0f rows/s), COPY %s + CREATE INDEX %.2f s, ratio %.2f%n",
                            result.accepted(),
                            arguments[1],
                            imported,
                            rows / imported,
                            form,
                            copied,
                            copied / imported);
                }
            }
        }
        System.exit(0);
    }

    private static ImportResult run(ImportSetup setup, Path file, boolean xlsx, Path folder) throws Exception {
        ImportOrder order =
                new ImportOrder(ImportSetup.OFFICE, "judgment-defaulter", false, "meter", false, Locale.ENGLISH);
        long size = Files.size(file);
        try (InputStream in = Files.newInputStream(file);
                ImportReport report = new ImportReport(folder, Locale.ENGLISH)) {
            if (!xlsx) {
                return setup.imports.run(order, new TextFeed("a.csv", Format.CSV, in, size, 1L << 32), report);
            }
            try (XlsxFeed feed = XlsxFeed.spooled("a.xlsx", in, size, 1L << 32, folder)) {
                return setup.imports.run(order, feed, report);
            }
        }
    }

    private static void write(Path file, int rows, boolean xlsx) throws Exception {
        SampleEntries sample = new SampleEntries(1);
        try (OutputStream out = Files.newOutputStream(file)) {
            if (!xlsx) {
                sample.writeCsv(out, rows, StandardCharsets.UTF_8);
                return;
            }
            try (Workbook workbook = new Workbook(out, "jrp", "1.0")) {
                Worksheet sheet = workbook.newWorksheet("名单");
                for (int row = 0; row <= rows; row++) {
                    List<String> cells = row == 0 ? SampleEntries.HEADER : new ArrayList<>(sample.row(row - 1));
                    for (int column = 0; column < cells.size(); column++) {
                        if (!cells.get(column).isEmpty()) {
                            sheet.inlineString(row, column, cells.get(column));
                        }
                    }
                    if (row % 1_000 == 0) {
                        sheet.flush();
                    }
                }
            }
        }
    }
}
