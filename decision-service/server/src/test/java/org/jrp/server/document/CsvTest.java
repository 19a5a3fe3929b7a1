package org.jrp.server.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class CsvTest {

    @Test
    void no_cell_is_taken_for_a_formula_and_quotes_are_doubled() {
        Csv csv = new Csv("甲", "乙");

        csv.row("=1+1", "-cmd");
        csv.row("@SUM", "+86");
        csv.row("a,\"b\"");
        csv.row("\tx", 5L);

        assertThat(new String(csv.bytes(), StandardCharsets.UTF_8))
                .isEqualTo("\uFEFF甲,乙\r\n'=1+1,'-cmd\r\n'@SUM,'+86\r\n\"a,\"\"b\"\"\",\r\n'\tx,5\r\n");
    }
}
