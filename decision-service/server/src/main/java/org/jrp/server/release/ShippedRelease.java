package org.jrp.server.release;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jrp.decision.DecisionEngine;
import org.jrp.decision.DecisionEngine.Explanation;
import org.jrp.release.Release;
import org.jrp.release.ReleaseFiles;
import org.jrp.sample.SampleCases;

/** The release inside the service, compiled while the rest of the service starts (随附发布版本). */
public final class ShippedRelease {

    /** Its hash. */
    public static final String HASH = ReleaseFiles.shipped().hash();

    private static final int WARM = 2_000;
    private static final long SEED = 1;

    private static volatile CompletableFuture<DecisionEngine> prepared = new CompletableFuture<>();
    private static volatile boolean begun;

    private ShippedRelease() {}

    /** Begins to compile it in the background. */
    public static synchronized void prepare() {
        if (!begun) {
            begun = true;
            prepared = CompletableFuture.supplyAsync(() -> engine(ReleaseFiles.shipped()), ShippedRelease::start);
        }
    }

    /** In a thread of its own: compiling takes seconds, and the common pool is for short tasks. */
    private static void start(Runnable task) {
        Thread thread = new Thread(task, "shipped-release");
        thread.setDaemon(true);
        thread.start();
    }

    /** An engine of those files, warm: the first thousand decisions of a cold one cost ten times as much. */
    static DecisionEngine engine(ReleaseFiles files) {
        Release release = Release.of(files);
        DecisionEngine engine = DecisionEngine.of(release);
        SampleCases cases = new SampleCases(release.catalogue(), SEED);
        for (int i = 0; i < WARM; i++) {
            engine.decide(cases.at(i), Explanation.FULL);
        }
        return engine;
    }

    /** The one that was prepared, or one compiled now. */
    static DecisionEngine engine() {
        prepare();
        try {
            return prepared.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }
}
