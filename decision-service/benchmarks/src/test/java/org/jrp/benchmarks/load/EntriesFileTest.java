package org.jrp.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EntriesFileTest {

    @TempDir
    private Path folder;

    @Test
    void both_forms_hold_the_same_rows() throws IOException {
        Path csv = EntriesFile.CSV.write(folder.resolve("entries.csv"), 1_500);
        Path xlsx = EntriesFile.XLSX.write(folder.resolve("entries.xlsx"), 1_500);

        String last = String.join(",", Requests.entries().row(1_499));
        assertThat(Files.readAllLines(csv)).hasSize(1_501).last().isEqualTo(last);
        try (var zip = FileSystems.newFileSystem(xlsx)) {
            String sheet = Files.readString(zip.getPath("xl", "worksheets", "sheet1.xml"));
            assertThat(sheet.split("<row ")).hasSize(1_502);
            assertThat(sheet)
                    .contains(Requests.entries().row(0).get(0))
                    .contains(Requests.entries().row(1_499).get(0));
        }
    }
}
