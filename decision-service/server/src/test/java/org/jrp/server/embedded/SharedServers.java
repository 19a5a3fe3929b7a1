package org.jrp.server.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** One PostgreSQL and one Redis for all tests of a JVM, as the service itself starts them. */
public final class SharedServers implements AutoCloseable {

    private static final Path STORES = Path.of("target", "test-stores").toAbsolutePath();

    private final FolderLock lock;
    private final PostgresServer postgres;
    private final RedisServer redis;

    private SharedServers(FolderLock lock, PostgresServer postgres, RedisServer redis) {
        this.lock = lock;
        this.postgres = postgres;
        this.redis = redis;
    }

    /** Where the executables lie, so that tests that start servers of their own need not unpack them. */
    public static Path binaries() {
        return STORES.resolve("bin");
    }

    /** Starts both in the first folder that no other JVM uses. What a killed one left running there is stopped. */
    public static SharedServers start() throws Exception {
        StartRefusedException last = null;
        for (int number = 1; number < 10; number++) {
            Path folder =
                    Files.createDirectories(STORES.resolve("data-" + number)).toRealPath();
            FolderLock lock;
            try {
                lock = FolderLock.take(folder);
            } catch (StartRefusedException taken) {
                last = taken;
                continue;
            }
            Binaries binaries = new Binaries(binaries());
            return new SharedServers(lock, startPostgres(folder, binaries), RedisServer.start(folder, binaries));
        }
        throw last;
    }

    private static PostgresServer startPostgres(Path folder, Binaries binaries) throws Exception {
        Path settings = folder.resolve("postgres").resolve("local.conf");
        if (!Files.exists(settings)) {
            PostgresServer.start(folder, binaries).close();
            // Many Spring contexts live at once in a test JVM, each with its pool.
            Files.writeString(settings, "max_connections = 300\n");
        }
        return PostgresServer.start(folder, binaries);
    }

    /** The address of the server's database of that name. */
    public String url(String database) {
        return "jdbc:postgresql://127.0.0.1:%d/%s".formatted(postgres.port(), database);
    }

    public String adminPassword() {
        return postgres.passwords().admin();
    }

    public String ownerPassword() {
        return postgres.passwords().owner();
    }

    public String appPassword() {
        return postgres.passwords().app();
    }

    public String redisUrl() {
        return "redis://:%s@127.0.0.1:%d".formatted(redis.password(), redis.port());
    }

    @Override
    public void close() throws IOException {
        redis.close();
        postgres.close();
        lock.close();
    }
}
