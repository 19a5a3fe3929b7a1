package org.jrp.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CatalogueCheckTest {

    private static final String MEMORANDUM = "instruments/2016-141-defaulter.yaml";
    private static final String TAX = "instruments/2016-1467-tax.yaml";
    private static final String CITY = "editions/2018-city.yaml";

    private final SmallFiles small = new SmallFiles();

    private Problem only(String code) {
        List<Problem> found = small.check().problems().stream()
                .filter(problem -> problem.code().equals(code))
                .toList();
        assertThat(found).as(code).hasSize(1);
        return found.get(0);
    }

    @Test
    void it_counts_what_the_files_hold() {
        CatalogueCheck check = small.check();

        assertThat(check.counts()).isEqualTo(new CatalogueCheck.Counts(2, 3, 2, 1, 2, 1, 3, 2, 1, 2, 1, 3, 1, 1));
        assertThat(check.citations()).isEqualTo(new CatalogueCheck.Citations(1, 1, 1, 1, 1, 1, 0, 1, 1));
        assertThat(check.editions())
                .extracting(CatalogueCheck.EditionCount::id)
                .containsExactly("2016-memoranda", "2018-city", "2021-national");
        assertThat(check.summary()).last().extracting(Text::en).isEqualTo("0 errors, 3 warnings.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "measures.yaml | 限制参与招标投标, kind: sanction, category: N01 | 限制参与招标投标, kind: sanction, category: N03 | unknown-category",
                "measures.yaml | category: null, class: null | category: N01, class: null | wrong-class",
                "instruments/2016-141-defaulter.yaml | title: 关于对失信被执行人实施联合惩戒的合作备忘录 | title: '' | no-citation",
                "instruments/2016-141-defaulter.yaml | effect: reference | effect: incentive | effect-differs",
                "instruments/2016-1467-tax.yaml | effect: incentive | effect: mandatory | effect-differs",
                "instruments/2016-1467-tax.yaml | level: memorandum | {level: memorandum, replacedBy: 2016-1467-tax} | cycle",
                "statutes.yaml | successor: gpl-22 | successor: old-1 | cycle",
                "editions/2018-city.yaml | status: reconstructed | {status: reconstructed, basedOn: [2018-city]} | cycle",
                "editions/2018-city.yaml | kind: sanction | kind: incentive | differs-from-measure",
                "editions/2018-city.yaml | provisions: [2016-141-defaulter-m01] | provisions: [2016-141-defaulter-m02] | provision-of-other-measure",
                "editions/2018-city.yaml | effect: mandatory | effect: incentive | effect-differs",
                "editions/2018-city.yaml | layer: city | layer: national | wrong-place",
            })
    void what_cannot_be_right_is_an_error(String file, String words, String others, String code) {
        String plain = others.startsWith("{")
                ? others.substring(1, others.length() - 1).replace(", ", "\n")
                : others;
        small.replace(file, words, plain);

        Problem problem = only(code);

        assertThat(problem.severity()).isEqualTo(Problem.Severity.ERROR);
        assertThat(problem.file()).isEqualTo(file);
        assertThat(problem.line()).isPositive();
        assertThat(problem.mend().zh()).isNotBlank();
        assertThat(small.check().passed()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "measures.yaml | 限制参与招标投标, kind: sanction, category: N01 | 限制参与招标投标, kind: sanction, category: N07 | class-differs",
                "instruments/2016-141-defaulter.yaml | docNo: 发改财金〔2016〕141号 | docNo: null | no-document-number",
                "instruments/2016-141-defaulter.yaml | source: 公开文本 | source: null | claim-without-source",
                "instruments/2016-141-defaulter.yaml | clauseProvenance: source | clauseProvenance: null | claim-without-source",
                "instruments/2016-141-defaulter.yaml | replacedBy: null | replacedBy: 2016-1467-tax | replaced-but-open",
                "instruments/2016-141-defaulter.yaml | contexts: [bidding] | contexts: [government-procurement] | matter-outside-context",
                "instruments/2016-141-defaulter.yaml | targets: both | targets: entity | relation-outside-targets",
                "instruments/2016-141-defaulter.yaml | ref: old-1, link: memory | ref: old-1, link: source | link-to-unverified",
                "instruments/2016-141-defaulter.yaml | departments: [财政部, 证监会] | departments: [财正部] | unknown-body",
                "instruments/2016-1467-tax.yaml | departments: [财政部] | departments: [证监会] | unanswered-provision",
                "instruments/2016-1467-tax.yaml | contexts: [government-procurement] | contexts: [financing] | encoded-not-offered",
                "instruments/2016-1467-tax.yaml | encoded: true | encoded: true, notEncodedBecause: 无 | needless-reason",
                "statutes.yaml | docNo: 中办发〔2016〕64号 | docNo: null | no-document-number",
                "statutes.yaml | articleVerified: false | articleVerified: true | claim-without-source",
                "editions/2018-city.yaml | name: 限制参加政府采购活动 | name: 限制参加政府采购 | differs-from-measure",
                "editions/2018-city.yaml | departments: [finance-bureau] | departments: [] | incomplete-row",
                "editions/2018-city.yaml | contexts: [government-procurement] | contexts: [government-procurement, bidding] | context-without-provision",
                "editions/2018-city.yaml | publishedAt: 2018-07-01 | publishedAt: 2018-07-02 | effective-before-published",
                "editions/2018-city.yaml | effectiveFrom: 2018-07-01 | effectiveFrom: 2016-01-01 | provision-later-than-edition",
                "editions/2016-memoranda.yaml | effectiveFrom: 2016-05-30 | effectiveFrom: 2016-06-01 | edition-gap",
            })
    void what_somebody_should_look_at_is_a_warning(String file, String words, String others, String code) {
        small.replace(file, words, others);

        Problem problem = only(code);

        assertThat(problem.severity()).isEqualTo(Problem.Severity.WARNING);
        assertThat(problem.file()).isEqualTo(file);
        assertThat(problem.line()).isPositive();
        assertThat(small.check().passed()).isTrue();
    }

    @Test
    void two_instruments_of_one_number_are_noticed() {
        small.replace(MEMORANDUM, "docNo: 发改财金〔2016〕141号", "docNo: 发改财金〔2016〕1467号");

        assertThat(only("duplicate-instrument").message().en()).contains("2016-141-defaulter");
    }

    @Test
    void an_article_that_orders_recording_authorises_no_bar() {
        small.replace("statutes.yaml", "paraphrase: 供应商的条件", "paraphrase: 供应商的条件, recordingOnly: true");

        assertThat(only("recording-authorises-nothing").line()).isEqualTo(small.line(MEMORANDUM, "authorises: true"));
    }

    @Test
    void a_measure_list_is_no_basis() {
        small.replace("statutes.yaml", "level: central-policy-document", "level: national-list");
        small.replace(MEMORANDUM, "ref: gpl-22", "ref: zbf2016-64");

        assertThat(only("list-as-basis").line()).isEqualTo(small.line(MEMORANDUM, "zbf2016-64"));
    }

    @Test
    void a_row_stronger_than_its_provisions_is_noticed() {
        small.replace(MEMORANDUM, "effect: mandatory", "effect: reference");

        assertThat(only("effect-stronger").file()).isEqualTo(CITY);
    }

    @Test
    void a_measure_of_the_third_class_is_never_mandatory() {
        small.replace(
                "measures.yaml",
                "限制参加政府采购活动, kind: sanction, category: N01, class: 1",
                "限制参加政府采购活动, kind: sanction, category: null, class: 3");

        assertThat(only("class-three-mandatory").line()).isEqualTo(small.line(MEMORANDUM, "effect: mandatory"));
    }

    @Test
    void a_gap_between_national_editions_is_noticed() {
        small.replace(
                "editions/2016-memoranda.yaml",
                "status: reconstructed",
                "status: reconstructed\neffectiveTo: 2020-01-01");

        assertThat(only("edition-gap").message().en())
                .isEqualTo("No edition governs from 2020-01-01 to the day before 2021-12-16.");
    }

    @Test
    void a_split_ties_old_rows_to_new_provisions() {
        small.put(
                "measures.yaml",
                small.text("measures.yaml")
                        + "  - {code: restrict-all, name: 限制参与采购招标, kind: sanction, category: N01, class: 1, replaces: [restrict-procurement, restrict-bidding]}\n");
        small.put(
                CITY,
                small.text(CITY)
                        .replace("code: restrict-procurement", "code: restrict-all")
                        .replace("name: 限制参加政府采购活动", "name: 限制参与采购招标"));

        assertThat(small.check().errors()).isEmpty();
    }

    @Test
    void an_incentive_stands_outside_an_edition_of_sanctions() {
        small.put(
                CITY,
                small.text(CITY)
                        .replace("governs: both", "governs: sanction")
                        .replace("code: restrict-procurement", "code: priority-procurement")
                        .replace("name: 限制参加政府采购活动", "name: 政府采购优先")
                        .replace("kind: sanction", "kind: incentive")
                        .replace("category: N01", "category: null")
                        .replace("class: 1", "class: null")
                        .replace("effect: mandatory", "effect: incentive")
                        .replace("2016-141-defaulter-m01", "2016-1467-tax-m01"));

        assertThat(small.check().errors()).extracting(Problem::code).containsExactly("outside-governs");
    }

    @Test
    void a_supplement_must_not_repeat_the_upper_list() {
        String supplement = SmallFiles.edition("2022-city", "city", "\"341182\"", "2022-07-01", "sanction", "", """
                measures:
                  - {code: restrict-bidding, name: 限制参与招标投标, kind: sanction, category: N01, class: 1, effect: reference,
                     contexts: [bidding], departments: [finance-bureau], provisions: [2016-141-defaulter-m02]}
                """);
        small.put("editions/2022-city.yaml", supplement);

        Problem repeated = only("repeats-upper-list");

        assertThat(repeated.severity()).isEqualTo(Problem.Severity.ERROR);
        assertThat(repeated.line()).isEqualTo(small.line("editions/2022-city.yaml", "category: N01"));
        assertThat(repeated.message().zh()).contains("限制参与招标投标", "2021-national", "限制市场或行业准入");
        assertThat(only("supplement-without-basis").file()).isEqualTo("editions/2022-city.yaml");

        small.put(
                "editions/2022-city.yaml",
                supplement.replace("2022-07-01", "2020-07-01").replace("year: 2022", "year: 2020"));
        assertThat(small.check().errors()).isEmpty();
    }

    @Test
    void a_supplement_must_not_repeat_the_provinces_either() {
        String row = """
                measures:
                  - {code: restrict-bidding, name: 限制参与招标投标, kind: sanction, category: null, class: 1, effect: reference,
                     contexts: [bidding], departments: [finance-bureau], basis: [{ref: gpl-22, link: memory}],
                     provisions: [2016-141-defaulter-m02]}
                """;
        small.replace(
                "measures.yaml", "限制参与招标投标, kind: sanction, category: N01", "限制参与招标投标, kind: sanction, category: null");
        small.put(
                "editions/2022-province.yaml",
                SmallFiles.edition("2022-province", "province", "\"34\"", "2022-03-01", "sanction", "", row));
        small.put(
                "editions/2022-city.yaml",
                SmallFiles.edition("2022-city", "city", "\"341182\"", "2022-07-01", "sanction", "", row));

        assertThat(only("repeats-upper-list").message().en()).contains("2022-province");
        assertThat(small.check().problems()).extracting(Problem::code).doesNotContain("supplement-without-basis");
    }

    @Test
    void a_published_edition_that_was_changed_is_an_error() {
        small.put("digests.yaml", EditionDigests.fileText(EditionDigests.of(small.files())));
        assertThat(small.check().problems()).isEmpty();

        small.replace(CITY, "effect: mandatory", "effect: reference");

        Problem changed = only("published-edition-changed");
        assertThat(changed.severity()).isEqualTo(Problem.Severity.ERROR);
        assertThat(changed.file()).isEqualTo(CITY);
        assertThat(changed.mend().en())
                .isEqualTo("Published editions never change: restore it, and make a new revision.");
    }

    @Test
    void a_comment_or_another_layout_changes_nothing() {
        Map<String, String> before = EditionDigests.of(small.files());

        small.put(
                CITY,
                "# 说明\r\n"
                        + small.text(CITY)
                                .replace("departments: [finance-bureau]", "departments:\n      - finance-bureau")
                                .replace("title: 清单 2018-city\n", "")
                                .replace("year: 2018", "\"year\": \"2018\"\ntitle: '清单 2018-city'\ndocNo: null")
                                .replace("\n", "\r\n"));

        assertThat(EditionDigests.of(small.files())).isEqualTo(before);
        assertThat(small.check().errors()).isEmpty();
    }

    @Test
    void a_published_edition_stays() {
        small.put("digests.yaml", EditionDigests.fileText(EditionDigests.of(small.files())));

        small.replace(CITY, "status: reconstructed", "status: draft");
        assertThat(only("published-edition-withdrawn").line()).isEqualTo(small.line("digests.yaml", "2018-city"));

        small.remove(CITY);
        assertThat(only("published-edition-removed").file()).isEqualTo("digests.yaml");
    }

    @Test
    void a_draft_needs_no_digest() {
        small.replace(CITY, "status: reconstructed", "status: draft");

        assertThat(EditionDigests.of(small.files())).containsOnlyKeys("2016-memoranda", "2021-national");
        assertThat(small.check().warnings()).extracting(Problem::file).doesNotContain(CITY);
    }

    @Test
    void a_malformed_digest_is_refused() {
        small.put("digests.yaml", "digests:\n  2018-city: abc\n");

        assertThat(only("malformed-digest")).returns(2, Problem::line).returns("abc", Problem::value);
    }

    @Test
    void a_catalogue_without_files_is_all_errors() {
        CatalogueCheck check = CatalogueCheck.of(Map.of());

        assertThat(check.errors()).hasSize(8).extracting(Problem::code).containsOnly("missing-file");
        assertThat(check.counts().instruments()).isZero();
    }

    @Test
    void no_spoilt_file_makes_it_throw() {
        Random random = new Random(20180901);
        List<String> names = new ArrayList<>(small.files().keySet());
        List<String> words = List.of(
                "null", "[]", "{}", "~", "\n", "  ", "- ", ": ", "'", "\"", "&a ", "*a", "9999999999", "true", "政府");
        for (int round = 0; round < 600; round++) {
            Map<String, byte[]> files = new TreeMap<>(small.files());
            String name = names.get(random.nextInt(names.size()));
            String text = new String(files.get(name), StandardCharsets.UTF_8);
            for (int i = 0; i <= random.nextInt(3); i++) {
                int at = random.nextInt(text.length());
                int to = Math.min(text.length(), at + random.nextInt(12));
                text = text.substring(0, at) + words.get(random.nextInt(words.size())) + text.substring(to) + " ";
            }
            files.put(name, text.getBytes(StandardCharsets.UTF_8));
            String spoilt = text;
            assertThatCode(() -> CatalogueCheck.of(files))
                    .as("%s in round %s:%n%s", name, round, spoilt)
                    .doesNotThrowAnyException();
        }
    }

    @Test
    void a_year_beyond_all_calendars_is_refused() {
        small.replace("calendar.yaml", "year: 2018", "year: 2147483647");

        assertThat(small.check().errors()).extracting(Problem::code).contains("wrong-year");
    }

    @Test
    void the_incentive_instrument_is_counted_by_what_is_known_of_it() {
        small.replace(TAX, "docNo: memory", "docNo: source");

        assertThat(small.check().citations().documentNumberOnly()).isEqualTo(2);
    }
}
