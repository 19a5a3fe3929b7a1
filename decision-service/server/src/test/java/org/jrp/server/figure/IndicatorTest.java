package org.jrp.server.figure;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every number of the work plan at both sides of its threshold. */
class IndicatorTest {

    private static final Scope SCOPE =
            new Scope(2018, LocalDate.of(2018, 12, 31), Instant.parse("2019-01-01T00:00:00Z"), list -> true);

    @ParameterizedTest
    @CsvSource({
        "PUBLISHED, 100, 1000, no, 0.100000",
        "PUBLISHED, 101, 1000, yes, 0.101000",
        "CODES, 9, 10000, yes, 0.000900",
        "CODES, 10, 10000, no, 0.001000",
        "CITY, 99, 200, no, 0.495000",
        "CITY, 100, 200, yes, 0.500000",
        "CASES, 4, 50, no, 0.080000",
        "CASES, 5, 50, yes, 0.100000",
        "GOVERNANCE, 9, 10, no, 0.900000",
        "GOVERNANCE, 10, 10, yes, 1.000000",
        "TRAINING, 99, 100, no, 0.990000",
        "TRAINING, 100, 100, yes, 1.000000",
        "COMMITMENTS, 29, 100, no, 0.290000",
        "COMMITMENTS, 30, 100, yes, 0.300000"
    })
    void each_number_of_the_plan_is_met_from_its_threshold_on(
            Measure measure, long numerator, long denominator, String met, String rate) {
        Indicator indicator = indicator(measure, measure.comparator(), numerator, denominator);

        assertThat(indicator.met().code()).isEqualTo(met);
        assertThat(indicator.rate()).isEqualTo(rate);
    }

    @Test
    void the_bound_of_item_9_can_be_read_as_including_itself() {
        assertThat(indicator(Measure.CODES, Comparator.AT_MOST, 10, 10_000).met())
                .isEqualTo(Indicator.Met.YES);
        assertThat(indicator(Measure.CODES, Comparator.AT_MOST, 11, 10_000).met())
                .isEqualTo(Indicator.Met.NO);
    }

    @Test
    void nothing_is_said_about_none() {
        Indicator indicator = indicator(Measure.GOVERNANCE, Comparator.EXACTLY, 0, 0);

        assertThat(indicator.met()).isEqualTo(Indicator.Met.NOT_APPLICABLE);
        assertThat(indicator.rate()).isNull();
    }

    @Test
    void large_numbers_are_compared_exactly() {
        long third = Long.MAX_VALUE / 3;

        assertThat(new Fraction(third, Long.MAX_VALUE).compare(new Fraction(1, 3)))
                .isNegative();
        assertThat(new Fraction(third + 1, Long.MAX_VALUE).compare(new Fraction(1, 3)))
                .isPositive();
        assertThat(new Fraction(third * 3, Long.MAX_VALUE / 3 * 3).compare(new Fraction(1, 1)))
                .isZero();
    }

    @Test
    void a_rate_is_rounded_half_up_for_show_only() {
        Indicator indicator = indicator(Measure.PUBLISHED, Comparator.ABOVE, 1_000_000, 9_999_999);

        assertThat(indicator.rate()).isEqualTo("0.100000");
        assertThat(indicator.met()).isEqualTo(Indicator.Met.YES);
        assertThat(new Fraction(1, 8_000_000).decimal()).isEqualTo("0.000000");
        assertThat(new Fraction(1, 2_000_000).decimal()).isEqualTo("0.000001");
    }

    @Test
    void the_residents_with_a_personal_score_are_not_counted() {
        assertThat(Measure.ofItem(17)).isEmpty();
    }

    private static Indicator indicator(Measure measure, Comparator comparator, long numerator, long denominator) {
        return Indicator.of(
                measure,
                comparator,
                SCOPE,
                new Counted(
                        null,
                        null,
                        new Fraction(numerator, denominator),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        Map.of()),
                Map.of());
    }
}
