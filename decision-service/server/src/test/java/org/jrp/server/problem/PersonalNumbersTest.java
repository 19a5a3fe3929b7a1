package org.jrp.server.problem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class PersonalNumbersTest {

    @Test
    void a_number_is_found_however_it_is_written() {
        for (String text : List.of(
                "341182190001010008",
                "核查公民341182190001010008的资格",
                "id=341182190001010008;",
                "341182 19000101 0008",
                "341182-1900-0101-0008",
                "341182190001010008",
                "编号 2018 341182190001010008",
                "3411821900010100089",
                "34118219840112000x")) {
            assertThat(PersonalNumbers.in(text)).as(text).isTrue();
            assertThat(PersonalNumbers.masked(text)).as(text).contains("****").hasSameSizeAs(text);
        }
    }

    @Test
    void other_numbers_are_left_alone() {
        for (String text : List.of(
                "",
                "(2018)示例执123号",
                "91349999M00000019Y",
                "341182190001010009",
                "341182190013010008",
                "f6b708084207403200006dc0",
                "e-0193575e4c0070008000000000000001",
                "2018-09-01 2019-09-01 2020-09-01")) {
            assertThat(PersonalNumbers.masked(text)).isEqualTo(text);
            assertThat(PersonalNumbers.in(text)).isFalse();
        }
        assertThat(PersonalNumbers.in(null)).isFalse();
    }

    @Test
    void the_refusal_does_not_repeat_it() {
        assertThatThrownBy(() -> PersonalNumbers.refuse("本人341182190001010008", "/reason"))
                .isInstanceOfSatisfying(ProblemException.class, e -> {
                    assertThat(e.status()).isEqualTo(400);
                    assertThat(e.code()).isEqualTo("personal-number");
                    assertThat(e.errors().get(0).pointer()).isEqualTo("/reason");
                    assertThat(e.detail().zh() + e.detail().en()).doesNotContain("0001");
                });
    }
}
