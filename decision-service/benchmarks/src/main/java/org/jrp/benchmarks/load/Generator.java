package org.jrp.benchmarks.load;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * Puts a server under load (负载发生器): one thread, one selector, requests that lie ready, answers that are read for their status and
 * length alone. Every connection has one request under way at a time.
 */
final class Generator implements AutoCloseable {

    private static final int BUFFER = 1 << 18;
    private static final long DRAIN_NANOS = TimeUnit.SECONDS.toNanos(40);
    private static final long NAP_NANOS = 100_000;
    private static final long LONGEST_LATENCY = TimeUnit.MINUTES.toNanos(2);
    private static final int CREATED = 201;

    private final InetSocketAddress address;
    private final Selector selector;
    private final List<Connection> connections = new ArrayList<>();
    private final ByteBuffer in = ByteBuffer.allocateDirect(BUFFER);
    private long key = System.nanoTime() << 20;
    private int next;

    Generator(int port, int connections) throws IOException {
        this.address = new InetSocketAddress("127.0.0.1", port);
        this.selector = Selector.open();
        for (int i = 0; i < connections; i++) {
            this.connections.add(new Connection());
        }
        for (Connection one : this.connections) {
            one.open();
        }
    }

    /**
     * What came of one slice.
     *
     * @param answered answers with status 201 within the slice
     * @param refused any other answers, and connections lost with a request under way
     */
    record Slice(long answered, long refused, double seconds) {

        double perSecond() {
            return answered / seconds;
        }
    }

    private final class Connection {

        private final ResponseReader reader = new ResponseReader(false);
        private ByteBuffer out = ByteBuffer.allocateDirect(4_096);
        private SocketChannel channel;
        private SelectionKey selection;
        private long since;
        private boolean busy;

        @SuppressWarnings("NullAway") // opened before it is used
        Connection() {}

        void open() throws IOException {
            channel = SocketChannel.open();
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.connect(address);
            channel.configureBlocking(false);
            selection = channel.register(selector, SelectionKey.OP_READ, this);
        }

        void reopen() throws IOException {
            channel.close();
            reader.next();
            open();
        }

        void send(Requests requests, long intended) throws IOException {
            if (out.capacity() < requests.longest()) {
                out = ByteBuffer.allocateDirect(requests.longest());
            }
            out.clear();
            requests.put(next, key++, out);
            next = next + 1 == requests.bytes().length ? 0 : next + 1;
            out.flip();
            since = intended;
            busy = true;
            flush();
        }

        void flush() throws IOException {
            channel.write(out);
            selection.interestOps(
                    out.hasRemaining() ? SelectionKey.OP_READ | SelectionKey.OP_WRITE : SelectionKey.OP_READ);
        }

        /** Whether an answer is whole. */
        boolean receive() throws IOException {
            in.clear();
            int read = channel.read(in);
            if (read < 0) {
                throw new IOException("The server closed the connection.");
            }
            in.flip();
            return reader.read(in);
        }
    }

    /** Sends as fast as answers come, for so long. */
    Slice run(Requests requests, Duration length) throws IOException {
        begin(requests);
        long start = System.nanoTime();
        long end = start + length.toNanos();
        Count count = new Count(null);
        for (Connection one : connections) {
            send(one, requests, start, count);
        }
        long now = System.nanoTime();
        while (now < end) {
            selector.select(Math.max(1, TimeUnit.NANOSECONDS.toMillis(end - now)));
            for (Connection one : ready(count)) {
                send(one, requests, System.nanoTime(), count);
            }
            now = System.nanoTime();
        }
        double seconds = (now - start) / 1e9;
        long answered = count.answered;
        drain(count);
        return new Slice(answered, count.refused, seconds);
    }

    /** Sends that many requests as fast as answers come. */
    Slice run(Requests requests, long total) throws IOException {
        begin(requests);
        long start = System.nanoTime();
        Count count = new Count(null);
        long sent = 0;
        for (Connection one : connections) {
            if (sent < total) {
                send(one, requests, start, count);
                sent++;
            }
        }
        while (sent < total) {
            selector.select(1_000);
            for (Connection one : ready(count)) {
                if (sent < total) {
                    send(one, requests, System.nanoTime(), count);
                    sent++;
                }
            }
        }
        drain(count);
        return new Slice(count.answered, count.refused, (System.nanoTime() - start) / 1e9);
    }

