package org.jrp.server.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.dhatim.fastexcel.reader.Row;
import org.jrp.catalogue.Catalogue;
import org.jrp.catalogue.Edition;
import org.jrp.release.ReleaseFiles;
import org.jrp.server.ServerTest;
import org.jrp.server.document.XlsxTables;
import org.jrp.server.whole.Ids;
import org.jrp.server.whole.Reply;
import org.jrp.server.whole.Service;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;

/** The official table goes out as a workbook and comes in as a draft. */
@ServerTest(properties = "test=offline")
class EditionTableApiTest {

    private static final String EDITIONS = "/api/v1/catalogue/editions/";
    private static final Map<String, byte[]> FILES = ReleaseFiles.shipped().below("measure-catalogue");
    private static final Catalogue SHIPPED = Catalogue.read(FILES);

    @Autowired
    Environment environment;

    static Stream<Edition> editions() {
        return SHIPPED.editions().stream();
    }

    private Reply imported(byte[] workbook, String query) {
        Service service = Service.of(environment);
        return service.post(EDITIONS + "import" + query, service.key("policy-author"), XlsxTables.TYPE, workbook);
    }

    private static byte[] workbook(Consumer<Worksheet> content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (Workbook workbook = new Workbook(out, "test", "1.0")) {
            content.accept(workbook.newWorksheet("Sheet1"));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static void texts(Worksheet sheet, int row, String... cells) {
        for (int i = 0; i < cells.length; i++) {
            sheet.value(row, i, cells[i]);
        }
    }

    @ParameterizedTest
    @MethodSource("editions")
    void a_shipped_edition_goes_out_and_comes_back_equal(Edition edition) {
        Service service = Service.of(environment);
        Reply export = service.get(EDITIONS + edition.id() + "/export", service.officer());
        assertThat(export.status()).as("%s", export.status()).isEqualTo(200);
        assertThat(export.header("Content-Type")).startsWith(XlsxTables.TYPE);

        Reply reply = imported(export.body(), "");

        assertThat(reply.status()).as("%s", reply).isEqualTo(200);
        assertThat(reply.json().get("sound")).isEqualTo(true);
        assertThat(reply.list("differences")).isEmpty();
        assertThat(reply.field("file")).isEqualTo("measure-catalogue/" + edition.file());
        Map<String, byte[]> files = new TreeMap<>(FILES);
        files.put(edition.file(), reply.field("text").getBytes(StandardCharsets.UTF_8));
        assertThat(Catalogue.read(files).findEdition(edition.id())).contains(edition);
    }

    @Test
    void no_cell_of_an_export_begins_as_a_formula_does() throws IOException {
        byte[] bytes = XlsxTables.bytes(Map.of("清单", List.of(List.of("=1+1", "+1", "-1", "@x", "'y", "plain"))));
        try (ReadableWorkbook workbook = new ReadableWorkbook(new ByteArrayInputStream(bytes));
                Stream<Row> rows = workbook.getFirstSheet().openStream()) {
            List<String> cells = new ArrayList<>();
            rows.findFirst().orElseThrow().forEach(cell -> cells.add(cell.asString()));

            assertThat(cells).containsExactly("'=1+1", "'+1", "'-1", "'@x", "''y", "plain");
        }
    }

    @Test
    void an_official_table_is_a_draft_with_its_problems_by_row_and_its_differences() {
        Reply reply = imported(
                workbook(sheet -> {
                    texts(sheet, 0, "明光市失信惩戒措施清单(2027年版)");
                    texts(sheet, 1, "序号", "惩戒措施", "惩戒内容", "惩戒对象", "法规政策依据", "惩戒实施主体");
                    texts(sheet, 2, "1", "限制参加政府采购活动", "", "", "《政府采购法》第二十二条", "市财政局");
                    texts(sheet, 3, "2", "限制参加政府采够活动", "", "", "", "");
                }),
                "?effectiveFrom=2027-02-01&publishedAt=2027-01-05");

        assertThat(reply.status()).as("%s", reply).isEqualTo(200);
        assertThat(reply.json().get("sound")).isEqualTo(false);
        assertThat(reply.field("previous")).isEqualTo("2018-mingguang");
        assertThat(reply.field("text")).contains("status: draft").contains("restrict-government-procurement");
        assertThat(reply.list("problems").toString())
                .contains("unknown-measure")
                .contains("限制参加政府采购活动");
        assertThat(reply.list("rows")).hasSize(2);
        assertThat(reply.list("differences")).isNotEmpty();
    }

    @Test
    void formulas_macros_rubbish_and_personal_numbers_are_refused_and_nothing_is_left_behind() throws IOException {
        Reply formula = imported(
                workbook(sheet -> {
                    texts(sheet, 0, "序号", "惩戒措施");
                    sheet.formula(1, 1, "1+1");
                }),
                "");
        Reply rubbish = imported("PK\u0003\u0004rubbish".getBytes(StandardCharsets.ISO_8859_1), "");
        Reply personal = imported(workbook(sheet -> texts(sheet, 0, "序号", "惩戒措施", Ids.citizen(3))), "");
        Reply noTable = imported(workbook(sheet -> texts(sheet, 0, "甲", "乙")), "");
        Reply large = imported(new byte[(4 << 20) + 1], "");

        assertThat(formula.code()).isEqualTo("formula-cell");
        assertThat(formula.text()).contains("B2");
        assertThat(rubbish.code()).isEqualTo("unreadable-file");
        assertThat(personal.code()).isEqualTo("personal-number");
        assertThat(personal.text()).doesNotContain(Ids.citizen(3));
        assertThat(noTable.status()).isEqualTo(200);
        assertThat(noTable.text()).contains("no-headings").contains("\"text\":null");
        assertThat(large.code()).isEqualTo("too-large");
        assertThat(java.nio.file.Path.of(environment.getRequiredProperty("jrp.data"))
                        .resolve("tmp"))
                .isEmptyDirectory();
    }

    @Test
    void an_edition_that_is_not_there_is_named_with_the_nearest() {
        Service service = Service.of(environment);

        assertThat(service.get(EDITIONS + "2018-minguang/export", service.officer())
                        .text())
                .contains("unknown-edition")
                .contains("2018-mingguang");
        assertThat(imported(workbook(sheet -> texts(sheet, 0, "序号", "惩戒措施")), "?against=2017")
                        .code())
                .isEqualTo("unknown-edition");
    }
}
