package org.jrp.server.entry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import org.jrp.server.entry.ImportSetup.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class XlsxImportTest {

    private static final String XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    private static final List<String> HEADER = List.of("统一社会信用代码", "名称", "名单", "认定部门", "文书号", "认定依据", "认定日期", "有效期始");
    private static final List<String> ROW =
            List.of("91349999M00000019Y", "示例企业一", "失信被执行人名单", "示例法院", "1号", "法释〔2017〕7号", "2018-02-20", "2018-03-01");

    @TempDir
    Path folder;

    private ImportSetup setup;

    @BeforeEach
    void prepare() {
        setup = new ImportSetup(folder);
        setup.empty();
    }

    @AfterEach
    void nothing_is_left_behind() {
        assertThat(folder.resolve("tmp")).isEmptyDirectory();
    }

    @Test
    void a_sheet_lands_with_days_as_dates_and_rows_shorter_than_the_header() {
        Answer answer = send(sheet(sheet -> {
            texts(sheet, 0, HEADER);
            sheet.value(0, HEADER.size(), "有效期至");
            texts(sheet, 1, ROW);
            texts(sheet, 3, ROW.subList(0, 6));
            sheet.value(3, 0, "91349999M000003770");
            sheet.value(3, 6, LocalDate.of(2018, 2, 20));
            sheet.style(3, 6).format("yyyy-mm-dd").set();
            sheet.value(3, 7, LocalDate.of(2018, 3, 1));
            sheet.style(3, 7).format("yyyy\"年\"m\"月\"d\"日\"").set();
        }));

        assertThat(answer.body()).extracting("accepted", "rejected", "errors").containsExactly(2L, 0L, List.of());
        assertThat(setup.rows("listing where valid_from = '2018-03-01' and recognised_at = '2018-02-20'"))
                .isEqualTo(2);
    }

    @Test
    void formulas_errors_and_numbers_for_ids_are_told_by_row() {
        Answer answer = send(sheet(sheet -> {
            texts(sheet, 0, HEADER);
            texts(sheet, 1, ROW);
            texts(sheet, 2, ROW);
            sheet.formula(2, 1, "SUM(A1)");
            texts(sheet, 3, ROW);
            sheet.value(3, 0, 341182190001010008L);
            texts(sheet, 4, ROW);
            sheet.value(4, 7, 43160);
        }));

        assertThat(answer.body()).extracting("accepted", "rejected").containsExactly(1L, 3L);
        assertThat(answer.errors())
                .extracting("row", "field", "code")
                .containsExactly(
                        tuple(3L, "name", "formula-cell"),
                        tuple(4L, "id", "invalid-id"),
                        tuple(5L, "validFrom", "not-a-date"));
        assertThat(answer.errors().get(1).get("message").toString()).contains("spreadsheet");
    }

    @Test
    void a_header_that_comes_twice_stops_the_sheet() {
        Answer answer = send(sheet(sheet -> {
            texts(sheet, 0, HEADER);
            sheet.value(0, 8, "主体代码");
            texts(sheet, 1, ROW);
        }));

        assertThat(answer.codes()).containsExactly("duplicate-header");
        assertThat(setup.rows("listing")).isZero();
    }

    @Test
    void the_first_sheet_is_read_and_the_others_are_told() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (Workbook workbook = new Workbook(bytes, "test", "1.0")) {
            Worksheet first = workbook.newWorksheet("一");
            texts(first, 0, HEADER);
            texts(first, 1, ROW);
            workbook.newWorksheet("二").value(0, 0, "x");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }

        Answer answer = send(bytes.toByteArray());

        assertThat(answer.count("accepted")).isEqualTo(1);
        assertThat(answer.codes()).containsExactly("other-sheets");
    }

    @Test
    void what_is_no_whole_workbook_is_refused() {
        byte[] good = sheet(sheet -> texts(sheet, 0, HEADER));

        byte[] damaged = sheet(sheet -> {
            texts(sheet, 0, HEADER);
            sheet.formula(1, 0, "A1&B1");
        });

        for (byte[] bad : List.of(
                damaged,
                "list,id\n".getBytes(StandardCharsets.UTF_8),
                Arrays.copyOf(good, good.length / 2),
                new byte[] {(byte) 0xD0, (byte) 0xCF, 0x11, (byte) 0xE0},
                new byte[0])) {
            Answer answer = send(bad);
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.text("code")).isEqualTo("unreadable-file");
        }
        assertThat(setup.rows("import")).isZero();
    }

    @Test
    void a_zip_bomb_is_refused_before_it_is_read() {
        byte[] good = sheet(sheet -> texts(sheet, 0, HEADER));
        byte[] bomb = with(good, "xl/worksheets/sheet9.xml", "<a>" + " ".repeat(40 << 20) + "</a>");

        Answer answer = send(bomb);

        assertThat(bomb.length).isLessThan(100_000);
        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.text("code")).isEqualTo("unpacked-too-large");
    }

    @Test
    void macros_a_doctype_and_addresses_beyond_a_sheet_are_refused() {
        byte[] good = sheet(sheet -> texts(sheet, 0, HEADER));

        assertThat(send(with(good, "xl/vbaProject.bin", "x")).text("code")).isEqualTo("macros");
        assertThat(send(with(
                                good,
                                "xl/other.xml",
                                "<?xml version=\"1.0\"?><!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/hostname\">]><a>&b;</a>"))
                        .text("code"))
                .isEqualTo("doctype");
        assertThat(send(with(good, "xl/other.xml", "<a><c r=\"ZZZZZZ1\"/></a>")).text("code"))
                .isEqualTo("unreadable-file");
    }

    private Answer send(byte[] workbook) {
        return setup.send("", XLSX, workbook);
    }

    private static byte[] sheet(Consumer<Worksheet> content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (Workbook workbook = new Workbook(bytes, "test", "1.0")) {
            content.accept(workbook.newWorksheet("名单"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static void texts(Worksheet sheet, int row, List<String> cells) {
        for (int column = 0; column < cells.size(); column++) {
            sheet.value(row, column, cells.get(column));
        }
    }

    /** The same workbook with one part more. */
    private byte[] with(byte[] workbook, String name, String content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            Path file = Files.write(folder.resolve("good.xlsx"), workbook);
            try (ZipFile in = new ZipFile(file.toFile());
                    ZipOutputStream out = new ZipOutputStream(bytes)) {
                for (ZipEntry entry : Collections.list(in.entries())) {
                    out.putNextEntry(new ZipEntry(entry.getName()));
                    in.getInputStream(entry).transferTo(out);
                }
                out.putNextEntry(new ZipEntry(name));
                out.write(content.getBytes(StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
