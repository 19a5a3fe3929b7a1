package org.jrp.server.entry;

import java.sql.SQLException;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The belt from the thread that reads a file past the one that encrypts to the one that writes to the store (流水线): a few batches
 * long, so that memory stays the same whatever the file's length.
 */
final class ImportLine {

    private static final int LONGEST = 2;
    private static final long PATIENCE_MILLIS = 100;
    private static final ImportBatch END = new ImportBatch();

    private final BlockingQueue<ImportBatch> read = new ArrayBlockingQueue<>(LONGEST);
    private final BlockingQueue<ImportBatch> sealed = new ArrayBlockingQueue<>(LONGEST);

    /** Room for encoded rows, used again and again: such large pieces are dear to collect. */
    private final Queue<CopyRows> rooms = new ConcurrentLinkedQueue<>();

    private final Thread sealer;
    private final Thread writer;
    private volatile @Nullable Throwable failure;
    private volatile boolean dropped;

    ImportLine(ImportSealer seal, ImportTransaction transaction) {
        sealer = started("import-sealer", () -> {
            for (ImportBatch batch = read.take(); batch != END; batch = read.take()) {
                if (!stopped()) {
                    CopyRows room = rooms.poll();
                    batch.seal(seal, room == null ? new CopyRows(ImportBatch.BYTES) : room);
                    pass(sealed, batch);
                }
            }
        });
        writer = started("import-writer", () -> {
            for (ImportBatch batch = sealed.take(); batch != END; batch = sealed.take()) {
                if (!stopped()) {
                    transaction.write(batch);
                    rooms.add(batch.rows());
                }
            }
        });
    }

    /** Thrown into the reading thread when another has failed; {@link #close} tells why. */
    static final class Stopped extends RuntimeException {

        private static final long serialVersionUID = 1L;

        Stopped() {
            super("A batch could not be stored.", null, false, false);
        }
    }

    private interface Work {
        void run() throws SQLException, InterruptedException;
    }

    /** Hands a batch on. */
    void put(ImportBatch batch) {
        try {
            pass(read, batch);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Stopped();
        }
    }

    /**
     * Ends the work and waits for it.
     *
     * @param whole whether what lies on the belt is to be written still
     * @throws SQLException when the store failed; instead of whatever the reading thread may be throwing
     */
    void close(boolean whole) throws SQLException {
        dropped = !whole;
        boolean interrupted = end(sealer, read);
        interrupted |= end(writer, sealed);
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
            throw new IllegalStateException("An import failed.", why);
        }
    }

    /** Whether this thread was interrupted while it waited; then what lies on the belt is dropped. */
    private boolean end(Thread thread, BlockingQueue<ImportBatch> belt) {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                if (belt.offer(END, PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
                    thread.join();
                }
            } catch (InterruptedException e) {
                interrupted = true;
                dropped = true;
            }
        }
        return interrupted;
    }

    private void pass(BlockingQueue<ImportBatch> belt, ImportBatch batch) throws InterruptedException {
        while (!belt.offer(batch, PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
            if (stopped()) {
                throw new Stopped();
            }
        }
        if (failure != null) {
            throw new Stopped();
        }
    }

    private boolean stopped() {
        return dropped || failure != null;
    }

    private Thread started(String name, Work work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (Stopped e) {
                        // the one that failed has told why
                    } catch (Throwable e) { // told to the reading thread, whatever it is
                        failure = e;
                    }
                },
                name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }
}
