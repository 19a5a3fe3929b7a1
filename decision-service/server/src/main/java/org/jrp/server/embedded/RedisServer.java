package org.jrp.server.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jrp.server.PrivateFiles;

/**
 * Redis as a child process (内嵌缓存): loopback only, with a password, nothing on disk. Whoever starts it holds the {@link FolderLock} of
 * the data folder.
 */
final class RedisServer implements AutoCloseable {

    private static final Duration START = Duration.ofSeconds(10);
    private static final String SETTINGS = "redis.conf";

    private final Path folder;
    private final Path executable;
    private final Occupants occupants;
    private final int port;
    private final String password;

    private RedisServer(Path folder, Path executable, Occupants occupants, int port, String password) {
        this.folder = folder;
        this.executable = executable;
        this.occupants = occupants;
        this.port = port;
        this.password = password;
    }

    /** Starts it on a free port. */
    static RedisServer start(Path data, Binaries binaries) throws IOException, InterruptedException {
        Path executable = binaries.redis();
        Path folder = Files.createDirectories(data.resolve("redis"));
        Occupants occupants = new Occupants(folder, "redis-server", folder.resolve("redis.pid"), binaries.folder());
        stop(occupants);
        IOException last = new IOException("Redis did not start.");
        // Between choosing a free port and listening on it somebody else may take it.
        for (int attempt = 0; attempt < 3; attempt++) {
            RedisServer server =
                    new RedisServer(folder, executable, occupants, PostgresServer.freePort(), Passwords.random());
            try {
                server.launch();
                return server;
            } catch (IOException failed) {
                last = failed;
                server.close();
            }
        }
        throw last;
    }

    private void launch() throws IOException, InterruptedException {
        boolean windows = System.getProperty("os.name", "").startsWith("Windows");
        // In a file, not on the command line, which every user of the machine may read. A daemon has a session of its
        // own:
        // Ctrl-C reaches only the service, which stops Redis when it no longer needs it.
        String settings = """
                bind 127.0.0.1
                port %d
                requirepass %s
                maxmemory 256mb
                maxmemory-policy allkeys-lru
                save ""
                appendonly no
                pidfile redis.pid
                logfile redis.log
                loglevel warning
                %s
                """.formatted(port, password, windows ? "" : "daemonize yes");
        PrivateFiles.write(folder.resolve(SETTINGS), settings.getBytes(StandardCharsets.US_ASCII));
        Files.deleteIfExists(folder.resolve("redis.pid"));
        Files.deleteIfExists(folder.resolve("redis.log"));
        ProcessBuilder builder = new ProcessBuilder(List.of(executable.toString(), SETTINGS));
        builder.directory(folder.toFile());
        builder.redirectErrorStream(true);
        builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
        Process process = builder.start();
        if (!windows && process.waitFor() != 0) {
            throw new IOException("Redis ended with status %d.".formatted(process.exitValue()));
        }
        awaitReady();
    }

    private void awaitReady() throws IOException, InterruptedException {
        long end = System.nanoTime() + START.toNanos();
        IOException last;
        do {
            try {
                ping();
                return;
            } catch (IOException notYet) {
                last = notYet;
                Thread.sleep(20);
            }
        } while (System.nanoTime() < end);
        throw last;
    }

    private void ping() throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress("127.0.0.1", port), 500);
            socket.setSoTimeout(500);
            socket.getOutputStream()
                    .write("AUTH %s\r\nPING\r\n".formatted(password).getBytes(StandardCharsets.US_ASCII));
            InputStream in = socket.getInputStream();
            String answer = new String(in.readNBytes("+OK\r\n+PONG\r\n".length()), StandardCharsets.US_ASCII);
            if (!answer.equals("+OK\r\n+PONG\r\n")) {
                throw new IOException("Redis answered (%s).".formatted(answer.strip()));
            }
        }
    }

    int port() {
        return port;
    }

    String password() {
        return password;
    }

    /** The server's own process. */
    ProcessHandle process() {
        return occupants
                .findPid()
                .flatMap(ProcessHandle::of)
                .orElseThrow(() -> new IllegalStateException("Redis is not running."));
    }

    /** Starts it again, on the same port, after it ended by itself. */
    void restart() throws IOException, InterruptedException {
        stop(occupants);
        launch();
    }

    private static void stop(Occupants occupants) throws InterruptedException {
        occupants.alive().forEach(ProcessHandle::destroy);
        occupants.awaitGone(Duration.ofSeconds(10));
    }

    @Override
    public void close() {
        try {
            stop(occupants);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
