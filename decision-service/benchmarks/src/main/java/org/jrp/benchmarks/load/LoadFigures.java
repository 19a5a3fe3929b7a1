package org.jrp.benchmarks.load;

import java.io.IOException;
import java.io.PrintStream;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.HdrHistogram.Histogram;
import org.jrp.benchmarks.Figure;
import org.jspecify.annotations.Nullable;

/** Checks over HTTP beside less than checks (P6 至 P11、P17、时延、内存). */
final class LoadFigures {

    private static final int MANY = 256;
    private static final int FEWER = 64;
    private static final int OFFICERS = 64;
    private static final double LATENCY_SHARE = 0.5;
    private static final double NANOS_A_MILLI = 1e6;

    private static final String BARE = "bare endpoint";
    private static final String UNRECORDED = "not recorded";
    private static final String OPEN = "recorded, no sign-in or limits";
    private static final String RECORDED = "recorded";
    private static final String KEYED = "recorded, with Idempotency-Key";
    private static final String PERSONAL = "recorded, JWT";
    private static final String EVERYBODY = "recorded, subjects not asked about before";

    private final LoadRun.Plan plan;
    private final PrintStream out;
    private final List<Figure> all = new ArrayList<>();

    LoadFigures(LoadRun.Plan plan, PrintStream out) {
        this.plan = plan;
        this.out = out;
    }

    List<Figure> measure() throws IOException, SQLException, InterruptedException {
        PersonalTokens tokens = new PersonalTokens();
        var publicKey = plan.folder().resolve("issuer.pem");
        tokens.writePublicKey(publicKey);
        try (Bed bed = Bed.start(
                plan,
                "--jrp.jwt.public-key=" + publicKey,
                "--jrp.jwt.issuer=" + PersonalTokens.ISSUER,
                "--jrp.jwt.audience=" + PersonalTokens.AUDIENCE)) {
            List<String> key = List.of(bed.server().key(Bed.ASKING));
            Requests recorded = bed.requests(RECORDED, Bed.CHECK, key, false);
            double most = 0;
            if (plan.wants("P6", "P7", "P17", "latency")) {
                most = sideBySide(bed, recorded, tokens);
            }
            if (plan.wants("P8")) {
                besideInserts(bed, recorded);
            }
            if (plan.wants("P9", "P10", "P11")) {
                counts(bed, recorded, FEWER, "≤ 0.035", null);
                counts(bed, recorded, MANY, "≤ 0.012", "≤ 0.05");
            }
            if (plan.wants("latency")) {
                latency(bed, recorded, most * LATENCY_SHARE);
            }
            if (plan.wants("memory")) {
                memory(bed, recorded);
            }
        }
        return all;
    }

    private double sideBySide(Bed bed, Requests recorded, PersonalTokens tokens)
            throws IOException, InterruptedException {
        List<String> key = List.of(bed.server().key(Bed.ASKING));
        List<Requests> each = List.of(
                bed.requests(BARE, "/load/bare", List.of(), false),
                bed.requests(UNRECORDED, "/load/unrecorded", List.of(), false),
                bed.requests(OPEN, "/load/open", List.of(), false),
                recorded,
                bed.requests(KEYED, Bed.CHECK, key, true),
                bed.requests(PERSONAL, Bed.CHECK, tokens.of(Bed.ASKING, OFFICERS), false),
                bed.everybody(EVERYBODY, Bed.CHECK, key));
        Contest contest = new Contest(bed.server());
        try (Generator generator = new Generator(bed.server().port(), MANY)) {
            for (Requests one : each) {
                contest.add(one.name(), length -> generator.run(one, length));
            }
            contest.run(plan.seconds(), plan.warmUp(), plan.rounds());
        }
        List<Figure> figures = new ArrayList<>(List.of(
                ratio(contest, "P6", UNRECORDED, BARE, "≥ 0.90"),
                ratio(contest, "P7", RECORDED, BARE, "≥ 0.50"),
                ratio(contest, "P7", KEYED, BARE, null),
                ratio(contest, "P17", PERSONAL, OPEN, "≥ 0.90"),
                ratio(contest, "P17", RECORDED, OPEN, null),
                ratio(contest, "load", EVERYBODY, RECORDED, null)));
        for (String name : contest.names()) {
            figures.add(Figure.plain("load", "", name + ", answers a second", contest.perSecond(name), null));
        }
        figures.add(refused(contest));
        finish("side by side, " + MANY + " connections", figures, shares(contest));
        return Figure.plain("", "", "", contest.perSecond(RECORDED), null).median();
    }

    private void besideInserts(Bed bed, Requests recorded) throws IOException, SQLException, InterruptedException {
        Contest contest = new Contest(bed.server());
        try (Generator fewer = new Generator(bed.server().port(), FEWER);
                Generator many = new Generator(bed.server().port(), MANY);
                RowInserts inserts = new RowInserts(bed.server(), FEWER, plan.folder())) {
            String tool = inserts.tool();
            contest.add(RECORDED, length -> fewer.run(recorded, length));
            contest.add(tool, inserts::run);
            contest.add(RECORDED + ", " + MANY + " connections", length -> many.run(recorded, length));
            contest.run(plan.seconds(), plan.warmUp(), plan.rounds());
            List<Figure> figures = new ArrayList<>(List.of(
                    ratio(contest, "P8", RECORDED, tool, "≥ 1.8"),
                    ratio(contest, "P8", RECORDED + ", " + MANY + " connections", tool, null)));
            for (String name : contest.names()) {
                figures.add(Figure.plain("load", "", name + ", rows a second", contest.perSecond(name), null));
            }
            figures.add(refused(contest));
            finish("beside one-row inserts, " + FEWER + " clients", figures, shares(contest));
        }
    }

