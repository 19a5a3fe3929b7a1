package org.jrp.subject;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.LocalDate;
import org.jrp.subject.SubjectIds.ParsedId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CitizenIdTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "341182190001010008",
                "341182190012310006",
                "341182190402290004",
                "341182190811300007",
                "34118219030101000X",
                "341182199909090002",
                "34118219030101000x"
            })
    void valid_numbers_are_read_with_or_without_their_type(String number) {
        assertThat(parse(null, number).id()).isInstanceOf(CitizenId.class);
        assertThat(parse(IdType.CITIZEN_ID, number).id().value()).isEqualToIgnoringCase(number);
    }

    @ParameterizedTest
    @CsvSource({
        "341182190001010000, check-digit, 18",
        "341182190002290005, date, 7",
        "341182191302300003, date, 7",
        "3411821900010100, shape, 0",
        "34118219000101000O, check-digit, 18",
        "3411821900O1010008, charset, 11",
        "341182204001010002, future-date, 7",
        "341182184912310002, too-old, 7"
    })
    void invalid_numbers_are_refused(String number, String problem, int position) {
        InvalidIdException refused =
                catchThrowableOfType(InvalidIdException.class, () -> parse(IdType.CITIZEN_ID, number));

        assertThat(refused.code()).isEqualTo(problem);
        assertThat(refused.position()).isEqualTo(position);
        assertThat(refused.getMessage()).doesNotContain(number).doesNotContain(number.substring(6, 14));
    }

    @Test
    void a_letter_in_place_of_a_digit_is_explained() {
        InvalidIdException refused =
                catchThrowableOfType(InvalidIdException.class, () -> parse(null, "34118219000101000O"));

        assertThat(refused).hasMessageContaining("should be 8, not O").hasMessageContaining("Maybe the digit 0?");
    }

    @ParameterizedTest
    @ValueSource(strings = {"341182190001010000", "341182190002290005", "3411821900010100", "34118219000101000O"})
    void undeclared_numbers_that_look_like_a_citizens_are_refused_without_showing_them(String number) {
        InvalidIdException refused = catchThrowableOfType(InvalidIdException.class, () -> parse(null, number));

        assertThat(refused.getMessage()).doesNotContain(number.substring(6, 14));
        assertThat(refused.message().zh()).doesNotContain(number.substring(6, 14));
    }

    @ParameterizedTest
    @CsvSource({"341182040229000, 341182190402290004", "341182990909000, 341182199909090002"})
    void fifteen_digits_are_upgraded(String shorter, String longer) {
        ParsedId parsed = parse(IdType.CITIZEN_ID_15, shorter);

        assertThat(parsed.id()).isEqualTo(new CitizenId(longer));
        assertThat(parsed.submittedAs()).isEqualTo(IdType.CITIZEN_ID_15);
        assertThat(parsed.submitted()).isEqualTo(shorter);
        assertThat(parse(null, shorter).id()).isEqualTo(new CitizenId(longer));
    }

    @ParameterizedTest
    @CsvSource({
        "341182040229996, reserved-sequence",
        "341182040229999, reserved-sequence",
        "341182050229000, date",
        "34118204022900, shape",
        "34118204022900X, charset"
    })
    void fifteen_digits_that_cannot_be_upgraded_are_refused(String number, String problem) {
        assertThat(catchThrowableOfType(InvalidIdException.class, () -> parse(IdType.CITIZEN_ID_15, number))
                        .code())
                .isEqualTo(problem);
    }

    @Test
    void fifteen_digits_under_the_wrong_type_are_told_the_right_one() {
        assertThat(catchThrowableOfType(InvalidIdException.class, () -> parse(IdType.CITIZEN_ID, "341182040229000")))
                .hasMessageContaining("citizen-id-15");
    }

    @Test
    void an_unknown_division_is_a_warning_only() {
        String number = withCheck("66118219900101000");

        assertThat(parse(null, number).warnings()).hasSize(1);
        assertThat(parse(null, "341182190001010008").warnings()).isEmpty();
    }

    @Test
    void its_text_form_hides_the_middle() {
        ParsedId parsed = parse(null, "341182190001010008");

        assertThat(parsed.id().masked()).isEqualTo("341182********0008");
        assertThat(parsed.id()).hasToString("CitizenId[341182********0008]");
        assertThat(parsed.toString()).doesNotContain("19000101");
    }

    @Test
    void a_person_is_a_minor_until_the_eighteenth_birthday() {
        CitizenId born = new CitizenId(withCheck("34118220000901000"));

        assertThat(born.minorOn(LocalDate.of(2018, 8, 31))).isTrue();
        assertThat(born.minorOn(LocalDate.of(2018, 9, 1))).isFalse();
    }

    @Test
    void born_on_the_leap_day_comes_of_age_in_march() {
        CitizenId born = new CitizenId(withCheck("34118220000229000"));

        assertThat(born.minorOn(LocalDate.of(2018, 2, 28))).isTrue();
        assertThat(born.minorOn(LocalDate.of(2018, 3, 1))).isFalse();
    }

    static String withCheck(String body) {
        for (char c : "0123456789X".toCharArray()) {
            try {
                return new CitizenId(body + c).value();
            } catch (InvalidIdException e) {
                assertThat(e.code()).isEqualTo("check-digit");
            }
        }
        throw new AssertionError(body);
    }

    private static ParsedId parse(IdType declared, String raw) {
        return SubjectIds.parse(declared, raw, LocalDate.of(2018, 9, 1));
    }
}
