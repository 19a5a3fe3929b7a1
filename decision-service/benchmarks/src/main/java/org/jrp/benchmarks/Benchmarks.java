package org.jrp.benchmarks;

import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jrp.benchmarks.load.KillRun;
import org.jrp.benchmarks.load.LoadRun;
import org.jspecify.annotations.Nullable;

/** Prints the table of {@code docs/benchmarks.md} (性能比对表), or runs JMH. */
public final class Benchmarks {

    private static final String USAGE =
            """
            java -jar benchmarks.jar [--seconds 1] [--warm-up 10] [--rounds 5] [--only P1,P5,load] [--json FILE]
            java -jar benchmarks.jar load [--help]     the server under load
            java -jar benchmarks.jar kill [--help]     the server killed under load
            java -jar benchmarks.jar --jmh [JMH's own options]

            --seconds   length of one slice
            --warm-up   seconds of warm-up of a section, shared by those it compares
            --rounds    slices of each
            --only      figures (P1 P2 P3 P4 P5 P19 peers decide reloads) or sections (%s)
            --json      also writes the figures there
            """.formatted(Arrays.stream(Section.values()).map(Section::code).collect(Collectors.joining(" ")));

    private double seconds = 1;
    private double warmUp = 10;
    private int rounds = 5;
    private Set<String> only = Set.of();
    private @Nullable Path json;
    private @Nullable Section section;

    private Benchmarks() {}

    public static void main(String[] arguments) throws IOException {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        List<String> given = List.of(arguments);
        if (!given.isEmpty() && given.get(0).equals("--jmh")) {
            org.openjdk.jmh.Main.main(given.subList(1, given.size()).toArray(String[]::new));
            return;
        }
        String first = given.isEmpty() ? "" : given.get(0);
        List<String> rest = given.subList(Math.min(1, given.size()), given.size());
        if (first.equals("--help") || first.equals("-h")) {
            out.print(USAGE);
            return;
        }
        if (first.equals("load") || first.equals("kill")) {
            int status = first.equals("load") ? LoadRun.main(rest, out) : KillRun.main(rest, out);
            if (status != 0) {
                System.exit(status);
            }
            return;
        }
        if (given.equals(List.of("--load-once"))) {
            Child.say(out, Double.toString(Loads.once()));
            Child.say(out, Double.toString(ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() / 1e9));
            return;
        }
        Benchmarks benchmarks = new Benchmarks();
        try {
            benchmarks.read(given);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage() + "\n\n" + USAGE);
            System.exit(2);
        }
        benchmarks.run(out);
    }

    private void read(List<String> arguments) {
        for (int i = 0; i < arguments.size(); i += 2) {
            String key = arguments.get(i);
            if (i + 1 == arguments.size()) {
                throw new IllegalArgumentException("The option (%s) is not known or lacks its value.".formatted(key));
            }
            String value = arguments.get(i + 1);
            switch (key) {
                case "--seconds" -> seconds = Double.parseDouble(value);
                case "--warm-up" -> warmUp = Double.parseDouble(value);
                case "--rounds" -> rounds = Integer.parseInt(value);
                case "--only" -> only = new LinkedHashSet<>(Arrays.asList(value.split(",")));
                case "--json" -> json = Path.of(value);
                case "--section" -> section = Section.find(value).orElseThrow();
                default -> throw new IllegalArgumentException("The option (%s) is not known.".formatted(key));
            }
        }
        if (seconds <= 0 || warmUp < 0 || rounds < 1) {
            throw new IllegalArgumentException("Slices, warm-up and rounds must be more than nothing.");
        }
    }

    private void run(PrintStream out) throws IOException {
        Pace pace = new Pace(seconds, warmUp, rounds);
        if (section != null) {
            section.measure(pace, only).forEach(figure -> Child.say(out, figure.line()));
            return;
        }
        List<Figure> all = new ArrayList<>();
        out.print(head(pace));
        for (Section one : Section.values()) {
            if (one.holdsAny(only)) {
                List<Figure> figures = new ArrayList<>();
                List<String> arguments = new ArrayList<>(List.of(
                        "--section", one.code(),
                        "--seconds", Double.toString(seconds),
                        "--warm-up", Double.toString(warmUp),
                        "--rounds", Integer.toString(rounds)));
                if (!only.isEmpty()) {
                    arguments.addAll(List.of("--only", String.join(",", only)));
                }
                Child.lines(arguments.toArray(String[]::new)).forEach(line -> figures.add(Figure.parse(line)));
                out.print(part(one.title(), figures));
                all.addAll(figures);
            }
        }
        out.print(end(all));
        Optional<Path> file = Optional.ofNullable(json);
        if (file.isPresent()) {
            String text = all.stream().map(Figure::json).collect(Collectors.joining(",\n  ", "[\n  ", "\n]\n"));
            Files.writeString(file.get(), text);
        }
    }

    static String head(Pace pace) {
        return String.format(
                Locale.ROOT,
                "Java %s (%s), %d processors (load average %.1f at the start), %s; slices of %s s in turn, %d rounds after %s s of warm-up; one thread.%n"
                        + "Times are processor time of the deciding thread: median of the rounds, range; wall is the median in wall time.%n",
                Runtime.version(),
                System.getProperty("java.vendor"),
                Runtime.getRuntime().availableProcessors(),
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(),
                String.join(" ", Child.FLAGS),
                pace.seconds(),
                pace.rounds(),
                pace.warmUp());
    }

    static String part(String title, List<Figure> figures) {
        StringBuilder text = new StringBuilder("\n**" + title
                + "**\n\n| | what | median | range | wall | bytes | target |\n|---|---|---:|---:|---:|---:|---|\n");
        figures.forEach(figure -> text.append(figure.row()).append('\n'));
        return text.toString();
    }

    /** How many figures reach their target, and which do not. */
    public static String end(List<Figure> figures) {
        long held = figures.stream().filter(figure -> figure.target() != null).count();
        List<String> missed = figures.stream()
                .filter(figure -> !figure.reached())
                .map(figure -> figure.id() + " " + figure.what())
                .toList();
        return "\n" + (held - missed.size()) + " of " + held + " figures with a target reach it."
                + (missed.isEmpty() ? "" : " Not reached: " + String.join("; ", missed) + ".") + "\n";
    }
}
