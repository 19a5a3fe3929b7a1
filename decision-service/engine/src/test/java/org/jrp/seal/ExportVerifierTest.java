package org.jrp.seal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jrp.json.Json;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ExportVerifierTest {

    private static final Pattern VALUE = Pattern.compile("\"([a-zA-Z]+)\":(\"(?:[^\"\\\\]|\\\\.)*\"|-?\\d+|null)");

    private final SampleExport sample = new SampleExport(90, 13, 5);
    private final SampleExport other = new SampleExport(90, 13, 6, sample.pair);

    @Test
    void an_untouched_export_passes() {
        ExportVerifier.Result result = verify(sample.lines, null);

        assertThat(result.findings()).isEmpty();
        assertThat(result.intact()).isTrue();
        assertThat(result.decisions()).isEqualTo(90);
        assertThat(result.leaves()).isEqualTo(120);
        assertThat(result.head()).isEqualTo(sample.heads.get(sample.heads.size() - 1));
    }

    @Test
    void an_outside_head_is_compared_where_the_file_reaches_it() {
        Checkpoint inside = sample.heads.get(4);
        Checkpoint forged = Checkpoint.sign(
                SampleExport.LOG, inside.size(), MerkleTree.leaf(new byte[0]), sample.pair.getPrivate(), sample.key);
        Checkpoint beyond =
                Checkpoint.sign(SampleExport.LOG, 9_999, inside.root(), sample.pair.getPrivate(), sample.key);

        assertThat(verify(sample.lines, inside).headMet()).isTrue();
        assertThat(verify(sample.lines, inside).intact()).isTrue();
        assertThat(verify(sample.lines, beyond).headMet()).isFalse();
        assertThat(verify(sample.lines, forged).findings())
                .extracting(ExportVerifier.Finding::code)
                .contains("outside-head-differs");
    }

    @Test
    void a_log_signed_by_others_does_not_pass() {
        SampleExport other = new SampleExport(90, 13, 5);

        assertThat(verify(other.lines, null).intact()).isFalse();
    }

    @Test
    void a_changed_record_is_named_with_its_line() {
        List<String> lines = new ArrayList<>(sample.lines);
        lines.set(7, lines.get(7).replace("\"outcome\":\"clear\"", "\"outcome\":\"review\""));

        ExportVerifier.Finding first = verify(lines, null).findings().get(0);

        assertThat(first.line()).isEqualTo(8);
        assertThat(first.id()).isEqualTo(id(lines.get(7)));
        assertThat(first.code()).isEqualTo("record-changed");
    }

    @Test
    void a_file_rewritten_with_new_hashes_does_not_pass_for_want_of_the_key() {
        List<String> lines = new ArrayList<>(sample.lines);
        int at = 7;
        String id = id(lines.get(at));
        lines.remove(at);
        lines.removeIf(line -> line.startsWith("{\"leaf\"") && line.contains(id));
        int index = 13;
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).startsWith("{\"leaf\"")) {
                lines.set(i, lines.get(i).replaceFirst("\"index\":\\d+", "\"index\":" + index++));
            }
        }
        lines.set(lines.size() - 1, "{\"count\":89}");

        assertThat(verify(lines, null).intact()).isFalse();
    }

    /** Every kind of tampering, anywhere in the file, {@code -Djrp.scale=full} six hundred of it: found, and the first finding names the line or the record. */
    @Test
    void random_tamperings_are_all_found() {
        Random random = new Random(Long.getLong("jrp.seed", 42));
        int count = "full".equals(System.getProperty("jrp.scale")) ? 600 : 150;
        for (int n = 0; n < count; n++) {
            List<String> lines = new ArrayList<>(sample.lines);
            Tampered tampered = tamper(lines, random, n % 15);
            ExportVerifier.Result result = verify(lines, null);

            assertThat(result.intact()).as("%s", tampered).isFalse();
            if (tampered.named() != null) {
                assertThat(result.findings())
                        .as("%s", tampered)
                        .anySatisfy(
                                finding -> assertThat(String.valueOf(finding.id()) + " line " + finding.line() + ";")
                                        .containsAnyOf(tampered.named(), "line " + tampered.line() + ";"));
                if (n % 15 == 13) {
                    continue; // it may seem that its neighbours are out of order, and they come first
                }
                ExportVerifier.Finding first = result.findings().get(0);
                assertThat(String.valueOf(first.id()) + " line " + first.line() + ";")
                        .as("first of %s", tampered)
                        .containsAnyOf(tampered.named(), "line " + tampered.line() + ";");
            }
        }
    }

    @Test
    void the_quick_way_says_what_the_strict_one_says() throws IOException {
        Random random = new Random(7);
        for (int n = 0; n < 75; n++) {
            List<String> lines = new ArrayList<>(sample.lines);
            Tampered tampered = n == 0 ? null : tamper(lines, random, n % 15);
            byte[] file = (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);

            ExportVerifier.Result quick =
                    ExportVerifier.verify(() -> new ByteArrayInputStream(file), List.of(sample.key), null, true);
            ExportVerifier.Result strict =
                    ExportVerifier.verify(() -> new ByteArrayInputStream(file), List.of(sample.key), null, false);

            assertThat(quick).as("%s", tampered).isEqualTo(strict);
        }
    }

    @Test
    void base64_in_another_form_is_another_file() {
        for (int i = 1; i <= 90; i++) {
            List<String> lines = new ArrayList<>(sample.lines);
            Matcher personal = Pattern.compile("\"personal\":\"([^\"]+)==?\"").matcher(lines.get(i));
            if (personal.find()) {
                char last = personal.group(1).charAt(personal.group(1).length() - 1);
                lines.set(i, lines.get(i).replace(last + "=", (char) (last + 1) + "="));

                assertThat(verify(lines, null).intact()).isFalse();
            }
        }
    }

    @Test
    void a_row_that_was_added_long_after_its_time_is_noticed() {
        Lateness lateness = new Lateness();
        java.util.UUID early = java.util.UUID.fromString("01930000-0000-7000-8000-000000000001");
        java.util.UUID later = java.util.UUID.fromString("0193000f-0000-7000-8000-000000000001");
        java.util.UUID last = java.util.UUID.fromString("0193000f-0001-7000-8000-000000000001");

        assertThat(lateness.late(early)).isFalse();
        assertThat(lateness.late(later)).isFalse();
        assertThat(lateness.late(early))
                .as("one row from the future makes none late")
                .isFalse();
        assertThat(lateness.late(last)).isFalse();
        assertThat(lateness.late(early)).isTrue();
        assertThat(lateness.late(last)).isFalse();
    }

    private record Tampered(
            String what, long line, @Nullable String named) {}

    private Tampered tamper(List<String> lines, Random random, int kind) {
        int decisions = 90;
        int at = 1 + random.nextInt(decisions);
        String line = lines.get(at);
        String id = id(line);
        switch (kind) {
            case 0 -> {
                lines.remove(at);
                return new Tampered("removed decision", at + 1, id);
            }
            case 1 -> {
                lines.set(at, changedValue(line, random));
                return new Tampered("changed decision " + lines.get(at), at + 1, id);
            }
            case 2 -> {
                int other = 1 + (at + random.nextInt(decisions - 1)) % decisions;
                lines.remove(at);
                lines.add(other, line);
                return other == at ? tamper(lines, random, 0) : new Tampered("moved decision", other + 1, id);
            }
            case 3 -> {
                String fresh = id.substring(0, 34) + (id.endsWith("00") ? "11" : "00");
                lines.add(at, line.replace(id, fresh));
                return new Tampered("inserted decision", at + 1, fresh);
            }
            case 4 -> {
                int length = 1 + random.nextInt(lines.size() - 1);
                lines.subList(length, lines.size()).clear();
                return new Tampered("cut to " + length, 0, null);
            }
            case 5 -> {
                lines.set(at, line.replaceFirst("\"decidedAt\":\"2026-11-20", "\"decidedAt\":\"2026-11-19"));
                return new Tampered("re-dated decision", at + 1, id);
            }
            case 6 -> {
                int leaf = decisions + 1 + random.nextInt(lines.size() - decisions - 1);
                lines.remove(leaf);
                return new Tampered("removed line " + leaf, leaf, null);
            }
            case 7 -> {
                int leaf = decisions + 1 + random.nextInt(lines.size() - decisions - 1);
                String before = lines.get(leaf);
                lines.set(leaf, changedValue(before, random));
                return new Tampered("changed line " + leaf + ": " + lines.get(leaf), leaf, null);
            }
            case 8 -> {
                int one = random.nextInt(lines.size());
                lines.set(one, flipped(lines.get(one), random));
                return new Tampered("one character of line " + (one + 1) + ": " + lines.get(one), one + 1, null);
            }
            case 10 -> {
                int other = 1 + (at + random.nextInt(decisions - 1)) % decisions;
                java.util.Collections.swap(lines, at, other);
                return other == at
                        ? tamper(lines, random, 0)
                        : new Tampered("swapped decisions " + at + " and " + other, Math.min(at, other) + 1, null);
            }
            case 11 -> {
                int one = leafLine(lines, random);
                int two = leafLine(lines, random);
                while (one == two) {
                    two = leafLine(lines, random);
                }
                java.util.Collections.swap(lines, one, two);
                return new Tampered("swapped leaves", Math.min(one, two) + 1, null);
            }
            case 12 -> {
                String day = random.nextBoolean() ? "\"from\":\"2026-11-20\"" : "\"to\":\"2026-11-21\"";
                lines.set(
                        0,
                        lines.get(0)
                                .replace(day, day.replaceFirst("2026-11-..", "2026-11-2" + (2 + random.nextInt(7)))));
                return new Tampered("other days", 1, null);
            }
            case 13 -> {
                List<String> foreign = other.lines;
                int one = 1 + random.nextInt(decisions);
                lines.set(at, foreign.get(one));
                return new Tampered("decision of another export", at + 1, id(foreign.get(one)));
            }
            case 14 -> {
                int one = leafLine(lines, random);
                lines.set(one, other.lines.get(leafLine(other.lines, random)));
                return new Tampered("leaf of another export", one + 1, null);
            }
            default -> {
                int one = random.nextInt(lines.size());
                lines.add(one, lines.get(one));
                return new Tampered("repeated line " + (one + 1), one + 1, null);
            }
        }
    }

    private static int leafLine(List<String> lines, Random random) {
        int line = random.nextInt(lines.size());
        while (!lines.get(line).startsWith("{\"leaf\"")) {
            line = random.nextInt(lines.size());
        }
        return line;
    }

    private static String flipped(String line, Random random) {
        int at = random.nextInt(line.length());
        char c = line.charAt(at);
        char other = c == 'x' ? 'y' : 'x';
        return line.substring(0, at) + other + line.substring(at + 1);
    }

    /** The line with one of its values changed. */
    private static String changedValue(String line, Random random) {
        List<int[]> values = new ArrayList<>();
        Matcher matcher = VALUE.matcher(line);
        while (matcher.find()) {
            values.add(new int[] {matcher.start(2), matcher.end(2)});
        }
        int[] place = values.get(random.nextInt(values.size()));
        String value = line.substring(place[0], place[1]);
        String other = value.equals("null")
                ? "\"x\""
                : value.startsWith("\"")
                        ? random.nextInt(4) == 0
                                ? "null"
                                : "\"" + (value.charAt(1) == 'a' ? 'b' : 'a')
                                        + value.substring(Math.min(2, value.length() - 1))
                        : Long.toString(Long.parseLong(value) + 1);
        return line.substring(0, place[0]) + other + line.substring(place[1]);
    }

    private static String id(String line) {
        return String.valueOf(((Map<?, ?>) Json.read(line)).get("id"));
    }

    private ExportVerifier.Result verify(List<String> lines, @Nullable Checkpoint outside) {
        byte[] file = (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
        try {
            return ExportVerifier.verify(() -> new ByteArrayInputStream(file), List.of(sample.key), outside);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
