package org.jrp.benchmarks.load;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A client that keeps asking whatever happens to the server (中断试验客户端), each question under a key of its own. What was not answered
 * is asked again under the same key, or given up; what was answered is asked again at times, and must be answered the same.
 */
final class KillClient implements Runnable {

    private static final int TIMEOUT_MILLIS = 40_000;
    private static final int PAUSE_MILLIS = 25;
    private static final int CREATED = 201;

    private final ServerProcess server;
    private final Ledger ledger;
    private final String name;
    private final String authorization;
    private final long entries;
    private final SplittableRandom random;
    private final ResponseReader reader = new ResponseReader(true);
    private final ByteBuffer in = ByteBuffer.allocate(1 << 16);
    private @Nullable Socket socket;
    private volatile boolean stopped;

    KillClient(ServerProcess server, Ledger ledger, String name, String authorization, long entries, long seed) {
        this.server = server;
        this.ledger = ledger;
        this.name = name;
        this.authorization = authorization;
        this.entries = entries;
        this.random = new SplittableRandom(seed);
    }

    void stop() {
        stopped = true;
    }

    @Override
    public void run() {
        try {
            for (long number = 0; !stopped; number++) {
                ask(name + "-" + number, Requests.body(random.nextInt(1_000_000), entries));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            disconnect();
        }
    }

    private void ask(String key, String body) throws InterruptedException {
        int wanted = random.nextInt(20) == 0 ? 2 : 1;
        for (int given = 0; given < wanted && !stopped; ) {
            if (answered(key, body)) {
                given++;
            } else if (random.nextInt(8) == 0) {
                return;
            } else {
                TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
            }
        }
    }

    private boolean answered(String key, String body) {
        try {
            Socket open = connected();
            byte[] content = body.getBytes(StandardCharsets.UTF_8);
            byte[] head = ("POST " + Bed.CHECK + " HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer "
                            + authorization
                            + "\r\nIdempotency-Key: " + key + "\r\nContent-Type: application/json\r\nContent-Length: "
                            + content.length + "\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII);
            byte[] request = new byte[head.length + content.length];
            System.arraycopy(head, 0, request, 0, head.length);
            System.arraycopy(content, 0, request, head.length, content.length);
            open.getOutputStream().write(request);
            reader.next();
            boolean whole = false;
            while (!whole) {
                int read = open.getInputStream().read(in.array());
                if (read < 0) {
                    throw new IOException("The server closed the connection.");
                }
                whole = reader.read(in.clear().limit(read));
            }
            int status = reader.status();
            if (reader.closing()) {
                disconnect();
            }
            if (status == CREATED) {
                ledger.acknowledge(Ledger.Answer.of(key, reader.body()));
                return true;
            }
            if (status != 503 && status != 500 && status != 429) {
                ledger.wrong("the key " + key + " was answered with status " + status + ": "
                        + new String(reader.body(), StandardCharsets.UTF_8));
            } else if (status != 503) {
                ledger.unexpected(status);
            }
            return false;
        } catch (IOException lost) {
            disconnect();
            return false;
        }
    }

    private Socket connected() throws IOException {
        Socket open = socket;
        if (open == null) {
            open = new Socket();
            open.connect(new InetSocketAddress("127.0.0.1", server.port()), 1_000);
            open.setSoTimeout(TIMEOUT_MILLIS);
            open.setTcpNoDelay(true);
            socket = open;
        }
        return open;
    }

    private void disconnect() {
        Socket open = socket;
        socket = null;
        if (open != null) {
            try {
                open.close();
            } catch (IOException alreadyGone) {
                reader.next();
            }
        }
    }
}
