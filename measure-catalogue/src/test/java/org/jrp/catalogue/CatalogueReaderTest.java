package org.jrp.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CatalogueReaderTest {

    private static final String MEMORANDUM = "instruments/2016-141-defaulter.yaml";
    private static final String CITY = "editions/2018-city.yaml";

    private final SmallFiles small = new SmallFiles();

    private List<Problem> problems() {
        InvalidFilesException refused = catchThrowableOfType(InvalidFilesException.class, small::read);
        assertThat(refused).as("refused").isNotNull();
        return refused.problems();
    }

    private Problem only() {
        List<Problem> problems = problems();
        assertThat(problems).hasSize(1);
        return problems.get(0);
    }

    @Test
    void the_small_catalogue_is_sound() {
        assertThat(small.check().problems()).extracting(Problem::code).containsOnly("edition-not-recorded");

        Catalogue catalogue = small.read();

        assertThat(catalogue.instruments()).hasSize(2);
        assertThat(catalogue.findProvision("2016-141-defaulter-m01")).get().returns(true, Provision::verified);
        assertThat(catalogue.contextWords().find("PROCUREMENT")).contains("government-procurement");
    }

    @Test
    void an_unknown_key_is_refused_with_the_nearest_known_one() {
        small.replace(MEMORANDUM, "    encoded: true", "    encodet: true");

        Problem problem = problems().stream()
                .filter(one -> one.code().equals("unknown-key"))
                .findFirst()
                .orElseThrow();

        assertThat(problem.value()).isEqualTo("encodet");
        assertThat(problem.line()).isEqualTo(small.line(MEMORANDUM, "encodet"));
        assertThat(problem.column()).isEqualTo(5);
        assertThat(problem.mend().en()).isEqualTo("Maybe encoded?");
        assertThat(problem.mend().zh()).isEqualTo("是否为“encoded”?");
    }

    @Test
    void a_misspelt_key_of_an_edition_is_not_passed_over() {
        small.replace(CITY, "effectiveFrom", "effectiveForm");

        assertThat(problems()).extracting(Problem::code).contains("unknown-key", "missing-key");
    }

    @Test
    void a_missing_key_is_named() {
        small.replace(MEMORANDUM, "    text: 限制参加政府采购活动\n", "");

        assertThat(only().toString()).isEqualTo(MEMORANDUM + ":14:5: The key (text) is missing. Add text: …");
        assertThat(only().in(Locale.CHINESE)).endsWith("缺少“text”。 请补上“text: …”。");
    }

    @ParameterizedTest
    @CsvSource({"2018-02-30", "2018-13-01", "20180701", "2018/07/01", "+999999999-12-31", "去年"})
    void what_is_no_date_is_refused_once_with_its_place(String date) {
        small.replace(CITY, "effectiveFrom: 2018-07-01", "effectiveFrom: \"" + date + "\"");

        Problem problem = only();

        assertThat(problem.code()).isEqualTo("not-a-date");
        assertThat(problem.value()).isEqualTo(date);
        assertThat(problem.line()).isEqualTo(small.line(CITY, date));
        assertThat(problem.mend().en()).isEqualTo("Write a real date as 2018-09-01.");
    }

    @Test
    void a_span_that_ends_before_it_begins_is_refused() {
        small.replace(MEMORANDUM, "validTo: null", "validTo: 2016-01-20");

        assertThat(only().message().en())
                .isEqualTo("The validTo (2016-01-20) must be after the validFrom (2016-01-20).");
    }

    @Test
    void a_yaml_bomb_is_refused_by_its_first_alias() {
        small.put("contexts.yaml", """
                a: &a [x, x, x, x, x, x, x, x, x]
                b: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a]
                c: &c [*b, *b, *b, *b, *b, *b, *b, *b, *b]
                d: &d [*c, *c, *c, *c, *c, *c, *c, *c, *c]
                e: &e [*d, *d, *d, *d, *d, *d, *d, *d, *d]
                f: &f [*e, *e, *e, *e, *e, *e, *e, *e, *e]
                contexts: [*f]
                """);

        Problem problem = problems().stream()
                .filter(one -> one.code().equals("yaml-alias"))
                .findFirst()
                .orElseThrow();

        assertThat(problem.file()).isEqualTo("contexts.yaml");
        assertThat(problem.line()).isEqualTo(1);
        assertThat(problem.mend().en()).isEqualTo("Write the content where it is used.");
    }

    @Test
    void a_file_that_contains_itself_is_refused() {
        small.put("roles.yaml", "roles: &a [*a]");

        assertThat(problems()).extracting(Problem::code).contains("yaml-alias");
    }

    @Test
    void deep_nesting_is_refused() {
        small.put("roles.yaml", "roles: " + "[".repeat(50) + "]".repeat(50));
        assertThat(problems()).extracting(Problem::code).contains("yaml-too-deep");

        small.put("roles.yaml", "roles: " + "[".repeat(200_000));
        assertThat(problems()).extracting(Problem::code).contains("yaml-syntax");
    }

    @Test
    void a_file_of_nine_megabytes_is_refused_unread() {
        small.put("roles.yaml", new byte[9 << 20]);

        assertThat(problems())
                .filteredOn(problem -> problem.code().equals("too-large"))
                .singleElement()
                .returns("roles.yaml", Problem::file)
                .satisfies(problem -> assertThat(problem.message().en()).contains("9437184", "8388608"));
    }

    @Test
    void another_encoding_is_refused() {
        small.put("roles.yaml", "roles: [] # 角色".getBytes(Charset.forName("GB18030")));

        assertThat(problems()).extracting(Problem::code).contains("not-utf-8");
    }

    @Test
    void a_byte_order_mark_and_windows_line_ends_are_read() {
        small.put("roles.yaml", "\uFEFF" + small.text("roles.yaml").replace("\n", "\r\n"));

        assertThat(small.read().findRole("legal-representative")).isPresent();
    }

    @Test
    void broken_yaml_is_refused_at_its_line() {
        small.put("roles.yaml", "roles:\n  - {code: a, name: b\n  - c");

        Problem problem = problems().stream()
                .filter(one -> one.code().equals("yaml-syntax"))
                .findFirst()
                .orElseThrow();

        assertThat(problem.file()).isEqualTo("roles.yaml");
        assertThat(problem.line()).isGreaterThan(1);
    }

    @Test
    void a_key_that_stands_twice_is_refused() {
        small.replace(CITY, "year: 2018", "year: 2018\nyear: 2019");

        assertThat(only()).returns("duplicate-key", Problem::code).returns("year", Problem::value);
    }

    @ParameterizedTest
    @CsvSource({
        "contexts.yaml, code: bidding, code: government-procurement",
        "measures.yaml, code: restrict-bidding, code: restrict-procurement",
        "statutes.yaml, id: old-1, id: gpl-22",
        "instruments/2016-141-defaulter.yaml, id: 2016-141-defaulter-m02, id: 2016-141-defaulter-m01",
        "editions/2021-national.yaml, code: N07, code: N01",
    })
    void an_id_that_stands_twice_is_refused(String file, String words, String others) {
        small.replace(file, words, others);

        assertThat(problems())
                .filteredOn(problem -> problem.code().equals("duplicate"))
                .singleElement()
                .returns(file, Problem::file)
                .satisfies(problem -> assertThat(problem.line()).isPositive());
    }

    @Test
    void two_measures_of_one_name_are_refused() {
        small.replace("measures.yaml", "name: 限制参与招标投标", "name: 限制参加政府采购活动");

        assertThat(only())
                .returns("ambiguous-word", Problem::code)
                .returns(small.line("measures.yaml", "restrict-bidding"), Problem::line);
    }

    @Test
    void a_year_of_the_calendar_stands_once_and_holds_its_own_days() {
        small.put(
                "calendar.yaml",
                small.text("calendar.yaml")
                        + "  - {year: 2018, status: verified, holidays: [{name: 元旦, from: 2018-12-30, to: 2019-01-01}]}\n");

        assertThat(problems()).extracting(Problem::code).containsExactlyInAnyOrder("duplicate", "wrong-order");
    }

    @Test
    void editions_of_one_place_that_overlap_are_refused() {
        small.replace(CITY, "status: reconstructed", "status: reconstructed\neffectiveTo: 2020-01-01");
        small.put(
                "editions/2019-city.yaml",
                SmallFiles.edition("2019-city", "city", "\"341182\"", "2019-06-01", "both", "", "measures: []"));

        Problem problem = only();

        assertThat(problem.code()).isEqualTo("edition-overlap");
        assertThat(problem.file()).isEqualTo("editions/2019-city.yaml");
        assertThat(problem.line()).isEqualTo(8);
        assertThat(problem.message().en()).isEqualTo("It overlaps the edition 2018-city.");
        assertThat(problem.mend().en()).isEqualTo("End 2018-city by 2019-06-01, or begin this one later.");
    }

    @Test
    void editions_that_begin_on_one_day_overlap_unless_one_is_a_later_revision() {
        String rival =
                SmallFiles.edition("2018-city-r2", "city", "\"341182\"", "2018-07-01", "both", "", "measures: []");
        small.put("editions/2018-city-r2.yaml", rival);
        assertThat(only().code()).isEqualTo("edition-overlap");

        small.put("editions/2018-city-r2.yaml", rival.replace("revision: 1", "revision: 2"));
        assertThat(small.read().editions())
                .extracting(Edition::id)
                .endsWith("2018-city", "2018-city-r2", "2021-national");
    }

    @ParameterizedTest
    @CsvSource({
        "instruments/2016-141-defaulter.yaml, measure: restrict-bidding, measure: restrict-biding, unknown-measure, restrict-bidding",
        "instruments/2016-141-defaulter.yaml, ref: gpl-22, ref: gpl-23, unknown-basis, gpl-22",
        "instruments/2016-141-defaulter.yaml, contexts: [bidding], contexts: [biding], unknown-context, bidding",
        "instruments/2016-141-defaulter.yaml, matters: [works], matters: [work], unknown-matter, works",
        "instruments/2016-141-defaulter.yaml, roles: [legal-representative], roles: [legal-representativ], unknown-role, legal-representative",
        "instruments/2016-141-defaulter.yaml, lists: [judgment-defaulter], lists: [judgement-defaulter], unknown-list, judgment-defaulter",
        "instruments/2016-141-defaulter.yaml, qualifiers: [lawfully], qualifiers: [lawfuly], unknown-qualifier, lawfully",
        "instruments/2016-141-defaulter.yaml, effect: reference, effect: referenc, unknown-word, reference",
        "instruments/2016-141-defaulter.yaml, replacedBy: null, replacedBy: 2016-1467-taxx, unknown-instrument, 2016-1467-tax",
        "editions/2018-city.yaml, code: restrict-procurement, code: restrict-procurment, unknown-measure, restrict-procurement",
        "editions/2018-city.yaml, departments: [finance-bureau], departments: [finance-bureaux], unknown-department, finance-bureau",
        "editions/2018-city.yaml, provisions: [2016-141-defaulter-m01], provisions: [2016-141-defaulter-m1], unknown-provision, 2016-141-defaulter-m01",
        "editions/2018-city.yaml, status: reconstructed, status: reconstructd, unknown-status, reconstructed",
        "matters.yaml, contexts: [bidding], contexts: [bidings], unknown-context, bidding",
        "statutes.yaml, successor: gpl-22, successor: gpl-2, unknown-basis, gpl-22",
        "lists.yaml, kind: incentive, kind: incentives, unknown-word, incentive",
    })
    void an_unknown_code_is_refused_with_its_place_and_the_nearest_known_one(
            String file, String words, String others, String code, String near) {
        small.replace(file, words, others);

        Problem problem = problems().stream()
                .filter(one -> one.code().equals(code))
                .findFirst()
                .orElseThrow();

        assertThat(problem.file()).isEqualTo(file);
        assertThat(problem.line()).isEqualTo(small.line(file, others));
        assertThat(problem.mend().en()).isEqualTo("Maybe " + near + "?");
    }

    @Test
    void a_provision_that_is_not_encoded_needs_a_reason() {
        small.replace(MEMORANDUM, "    notEncodedBecause: 另行编码\n", "");

        assertThat(only().code()).isEqualTo("no-reason");
    }

    @Test
    void an_instrument_is_named_after_its_file() {
        small.put("instruments/other.yaml", small.text(MEMORANDUM)).remove(MEMORANDUM);

        assertThat(problems()).extracting(Problem::code).contains("file-name");
    }

    @Test
    void a_missing_file_is_named_and_a_strange_one_is_only_mentioned() {
        small.put("notes.yaml", "a: b");
        assertThat(small.check().warnings()).extracting(Problem::code).contains("unused-file");

        small.remove("roles.yaml");
        assertThat(problems()).extracting(Problem::code).contains("missing-file");
    }

    @Test
    void every_problem_is_reported_at_once() {
        small.replace(MEMORANDUM, "ref: gpl-22", "ref: gpl-23").replace(CITY, "class: 1", "class: one");
        small.put("roles.yaml", "roles: 3".getBytes(StandardCharsets.UTF_8));

        assertThat(problems())
                .extracting(Problem::code)
                .contains("unknown-basis", "not-a-number", "wrong-type", "unknown-role");
    }

    @Test
    void a_department_answers_as_certainly_as_the_file_says() {
        small.replace("departments.yaml", "assumed: false", "assumed: true");

        assertThat(small.read().findDepartment("finance-bureau").orElseThrow().answers())
                .singleElement()
                .returns(true, Department.Answer::assumed);
        assertThat(new SmallFiles()
                        .read()
                        .findDepartment("finance-bureau")
                        .orElseThrow()
                        .answers())
                .singleElement()
                .returns(false, Department.Answer::assumed);
    }

    @Test
    void the_most_local_edition_rules_whatever_came_later() {
        small.put(
                "editions/2019-province.yaml",
                SmallFiles.edition("2019-province", "province", "\"34\"", "2019-01-01", "both", "", "measures: []"));
        Catalogue catalogue = small.read();
        java.time.LocalDate day = java.time.LocalDate.of(2019, 6, 1);

        assertThat(catalogue
                        .inForce(day, day, "341182")
                        .orElseThrow()
                        .sanctions()
                        .id())
                .isEqualTo("2018-city");
        assertThat(catalogue
                        .inForce(day, day, "340100")
                        .orElseThrow()
                        .sanctions()
                        .id())
                .isEqualTo("2019-province");
        assertThat(catalogue
                        .inForce(day, day, "110000")
                        .orElseThrow()
                        .sanctions()
                        .id())
                .isEqualTo("2016-memoranda");
    }
}
