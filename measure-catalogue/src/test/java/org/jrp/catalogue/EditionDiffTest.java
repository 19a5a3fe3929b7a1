package org.jrp.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class EditionDiffTest {

    private static final int ROUNDS = 2000;

    private final Catalogue catalogue = ShippedFiles.CATALOGUE;

    @Test
    void applied_to_the_first_edition_it_gives_the_second() {
        for (Edition a : catalogue.editions()) {
            for (Edition b : catalogue.editions()) {
                EditionDiff diff = EditionDiff.of(a, b);

                assertThat(diff.apply(a)).isEqualTo(b);
                assertThat(diff.isEmpty()).isEqualTo(a.equals(b));
                assertThat(diff.changes().isEmpty()).isEqualTo(a.equals(b));
            }
        }
    }

    @Test
    void for_random_editions_it_applies_composes_and_is_empty_only_between_equals() {
        Random random = new Random(20180701);
        for (int round = 0; round < ROUNDS; round++) {
            Edition a = RandomEditions.any(random);
            Edition b = random.nextInt(3) == 0 ? RandomEditions.any(random) : RandomEditions.mutated(a, random);
            Edition c = random.nextInt(4) == 0 ? a : RandomEditions.mutated(b, random);

            EditionDiff first = EditionDiff.of(a, b);
            EditionDiff second = EditionDiff.of(b, c);

            assertThat(first.apply(a)).isEqualTo(b);
            assertThat(first.then(second)).isEqualTo(EditionDiff.of(a, c));
            assertThat(first.then(second).apply(a)).isEqualTo(c);
            assertThat(EditionDiff.of(a, a).isEmpty()).isTrue();
            assertThat(first.isEmpty()).isEqualTo(a.equals(b));
            assertThat(first.changes().isEmpty()).isEqualTo(a.equals(b));
            assertThat(first.then(EditionDiff.of(b, a)).isEmpty()).isTrue();
        }
    }

    @Test
    void composition_is_associative() {
        Random random = new Random(20211216);
        for (int round = 0; round < ROUNDS / 4; round++) {
            Edition a = RandomEditions.any(random);
            Edition b = RandomEditions.mutated(a, random);
            Edition c = RandomEditions.mutated(b, random);
            Edition d = RandomEditions.mutated(c, random);
            EditionDiff ab = EditionDiff.of(a, b);
            EditionDiff bc = EditionDiff.of(b, c);
            EditionDiff cd = EditionDiff.of(c, d);

            assertThat(ab.then(bc).then(cd)).isEqualTo(ab.then(bc.then(cd)));
        }
    }

    @Test
    void it_applies_to_no_other_edition_and_joins_only_what_meets() {
        Edition a = catalogue.findEdition("2018-mingguang-punishment").orElseThrow();
        Edition b = catalogue.findEdition("2018-mingguang").orElseThrow();
        EditionDiff diff = EditionDiff.of(a, b);

        assertThatThrownBy(() -> diff.apply(b))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The edition (2018-mingguang) is not the one that the difference starts from"
                        + " (2018-mingguang-punishment), or was changed since.");
        assertThatThrownBy(() -> diff.then(diff))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("does not start where this one ends (2018-mingguang)");
    }

    private static Edition edition(EditionMeasure... rows) {
        return RandomEditions.edition("e", LocalDate.of(2018, 7, 1), List.of(), List.of(rows));
    }

    private static EditionMeasure row(String code, String name, String... provisions) {
        return new EditionMeasure(
                code,
                name,
                Kind.SANCTION,
                "N01",
                1,
                Effect.MANDATORY,
                List.of("government-procurement"),
                List.of(),
                List.of("finance-bureau"),
                List.of(new EditionMeasure.BasisRef("gpl-22", LinkSource.MEMORY)),
                10,
                List.of(provisions));
    }

    private List<String> sentences(Edition a, Edition b) {
        return EditionDiff.of(a, b).sentences(catalogue).stream().map(Text::zh).toList();
    }

    private static ChangeKind only(Edition a, Edition b) {
        List<EditionChange> changes = EditionDiff.of(a, b).changes();
        assertThat(changes).hasSize(1);
        return changes.get(0).kind();
    }

    private String changed(UnaryOperator<EditionMeasure> change, ChangeKind kind) {
        EditionMeasure row = row("restrict-government-procurement", "限制参加政府采购活动", "p1");
        Edition a = edition(row);
        Edition b = edition(change.apply(row));
        assertThat(only(a, b)).isEqualTo(kind);
        assertThat(sentences(a, b)).hasSize(1);
        return sentences(a, b).get(0);
    }

    @Test
    void it_tells_what_came_and_went() {
        Edition none = edition();
        Edition one = edition(row("restrict-government-procurement", "限制参加政府采购活动"));

        assertThat(sentences(none, one)).containsExactly("新增措施“限制参加政府采购活动”(失信惩戒,业务场景:政府采购,实施部门:市财政局)。");
        assertThat(sentences(one, none)).containsExactly("删除措施“限制参加政府采购活动”。");
        assertThat(only(none, one)).isEqualTo(ChangeKind.ADDED);
        assertThat(only(one, none)).isEqualTo(ChangeKind.REMOVED);
    }

    @Test
    void it_tells_every_kind_of_change_of_a_row_in_a_sentence() {
        assertThat(changed(with("name", "限制政府采购"), ChangeKind.RENAMED)).isEqualTo("措施“限制参加政府采购活动”改称“限制政府采购”。");
        assertThat(changed(with("effect", Effect.REFERENCE), ChangeKind.STRENGTH_CHANGED))
                .isEqualTo("措施“限制参加政府采购活动”的效力由“应采取”改为“可参考”。");
        assertThat(changed(with("class", 3), ChangeKind.STRENGTH_CHANGED))
                .isEqualTo("措施“限制参加政府采购活动”的类别由“减损权益”改为“自主实施”。");
        assertThat(changed(with("contexts", List.of("government-procurement", "bidding")), ChangeKind.SUBJECT_CHANGED))
                .isEqualTo("措施“限制参加政府采购活动”的业务场景增加招标投标。");
        assertThat(changed(with("departments", List.of("development-reform-commission")), ChangeKind.ACTOR_CHANGED))
                .isEqualTo("措施“限制参加政府采购活动”的实施部门增加市发展改革委,减少市财政局。");
        assertThat(changed(
                        with("basis", List.of(new EditionMeasure.BasisRef("gpl-77", LinkSource.SOURCE))),
                        ChangeKind.BASIS_CHANGED))
                .isEqualTo("措施“限制参加政府采购活动”的依据增加《中华人民共和国政府采购法》第七十七条,减少《中华人民共和国政府采购法》第二十二条。");
        assertThat(changed(
                        with("basis", List.of(new EditionMeasure.BasisRef("gpl-22", LinkSource.SOURCE))),
                        ChangeKind.BASIS_CHANGED))
                .isEqualTo("措施“限制参加政府采购活动”的依据关联:《中华人民共和国政府采购法》第二十二条由“未核实”改为“有据”。");
        assertThat(changed(with("category", "N07"), ChangeKind.CONTENT_CHANGED))
                .isEqualTo("措施“限制参加政府采购活动”的归类由“N01 限制市场或行业准入”改为“N07 限制申请财政性资金项目”。");
        assertThat(changed(with("feedbackWithin", 15), ChangeKind.CONTENT_CHANGED))
                .isEqualTo("措施“限制参加政府采购活动”的反馈时限由“10个工作日”改为“15个工作日”。");
        assertThat(changed(with("provisions", List.of("p1", "p2")), ChangeKind.CONTENT_CHANGED))
                .isEqualTo("措施“限制参加政府采购活动”的所依条款增加p2。");
    }

    private static UnaryOperator<EditionMeasure> with(String field, Object value) {
        return row -> RandomEditions.with(row, field, value);
    }

    @Test
    void it_tells_another_order() {
        EditionMeasure one = row("a", "甲");
        EditionMeasure two = row("b", "乙");

        assertThat(only(edition(one, two), edition(two, one))).isEqualTo(ChangeKind.REORDERED);
        assertThat(sentences(edition(one, two), edition(two, one))).containsExactly("措施的排列顺序有调整。");
    }

    @Test
    void it_tells_a_split_and_a_merger_by_the_provisions_that_moved() {
        Edition whole = edition(row("a", "限制采购和招标", "p1", "p2"));
        Edition parts = edition(row("b", "限制采购", "p1"), row("c", "限制招标", "p2"));

        assertThat(EditionDiff.of(whole, parts).changes())
                .extracting(EditionChange::kind)
                .containsExactly(ChangeKind.SPLIT, ChangeKind.REMOVED, ChangeKind.ADDED, ChangeKind.ADDED);
        assertThat(sentences(whole, parts))
                .startsWith("措施“限制采购和招标”拆分为“限制采购”、“限制招标”。")
                .hasSize(3);
        assertThat(sentences(parts, whole))
                .startsWith("措施“限制采购”、“限制招标”合并为“限制采购和招标”。")
                .hasSize(2);
    }

    @Test
    void it_tells_a_split_that_the_catalogue_records() {
        SmallFiles small = new SmallFiles();
        small.replace(
                "measures.yaml",
                "限制参与招标投标, kind: sanction, category: N01, class: 1,",
                "限制参与招标投标, kind: sanction, category: N01, class: 1, replaces: [restrict-procurement],");
        Edition before = edition(row("restrict-procurement", "限制参加政府采购活动"));
        Edition after = edition(row("restrict-procurement", "限制参加政府采购活动"), row("restrict-bidding", "限制参与招标投标"));

        EditionDiff diff = EditionDiff.of(before, after);

        assertThat(diff.changes(small.read()))
                .first()
                .isEqualTo(new EditionChange(
                        ChangeKind.SPLIT,
                        EditionChange.Part.MEASURE,
                        "restrict-procurement",
                        "限制参加政府采购活动",
                        "code",
                        List.of("restrict-procurement"),
                        List.of("restrict-bidding", "restrict-procurement")));
        assertThat(diff.changes()).extracting(EditionChange::kind).containsExactly(ChangeKind.ADDED);
        assertThat(diff.sentences(small.read()))
                .extracting(Text::zh)
                .first()
                .asString()
                .contains("拆分为");
    }

    @Test
    void it_tells_the_items_of_national_lists() {
        Edition.Item old = new Edition.Item("N01", "限制准入", 1);
        Edition a = RandomEditions.edition("e", LocalDate.of(2021, 12, 16), List.of(old), List.of());
        Edition b = RandomEditions.edition(
                "e",
                LocalDate.of(2021, 12, 16),
                List.of(new Edition.Item("N01", "限制市场准入", 2), new Edition.Item("N15", "其他", 3)),
                List.of());

        assertThat(sentences(a, b))
                .containsExactly("类别“限制准入”改称“限制市场准入”。", "类别“N01 限制市场准入”的类别由“减损权益”改为“管理措施”。", "新增类别“N15 其他”。");
        assertThat(sentences(b, a)).contains("删除类别“N15 其他”。");
    }

    @Test
    void the_municipal_edition_adds_the_incentives_to_the_punishment_list() {
        Edition a = catalogue.findEdition("2018-mingguang-punishment").orElseThrow();
        Edition b = catalogue.findEdition("2018-mingguang").orElseThrow();

        EditionDiff diff = EditionDiff.of(a, b);

        assertThat(diff.changes(catalogue))
                .filteredOn(change -> change.kind() == ChangeKind.ADDED)
                .filteredOn(change -> b.measures().stream()
                        .anyMatch(row -> row.code().equals(change.code()) && row.kind() == Kind.INCENTIVE))
                .hasSameSizeAs(b.measures().stream()
                        .filter(row -> row.kind() == Kind.INCENTIVE)
                        .toList());
        assertThat(diff.sentences(catalogue))
                .extracting(Text::zh)
                .contains("管辖范围由“惩戒”改为“惩戒和激励”。", "生效日期由“2018-01-01”改为“2018-07-01”。")
                .allMatch(sentence -> sentence.endsWith("。"));
        assertThat(diff.sentences(catalogue)).extracting(Text::en).allMatch(sentence -> sentence.endsWith("."));
        assertThat(diff.unchanged()).isPositive();
    }

    @Test
    void a_code_that_stands_twice_is_refused() {
        List<EditionMeasure> twice = new ArrayList<>(Collections.nCopies(2, row("a", "甲")));
        Edition wrong = edition(twice.toArray(EditionMeasure[]::new));

        assertThatThrownBy(() -> EditionDiff.of(wrong, edition()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The code (a) stands twice in one edition.");
    }
}
