package org.jrp.server.figure;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class CsvTextTest {

    @Test
    void no_cell_is_taken_for_a_formula_and_quotes_are_doubled() {
        CsvText csv = new CsvText("甲", "乙");

        csv.row(List.of("=1+1", "-cmd"));
        csv.row(List.of("@SUM", "+86"));
        csv.row(Row.of("a,\"b\"", null));
        csv.row(List.of("\tx", 5L));

        assertThat(new String(csv.bytes(), StandardCharsets.UTF_8))
                .isEqualTo("\uFEFF甲,乙\r\n'=1+1,'-cmd\r\n'@SUM,'+86\r\n\"a,\"\"b\"\"\",\r\n'\tx,5\r\n");
    }
}
