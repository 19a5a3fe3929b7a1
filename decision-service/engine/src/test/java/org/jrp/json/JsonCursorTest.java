package org.jrp.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonCursorTest {

    @Test
    void reads_what_a_writer_wrote() {
        JsonCursor in = at("{\"名\":[\"甲\",\"甲\",null,true,\"2018-09-01\"]}");

        assertThat(in.expect("{\"名\":[".getBytes(StandardCharsets.UTF_8)).more(']'))
                .isTrue();
        String first = in.word();
        assertThat(in.more(']')).isTrue();
        assertThat(in.word()).isEqualTo("甲").isSameAs(first);
        assertThat(in.more(']')).isTrue();
        assertThat(in.textOrNull()).isNull();
        assertThat(in.more(']')).isTrue();
        assertThat(in.flag()).isTrue();
        assertThat(in.more(']')).isTrue();
        assertThat(in.day()).isEqualTo(LocalDate.of(2018, 9, 1));
        assertThat(in.more(']')).isFalse();
        in.expect('}');
        assertThatThrownBy(() -> in.expect('}')).isInstanceOf(JsonCursor.UnusualException.class);
    }

    @Test
    void base64_gives_what_the_platform_gives() {
        Random random = new Random(1);
        for (int length = 0; length < 300; length++) {
            byte[] bytes = new byte[length];
            random.nextBytes(bytes);

            assertThat(at("\"" + Base64.getEncoder().encodeToString(bytes) + "\"")
                            .base64())
                    .isEqualTo(bytes);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"A", "AA=A", "A===", "====", "AAAA=", "AA==AAAA", "AA-_", "AA A", "AAA\\n", "AAAA\n"})
    void what_is_no_base64_is_unusual(String text) {
        assertThatThrownBy(() -> at("\"" + text + "\"").base64()).isInstanceOf(JsonCursor.UnusualException.class);
        assertThatThrownBy(() -> at("\"AAAA").base64()).isInstanceOf(JsonCursor.UnusualException.class);
    }

    @Test
    void a_character_is_found_wherever_it_stands() {
        Random random = new Random(2);
        for (int i = 0; i < 5_000; i++) {
            byte[] bytes = new byte[random.nextInt(60)];
            random.nextBytes(bytes);
            int from = random.nextInt(bytes.length + 1);
            int expected = from;
            while (expected < bytes.length && bytes[expected] != '"') {
                expected++;
            }
            if (random.nextBoolean() && from < bytes.length) {
                expected = Math.min(expected, from + random.nextInt(bytes.length - from));
                bytes[expected] = '"';
            }

            assertThat(JsonCursor.indexOf(bytes, from, bytes.length, '"')).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2018-09-01T00:00:00Z",
                "2026-11-26T08:00:00.5Z",
                "2026-11-26T23:59:59.123456Z",
                "1970-01-01T00:00:00.000000001Z",
                "0001-01-01T00:00:00Z"
            })
    void an_instant_is_what_the_platform_reads(String text) {
        assertThat(at("\"" + text + "\"").instant()).isEqualTo(Instant.parse(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2018-02-30T00:00:00Z",
                "2018-09-01T24:00:00Z",
                "2018-09-01T00:60:00Z",
                "2018-09-01T00:00:00.1234567890Z",
                "2018-09-01T00:00:00+08:00",
                "+10000-01-01T00:00:00Z",
                "2018-9-01T00:00:00Z",
                ""
            })
    void another_instant_is_unusual(String text) {
        assertThatThrownBy(() -> at("\"" + text + "\"").instant()).isInstanceOf(JsonCursor.UnusualException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"a\\\"b\"", "\"a", "a", "1", "", "nul"})
    void another_text_is_unusual(String text) {
        assertThatThrownBy(() -> at(text).textOrNull()).isInstanceOf(JsonCursor.UnusualException.class);
        assertThatThrownBy(() -> at(text).wordOrNull()).isInstanceOf(JsonCursor.UnusualException.class);
    }

    @Test
    void texts_that_fall_into_one_place_are_told_apart() {
        JsonCursor in = new JsonCursor();
        for (int round = 0; round < 3; round++) {
            for (int i = 0; i < 20_000; i++) {
                byte[] text = ("\"" + i + "\"").getBytes(StandardCharsets.UTF_8);

                assertThat(in.at(text, 0, text.length).word()).isEqualTo(Integer.toString(i));
            }
        }
    }

    private static JsonCursor at(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return new JsonCursor().at(bytes, 0, bytes.length);
    }
}
