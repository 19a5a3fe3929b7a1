package org.jrp.seal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * How fast an export is verified, beside SHA-256 of the same bytes (P15), in alternating rounds. Not run with the tests; settings
 * {@code -Djrp.decisions=1000000 -Djrp.per-head=500 -Djrp.rounds=7}.
 */
class VerifyMeter {

    private static final int DECISIONS = Integer.getInteger("jrp.decisions", 100_000);
    private static final int PER_HEAD = Integer.getInteger("jrp.per-head", 500);
    private static final int ROUNDS = Integer.getInteger("jrp.rounds", 7);

    @TempDir
    Path folder;

    @Test
    void verification_beside_sha_256() throws Exception {
        LargeExport export = new LargeExport();
        Path file = folder.resolve("export.ndjson");
        export.write(file, DECISIONS, PER_HEAD);
        long bytes = Files.size(file);
        List<Double> ratios = new ArrayList<>();
        for (int round = -2; round < ROUNDS; round++) {
            double sha = sha256(file);
            long cpu = cpu();
            long begun = System.nanoTime();
            ExportVerifier.Result result =
                    ExportVerifier.verify(() -> Files.newInputStream(file), List.of(export.key), null);
            double seconds = (System.nanoTime() - begun) / 1e9;
            double spent = (cpu() - cpu) / 1e9;
            assertThat(result.findings()).isEmpty();
            assertThat(result.decisions()).isEqualTo(DECISIONS);
            System.err.printf(
                    Locale.ROOT,
                    "METER %s %d decisions, %d leaves, %d heads, %.0f MB: SHA-256 %.2f s (%.0f MB/s), verify %.2f s (%.0f MB/s, %.0f/s,"
                            + " CPU %.2f s), ratio %.2f%n",
                    round < 0 ? "warm-up" : "round " + round,
                    DECISIONS,
                    result.leaves(),
                    result.checkpoints(),
                    bytes / 1e6,
                    sha,
                    bytes / 1e6 / sha,
                    seconds,
                    bytes / 1e6 / seconds,
                    DECISIONS / seconds,
                    spent,
                    sha / seconds);
            if (round >= 0) {
                ratios.add(sha / seconds);
            }
        }
        ratios.sort(null);
        System.err.printf(
                Locale.ROOT,
                "METER verification ÷ SHA-256: median %.2f (%.2f–%.2f) of %d rounds%n",
                ratios.get(ROUNDS / 2),
                ratios.get(0),
                ratios.get(ROUNDS - 1),
                ROUNDS);
    }

    private static long cpu() {
        return java.lang.management.ManagementFactory.getOperatingSystemMXBean()
                        instanceof com.sun.management.OperatingSystemMXBean system
                ? system.getProcessCpuTime()
                : 0;
    }

    private static double sha256(Path file) throws Exception {
        long begun = System.nanoTime();
        MessageDigest sha = MessageDigest.getInstance("SHA-256");
        byte[] buffer = new byte[1 << 19];
        try (InputStream in = Files.newInputStream(file)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                sha.update(buffer, 0, read);
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        sha.digest();
        return (System.nanoTime() - begun) / 1e9;
    }
}
