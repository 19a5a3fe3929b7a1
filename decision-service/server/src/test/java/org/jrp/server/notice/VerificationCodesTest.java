package org.jrp.server.notice;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import org.jrp.server.Uuids;
import org.jrp.server.subject.SubjectKeys;
import org.jrp.server.subject.SubjectVault;
import org.junit.jupiter.api.Test;

class VerificationCodesTest {

    private final VerificationCodes codes = new VerificationCodes(new SubjectVault(SubjectKeys.random()));

    @Test
    void a_code_reads_back_to_a_range_that_holds_its_decision() {
        for (int i = 0; i < 1_000; i++) {
            UUID id = Uuids.at(Instant.parse("2026-11-23T00:00:00Z").plusMillis(i * 86_400_011L));

            String code = codes.of(id);

            assertThat(code).matches("([0-9A-HJKMNP-TV-Z]{4}-){5}[0-9A-HJKMNP-TV-Z]{4}");
            assertThat(VerificationCodes.read(code)).hasValueSatisfying(range -> {
                assertThat(codes.proves(range, id)).isTrue();
                assertThat(range.low().toString().substring(0, 23))
                        .isEqualTo(id.toString().substring(0, 23));
                assertThat(range.low().toString()).endsWith("-000000000000");
                assertThat(range.high().toString()).endsWith("-ffffffffffff");
                assertThat(range.low().toString()).isLessThanOrEqualTo(id.toString());
                assertThat(range.high().toString()).isGreaterThanOrEqualTo(id.toString());
            });
        }
    }

    @Test
    void a_code_is_read_however_people_type_it() {
        String code = codes.of(Notices.ID);
        String typed = code.toLowerCase(Locale.ROOT)
                .replace("-", " ")
                .replace('0', 'o')
                .replace('1', 'l');

        assertThat(VerificationCodes.read(typed))
                .hasValueSatisfying(
                        range -> assertThat(codes.proves(range, Notices.ID)).isTrue());
        assertThat(VerificationCodes.read(code.replace("-", "")).orElseThrow().low())
                .isEqualTo(VerificationCodes.read(code).orElseThrow().low());
    }

    @Test
    void what_is_no_code_is_not_read() {
        assertThat(VerificationCodes.read("")).isEmpty();
        assertThat(VerificationCodes.read("ABCD")).isEmpty();
        assertThat(VerificationCodes.read(codes.of(Notices.ID) + "0")).isEmpty();
        assertThat(VerificationCodes.read(codes.of(Notices.ID).replaceFirst(".$", "U")))
                .isEmpty();
        assertThat(VerificationCodes.read("-".repeat(10_000))).isEmpty();
    }

    @Test
    void a_code_with_any_character_changed_proves_nothing() {
        String code = codes.of(Notices.ID).replace("-", "");
        for (int i = 0; i < code.length(); i++) {
            char other = code.charAt(i) == '7' ? '8' : '7';
            String tampered = code.substring(0, i) + other + code.substring(i + 1);

            assertThat(VerificationCodes.read(tampered))
                    .hasValueSatisfying(
                            range -> assertThat(codes.proves(range, Notices.ID)).isFalse());
        }
    }

    @Test
    void a_code_of_another_key_proves_nothing() {
        VerificationCodes others = new VerificationCodes(new SubjectVault(SubjectKeys.random()));

        assertThat(VerificationCodes.read(others.of(Notices.ID)))
                .hasValueSatisfying(
                        range -> assertThat(codes.proves(range, Notices.ID)).isFalse());
    }
}