    /**
     * Sends at a fixed rate, whether answers come or not: who has to wait for a free connection waits with the clock running. Latency
     * is counted from the moment the request was due.
     */
    Slice run(Requests requests, double perSecond, Duration length, Histogram latency) throws IOException {
        begin(requests);
        Count count = new Count(latency);
        Deque<Connection> free = new ArrayDeque<>(connections);
        long start = System.nanoTime();
        double between = 1e9 / perSecond;
        long total = (long) (length.toNanos() / between);
        long sent = 0;
        while (sent < total) {
            long now = System.nanoTime();
            long due = start + (long) (sent * between);
            while (sent < total && due <= now && !free.isEmpty()) {
                send(free.pop(), requests, due, count);
                sent++;
                due = start + (long) (sent * between);
            }
            if (free.isEmpty()) {
                selector.select(1_000);
            } else if (due - System.nanoTime() > TimeUnit.MILLISECONDS.toNanos(2)) {
                selector.select(1);
            } else {
                if (due > System.nanoTime()) {
                    LockSupport.parkNanos(Math.min(NAP_NANOS, due - System.nanoTime()));
                }
                selector.selectNow();
            }
            free.addAll(ready(count));
        }
        drain(count);
        return new Slice(count.answered, count.refused, (System.nanoTime() - start) / 1e9);
    }

    /** Lets go of connections that the server has closed while they lay idle. */
    private void begin(Requests requests) throws IOException {
        next = next % requests.bytes().length;
        selector.selectNow();
        ready(new Count(null));
    }

    private static final class Count {

        private final @Nullable Histogram latency;
        private long answered;
        private long refused;
        private int underWay;

        Count(@Nullable Histogram latency) {
            this.latency = latency;
        }

        void answer(Connection one) {
            if (one.reader.status() == CREATED) {
                answered++;
            } else {
                refused++;
            }
            if (latency != null) {
                latency.recordValue(Math.min(LONGEST_LATENCY, System.nanoTime() - one.since));
            }
        }
    }

    private void send(Connection one, Requests requests, long intended, Count count) throws IOException {
        count.underWay++;
        try {
            one.send(requests, intended);
        } catch (IOException closed) {
            // The server may have closed it while it lay idle: nothing was lost.
            one.reopen();
            one.send(requests, intended);
        }
    }

    /** Takes what has arrived; gives the connections that are free again. */
    private List<Connection> ready(Count count) throws IOException {
        List<Connection> free = new ArrayList<>();
        for (SelectionKey selected : selector.selectedKeys()) {
            Connection one = (Connection) selected.attachment();
            try {
                if (selected.isValid() && selected.isWritable()) {
                    one.flush();
                }
                if (selected.isValid() && selected.isReadable() && one.receive()) {
                    count.answer(one);
                    boolean closing = one.reader.closing();
                    one.reader.next();
                    done(one, count, free);
                    if (closing) {
                        one.reopen();
                    }
                }
            } catch (IOException lost) {
                if (one.busy) {
                    count.refused++;
                    done(one, count, free);
                }
                one.reopen();
            }
        }
        selector.selectedKeys().clear();
        return free;
    }

    private static void done(Connection one, Count count, List<Connection> free) {
        one.busy = false;
        count.underWay--;
        free.add(one);
    }

    private void drain(Count count) throws IOException {
        long end = System.nanoTime() + DRAIN_NANOS;
        while (count.underWay > 0) {
            if (System.nanoTime() > end) {
                throw new IOException(count.underWay + " requests were never answered.");
            }
            selector.select(1_000);
            ready(count);
        }
    }

    @Override
    public void close() throws IOException {
        for (Connection one : connections) {
            one.channel.close();
        }
        selector.close();
    }
}
