package org.jrp.subject;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.LocalDate;
import java.util.Locale;
import java.util.Random;
import org.jrp.subject.SubjectIds.ParsedId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SubjectIdsTest {

    private static final LocalDate TODAY = LocalDate.of(2018, 9, 1);

    @ParameterizedTest
    @ValueSource(strings = {"000000051", "M00000019", "123456788", "D2143569X", "799655058", "D2143569-X"})
    void organisation_codes_are_read(String code) {
        ParsedId parsed = parse(null, code);

        assertThat(parsed.id()).isEqualTo(new OrgCode(code.replace("-", "")));
        assertThat(parsed.id().defaultKind()).isEqualTo(SubjectKind.OTHER_ORGANIZATION);
    }

    @Test
    void a_wrong_check_character_of_an_organisation_code_is_refused() {
        assertThat(refusal(null, "M00000018").getMessage()).contains("M00000018", "should be 9, not 8");
    }

    @ParameterizedTest
    @CsvSource({
        "110108000000016, ENTERPRISE",
        "349999000000018, ENTERPRISE",
        "349999400000017, ENTERPRISE",
        "349999600000011, SOLE_TRADER"
    })
    void registration_numbers_are_read(String number, SubjectKind kind) {
        assertThat(parse(IdType.AIC_REG_NO, number).id()).isEqualTo(new AicRegNo(number));
        assertThat(parse(null, number).id().type()).isEqualTo(IdType.AIC_REG_NO);
        assertThat(new AicRegNo(number).defaultKind()).isEqualTo(kind);
    }

    @ParameterizedTest
    @CsvSource({"110108000000017, 6", "349999000000019, 8"})
    void a_wrong_check_digit_of_a_registration_number_is_refused(String number, String expected) {
        InvalidIdException refused = refusal(IdType.AIC_REG_NO, number);

        assertThat(refused.code()).isEqualTo("check-digit");
        assertThat(refused.position()).isEqualTo(15);
        assertThat(refused).hasMessageContaining("should be " + expected);
        assertThat(refusal(null, number).code()).isEqualTo("shape");
    }

    @Test
    void fifteen_digits_that_fit_both_readings_are_not_guessed() {
        String both = bothReadings();

        assertThat(refusal(null, both).code()).isEqualTo("ambiguous-id");
        assertThat(refusal(null, both).getMessage()).doesNotContain(both);
        assertThat(parse(IdType.AIC_REG_NO, both).id()).isInstanceOf(AicRegNo.class);
        assertThat(parse(IdType.CITIZEN_ID_15, both).id()).isInstanceOf(CitizenId.class);
    }

    @Test
    void eighteen_digits_that_fit_both_readings_are_not_guessed() {
        Random random = new Random(7);
        String both = null;
        while (both == null) {
            String citizen = CitizenIdTest.withCheck(String.format(
                    Locale.ROOT,
                    "341182%d%02d%02d%03d",
                    1950 + random.nextInt(50),
                    1 + random.nextInt(12),
                    1 + random.nextInt(28),
                    random.nextInt(1000)));
            try {
                both = new Uscc(citizen).value();
            } catch (InvalidIdException e) {
                assertThat(e.code()).isIn("check-digit", "charset");
            }
        }

        assertThat(refusal(null, both).code()).isEqualTo("ambiguous-id");
        assertThat(parse(IdType.USCC, both).id()).isInstanceOf(Uscc.class);
    }

    @ParameterizedTest
    @CsvSource({"'', empty", "' - ', empty", "12345, shape", "护照E12345678, shape", "4.40301E+14, shape"})
    void what_fits_nothing_is_refused(String raw, String problem) {
        assertThat(refusal(null, raw).code()).isEqualTo(problem);
    }

    @Test
    void a_number_that_a_spreadsheet_spoilt_is_explained() {
        assertThat(refusal(IdType.USCC, "4.40301E+14")).hasMessageContaining("Format the column as text");
    }

    @Test
    void endless_texts_are_refused_without_being_repeated() {
        InvalidIdException refused = refusal(null, "1".repeat(1_000_000));

        assertThat(refused.code()).isEqualTo("length");
        assertThat(refused.getMessage()).hasSizeLessThan(200);
    }

    @Test
    void one_subject_is_matched_by_one_type_of_identifier_alone() {
        Uscc uscc = new Uscc("91349999M00000019Y");

        assertThat(SubjectIds.matches(uscc, new Uscc("91349999M00000019Y"))).isTrue();
        assertThat(SubjectIds.matches(uscc, new Uscc("92349999M00000027N"))).isFalse();
        assertThat(SubjectIds.matches(uscc, new OrgCode("M00000019"))).isTrue();
        assertThat(SubjectIds.matches(new OrgCode("M00000019"), uscc)).isFalse();
        assertThat(SubjectIds.matches(uscc, new OrgCode("M00000027"))).isFalse();
        assertThat(SubjectIds.matches(new Uscc("91349999M00000018U"), new OrgCode("M00000019")))
                .isFalse();
        String both = bothReadings();
        assertThat(SubjectIds.matches(
                        parse(IdType.AIC_REG_NO, both).id(),
                        parse(IdType.CITIZEN_ID_15, both).id()))
                .isFalse();
        assertThat(SubjectIds.matches(
                        parse(null, "341182190402290004").id(),
                        parse(null, "341182040229000").id()))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "341182190001010008, 341182********0008",
        "341182040229000, 341182*****9000",
        "3411821900010100, 341182******0100",
        "91349999M00000019Y, 91349999M00000019Y",
        "M00000019, M00000019",
        "911182199001010008, 911182********0008",
        "证件341182190001010008, 证件3411********0008",
        "9341182190001010008, 934118********0008"
    })
    void what_may_be_a_persons_number_is_masked(String raw, String shown) {
        assertThat(SubjectIds.masked(raw)).isEqualTo(shown);
    }

    @Test
    void masking_shows_no_control_characters() {
        assertThat(SubjectIds.masked("\u001b[31m12")).isEqualTo("U+001B[31M12");
    }

    @Test
    void no_text_whatever_is_more_than_refused() {
        Random random = new Random(42);
        for (int i = 0; i < 20_000; i++) {
            StringBuilder raw = new StringBuilder();
            int length = random.nextInt(24);
            for (int j = 0; j < length; j++) {
                raw.append(random.nextInt(4) == 0 ? (char) random.nextInt(65536) : (char) ('0' + random.nextInt(10)));
            }
            for (IdType declared : new IdType[] {null, IdType.values()[i % IdType.values().length]}) {
                try {
                    parse(declared, raw.toString());
                } catch (InvalidIdException e) {
                    assertThat(e.getMessage()).isNotBlank();
                }
            }
        }
    }

    private static String bothReadings() {
        for (char c = '0'; c <= '9'; c++) {
            try {
                return new AicRegNo("34118290010100" + c).value();
            } catch (InvalidIdException e) {
                assertThat(e.code()).isEqualTo("check-digit");
            }
        }
        throw new AssertionError("one of ten digits is right");
    }

    private static ParsedId parse(IdType declared, String raw) {
        return SubjectIds.parse(declared, raw, TODAY);
    }

    private static InvalidIdException refusal(IdType declared, String raw) {
        return catchThrowableOfType(InvalidIdException.class, () -> parse(declared, raw));
    }
}
