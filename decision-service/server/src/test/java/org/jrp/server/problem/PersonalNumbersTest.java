package org.jrp.server.problem;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PersonalNumbersTest {

    @ParameterizedTest
    @CsvSource({
        "341182190001010008, 341182********0008",
        "核查341182190001010008张某, 核查341182********0008张某",
        "34118219030101000x, 341182********000x",
        "341182 19000101 0008, 341182 ******** 0008",
        "341182-19000101-0008。, 341182-********-0008。",
        "key-341182190001010008, key-341182********0008",
        "ID 341182190001010008 Zhang, ID 341182********0008 Zhang",
        "编号 2018 341182190001010008, 编号 2018 341182********0008",
        "341182190001010008 2018年, 341182********0008 2018年",
        "３４１１８２１９０００１０１０００８, ３４１１８２********０００８"
    })
    void a_number_is_found_however_it_is_written(String text, String masked) {
        assertThat(PersonalNumbers.masked(text)).isEqualTo(masked);
        assertThat(PersonalNumbers.in(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "341182190001010009",
                "1341182190001010008",
                "3411821900010100081",
                "entry341182190001010008",
                "341182190001010008abc",
                "991182190001010008",
                "91349999M00000019Y",
                "01a215e2-02e7-7e55-9861-6ebf539ecf25",
                "(2018)示例执1号",
                "2018-09-01 2019-09-01 2020-09-01",
                "f6b708084207403200006dc0",
                ""
            })
    void other_numbers_are_left_alone(String text) {
        assertThat(PersonalNumbers.masked(text)).isEqualTo(text);
        assertThat(PersonalNumbers.in(text)).isFalse();
    }
}
