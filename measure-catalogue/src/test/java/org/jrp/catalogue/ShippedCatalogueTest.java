package org.jrp.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ShippedCatalogueTest {

    private static final String CITY = "341182";
    private static final LocalDate LATER = LocalDate.of(2026, 11, 23);

    private final Catalogue catalogue = ShippedFiles.CATALOGUE;
    private final CatalogueCheck check = ShippedFiles.CHECK;

    @Test
    void it_has_no_error() {
        assertThat(check.errors()).isEmpty();
        assertThat(check.passed()).isTrue();
    }

    @Test
    void it_holds_every_instrument_provision_and_article() {
        assertThat(check.counts().instruments()).isEqualTo(49);
        assertThat(check.counts().provisions()).isGreaterThanOrEqualTo(718);
        assertThat(check.counts().articles()).isEqualTo(79);
        assertThat(check.counts().documents()).isEqualTo(32);
        assertThat(check.counts().encoded() + check.counts().notEncoded())
                .isEqualTo(check.counts().provisions());
        assertThat(check.editions())
                .extracting(CatalogueCheck.EditionCount::id)
                .containsExactly(
                        "2016-memoranda",
                        "2018-mingguang-punishment",
                        "2018-mingguang",
                        "2020-gate",
                        "2021-national",
                        "2022-national",
                        "2024-national");
    }

    @Test
    void it_says_how_many_citations_are_verified() {
        CatalogueCheck.Citations citations = check.citations();

        assertThat(citations.verified() + citations.documentNumberOnly() + citations.unverified())
                .isEqualTo(check.counts().provisions());
        assertThat(citations.verified()).isPositive();
        assertThat(citations.wordingVerified()).isGreaterThanOrEqualTo(citations.verified());
        assertThat(check.summary()).extracting(Text::zh).anyMatch(line -> line.startsWith("条款引用:已核实 "));
    }

    @Test
    void every_published_edition_is_as_it_was_recorded() {
        assertThat(check.warnings()).extracting(Problem::code).doesNotContain("edition-not-recorded");
        assertThat(EditionDigests.fileText(EditionDigests.of(ShippedFiles.FILES))
                        .getBytes(java.nio.charset.StandardCharsets.UTF_8))
                .isEqualTo(ShippedFiles.FILES.get("digests.yaml"));
    }

    @ParameterizedTest
    @CsvSource({
        "2016-05-30, 2016-memoranda,",
        "2017-12-31, 2016-memoranda,",
        "2018-01-01, 2018-mingguang-punishment,",
        "2018-06-30, 2018-mingguang-punishment,",
        "2018-07-01, 2018-mingguang, 2018-mingguang",
        "2020-12-17, 2018-mingguang, 2018-mingguang",
        "2020-12-18, 2020-gate, 2018-mingguang",
        "2021-12-15, 2020-gate, 2018-mingguang",
        "2021-12-16, 2021-national, 2018-mingguang",
        "2022-12-27, 2021-national, 2018-mingguang",
        "2022-12-28, 2022-national, 2018-mingguang",
        "2024-03-03, 2022-national, 2018-mingguang",
        "2024-03-04, 2024-national, 2018-mingguang",
        "2026-11-23, 2024-national, 2018-mingguang",
    })
    void on_the_first_and_last_day_of_each_edition_the_right_one_governs(
            LocalDate day, String sanctions, String incentives) {
        Catalogue.InForce inForce = catalogue.inForce(day, LATER, CITY).orElseThrow();

        assertThat(inForce.sanctions().id()).isEqualTo(sanctions);
        assertThat(inForce.incentives().map(Edition::id).orElse(null)).isEqualTo(incentives);
    }

    @Test
    void before_the_first_edition_none_governs() {
        assertThat(catalogue.inForce(Catalogue.FIRST_DAY.minusDays(1), LATER, CITY))
                .isEmpty();
    }

    static Stream<LocalDate> firstAndLastDays() {
        List<LocalDate> days = new ArrayList<>();
        for (Edition edition : ShippedFiles.CATALOGUE.editions()) {
            days.add(edition.effectiveFrom());
            days.add(edition.effectiveFrom().minusDays(1));
            if (edition.effectiveTo() != null) {
                days.add(edition.effectiveTo());
                days.add(edition.effectiveTo().minusDays(1));
            }
        }
        return days.stream()
                .filter(day -> !day.isBefore(Catalogue.FIRST_DAY))
                .distinct()
                .sorted();
    }

    @ParameterizedTest
    @MethodSource("firstAndLastDays")
    void exactly_one_edition_per_layer_and_kind_answers(LocalDate day) {
        Catalogue.InForce inForce = catalogue.inForce(day, LATER, CITY).orElseThrow();

        assertThat(latest(day, Layer.NATIONAL)).containsExactly(inForce.national());
        assertThat(latest(day, Layer.CITY))
                .isEqualTo(Stream.ofNullable(inForce.city()).toList());
        assertThat(inForce.governing()).isNotEmpty().doesNotHaveDuplicates().contains(inForce.sanctions());
    }

    private List<Edition> latest(LocalDate day, Layer layer) {
        List<Edition> open = catalogue.editions().stream()
                .filter(edition ->
                        edition.layer() == layer && !edition.effectiveFrom().isAfter(day))
                .filter(edition -> edition.effectiveTo() == null || day.isBefore(edition.effectiveTo()))
                .toList();
        return open.stream()
                .filter(edition ->
                        open.stream().noneMatch(other -> other.effectiveFrom().isAfter(edition.effectiveFrom())))
                .toList();
    }

    @Test
    void an_edition_not_yet_published_does_not_answer() {
        LocalDate day = LocalDate.of(2024, 6, 1);

        Catalogue.InForce known =
                catalogue.inForce(day, LocalDate.of(2023, 1, 1), CITY).orElseThrow();

        assertThat(known.national().id()).isEqualTo("2022-national");
    }

    @Test
    void elsewhere_the_citys_edition_does_not_answer() {
        LocalDate day = LocalDate.of(2018, 9, 1);

        assertThat(catalogue.inForce(day, LATER, "340200").orElseThrow().city()).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "2018-09-01, 10, 2018-09-14",
        "2018-09-28, 1, 2018-09-29",
        "2018-09-28, 2, 2018-09-30",
        "2018-09-30, 1, 2018-10-08",
        "2016-12-30, 1, 2017-01-03",
        "2018-09-03, 0, 2018-09-03",
    })
    void working_days_skip_holidays_and_count_make_up_days(LocalDate from, int days, LocalDate due) {
        assertThat(catalogue.workingDays().plus(from, days)).isEqualTo(due);
    }

    @Test
    void make_up_saturdays_are_worked_and_weekday_holidays_are_not() {
        assertThat(catalogue.workingDays().worked(LocalDate.of(2018, 9, 29))).isTrue();
        assertThat(catalogue.workingDays().worked(LocalDate.of(2018, 10, 1))).isFalse();
        assertThat(catalogue.workingDays().worked(LocalDate.of(2018, 10, 13))).isFalse();
    }

    @Test
    void a_year_without_entry_is_assumed() {
        assertThat(catalogue.workingDays().assumed(2018)).isTrue();
        assertThat(catalogue.workingDays().assumed(2031)).isTrue();
    }

    @Test
    void the_department_of_the_city_that_answers_for_a_ministry_is_found() {
        LocalDate before = LocalDate.of(2018, 12, 31);

        assertThat(catalogue.departmentsFor(List.of("财政部"), before)).containsExactly("finance-bureau");
    }
}