    private void counts(Bed bed, Requests recorded, int connections, String mostFsyncs, @Nullable String mostStatements)
            throws IOException, SQLException, InterruptedException {
        double seconds = plan.seconds() * plan.rounds();
        try (Generator generator = new Generator(bed.server().port(), connections)) {
            generator.run(recorded, Duration.ofMillis((long) (plan.seconds() * 1_000)));
            StoreCounts before = StoreCounts.settled(bed.server());
            Generator.Slice slice = generator.run(recorded, Duration.ofMillis((long) (seconds * 1_000)));
            StoreCounts after = StoreCounts.settled(bed.server());
            StoreCounts.Recorded rows = StoreCounts.Recorded.since(bed.server(), before.at());
            double decisions = rows.decisions();
            finish(
                    "counts, " + connections + " in flight",
                    List.of(
                            single(
                                    "P9",
                                    "flushes of the log (fsync) a decision, " + connections + " in flight",
                                    (after.fsyncs() - before.fsyncs()) / decisions,
                                    mostFsyncs),
                            single(
                                    "P10",
                                    "WAL bytes ÷ bytes of the records, " + connections + " in flight",
                                    (after.walBytes() - before.walBytes()) / rows.bytes(),
                                    "≤ 1.25"),
                            single(
                                    "P11",
                                    "SQL statements a decision, " + connections + " in flight",
                                    (after.transactions() - before.transactions()) / decisions,
                                    mostStatements),
                            single(
                                    "P11",
                                    "Redis commands a decision, " + connections + " in flight",
                                    (after.redisCommands() - before.redisCommands()) / decisions,
                                    "≤ 1"),
                            single("load", "bytes of a record", rows.bytes() / decisions, null),
                            single("load", "decisions recorded", decisions, null),
                            single("load", "answers other than 201", slice.refused(), "≤ 0")),
                    List.of());
        }
    }

    private void latency(Bed bed, Requests recorded, double perSecond) throws IOException {
        Histogram latency = new Histogram(3);
        Duration length = Duration.ofMillis((long) (plan.seconds() * plan.rounds() * 1_000));
        try (Generator generator = new Generator(bed.server().port(), MANY)) {
            generator.run(recorded, perSecond, length.dividedBy(4), new Histogram(3));
            Generator.Slice slice = generator.run(recorded, perSecond, length, latency);
            List<Figure> figures = new ArrayList<>();
            for (double percentile : new double[] {50, 90, 99, 99.9}) {
                figures.add(single(
                        "latency",
                        "ms",
                        String.format(Locale.ROOT, "recorded, %s %% of answers within", percentile),
                        latency.getValueAtPercentile(percentile) / NANOS_A_MILLI,
                        null));
            }
            figures.add(single("latency", "ms", "recorded, longest", latency.getMaxValue() / NANOS_A_MILLI, null));
            figures.add(single("load", "answers other than 201", slice.refused(), "≤ 0"));
            finish(
                    String.format(
                            Locale.ROOT,
                            "latency at %,.0f requests a second (half of what it can), counted from when each was due",
                            perSecond),
                    figures,
                    List.of());
        }
    }

    private void memory(Bed bed, Requests recorded) throws IOException, InterruptedException {
        try (Generator generator = new Generator(bed.server().port(), FEWER)) {
            long tenth = Math.max(1, plan.requests() / 10);
            long refused = generator.run(recorded, tenth).refused();
            double early = bed.server().heapAfterCollection();
            refused += generator.run(recorded, plan.requests() - tenth).refused();
            double late = bed.server().heapAfterCollection();
            finish(
                    String.format(Locale.ROOT, "memory over %,d requests", plan.requests()),
                    List.of(
                            single("memory", "MB", "heap after a tenth of the requests", early, null),
                            single("memory", "MB", "heap after all", late, null),
                            single("memory", "×", "heap after all ÷ after a tenth", late / early, "≤ 1.1"),
                            single(
                                    "memory",
                                    "MB",
                                    "most memory of the process",
                                    bed.server().peakMemory(),
                                    null),
                            single("load", "answers other than 201", refused, "≤ 0")),
                    List.of());
        }
    }

    static Figure ratio(Contest contest, String id, String over, String under, @Nullable String target) {
        return Figure.plain(id, "×", over + " ÷ " + under, contest.ratio(over, under), target);
    }

    static Figure refused(Contest contest) {
        return single("load", "answers other than 201", contest.refused(), "≤ 0");
    }

    static Figure single(String id, String what, double value, @Nullable String target) {
        return single(id, "", what, value, target);
    }

    static Figure single(String id, String unit, String what, double value, @Nullable String target) {
        return Figure.plain(id, unit, what, new double[] {value}, target);
    }

    static List<String> shares(Contest contest) {
        return List.of("Processors in use: "
                + String.join(
                        "; ", contest.names().stream().map(contest::shares).toList())
                + ".");
    }

    private void finish(String title, List<Figure> figures, List<String> notes) {
        LoadRun.print(out, title, figures, notes);
        all.addAll(figures);
    }
}
