package org.jrp.benchmarks.load;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Kills the server and its database under load and tells what was lost (中断试验). */
public final class KillRun {

    private static final int FAILED = 1;
    private static final int UNUSABLE = 2;
    private static final int VOID = 3;

    private static final Set<String> OPTIONS =
            Set.of("cycles", "control-cycles", "clients", "millis", "seed", "server", "flags", "folder");

    private static final String USAGE = """
            java -jar benchmarks.jar kill [--cycles 200] …

            --cycles          how often something is killed: server, postmaster, a child of it, in turn (200)
            --control-cycles  how often at most with synchronous_commit=off, until something is lost (12)
            --clients         that ask meanwhile (32)
            --millis          longest load before something is killed (1500)
            --seed            of what is random (1)
            --server          the server's jar; decision-service/server/target/jrp-server.jar beside this one unless said
            --flags           of the server's JVM (-Xmx512m)
            --folder          where the data folder is made, and deleted again when all went well
            """;

    private KillRun() {}

    /** @return the status of the process: 0 passed, 1 failed, 2 not run, 3 void because the control lost nothing */
    public static int main(List<String> arguments, PrintStream out) throws IOException {
        if (arguments.contains("--help") || arguments.contains("-h")) {
            out.print(USAGE);
            return 0;
        }
        KillHarness.Plan plan;
        Path folder;
        try {
            Options options = Options.read(arguments, OPTIONS);
            folder = options.folder();
            plan = new KillHarness.Plan(
                    Math.max(1, options.count("cycles", 200)),
                    Math.max(1, options.count("control-cycles", 12)),
                    Math.max(1, options.count("clients", 32)),
                    (long) options.number("millis", 1_500),
                    options.count("seed", 1),
                    settings(options.server(), options.words("flags", "-Xmx512m"), folder));
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage() + "\n\n" + USAGE);
            return UNUSABLE;
        }
        boolean passed = false;
        try (KillHarness harness = KillHarness.start(plan, out)) {
            KillHarness.Outcome outcome = harness.run();
            outcome.wrong().stream().limit(20).forEach(out::println);
            out.print(text(outcome));
            if (outcome.passed()) {
                passed = true;
                return 0;
            }
            return outcome.isVoid() ? VOID : FAILED;
        } catch (InterruptedException | SQLException e) {
            throw new IOException("The run was broken off.", e);
        } finally {
            // What failed is to be looked at.
            if (passed) {
                Options.delete(folder);
            } else {
                out.println("The data folder stays: " + folder);
            }
        }
    }

    static ServerProcess.Settings settings(Path jar, List<String> flags, Path folder) {
        return new ServerProcess.Settings(
                jar,
                null,
                flags,
                folder.resolve("data"),
                List.of(
                        "--demo",
                        "--jrp.limits.requests-per-minute=1000000000",
                        "--jrp.limits.subjects-per-day=10000000"),
                null);
    }

    static String text(KillHarness.Outcome outcome) {
        return String.format(
                Locale.ROOT,
                "%n%s: %d cycles, %,d answers (%,d repeated under their key); lost %d, recorded twice %d, wrong %d."
                        + " Control with synchronous_commit=off: %d cycles, lost %d.%n",
                outcome.passed() ? "PASSED" : outcome.isVoid() ? "VOID" : "FAILED",
                outcome.cycles(),
                outcome.answered(),
                outcome.repeated(),
                outcome.lost(),
                outcome.twice(),
                outcome.wrong().size(),
                outcome.controlCycles(),
                outcome.controlLost());
    }
}
