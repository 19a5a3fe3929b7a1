package org.jrp.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jrp.catalogue.Catalogue;
import org.jrp.catalogue.Problem;
import org.jrp.release.ReleaseFiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScenarioReaderTest {

    private static final Catalogue CATALOGUE =
            Catalogue.read(ReleaseFiles.shipped().below("measure-catalogue"));
    private static final String WHEN = "  when: {context: 政府采购, on: 2018-09-01}\n";
    private static final String THEN = "  then: {outcome: clear}\n";

    private final List<Problem> problems = new ArrayList<>();

    @Test
    void reads_what_a_policy_clerk_writes() {
        List<Scenario> scenarios = read("""
                - scenario: 失信被执行人参加政府采购,2018年受限
                  given:
                    subject: {kind: enterprise}
                    related: [法定代表人]
                    entries:
                      - {list: 失信被执行人名单, from: 2018-03-01, to: 2020-03-01}
                      - {list: SPC_DEBTOR, from: 2018-03-01, of: 法定代表人}
                  when: {context: 政府采购, on: 2018-09-01}
                  then:
                    outcome: restricted
                    includes: [限制参加政府采购活动]
                """);

        assertThat(problems).isEmpty();
        Scenario scenario = scenarios.get(0);
        assertThat(scenario.line()).isEqualTo(1);
        assertThat(scenario.caseFile().place()).isEqualTo("341182");
        assertThat(scenario.caseFile().knownAt()).isEqualTo("2018-09-01T15:59:59Z");
        assertThat(scenario.caseFile().entries())
                .extracting(entry -> entry.about())
                .containsExactly("r0", "s0");
        assertThat(scenario.expectations()).extracting(Expectation::key).containsExactly("outcome", "includes");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    - {list: 失信被执行人名, from: 2018-03-01}                     | unknown-word
                    - {list: 失信被执行人名单}                                    | missing-key
                    - {list: 失信被执行人名单, from: 2018-13-01}                  | not-a-date
                    - {list: 失信被执行人名单, from: 2018-03-01, untill: x}       | unknown-key
                    - {list: 失信被执行人名单, from: 2018-03-01, of: 法定代表人}  | unknown-related
                    - {list: 失信被执行人名单, from: 2018-03-01, id: 91350100M000100Y43} | not-synthetic
                    - {list: 失信被执行人名单, from: 2018-03-01, id: 91349999M000000190} | invalid-id
                    - {list: 失信被执行人名单, from: 2018-03-01, subjectIs: 老板}  | unknown-word
                    - {list: 失信被执行人名单, from: 2018-03-01, of: 主体, subjectIs: 股东}  | two-relations
                    - {list: 失信被执行人名单, from: 2018-03-01, events: [{repared: 2018-08-01}]} | missing-key
                    """)
    void refuses_a_faulty_entry(String entry, String code) {
        read("- scenario: x\n  given:\n    entries:\n      " + entry + "\n" + WHEN + THEN);

        assertThat(problems).extracting(Problem::code).contains(code);
        assertThat(problems).allMatch(problem -> problem.line() == 4);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    {outcome: restrict}                        | unknown-word
                    {outcomes: clear}                          | unknown-key
                    {}                                         | nothing-expected
                    {includes: [限制参加政府采够]}             | unknown-word
                    {effect: {限制参加政府采购活动: 必须}}     | unknown-word
                    {withheld: {限制参加政府采购活动: 不合法}} | unknown-word
                    {feedbackDue: {限制参加政府采购活动: x}}   | not-a-date
                    {remedies: {fulfil-judgment: 三天}}        | not-a-date
                    {measures: {a: b}}                         | wrong-type
                    """)
    void refuses_a_faulty_expectation(String then, String code) {
        List<Scenario> scenarios = read("- scenario: x\n" + WHEN + "  then: " + then + "\n");

        assertThat(scenarios).isEmpty();
        assertThat(problems).extracting(Problem::code).contains(code);
        assertThat(problems).allMatch(problem -> problem.line() == 3);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    {on: 2018-09-01}                              | missing-key
                    {context: 政府采购}                           | missing-key
                    {context: 政府采构, on: 2018-09-01}           | unknown-word
                    {context: 政府采购, on: 2018-02-30}           | not-a-date
                    {context: 政府采购, on: 2018-09-01, knownAt: 昨天} | not-a-date
                    {context: 政府采购, on: 2018-09-01, kind: 公司}    | unknown-word
                    """)
    void refuses_a_faulty_question(String when, String code) {
        List<Scenario> scenarios = read("- scenario: x\n  when: " + when + "\n" + THEN);

        assertThat(scenarios).isEmpty();
        assertThat(problems).extracting(Problem::code).contains(code);
    }

    @Test
    void offers_the_nearest_word() {
        read("- scenario: x\n" + WHEN + "  then: {includes: [限制参加政府采够活动]}\n");

        assertThat(problems.get(0).mend().in(Locale.ENGLISH)).isEqualTo("Maybe 限制参加政府采购活动?");
    }

    @Test
    void a_faulty_scenario_does_not_spoil_the_next() {
        List<Scenario> scenarios =
                read("- scenario: x\n  then: {outcome: clear}\n- scenario: y\n" + WHEN + THEN + "- z\n");

        assertThat(scenarios).extracting(Scenario::name).containsExactly("y");
        assertThat(problems).extracting(Problem::code).containsExactly("not-a-mapping", "missing-key");
    }

    @Test
    void refuses_the_same_name_twice_and_an_underage_unit() {
        read("- scenario: x\n" + WHEN + THEN + "- scenario: x\n  given: {subject: {kind: enterprise, underage: true}}\n"
                + WHEN + THEN);

        assertThat(problems).extracting(Problem::code).containsExactly("duplicate-scenario", "underage-unit");
    }

    @Test
    void refuses_an_alias() {
        read("- scenario: &a x\n" + WHEN + "  then: {outcome: *a}\n");

        assertThat(problems).extracting(Problem::code).containsExactly("yaml-alias");
    }

    private List<Scenario> read(String yaml) {
        return Scenarios.read(Map.of("scenarios/x.yaml", yaml.getBytes(StandardCharsets.UTF_8)), CATALOGUE, problems);
    }
}
