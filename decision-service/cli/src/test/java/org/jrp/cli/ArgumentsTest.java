package org.jrp.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ArgumentsTest {

    @Test
    void chinese_arguments_survive_a_locale_that_knows_no_chinese() {
        String[] seen = {"decide", "--context", "????????????", "--json"};

        assertThat(Arguments.restored(seen, bytes("java\0-jar\0jrp.jar\0decide\0--context\0政府采购\0--json\0")))
                .containsExactly("decide", "--context", "政府采购", "--json");
    }

    @Test
    void arguments_that_do_not_fit_stay_as_they_are() {
        String[] seen = {"decide", "--json"};

        assertThat(Arguments.restored(seen, bytes("java\0Jrp\0lint\0--json\0"))).isSameAs(seen);
        assertThat(Arguments.restored(seen, bytes("--json\0"))).isSameAs(seen);
        assertThat(Arguments.restored(seen, new byte[] {(byte) 0xFF, 0})).isSameAs(seen);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
