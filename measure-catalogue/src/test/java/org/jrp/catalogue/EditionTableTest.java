package org.jrp.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.jrp.catalogue.ShippedFiles.CATALOGUE;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The official table of an edition is written and read back, and what a table does not say is told. */
class EditionTableTest {

    private static final LocalDate TODAY = LocalDate.of(2026, 11, 26);

    static Stream<Edition> editions() {
        return CATALOGUE.editions().stream();
    }

    private static List<EditionTableReader.Line> lines(List<List<String>> rows) {
        List<EditionTableReader.Line> lines = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            lines.add(new EditionTableReader.Line(i + 1, rows.get(i)));
        }
        return lines;
    }

    private static EditionTableReader.Draft read(List<List<String>> rows, Map<String, String> given) {
        return EditionTableReader.read(CATALOGUE, TODAY, List.of(), lines(rows), given, null);
    }

    @ParameterizedTest
    @MethodSource("editions")
    void a_shipped_edition_written_as_a_table_is_read_back_equal(Edition edition) {
        EditionTableReader.Draft draft = EditionTableReader.read(
                CATALOGUE,
                TODAY,
                lines(EditionTable.head(edition)),
                lines(EditionTable.rows(edition, CATALOGUE)),
                Map.of(),
                null);

        assertThat(draft.edition()).isEqualTo(edition);
        assertThat(draft.problems())
                .filteredOn(problem -> problem.severity() == Problem.Severity.ERROR)
                .isEmpty();
        assertThat(draft.sound()).isTrue();
        assertThat(draft.differences(CATALOGUE)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("editions")
    void the_text_of_an_edition_is_read_as_that_edition(Edition edition) {
        Map<String, byte[]> files = new TreeMap<>(ShippedFiles.FILES);
        files.put(edition.file(), EditionYaml.text(edition).getBytes(StandardCharsets.UTF_8));

        assertThat(Catalogue.read(files).findEdition(edition.id())).contains(edition);
    }

    @Test
    void the_official_table_alone_makes_a_draft_and_tells_what_it_assumed() {
        List<List<String>> table = List.of(
                List.of("明光市级守信联合激励和失信联合惩戒措施清单(2027年版)"),
                List.of("序号", "惩戒措施", "惩戒内容", "惩戒对象", "法规政策依据", "惩戒实施主体"),
                List.of("一、减损权益类"),
                List.of("1", "限制参加政府采购活动", "……", "失信被执行人", "《政府采购法》第二十二条", "财政局"),
                List.of("", "", "……", "", "《没有这部法》第一条", "市发改委、市财政局"),
                List.of("2", "限制参加政府采购话动", "", "", "", "市财政局"),
                List.of("备注:以上措施自公布之日起施行。"));

        EditionTableReader.Draft draft = read(table, Map.of("publishedAt", "2027年1月5日"));

        Edition edition = draft.edition();
        assertThat(edition).isNotNull();
        assertThat(edition.id()).isEqualTo("2027-341182");
        assertThat(edition.status()).isEqualTo("draft");
        assertThat(edition.year()).isEqualTo(2027);
        assertThat(edition.publishedAt()).isEqualTo("2027-01-05");
        assertThat(edition.assumed()).containsExactly("effectiveFrom");
        assertThat(draft.previous()).isNotNull();
        assertThat(draft.previous().id()).isEqualTo("2018-mingguang");
        assertThat(edition.measures()).hasSize(1);
        EditionMeasure row = edition.measures().get(0);
        assertThat(row.code()).isEqualTo("restrict-government-procurement");
        assertThat(row.contexts()).containsExactly("government-procurement");
        assertThat(row.provisions()).isNotEmpty();
        assertThat(row.measureClass()).isEqualTo(1);
        assertThat(row.departments()).contains("finance-bureau");
        assertThat(draft.matches())
                .extracting(
                        EditionTableReader.Matched::row,
                        EditionTableReader.Matched::kind,
                        EditionTableReader.Matched::nearest)
                .containsExactly(tuple(4, "measure", null), tuple(6, "unknown", "限制参加政府采购活动"));
        assertThat(draft.problems())
                .extracting(EditionTableReader.RowProblem::row, EditionTableReader.RowProblem::code)
                .contains(
                        tuple(6, "unknown-measure"),
                        tuple(4, "unknown-word"),
                        tuple(0, "assumed-field"),
                        tuple(7, "row-left-out"));
        assertThat(draft.sound()).isFalse();
        assertThat(draft.differences(CATALOGUE)).isNotEmpty();
        Map<String, byte[]> files = new TreeMap<>(ShippedFiles.FILES);
        files.put(edition.file(), draft.text().orElseThrow().getBytes(StandardCharsets.UTF_8));
        assertThat(Catalogue.read(files).findEdition("2027-341182")).contains(edition);
    }

    @Test
    void a_measure_known_by_another_wording_twice_or_with_another_kind_is_told() {
        List<List<String>> table = List.of(
                List.of("惩戒措施", "性质", "效力"),
                List.of("依法限制参加政府采购活动。", "守信激励", "应采取"),
                List.of("restrict-government-procurement", "失信惩戒", "非常强"));

        EditionTableReader.Draft draft = read(table, Map.of("id", "2027-test", "title", "某市清单(2027年版)"));

        assertThat(draft.matches().get(0).by()).isEqualTo("alias");
        assertThat(draft.problems())
                .filteredOn(problem -> problem.severity() == Problem.Severity.ERROR)
                .extracting(EditionTableReader.RowProblem::code)
                .containsExactly("differs-from-measure", "duplicate-measure");
    }

    @Test
    void a_published_edition_is_not_altered_by_a_table() {
        Edition edition = CATALOGUE.findEdition("2018-mingguang").orElseThrow();
        List<List<String>> rows = new ArrayList<>(EditionTable.rows(edition, CATALOGUE));
        rows.remove(rows.size() - 1);

        EditionTableReader.Draft draft = EditionTableReader.read(
                CATALOGUE, TODAY, lines(EditionTable.head(edition)), lines(rows), Map.of(), null);

        assertThat(draft.problems())
                .extracting(EditionTableReader.RowProblem::code)
                .contains("edition-published");
        assertThat(draft.differences(CATALOGUE)).hasSize(1);
    }

    @Test
    void a_sheet_without_the_headings_is_no_table() {
        EditionTableReader.Draft draft = read(List.of(List.of("甲", "乙"), List.of("1", "2")), Map.of());

        assertThat(draft.edition()).isNull();
        assertThat(draft.problems())
                .extracting(EditionTableReader.RowProblem::code)
                .containsExactly("no-headings");
    }

    @Test
    void wrong_fields_of_the_head_are_told_and_stand_ins_taken() {
        EditionTableReader.Draft draft = read(
                List.of(List.of("序号", "惩戒措施"), List.of("1", "限制参加政府采购活动")),
                Map.of(
                        "id",
                        "第一版",
                        "layer",
                        "县级",
                        "place",
                        "明光",
                        "year",
                        "二〇一八",
                        "effectiveTo",
                        "2018-13-01",
                        "status",
                        "x"));

        assertThat(draft.problems())
                .filteredOn(problem -> problem.code().equals("wrong-field"))
                .extracting(EditionTableReader.RowProblem::column)
                .containsExactlyInAnyOrder("代码", "层级", "地区", "年版", "失效日期", "状态");
        assertThat(draft.edition()).isNotNull();
    }
}
