package org.jrp.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonTest {

    @Test
    void values_become_plain_java() {
        Map<String, Object> wanted = new LinkedHashMap<>();
        wanted.put("text", "限制\u0001\"😀");
        wanted.put("number", -9223372036854775808L);
        wanted.put("list", Arrays.asList(1L, true, false, null, List.of()));
        wanted.put("", Map.of());

        Object read = Json.read(
                "{\"text\":\"限制\\u0001\\\"\\ud83d\\ude00\",\"number\":-9223372036854775808,\"list\":[1,true,false,null,[]],\"\":{}}");

        assertThat(read).isEqualTo(wanted);
        assertThat(((Map<?, ?>) read).keySet())
                .extracting(Object::toString)
                .containsExactly("text", "number", "list", "");
        assertThat(Json.read("null")).isNull();
        assertThat(Json.read("[\"é\"]".getBytes(StandardCharsets.UTF_8))).isEqualTo(List.of("é"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"a\":1,\"b\":{\"a\":1},\"a\":2} | duplicate-key",
                "{\"a\":1,\"\\u0061\":2}           | duplicate-key",
                "1.5                               | not-whole-number",
                "1e3                               | not-whole-number",
                "[9223372036854775808]             | not-whole-number",
                "\"\\ud83d\"                       | lone-surrogate",
                "{\"\\ude00\":1}                   | json-syntax",
                "{\"a\":1} {}                      | json-syntax",
                "{\"a\":1,}                        | json-syntax",
                "{'a':1}                           | json-syntax",
                "{a:1}                             | json-syntax",
                "// remark                         | json-syntax",
                "[1                                | json-syntax",
                "{\"a\"                            | json-syntax",
                "{\"a\":                           | json-syntax",
                "NaN                               | json-syntax",
                "01                                | json-syntax",
                "`` | json-syntax"
            })
    void anything_else_is_refused(String text, String code) {
        assertThat(catchThrowableOfType(JsonException.class, () -> Json.read(text))
                        .code())
                .isEqualTo(code);
    }

    @Test
    void the_place_is_named() {
        JsonException refused = catchThrowableOfType(JsonException.class, () -> Json.read("{\"a\": 1,\n  \"b\": 1.5}"));

        assertThat(refused.line()).isEqualTo(2);
        assertThat(refused.column()).isEqualTo(8);
        assertThat(refused).hasMessageContaining("Line 2, column 8");
    }

    @Test
    void the_text_itself_is_not_repeated() {
        assertThat(catchThrowableOfType(JsonException.class, () -> Json.read("{\"id\": 341182190001010008X}")))
                .message()
                .doesNotContain("341182");
    }

    @Test
    void depth_is_bounded() {
        String deep = "[".repeat(64) + "]".repeat(64);

        assertThat(Json.read(deep)).isNotNull();
        for (int more : new int[] {1, 2, 100_000}) {
            String deeper = "[".repeat(64 + more) + "]".repeat(64 + more);
            assertThat(catchThrowableOfType(JsonException.class, () -> Json.read(deeper))
                            .code())
                    .isIn("too-deep", "too-large");
        }
    }

    @Test
    void bytes_must_be_utf_8() {
        byte[] latin = {'"', (byte) 0xE9, '"'};

        assertThat(catchThrowableOfType(JsonException.class, () -> Json.read(latin))
                        .code())
                .isEqualTo("not-utf-8");
    }

    @Test
    void random_bytes_are_refused_and_nothing_worse() {
        Random random = new Random(1);
        String parts = "{}[]\",:0123456789.eE+-truefalsn\\u ";
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder();
            int length = random.nextInt(30);
            for (int j = 0; j < length; j++) {
                text.append(parts.charAt(random.nextInt(parts.length())));
            }
            try {
                Json.read(text.toString());
            } catch (JsonException e) {
                assertThat(e.code()).isNotBlank();
            }
        }
    }
}
