package org.jrp.server.entry;

import java.sql.SQLException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The belt between the thread that reads a file and the one that writes it to the store (流水线): a few batches long. */
final class ImportLine {

    private static final int LONGEST = 3;
    private static final ImportBatch END = new ImportBatch();

    private final BlockingQueue<ImportBatch> belt = new ArrayBlockingQueue<>(LONGEST);
    private final Thread writer;
    private volatile @Nullable Throwable failure;
    private volatile boolean dropped;

    ImportLine(ImportTransaction transaction) {
        writer = new Thread(() -> write(transaction), "import-writer");
        writer.setDaemon(true);
        writer.start();
    }

    /** Thrown into the reading thread when the writing one has failed; {@link #close} tells why. */
    static final class Stopped extends RuntimeException {

        private static final long serialVersionUID = 1L;

        Stopped() {
            super("The store refused a batch.", null, false, false);
        }
    }

    void put(ImportBatch batch) {
        try {
            while (!belt.offer(batch, 100, TimeUnit.MILLISECONDS)) {
                if (failure != null) {
                    throw new Stopped();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Stopped();
        }
        if (failure != null) {
            throw new Stopped();
        }
    }

    /**
     * Ends the writing and waits for it.
     *
     * @param whole whether what lies on the belt is to be written still
     * @throws SQLException when the store failed; instead of whatever the reading thread may be throwing
     */
    void close(boolean whole) throws SQLException {
        dropped = !whole;
        boolean interrupted = false;
        while (writer.isAlive()) {
            try {
                if (belt.offer(END, 100, TimeUnit.MILLISECONDS)) {
                    writer.join();
                }
            } catch (InterruptedException e) {
                interrupted = true;
                dropped = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        Throwable why = failure;
        if (why instanceof SQLException e) {
            throw e;
        }
        if (why instanceof RuntimeException e) {
            throw e;
        }
        if (why != null) {
            throw new IllegalStateException("The writing thread of an import failed.", why);
        }
    }

    private void write(ImportTransaction transaction) {
        try {
            for (ImportBatch batch = belt.take(); batch != END; batch = belt.take()) {
                if (!dropped) {
                    transaction.write(batch);
                }
            }
        } catch (Throwable e) { // told to the reading thread, whatever it is
            failure = e;
        }
    }
}
