package org.jrp.server.entry;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MaskedTextTest {

    @ParameterizedTest
    @CsvSource({
        "341182199909090002, 341182********0002",
        "number 34118219030101000X here, number 341182*******1000X here",
        "341182 19990909 0002, 341182 ******** 0002",
        "91349999M00000019Y, 91349999M00000019Y",
        "2018-03-01, 2018-03-01",
        "(2018)示例执1号, (2018)示例执1号"
    })
    void whatever_may_be_a_persons_number_is_hidden(String text, String shown) {
        assertThat(MaskedText.of(text)).isEqualTo(shown);
    }
}
