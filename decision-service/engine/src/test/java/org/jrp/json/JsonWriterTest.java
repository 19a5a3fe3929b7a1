package org.jrp.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.erdtman.jcs.JsonCanonicalizer;
import org.junit.jupiter.api.Test;

class JsonWriterTest {

    @Test
    void writes_what_the_canonicalisation_library_writes() throws IOException {
        Random random = new Random(20261123);
        for (int i = 0; i < 2_000; i++) {
            Object value = value(random, 4);
            Map<String, Object> document = Map.of("v", value == null ? "null" : value);

            byte[] ours = JsonWriter.canonical(document);

            String theirs = new JsonCanonicalizer(JsonWriter.inOrder(document)).getEncodedString();
            assertThat(new String(ours, StandardCharsets.UTF_8)).isEqualTo(theirs);
        }
    }

    @Test
    void writes_every_control_character_and_surrogate_pair_as_the_library_does() throws IOException {
        StringBuilder text = new StringBuilder();
        for (char c = 0; c < 0x300; c++) {
            text.append(c);
        }
        text.append("失信\uD840\uDC00𠮷㐀\uFFFD\u2028\u2029");
        Map<String, Object> document = Map.of("t", text.toString());

        String theirs = new JsonCanonicalizer(JsonWriter.inOrder(document)).getEncodedString();

        assertThat(new String(JsonWriter.canonical(document), StandardCharsets.UTF_8))
                .isEqualTo(theirs);
    }

    @Test
    void refuses_half_a_surrogate_pair_and_numbers_that_are_not_exact() {
        assertThatThrownBy(() -> JsonWriter.canonical(Map.of("t", "\uD840x")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("surrogate");
        assertThatThrownBy(() -> JsonWriter.canonical(Map.of("n", Long.MAX_VALUE)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("exact");
        assertThat(new String(JsonWriter.canonical(Map.of("n", 1L << 53)), StandardCharsets.UTF_8))
                .isEqualTo("{\"n\":9007199254740992}");
    }

    @Test
    void writes_names_encoded_before_and_values_written_before_as_if_they_were_new() {
        JsonWriter.Name name = new JsonWriter.Name("名\"1");
        byte[] part = new JsonWriter(1).object().field(name, true).endObject().toBytes();

        JsonWriter writer = new JsonWriter(1).object();
        writer.field(name, "a").field(name, 10).name(name).array().written(part).written(part);
        writer.endArray().texts(name, List.of("b", "c")).endObject();

        assertThat(new String(writer.toBytes(), StandardCharsets.UTF_8))
                .isEqualTo("{'名\\'1':'a','名\\'1':10,'名\\'1':[{'名\\'1':true},{'名\\'1':true}],'名\\'1':['b','c']}"
                        .replace('\'', '"'));
    }

    @Test
    void writes_days_as_they_read() {
        JsonWriter writer = new JsonWriter().array();
        List<LocalDate> days = List.of(
                LocalDate.of(2018, 9, 1), LocalDate.of(33, 12, 31), LocalDate.of(-5, 1, 1), LocalDate.of(12018, 1, 1));
        days.forEach(writer::value);
        writer.value((LocalDate) null).endArray();

        List<String> texts =
                new ArrayList<>(days.stream().map(LocalDate::toString).toList());
        texts.add(null);
        assertThat(writer.toBytes()).isEqualTo(JsonWriter.inOrder(texts));
    }

    private static Object value(Random random, int depth) {
        return switch (random.nextInt(depth == 0 ? 4 : 6)) {
            case 0 -> text(random);
            case 1 -> (long) random.nextInt() * (random.nextBoolean() ? 1 : 1_000);
            case 2 -> random.nextBoolean();
            case 3 -> "";
            case 4 -> {
                List<Object> items = new ArrayList<>();
                for (int i = random.nextInt(4); i > 0; i--) {
                    items.add(value(random, depth - 1));
                }
                yield items;
            }
            default -> {
                Map<String, Object> fields = new LinkedHashMap<>();
                for (int i = random.nextInt(5); i > 0; i--) {
                    fields.put(text(random), value(random, depth - 1));
                }
                yield fields;
            }
        };
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(8); i > 0; i--) {
            int point = random.nextInt(random.nextBoolean() ? 0x80 : 0x20000);
            if (point < 0xD800 || point > 0xDFFF) {
                text.appendCodePoint(point);
            }
        }
        return text.toString();
    }
}
