package org.jrp.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jrp.decision.DecisionEngine;
import org.jrp.release.Release;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class ScenarioReportTest {

    private static final Release RELEASE = Release.shipped();

    @AfterAll
    static void close() {
        RELEASE.close();
    }

    @Test
    void shows_expected_and_actual_the_rules_that_fired_and_the_nearest_that_did_not() {
        ScenarioReport report = run("""
                - scenario: 以为只是审慎
                  given:
                    entries: [{list: 失信被执行人名单, from: 2018-03-01}]
                  when: {context: 行政许可, matter: 设立融资性担保公司, on: 2018-09-03}
                  then:
                    outcome: caution
                    excludes: [限制设立融资性担保公司]
                    because: [2016-141-m12, no-such-rule]
                    notBecause: [2016-141-m02a]
                """);

        assertThat(report.passed()).isEmpty();
        assertThat(report.failed().get(0).differences())
                .extracting(Difference::key)
                .containsExactly("outcome", "excludes", "because", "notBecause");
        assertThat(report.in(Locale.ENGLISH))
                .contains("scenarios/x.yaml:1: 以为只是审慎")
                .contains("outcome     expected: caution")
                .contains("            actual: restricted")
                .contains("no-such-rule 不存在")
                .contains("Rules that fired:", "2016-141-m02a")
                .contains("Nearest that did not:", "2016-141-m12")
                .contains("0 passed, 1 failed");
        assertThat(report.in(Locale.CHINESE)).contains("预期", "实际", "触发的规则", "差一个条件的规则");
    }

    @Test
    void a_refused_question_fails_whatever_was_expected() {
        ScenarioReport report = run("""
                - scenario: 太早
                  when: {context: 政府采购, on: 2016-05-29}
                  then: {outcome: clear}
                """);

        assertThat(report.failed().get(0).differences())
                .containsExactly(new Difference("refused", "-", "as-of-out-of-range"));
    }

    @Test
    void covers_a_rule_only_where_it_fires_in_one_scenario_and_just_not_in_another() {
        String fires = """
                - scenario: 触发
                  given:
                    entries: [{list: 失信被执行人名单, from: 2018-03-01}]
                  when: {context: 行政许可, matter: 设立融资性担保公司, on: 2018-09-03}
                  then: {outcome: restricted}
                """;
        String justNot = """
                - scenario: 差一个条件
                  given:
                    entries: [{list: 失信被执行人名单, from: 2018-03-01}]
                  when: {context: 行政许可, matter: 设立保险公司, on: 2018-09-03}
                  then: {outcome: caution}
                """;

        assertThat(covered(fires)).doesNotContain("2016-141-m02a");
        assertThat(covered(justNot)).doesNotContain("2016-141-m02a");
        assertThat(covered(fires + justNot)).contains("2016-141-m02a");
    }

    @Test
    void mutants_survive_where_nothing_looks_and_die_where_something_does() {
        List<Scenario> scenarios = read("""
                - scenario: 触发
                  given:
                    entries: [{list: 失信被执行人名单, from: 2018-03-01}]
                  when: {context: 行政许可, matter: 设立融资性担保公司, on: 2018-09-03}
                  then: {measures: [限制设立融资性担保公司], because: {2016-141-m02a: 应采取}}
                """);

        MutationReport nothing = Mutation.run(RELEASE, List.of(), 60, 1, Progress.NONE);
        MutationReport same = Mutation.run(RELEASE, List.of(), 60, 1, Progress.NONE);
        MutationReport something = Mutation.run(RELEASE, scenarios, Progress.NONE);

        assertThat(nothing.score()).isZero();
        assertThat(nothing.tried()).isEqualTo(60);
        assertThat(same.survivors()).isEqualTo(nothing.survivors());
        assertThat(something.killed()).isBetween(5, 60);
        assertThat(something.survivors())
                .filteredOn(one -> one.mutant().original().id().equals("2016-141-m02a"))
                .extracting(one -> one.mutant().kind())
                .containsExactly("drop-condition");
    }

    private static List<String> covered(String yaml) {
        Coverage coverage = run(yaml).coverage();
        List<String> uncovered =
                coverage.uncovered().stream().map(rule -> rule.id()).toList();
        return RELEASE.rules().rules().stream()
                .map(rule -> rule.id())
                .filter(id -> !uncovered.contains(id))
                .toList();
    }

    private static ScenarioReport run(String yaml) {
        return ScenarioRunner.run(DecisionEngine.of(RELEASE), read(yaml), Progress.NONE);
    }

    private static List<Scenario> read(String yaml) {
        return Scenarios.read(Map.of("scenarios/x.yaml", yaml.getBytes(StandardCharsets.UTF_8)), RELEASE.catalogue());
    }
}
