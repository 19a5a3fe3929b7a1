package org.jrp.release;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.TreeMap;
import org.jrp.catalogue.Catalogue;
import org.junit.jupiter.api.Test;

/** What a release changes is told as policy: which rule and measure, for whom, where, from which day. */
class ReleaseChangesTest {

    private static final ReleaseFiles SHIPPED = ReleaseFiles.shipped();
    private static final String RULES = "rules/memoranda/2016-141-judgment-defaulter.dslr";
    private static final String CLAUSES = "measure-catalogue/instruments/2016-141-judgment-defaulter.yaml";

    private static ReleaseFiles with(ReleaseFiles files, String path, String old, String fresh) {
        String text = new String(files.bytes(path), StandardCharsets.UTF_8);
        assertThat(text).contains(old);
        int at = text.indexOf(old);
        return files.with(
                path,
                (text.substring(0, at) + fresh + text.substring(at + old.length())).getBytes(StandardCharsets.UTF_8));
    }

    private static ReleaseFiles without(ReleaseFiles files, String path) {
        TreeMap<String, byte[]> left = new TreeMap<>();
        files.paths().stream().filter(one -> !one.equals(path)).forEach(one -> left.put(one, files.bytes(one)));
        return ReleaseFiles.of(left);
    }

    private static String section(ReleaseChanges changes, ReleaseFiles after) {
        return PolicyChanges.section(changes, "1.1.0", Catalogue.read(after.below("measure-catalogue")));
    }

    @Test
    void a_release_does_not_differ_from_itself() {
        ReleaseChanges changes = ReleaseChanges.of(SHIPPED, SHIPPED);

        assertThat(changes.isEmpty()).isTrue();
        assertThat(changes.impact().from()).isNull();
        assertThat(section(changes, SHIPPED)).contains("没有变化").contains("Impacted days: none");
    }

    @Test
    void a_comment_or_a_rule_that_moved_is_no_change() {
        ReleaseFiles after = with(SHIPPED, RULES, "规则 \"", "// 说明\n\n规则 \"");

        assertThat(after.hash()).isNotEqualTo(SHIPPED.hash());
        assertThat(ReleaseChanges.of(SHIPPED, after).isEmpty()).isTrue();
    }

    @Test
    void a_rule_with_other_sentences_is_told_with_both_its_contexts_and_its_first_day() {
        String text = new String(SHIPPED.bytes(RULES), StandardCharsets.UTF_8);
        int at = text.indexOf("- 业务场景为 政府采购、招标投标");
        assertThat(at).isPositive();
        String sentence = text.substring(at + 2, text.indexOf('\n', at)).strip();
        ReleaseFiles after = with(SHIPPED, RULES, sentence, "业务场景为 招标投标");

        ReleaseChanges changes = ReleaseChanges.of(SHIPPED, after);

        assertThat(changes.rules()).hasSize(1);
        ReleaseChanges.RulePart part = changes.rules().get(0);
        assertThat(part.change()).isEqualTo(ReleaseChanges.Change.CHANGED);
        assertThat(part.contexts()).contains("bidding", "government-procurement");
        assertThat(part.lists()).containsExactly("judgment-defaulter");
        assertThat(part.gone()).containsExactly(sentence);
        assertThat(part.come()).containsExactly("业务场景为 招标投标");
        assertThat(part.from()).isEqualTo(LocalDate.of(2016, 1, 20));
        assertThat(part.text().zh())
                .contains("对“失信被执行人名单”")
                .contains("自 2016-01-20 起")
                .contains("发改财金〔2016〕141号");
        assertThat(changes.impact().contexts()).isEqualTo(part.contexts());
        assertThat(section(changes, after))
                .startsWith("## 1.1.0\n\n修改规则 1 条。Impacted days: from 2016-01-20. Impacted matters: bidding (")
                .contains("原:" + sentence + "。现:业务场景为 招标投标");
    }

    @Test
    void rules_that_come_and_go_are_told() {
        ReleaseFiles without = without(SHIPPED, RULES);

        ReleaseChanges gone = ReleaseChanges.of(SHIPPED, without);
        ReleaseChanges come = ReleaseChanges.of(without, SHIPPED);

        assertThat(gone.rules()).hasSizeGreaterThan(3).allMatch(one -> one.change() == ReleaseChanges.Change.REMOVED);
        assertThat(come.rules())
                .extracting(ReleaseChanges.RulePart::id)
                .isEqualTo(
                        gone.rules().stream().map(ReleaseChanges.RulePart::id).toList());
        assertThat(come.rules()).allMatch(one -> one.change() == ReleaseChanges.Change.ADDED);
        assertThat(come.rules().get(0).text().zh()).startsWith("新增规则(2016-141-");
        assertThat(gone.others()).isEmpty();
    }

    @Test
    void a_clause_that_changes_under_a_rule_is_told_though_the_rule_stays() {
        ReleaseFiles after = with(SHIPPED, CLAUSES, "validTo: null", "validTo: 2024-03-04");

        ReleaseChanges changes = ReleaseChanges.of(SHIPPED, after);

        assertThat(changes.rules()).isNotEmpty().allMatch(one -> one.change() == ReleaseChanges.Change.CLAUSE);
        assertThat(changes.rules().get(0).come()).anyMatch(text -> text.contains("2024-03-04"));
    }

    @Test
    void an_edition_that_comes_or_changes_is_told_by_its_measures_from_its_first_day() {
        String path = "measure-catalogue/editions/2018-mingguang.yaml";
        ReleaseFiles without = without(SHIPPED, path);
        ReleaseFiles changed = with(SHIPPED, path, "effect: mandatory", "effect: reference");

        ReleaseChanges come = ReleaseChanges.of(without, SHIPPED);
        ReleaseChanges other = ReleaseChanges.of(SHIPPED, changed);

        assertThat(come.editions()).hasSize(1);
        assertThat(come.editions().get(0).change()).isEqualTo(ReleaseChanges.Change.ADDED);
        assertThat(come.editions().get(0).from()).isEqualTo(LocalDate.of(2018, 7, 1));
        assertThat(come.editions().get(0).added()).contains("restrict-government-procurement");
        assertThat(other.editions()).hasSize(1);
        assertThat(other.editions().get(0).changed()).containsExactly("restrict-government-procurement");
        assertThat(other.editions().get(0).contexts()).containsExactly("government-procurement");
        assertThat(section(other, changed)).contains("2018-07-01 起:《明光市级守信联合激励和失信联合惩戒措施清单(2018年版)》");
    }

    @Test
    void lists_bases_and_other_files_are_told() {
        ReleaseFiles after = with(SHIPPED, "measure-catalogue/lists.yaml", "freshness: P7D", "freshness: P9D");
        String statutes = new String(SHIPPED.bytes("measure-catalogue/statutes.yaml"), StandardCharsets.UTF_8);
        assertThat(statutes).contains("validTo: null");
        after = with(after, "measure-catalogue/statutes.yaml", "validTo: null", "validTo: 2025-01-01");
        after = with(after, "measure-catalogue/calendar.yaml", "\n", "\n# 说明\n");

        ReleaseChanges changes = ReleaseChanges.of(SHIPPED, after);

        assertThat(changes.others()).extracting(ReleaseChanges.Other::kind).isEqualTo(List.of("list", "basis", "file"));
        assertThat(changes.others().get(1).from()).isEqualTo(LocalDate.of(2025, 1, 1));
        assertThat(changes.impact().contexts()).isEmpty();
        assertThat(section(changes, after)).contains("数据时效").contains("Impacted matters: all");
    }
}
