package org.jrp.sample;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jrp.decision.CaseFile;
import org.jrp.decision.DecisionEngine;
import org.jrp.record.CanonicalDecision;

/**
 * One number over the decisions of many case files (指纹), whatever their order: the sum of the leading 64 bits of each
 * {@code decisionHash}, each multiplied by a function of its index.
 *
 * @param count how many
 * @param value the sum
 */
public record Fingerprint(long count, long value) {

    /** A prime: strides over a span visit each index once, unless the span is a multiple of it. */
    private static final long STRIDE = 611_953;

    /** Decides the case files of a span of indices, in that order or shuffled, on as many threads as told. */
    public static Fingerprint of(
            DecisionEngine engine, SampleCases cases, long from, long to, boolean shuffled, int threads) {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Future<Long>> parts = new ArrayList<>();
            for (int thread = 0; thread < threads; thread++) {
                int offset = thread;
                parts.add(pool.submit(() -> {
                    long sum = 0;
                    for (long i = from + offset; i < to; i += threads) {
                        long index = shuffled ? from + Math.floorMod((i - from) * STRIDE, to - from) : i;
                        sum += hash(engine, cases.at(index)) * (2 * index + 1);
                    }
                    return sum;
                }));
            }
            long value = 0;
            for (Future<Long> part : parts) {
                value += part.get();
            }
            return new Fingerprint(to - from, value);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while deciding.", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("A case file could not be decided.", e.getCause());
        } finally {
            pool.shutdownNow();
        }
    }

    private static long hash(DecisionEngine engine, CaseFile file) {
        String hash = CanonicalDecision.hash(
                file, engine.decide(file), engine.release().hash());
        return Long.parseUnsignedLong(hash, "sha256:".length(), "sha256:".length() + 16, 16);
    }

    @Override
    public String toString() {
        return count + ":" + Long.toHexString(value);
    }
}
