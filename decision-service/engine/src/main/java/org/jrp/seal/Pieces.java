package org.jrp.seal;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Reads a file in pieces of whole lines and has several of them worked on at once (分块读取); what comes of them is taken in the order of
 * the file, so that nothing depends on which was ready first. Lines are ended by LF.
 *
 * @param <T> what comes of a line
 */
final class Pieces<T> implements Closeable {

    private static final int PIECE = 1 << 18;
    private static final int LONGEST_LINE = 32 << 20;

    private final InputStream in;
    private final ExecutorService pool;
    private final int ahead;
    private final Work<T> work;
    private final Deque<Future<Done<T>>> running = new ArrayDeque<>();
    private final Deque<byte[]> spare = new ArrayDeque<>();
    private byte[] rest = new byte[0];
    private int restAt;
    private int restEnd;
    private boolean first = true;
    private boolean over;
    private List<T> current = List.of();
    private int next;
    private long before;
    private int lines;

    /** What is done with the lines of a piece. */
    @FunctionalInterface
    interface Work<T> {

        /**
         * Adds what comes of each line.
         *
         * @param from where the line begins
         * @param to where it ends, its LF left out
         * @param number of the line within its piece, from 1
         * @param first whether it is the first of the file
         */
        void line(byte[] bytes, int from, int to, int number, boolean first, List<T> found);
    }

    private record Done<T>(List<T> found, int lines, byte[] buffer) {}

    Pieces(InputStream in, ExecutorService pool, int ahead, Work<T> work) {
        this.in = in;
        this.pool = pool;
        this.ahead = ahead;
        this.work = work;
    }

    /** What comes next; null at the end of the file. */
    @Nullable T next() throws IOException {
        while (next == current.size()) {
            before += lines;
            lines = 0;
            while (!over && running.size() < ahead) {
                submit();
            }
            Future<Done<T>> oldest = running.pollFirst();
            if (oldest == null) {
                current = List.of();
                next = 0;
                return null;
            }
            Done<T> done = result(oldest);
            current = done.found();
            next = 0;
            lines = done.lines();
            spare.addLast(done.buffer());
        }
        return current.get(next++);
    }

    /** How many lines stand before those of the piece that was given last; at the end, how many there are. */
    long before() {
        return before;
    }

    private Done<T> result(Future<Done<T>> future) throws IOException {
        try {
            return future.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("The check was interrupted.", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    private void submit() throws IOException {
        byte[] bytes = spare.isEmpty() ? new byte[PIECE] : spare.removeFirst();
        int length = restEnd - restAt;
        if (bytes.length < length) {
            bytes = new byte[length];
        }
        System.arraycopy(rest, restAt, bytes, 0, length);
        restAt = restEnd;
        int end = lastEnd(bytes, 0, length);
        while (end < 0) {
            if (length == bytes.length) {
                if (length > LONGEST_LINE) {
                    throw new IOException("A line is longer than %d bytes.".formatted(LONGEST_LINE));
                }
                bytes = Arrays.copyOf(bytes, 2 * length);
            }
            int read = fill(bytes, length);
            if (read == 0) {
                over = true;
                end = length;
                break;
            }
            end = lastEnd(bytes, length, length + read);
            length += read;
        }
        if (end < length) {
            rest = rest.length < length - end ? new byte[Math.max(PIECE, length - end)] : rest;
            System.arraycopy(bytes, end, rest, 0, length - end);
            restAt = 0;
            restEnd = length - end;
        }
        if (end > 0) {
            byte[] buffer = bytes;
            int until = end;
            boolean begins = first;
            first = false;
            running.addLast(pool.submit(() -> worked(buffer, until, begins)));
        }
    }

    private int fill(byte[] bytes, int from) throws IOException {
        int at = from;
        while (at < bytes.length) {
            int read = in.read(bytes, at, bytes.length - at);
            if (read < 0) {
                break;
            }
            at += read;
        }
        return at - from;
    }

    /** Behind the last LF; -1 where there is none. */
    private static int lastEnd(byte[] bytes, int from, int to) {
        for (int i = to - 1; i >= from; i--) {
            if (bytes[i] == '\n') {
                return i + 1;
            }
        }
        return -1;
    }

    private Done<T> worked(byte[] bytes, int length, boolean begins) {
        List<T> found = new ArrayList<>();
        String text = new String(bytes, 0, length, StandardCharsets.ISO_8859_1); // has the platform's quick search
        int count = 0;
        int at = 0;
        while (at < length) {
            int mark = text.indexOf('\n', at);
            int end = mark < 0 ? length : mark;
            count++;
            work.line(bytes, at, end, count, begins && count == 1, found);
            at = end + 1;
        }
        return new Done<>(found, count, bytes);
    }

    @Override
    public void close() throws IOException {
        running.forEach(future -> future.cancel(false));
        in.close();
    }
}
