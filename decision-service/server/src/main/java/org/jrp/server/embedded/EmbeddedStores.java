package org.jrp.server.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * PostgreSQL and Redis as child processes of the service (内嵌存储), with their data in the data folder. They start in the background;
 * whoever needs one waits for it. One that ends by itself is started again.
 */
final class EmbeddedStores implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedStores.class);

    private final FolderLock lock;
    private final @Nullable CompletableFuture<PostgresServer> postgres;
    private final @Nullable CompletableFuture<RedisServer> redis;
    private final AtomicBoolean closed = new AtomicBoolean();
    private final CountDownLatch closing = new CountDownLatch(1);

    private EmbeddedStores(FolderLock lock, Path data, Binaries binaries, boolean withPostgres, boolean withRedis) {
        this.lock = lock;
        this.postgres =
                withPostgres ? inBackground("postgres-start", () -> PostgresServer.start(data, binaries)) : null;
        this.redis = withRedis ? inBackground("redis-start", () -> RedisServer.start(data, binaries)) : null;
        if (postgres != null) {
            watch("PostgreSQL", postgres, PostgresServer::process, PostgresServer::restart);
        }
        if (redis != null) {
            watch("Redis", redis, RedisServer::process, RedisServer::restart);
        }
    }

    /**
     * Takes the data folder and begins to start what is asked for.
     *
     * @throws StartRefusedException when another service holds the folder
     */
    static EmbeddedStores start(Path data, Path binaries, boolean postgres, boolean redis) {
        try {
            makePrivate(data);
            // Processes tell where they work with links resolved.
            Path folder = data.toRealPath();
            return new EmbeddedStores(FolderLock.take(folder), folder, new Binaries(binaries), postgres, redis);
        } catch (IOException failed) {
            throw new StartRefusedException(
                    "数据目录(%s)无法使用:%s".formatted(data, failed),
                    "The data folder (%s) cannot be used: %s".formatted(data, failed));
        }
    }

    private static void makePrivate(Path data) throws IOException {
        FileSystem files = data.getFileSystem();
        if (Files.exists(data) || !files.supportedFileAttributeViews().contains("posix")) {
            Files.createDirectories(data);
        } else {
            Files.createDirectories(
                    data, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
    }

    private static <T> CompletableFuture<T> inBackground(String name, Callable<T> start) {
        CompletableFuture<T> started = new CompletableFuture<>();
        Thread thread = new Thread(
                () -> {
                    try {
                        started.complete(start.call());
                    } catch (Throwable failed) {
                        started.completeExceptionally(failed);
                    }
                },
                name);
        thread.setDaemon(true);
        thread.start();
        return started;
    }

    /** PostgreSQL, ready to answer. */
    PostgresServer postgres() {
        if (postgres == null) {
            throw new IllegalStateException("PostgreSQL was not asked for.");
        }
        try {
            return postgres.join();
        } catch (CompletionException failed) {
            if (failed.getCause() instanceof StartRefusedException refused) {
                throw refused;
            }
            throw failed;
        }
    }

    /** Redis, ready to answer; empty where it could not start: the service works without it. */
    Optional<RedisServer> findRedis() {
        if (redis == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(redis.join());
        } catch (CompletionException failed) {
            LOG.warn(
                    "内嵌 Redis 未能启动,服务不用缓存继续运行。The embedded Redis did not start; the service works without it. {}",
                    String.valueOf(failed.getCause()));
            return Optional.empty();
        }
    }

    private interface Restart<T> {
        void restart(T server) throws IOException, InterruptedException;
    }

    private interface Found<T> {
        ProcessHandle process(T server);
    }

    private <T> void watch(String name, CompletableFuture<T> started, Found<T> found, Restart<T> restart) {
        Thread thread = new Thread(
                () -> {
                    try {
                        T server = started.join();
                        watch(name, server, found, restart);
                    } catch (CompletionException told) {
                        // Whoever needs the store is told; nothing to watch.
                        LOG.debug("{} did not start", name, told);
                    } catch (InterruptedException stopped) {
                        Thread.currentThread().interrupt();
                    }
                },
                name + "-watch");
        thread.setDaemon(true);
        thread.start();
    }

    private <T> void watch(String name, T server, Found<T> found, Restart<T> restart) throws InterruptedException {
        ProcessHandle process = found.process(server);
        while (true) {
            process.onExit().join();
            if (closing.getCount() == 0) {
                return;
            }
            LOG.error("{} 意外退出,正在重新启动。It ended by itself and is started again.", name);
            boolean running = false;
            while (!running) {
                try {
                    synchronized (this) {
                        if (closing.getCount() == 0) {
                            return;
                        }
                        restart.restart(server);
                        process = found.process(server);
                        running = true;
                    }
                } catch (IOException | RuntimeException failed) {
                    LOG.error("{} 未能重新启动,稍后再试。It could not be started again; the next try follows.", name, failed);
                    if (closing.await(5, TimeUnit.SECONDS)) {
                        return;
                    }
                }
            }
        }
    }

    /** Stops both and lets go of the data folder. Once is enough; more does nothing. */
    @Override
    public void close() {
        if (closed.getAndSet(true)) {
            return;
        }
        closing.countDown();
        synchronized (this) {
            stop(redis);
            stop(postgres);
            try {
                lock.close();
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        }
    }

    private static void stop(@Nullable CompletableFuture<? extends AutoCloseable> started) {
        if (started == null) {
            return;
        }
        try (AutoCloseable server = started.join()) {
            LOG.debug("Stopping {}", server);
        } catch (CompletionException neverStarted) {
            LOG.debug("Nothing to stop", neverStarted);
        } catch (Exception failed) {
            LOG.warn(
                    "内嵌存储未能正常停止;下次启动时将恢复。An embedded store did not stop cleanly; it recovers at the next start.",
                    failed);
        }
    }
}
