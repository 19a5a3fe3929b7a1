package org.jrp.subject;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.LocalDate;
import org.jrp.subject.SubjectIds.ParsedId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UsccTest {

    private static final String ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    private static final String VALID = "91349999M00000019Y";

    @ParameterizedTest
    @CsvSource({
        "91349999M00000019Y, ENTERPRISE",
        "92349999M00000027N, SOLE_TRADER",
        "93349999M00000035E, OTHER_ORGANIZATION",
        "52349999M00000043G, SOCIAL_ORGANIZATION",
        "123499990000000511, OTHER_ORGANIZATION",
        "91349999M000003770, ENTERPRISE",
        "91350100M000100Y43, ENTERPRISE"
    })
    void valid_codes_are_read_with_or_without_their_type(String code, SubjectKind kind) {
        assertThat(parse(null, code).id()).isEqualTo(new Uscc(code));
        assertThat(parse(IdType.USCC, code).id()).isEqualTo(new Uscc(code));
        assertThat(new Uscc(code).defaultKind()).isEqualTo(kind);
        assertThat(new Uscc(code).masked()).isEqualTo(code);
    }

    @ParameterizedTest
    @CsvSource({
        "91349999M000000190, check-digit, 18",
        "91349999M00000091Y, check-digit, 18",
        "91349999I00000019Y, charset, 9",
        "91349999M00000019, length, 0",
        "9134A999M00000019B, region-not-digits, 5",
        "91349999M00000019Z, charset, 18"
    })
    void invalid_codes_are_refused_with_the_character_that_is_wrong(String code, String problem, int position) {
        for (IdType declared : new IdType[] {null, IdType.USCC}) {
            InvalidIdException refused = catchThrowableOfType(InvalidIdException.class, () -> parse(declared, code));

            assertThat(refused.code()).isEqualTo(problem);
            assertThat(refused.position()).isEqualTo(position);
            assertThat(refused.message().zh()).isNotBlank();
            assertThat(refused.getMessage())
                    .contains(refused.message().en(), refused.mend().en());
        }
    }

    @Test
    void the_expected_check_character_is_named() {
        InvalidIdException refused =
                catchThrowableOfType(InvalidIdException.class, () -> parse(null, "91349999M00000091Y"));

        assertThat(refused).hasMessageContaining("should be E, not Y");
    }

    @Test
    void a_wrong_organisation_code_inside_is_a_warning_only() {
        ParsedId parsed = parse(null, "91349999M00000018U");

        assertThat(parsed.warnings())
                .singleElement()
                .satisfies(text -> assertThat(text.en()).contains("ORG_CODE_CHECK_MISMATCH"));
        assertThat(((Uscc) parsed.id()).orgCode()).isEmpty();
    }

    @Test
    void the_organisation_code_stands_in_positions_9_to_17() {
        assertThat(new Uscc(VALID).orgCode()).contains(new OrgCode("M00000019"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                " 91349999M00000019Y ",
                "91349999m00000019y",
                "9134 9999 M000 0001 9Y",
                "91349999-M0000001-9Y",
                "\u300091349999M00000019Y\t"
            })
    void spaces_hyphens_and_small_letters_are_evened_out(String written) {
        assertThat(parse(null, written).id().value()).isEqualTo(VALID);
        assertThat(parse(null, written).submitted()).isEqualTo(written);
    }

    @Test
    void full_width_digits_are_read() {
        StringBuilder wide = new StringBuilder();
        VALID.chars().forEach(c -> wide.append((char) (c - '!' + '\uFF01')));

        assertThat(parse(null, wide.toString()).id().value()).isEqualTo(VALID);
    }

    @Test
    void letters_are_never_taken_for_digits() {
        InvalidIdException letterO =
                catchThrowableOfType(InvalidIdException.class, () -> parse(null, "91349999MO0000019Y"));
        InvalidIdException letterI =
                catchThrowableOfType(InvalidIdException.class, () -> parse(null, "91349999M000000I9Y"));

        assertThat(letterO.code()).isEqualTo("charset");
        assertThat(letterO.mend().en()).contains("the digit 0");
        assertThat(letterI.position()).isEqualTo(16);
        assertThat(letterI.mend().zh()).contains("数字 1");
    }

    @Test
    void every_single_substitution_is_detected() {
        int tried = 0;
        for (int position = 0; position < 17; position++) {
            for (char c : ALPHABET.toCharArray()) {
                if (c != VALID.charAt(position)) {
                    String wrong = VALID.substring(0, position) + c + VALID.substring(position + 1);
                    assertThat(refused(wrong)).as(wrong).isTrue();
                    tried++;
                }
            }
        }
        assertThat(tried).isEqualTo(30 * 17);
    }

    @Test
    void every_swap_of_neighbours_is_detected() {
        int tried = 0;
        for (String valid : new String[] {VALID, "91350100M000100Y43", "92349999M00000027N"}) {
            for (int i = 0; i < 17; i++) {
                if (valid.charAt(i) != valid.charAt(i + 1)) {
                    String wrong =
                            valid.substring(0, i) + valid.charAt(i + 1) + valid.charAt(i) + valid.substring(i + 2);
                    assertThat(refused(wrong)).as(wrong).isTrue();
                    tried++;
                }
            }
        }
        assertThat(tried).isGreaterThan(20);
    }

    @Test
    void the_kinds_of_all_registering_departments() {
        assertThat(kind("11349999M00000019")).isEqualTo(SubjectKind.PUBLIC_BODY);
        assertThat(kind("12349999M00000019")).isEqualTo(SubjectKind.OTHER_ORGANIZATION);
        assertThat(kind("51349999M00000019")).isEqualTo(SubjectKind.SOCIAL_ORGANIZATION);
        assertThat(kind("53349999M00000019")).isEqualTo(SubjectKind.SOCIAL_ORGANIZATION);
        assertThat(kind("59349999M00000019")).isEqualTo(SubjectKind.OTHER_ORGANIZATION);
        assertThat(kind("N1349999M00000019")).isEqualTo(SubjectKind.OTHER_ORGANIZATION);
    }

    private static SubjectKind kind(String body) {
        return ALPHABET.chars()
                .mapToObj(c -> body + (char) c)
                .filter(code -> !refused(code))
                .map(code -> new Uscc(code).defaultKind())
                .findFirst()
                .orElseThrow();
    }

    private static boolean refused(String code) {
        try {
            new Uscc(code);
            return false;
        } catch (InvalidIdException e) {
            return true;
        }
    }

    private static ParsedId parse(IdType declared, String raw) {
        return SubjectIds.parse(declared, raw, LocalDate.of(2018, 9, 1));
    }
}
