package org.jrp.benchmarks.load;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import org.jrp.sample.SampleEntries;

/** The entries file in one of the forms that the service takes (条目文件). */
enum EntriesFile {
    CSV("CSV", "text/csv") {
        @Override
        void write(OutputStream out, SampleEntries entries, long rows) throws IOException {
            entries.writeCsv(out, rows, StandardCharsets.UTF_8);
        }
    },
    XLSX("XLSX", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet") {
        @Override
        void write(OutputStream out, SampleEntries entries, long rows) throws IOException {
            try (Workbook book = new Workbook(out, "JRP", "1.0")) {
                Worksheet sheet = book.newWorksheet("条目");
                cells(sheet, 0, SampleEntries.HEADER);
                for (long number = 0; number < rows; number++) {
                    cells(sheet, (int) number + 1, entries.row(number));
                    if (number % 1_000 == 0) {
                        sheet.flush();
                    }
                }
            }
        }
    };

    private final String title;
    private final String type;

    EntriesFile(String title, String type) {
        this.title = title;
        this.type = type;
    }

    abstract void write(OutputStream out, SampleEntries entries, long rows) throws IOException;

    private static void cells(Worksheet sheet, int row, List<String> cells) {
        for (int i = 0; i < cells.size(); i++) {
            sheet.inlineString(row, i, cells.get(i));
        }
    }

    String title() {
        return title;
    }

    /** Writes so many rows to a file. */
    Path write(Path file, long rows) throws IOException {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16)) {
            write(out, Requests.entries(), rows);
        }
        return file;
    }

    /**
     * Imports a file, every row of which must land.
     *
     * @return seconds it took
     */
    double send(ServerProcess server, Path file) throws IOException {
        String key = server.key("credit-office");
        long start = System.nanoTime();
        Http.Answer answer = Http.post(server.uri("/api/v1/entries/import?covers=all"), key, type, file)
                .expect(200);
        double seconds = (System.nanoTime() - start) / 1e9;
        if (!answer.text().contains("\"rejected\":0,")) {
            throw new IOException("Rows were rejected: "
                    + answer.text().substring(0, Math.min(1_000, answer.text().length())));
        }
        return seconds;
    }
}
