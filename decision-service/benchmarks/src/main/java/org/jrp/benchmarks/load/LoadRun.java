package org.jrp.benchmarks.load;

import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jrp.benchmarks.Benchmarks;
import org.jrp.benchmarks.Figure;

/** Prints what the server does under load, as ratios and counts (压测比对表). */
public final class LoadRun {

    private static final Set<String> OPTIONS = Set.of(
            "only",
            "seconds",
            "warm-up",
            "rounds",
            "entries",
            "subjects",
            "requests",
            "imports",
            "server",
            "flags",
            "cpus",
            "folder",
            "json");

    private static final String USAGE = """
            java -jar benchmarks.jar load [--only P7,P8] [--seconds 5] [--rounds 5] [--entries 1000000] [--json FILE] …

            --only      figures: P6 P7 P8 P9 P10 P11 P13 P17 P18 latency memory; all unless said
            --seconds   length of one slice (5)
            --warm-up   seconds of warm-up of a part, shared by those it compares (30)
            --rounds    slices of each (5)
            --entries   rows of the entries file (1000000)
            --subjects  subjects asked about when warm (50000)
            --requests  requests over which memory is watched (1000000)
            --imports   how often each form of the file is imported (3)
            --server    the server's jar; decision-service/server/target/jrp-server.jar beside this one unless said
            --flags     of the server's JVM (-Xms1g -Xmx1g); imports always run with -Xmx512m
            --cpus      processors for the server, as taskset takes them; any unless said
            --folder    where the data folders are made, and deleted again when all went well; the system's for temporary files unless said
            --json      also writes the figures there
            """;

    private LoadRun() {}

    /** What the run was asked for. */
    record Plan(
            Set<String> only,
            double seconds,
            double warmUp,
            int rounds,
            long entries,
            int subjects,
            long requests,
            int imports,
            ServerProcess.Settings settings,
            Path folder) {

        boolean wants(String... ids) {
            return only.isEmpty() || List.of(ids).stream().anyMatch(only::contains);
        }
    }

    /** @return the status of the process */
    public static int main(List<String> arguments, PrintStream out) throws IOException {
        if (arguments.contains("--help") || arguments.contains("-h")) {
            out.print(USAGE);
            return 0;
        }
        Options options;
        Path folder;
        Plan plan;
        try {
            options = Options.read(arguments, OPTIONS);
            folder = options.folder();
            plan = plan(options, folder);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage() + "\n\n" + USAGE);
            return 2;
        }
        List<Figure> all = new ArrayList<>();
        boolean done = false;
        try {
            out.print(head(plan));
            if (plan.wants("P6", "P7", "P8", "P9", "P10", "P11", "P17", "latency", "memory")) {
                all.addAll(new LoadFigures(plan, out).measure());
            }
            if (plan.wants("P18")) {
                all.addAll(new RedisFigures(plan, out).measure());
            }
            if (plan.wants("P13")) {
                all.addAll(new ImportFigures(plan, out).measure());
            }
            done = true;
        } catch (InterruptedException | SQLException e) {
            throw new IOException("The run was broken off.", e);
        } finally {
            // What failed is to be looked at.
            if (done) {
                Options.delete(folder);
            } else {
                out.println("The data folder stays: " + folder);
            }
        }
        out.print(Benchmarks.end(all));
        String json = options.text("json");
        if (json != null) {
            Files.writeString(
                    Path.of(json),
                    all.stream().map(Figure::json).collect(Collectors.joining(",\n  ", "[\n  ", "\n]\n")));
        }
        return 0;
    }

    private static Plan plan(Options options, Path folder) throws IOException {
        ServerProcess.Settings settings = new ServerProcess.Settings(
                options.server(),
                Endpoints.writeJar(folder),
                options.words("flags", "-Xms1g -Xmx1g"),
                folder.resolve("data"),
                List.of(
                        "--demo",
                        "--jrp.limits.requests-per-minute=1000000000",
                        "--jrp.limits.subjects-per-day=10000000",
                        "--jrp.import.most-bytes=4000000000"),
                options.text("cpus"));
        return new Plan(
                Set.copyOf(options.list("only")),
                options.number("seconds", 5),
                options.number("warm-up", 30),
                Math.max(1, options.count("rounds", 5)),
                (long) options.number("entries", 1_000_000),
                (int) options.number("subjects", 50_000),
                (long) options.number("requests", 1_000_000),
                Math.max(1, options.count("imports", 3)),
                settings,
                folder);
    }

    private static String head(Plan plan) {
        return String.format(
                Locale.ROOT,
                "Java %s (%s), %d processors (load average %.1f at the start); server %s, on %s processors; slices of %s s in turn, %d rounds after %s s of warm-up;"
                        + "%n%,d entries, %,d subjects asked about, half of them listed. The generator is one thread of another process on loopback.%n",
                Runtime.version(),
                System.getProperty("java.vendor"),
                Runtime.getRuntime().availableProcessors(),
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(),
                String.join(" ", plan.settings().flags()),
                plan.settings().cpus() == null ? "any" : plan.settings().cpus(),
                plan.seconds(),
                plan.rounds(),
                plan.warmUp(),
                plan.entries(),
                plan.subjects());
    }

    /** One part of the table. */
    static void print(PrintStream out, String title, List<Figure> figures, List<String> notes) {
        StringBuilder text = new StringBuilder(
                "\n**" + title + "**\n\n| | what | median | range | target |\n|---|---|---:|---:|---|\n");
        figures.forEach(figure -> text.append(figure.shortRow()).append('\n'));
        notes.forEach(note -> text.append('\n').append(note).append('\n'));
        out.print(text);
    }
}
