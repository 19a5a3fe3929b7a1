package org.jrp.benchmarks.load;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jrp.benchmarks.Figure;
import org.jspecify.annotations.Nullable;

/** Recorded checks while Redis is killed,, beside checks with Redis (P18). */
final class RedisFigures {

    private static final int CONNECTIONS = 256;
    private static final String ALIVE = "recorded, Redis alive";
    private static final String DEAD = "recorded, Redis killed";

    /** How long the service leaves a Redis alone that has failed; then it must find it alive again. */
    private static final Duration FORGOTTEN = Duration.ofSeconds(6);

    private final LoadRun.Plan plan;
    private final PrintStream out;

    RedisFigures(LoadRun.Plan plan, PrintStream out) {
        this.plan = plan;
        this.out = out;
    }

    List<Figure> measure() throws IOException, SQLException, InterruptedException {
        Path executable;
        // The service unpacks the executable when it first starts; the data stays.
        try (Bed first = Bed.start(plan)) {
            executable = executable(first.server().data());
        }
        try (OwnRedis redis = new OwnRedis(executable, plan.folder())) {
            redis.start();
            try (Bed bed = Bed.start(plan, "--jrp.redis.url=" + redis.url());
                    Generator generator = new Generator(bed.server().port(), CONNECTIONS)) {
                List<String> key = List.of(bed.server().key(Bed.ASKING));
                Requests requests = bed.requests(ALIVE, Bed.CHECK, key, false);
                Contest contest = new Contest(bed.server());
                contest.add(ALIVE, length -> {
                    redis.start();
                    TimeUnit.MILLISECONDS.sleep(FORGOTTEN.toMillis());
                    return generator.run(requests, length);
                });
                contest.add(DEAD, length -> {
                    redis.kill();
                    return generator.run(requests, length);
                });
                contest.run(plan.seconds(), plan.warmUp(), plan.rounds());
                List<Figure> figures = new ArrayList<>();
                figures.add(LoadFigures.ratio(contest, "P18", DEAD, ALIVE, "≥ 0.95"));
                for (String name : contest.names()) {
                    figures.add(Figure.plain("load", "", name + ", answers a second", contest.perSecond(name), null));
                }
                figures.add(LoadFigures.refused(contest));
                LoadRun.print(
                        out, "Redis killed, " + CONNECTIONS + " connections", figures, LoadFigures.shares(contest));
                return figures;
            }
        }
    }

    private static Path executable(Path data) throws IOException {
        try (Stream<Path> files = Files.walk(data.resolve("bin"), 2)) {
            return files.filter(file -> file.getFileName().toString().startsWith("redis-server"))
                    .filter(Files::isRegularFile)
                    .findFirst()
                    .orElseThrow(() -> new IOException("The server has not unpacked a Redis."));
        }
    }

    /** A Redis that is ours to kill: the service does not start it again. */
    private static final class OwnRedis implements AutoCloseable {

        private final Path executable;
        private final Path folder;
        private final Path settings;
        private final RedisProbe probe;
        private @Nullable Process process;

        OwnRedis(Path executable, Path folder) throws IOException {
            this.executable = executable;
            this.folder = folder;
            try (var socket = new java.net.ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress())) {
                this.probe = new RedisProbe(
                        socket.getLocalPort(), UUID.randomUUID().toString().replace("-", ""));
            }
            this.settings = folder.resolve("redis.conf");
            Files.write(settings, """
                    bind 127.0.0.1
                    port %d
                    requirepass %s
                    maxmemory 256mb
                    maxmemory-policy allkeys-lru
                    save ""
                    appendonly no
                    """.formatted(probe.port(), probe.password()).getBytes(StandardCharsets.US_ASCII));
        }

        String url() {
            return "redis://:" + probe.password() + "@127.0.0.1:" + probe.port();
        }

        void start() throws IOException, InterruptedException {
            Process running = process;
            if (running != null && running.isAlive()) {
                return;
            }
            process = new ProcessBuilder(executable.toString(), settings.toString())
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            for (int i = 0; i < 500 && !probe.answers(); i++) {
                TimeUnit.MILLISECONDS.sleep(20);
            }
        }

        void kill() throws InterruptedException {
            Process running = process;
            if (running != null) {
                running.destroyForcibly().waitFor();
            }
        }

        @Override
        public void close() {
            Process running = process;
            if (running != null) {
                running.destroyForcibly();
            }
        }
    }
}
