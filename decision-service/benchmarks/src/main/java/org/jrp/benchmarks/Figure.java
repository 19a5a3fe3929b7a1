package org.jrp.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One line of the table (一项结果).
 *
 * @param id target it is held against, such as {@code P1}, or a word for what has none
 * @param unit {@code µs}, {@code s}, {@code MB}, {@code ×} for a ratio, or none
 * @param median of the rounds
 * @param wall the same in wall time; NaN where there is none
 * @param bytes allocated for one answer; NaN where not measured
 * @param target what it is held against, such as {@code ≥ 0.10}; null where nothing
 */
public record Figure(
        String id,
        String unit,
        String what,
        double median,
        double low,
        double high,
        double wall,
        double bytes,
        @Nullable String target) {

    private static final char TAB = '\t';

    static Figure time(String id, String what, Meter meter, String name) {
        Meter.Spread cpu = meter.cpu(name);
        return new Figure(
                id,
                "µs",
                what,
                cpu.median(),
                cpu.low(),
                cpu.high(),
                meter.wall(name).median(),
                meter.bytes(name),
                null);
    }

    /** How many times faster one is than the other. */
    static Figure faster(String id, String what, Meter meter, String slow, String fast, @Nullable String target) {
        Meter.Spread cpu = meter.cpuRatio(slow, fast);
        return new Figure(
                id,
                "×",
                what,
                cpu.median(),
                cpu.low(),
                cpu.high(),
                meter.wallRatio(slow, fast).median(),
                Double.NaN,
                target);
    }

    /** A figure with one value a round, measured as a whole. */
    public static Figure plain(String id, String unit, String what, double[] values, @Nullable String target) {
        Meter.Spread spread = Meter.Spread.of(values);
        return new Figure(id, unit, what, spread.median(), spread.low(), spread.high(), Double.NaN, Double.NaN, target);
    }

    /** Whether the target is met; true where there is none. */
    public boolean reached() {
        if (target == null) {
            return true;
        }
        double bound = Double.parseDouble(target.substring(target.indexOf(' ') + 1));
        return target.startsWith("≥") ? median >= bound : median <= bound;
    }

    /** One line that {@link #parse} reads back. */
    String line() {
        return String.join(
                String.valueOf(TAB),
                id,
                unit,
                what,
                Double.toString(median),
                Double.toString(low),
                Double.toString(high),
                Double.toString(wall),
                Double.toString(bytes),
                target == null ? "" : target);
    }

    static Figure parse(String line) {
        List<String> cells = new ArrayList<>();
        int from = 0;
        for (int at = line.indexOf(TAB); at >= 0; at = line.indexOf(TAB, from)) {
            cells.add(line.substring(from, at));
            from = at + 1;
        }
        cells.add(line.substring(from));
        return new Figure(
                cells.get(0),
                cells.get(1),
                cells.get(2),
                Double.parseDouble(cells.get(3)),
                Double.parseDouble(cells.get(4)),
                Double.parseDouble(cells.get(5)),
                Double.parseDouble(cells.get(6)),
                Double.parseDouble(cells.get(7)),
                cells.get(8).isEmpty() ? null : cells.get(8));
    }

    /** One row for people. */
    String row() {
        return String.format(
                Locale.ROOT,
                "| %s | %s | %s | %s – %s | %s | %s | %s |",
                id,
                what,
                (number(median) + (unit.equals("×") ? "" : " " + unit)).stripTrailing(),
                number(low),
                number(high),
                Double.isNaN(wall) ? "" : number(wall),
                Double.isNaN(bytes) ? "" : String.format(Locale.ROOT, "%,.0f", bytes),
                target == null ? "" : target + (reached() ? " ✓" : " ✗"));
    }

    /** One object of the file of figures. */
    public String json() {
        return String.format(
                Locale.ROOT,
                "{\"id\":\"%s\",\"what\":\"%s\",\"unit\":\"%s\",\"median\":%s,\"low\":%s,\"high\":%s,\"wall\":%s,\"bytes\":%s,\"target\":%s,\"reached\":%s}",
                id,
                what,
                unit,
                finite(median),
                finite(low),
                finite(high),
                finite(wall),
                finite(bytes),
                target == null ? "null" : '"' + target + '"',
                target == null ? "null" : String.valueOf(reached()));
    }

    /** One row for people, without wall time and bytes. */
    public String shortRow() {
        return String.format(
                Locale.ROOT,
                "| %s | %s | %s | %s – %s | %s |",
                id,
                what,
                (number(median) + (unit.equals("×") ? "" : " " + unit)).stripTrailing(),
                number(low),
                number(high),
                target == null ? "" : target + (reached() ? " ✓" : " ✗"));
    }

    private static String finite(double value) {
        return Double.isFinite(value) ? Double.toString(value) : "null";
    }

    private static String number(double value) {
        double size = Math.abs(value);
        return String.format(
                Locale.ROOT,
                size >= 100
                        ? "%,.0f"
                        : size >= 10 ? "%.1f" : size >= 1 ? "%.2f" : size >= 0.1 || size == 0 ? "%.3f" : "%.4f",
                value);
    }
}
