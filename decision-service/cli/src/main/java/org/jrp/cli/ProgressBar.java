package org.jrp.cli;

import java.io.PrintStream;

/**
 * A bar that shows how far something has come (进度条). It appears after two seconds, on a terminal only, and wipes itself away at
 * the end.
 */
final class ProgressBar implements AutoCloseable {

    private static final long SILENT_MILLIS = 2_000;
    private static final long PAUSE_MILLIS = 200;
    private static final int WIDTH = 30;

    private final PrintStream err;
    private final String label;
    private final long silent;
    private final Thread ticker;
    private volatile boolean done;
    private volatile boolean drawn;
    private volatile double fraction = -1;

    /**
     * @param silent how long nothing is shown, in milliseconds
     */
    ProgressBar(PrintStream err, boolean shown, String label, long silent) {
        this.err = err;
        this.label = label;
        this.silent = silent;
        this.ticker = new Thread(this::tick, "progress");
        ticker.setDaemon(true);
        if (shown) {
            ticker.start();
        }
    }

    static ProgressBar start(Surroundings surroundings, String label) {
        return new ProgressBar(surroundings.err(), surroundings.terminal(), label, SILENT_MILLIS);
    }

    /** How much is done. Where this is never said, the bar only shows that something goes on. */
    void at(long count, long of) {
        fraction = of <= 0 ? -1 : Math.min(1, (double) count / of);
    }

    private void tick() {
        try {
            Thread.sleep(silent);
            for (int turn = 0; !done; turn++) {
                drawn = true;
                err.print("\r" + line(turn));
                err.flush();
                Thread.sleep(PAUSE_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private String line(int turn) {
        StringBuilder bar = new StringBuilder(label).append(" [");
        double now = fraction;
        for (int i = 0; i < WIDTH; i++) {
            boolean filled = now < 0 ? Math.floorMod(i - turn, WIDTH) < 4 : i < now * WIDTH;
            bar.append(filled ? '#' : '-');
        }
        bar.append(']');
        if (now >= 0) {
            bar.append(' ').append((int) (now * 100)).append('%');
        }
        return bar.toString();
    }

    @Override
    public void close() {
        done = true;
        if (!ticker.isAlive()) {
            return;
        }
        ticker.interrupt();
        try {
            ticker.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (drawn) {
            err.print("\r\u001B[K");
            err.flush();
        }
    }
}
