package org.jrp.benchmarks.load;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jrp.json.Json;
import org.jrp.json.JsonException;
import org.jspecify.annotations.Nullable;

/** The product's own jar as a process (被测服务), with PostgreSQL and Redis of its own below its data folder. */
final class ServerProcess implements AutoCloseable {

    private static final Duration START = Duration.ofMinutes(5);
    private static final double MB = 1024 * 1024;

    private final Settings settings;
    private final int port;
    private final Thread atExit = new Thread(this::stop, "server-stop");
    private volatile Process process;

    private ServerProcess(Settings settings, int port, Process process) {
        this.settings = settings;
        this.port = port;
        this.process = process;
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    /**
     * How it is started.
     *
     * @param jar the server's
     * @param beside jar that is loaded beside the server's classes; null for the product alone
     * @param flags of its JVM
     * @param arguments further settings
     * @param cpus list as {@code taskset -c} takes it; null for any
     */
    record Settings(
            Path jar,
            @Nullable Path beside,
            List<String> flags,
            Path data,
            List<String> arguments,
            @Nullable String cpus) {

        Settings with(String... more) {
            List<String> all = new ArrayList<>(arguments);
            all.addAll(List.of(more));
            return new Settings(jar, beside, flags, data, List.copyOf(all), cpus);
        }
    }

    /** Starts it on a free port and waits until it is ready. */
    static ServerProcess start(Settings settings) throws IOException, InterruptedException {
        int port = freePort();
        ServerProcess server = new ServerProcess(settings, port, launch(settings, port));
        try {
            server.awaitReady();
            return server;
        } catch (IOException | RuntimeException failed) {
            server.close();
            throw failed;
        }
    }

    /** A port P that is free together with P + 1000, which the service takes for its management. */
    private static int freePort() throws IOException {
        while (true) {
            try (ServerSocket one = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                int port = one.getLocalPort();
                if (port > 64_000) {
                    continue;
                }
                try (ServerSocket other = new ServerSocket(port + 1_000, 1, InetAddress.getLoopbackAddress())) {
                    return other.getLocalPort() - 1_000;
                } catch (IOException taken) {
                    continue;
                }
            }
        }
    }

    private static Process launch(Settings settings, int port) throws IOException {
        List<String> command = new ArrayList<>();
        if (settings.cpus() != null) {
            command.addAll(List.of("taskset", "-c", settings.cpus()));
        }
        command.add(java("java").toString());
        command.addAll(settings.flags());
        Path beside = settings.beside();
        if (beside == null) {
            command.addAll(List.of("-jar", settings.jar().toString()));
        } else {
            command.addAll(List.of(
                    "-Dloader.main=org.jrp.server.JrpServer",
                    "-Dloader.path=" + beside,
                    "-cp",
                    settings.jar().toString(),
                    "org.springframework.boot.loader.launch.PropertiesLauncher"));
        }
        command.addAll(List.of("--server.port=" + port, "--jrp.data=" + settings.data()));
        command.addAll(settings.arguments());
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log(settings)))
                .start();
    }

    private static Path java(String program) {
        return Path.of(System.getProperty("java.home"), "bin", program);
    }

    private static File log(Settings settings) {
        return settings.data()
                .resolveSibling(settings.data().getFileName() + ".log")
                .toFile();
    }

    private void awaitReady() throws IOException, InterruptedException {
        long end = System.nanoTime() + START.toNanos();
        while (true) {
            try {
                if (Http.read(uri("/readyz"), "").status() == 200) {
                    return;
                }
            } catch (IOException notYet) {
                if (!process.isAlive() || System.nanoTime() > end) {
                    throw new IOException("The server did not start; its log ends: " + tail(), notYet);
                }
            }
            Thread.sleep(50);
        }
    }

    private String tail() throws IOException {
        List<String> lines = Files.readAllLines(log(settings).toPath());
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 20), lines.size()));
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    int port() {
        return port;
    }

    Path data() {
        return settings.data();
    }

    ProcessHandle process() {
        return process.toHandle();
    }

    /** Starts it again, on the same port and the same data, after it was killed. */
    void restart() throws IOException, InterruptedException {
        process.waitFor();
        process = launch(settings, port);
        awaitReady();
    }

    /** A key of the demonstration. */
    String key(String department) throws IOException {
        try {
            Object keys = Json.read(Files.readAllBytes(data().resolve("demo-keys.json")));
            if (keys instanceof Map<?, ?> map && map.get(department) instanceof String key) {
                return key;
            }
        } catch (JsonException e) {
            throw new IOException("The file of demonstration keys cannot be read.", e);
        }
        throw new IOException("There is no demonstration key for " + department + ".");
    }

    /** The PostgreSQL process that all its others come from. */
    ProcessHandle postmaster() throws IOException {
        return ProcessHandle.of(Long.parseLong(postmasterLine(0)))
                .orElseThrow(() -> new IOException("PostgreSQL is not running."));
    }

    int postgresPort() throws IOException {
        return Integer.parseInt(postmasterLine(3));
    }

    private String postmasterLine(int number) throws IOException {
        List<String> lines = Files.readAllLines(data().resolve("postgres").resolve("postmaster.pid"));
        if (lines.size() <= number) {
            throw new IOException("PostgreSQL is starting.");
        }
        return lines.get(number).strip();
    }

    /** A connection of the database's own administrator. */
    Connection database() throws IOException, SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + postgresPort() + "/jrp", "postgres", password("postgres"));
    }

    String password(String role) throws IOException {
        String start = "127.0.0.1:*:*:" + role + ":";
        try (Stream<String> lines = Files.lines(data().resolve("pgpass"))) {
            return lines.filter(line -> line.startsWith(start))
                    .map(line -> line.substring(start.length()).strip())
                    .findFirst()
                    .orElseThrow(() -> new IOException("There is no password for " + role + "."));
        }
    }

    /** The embedded Redis, as its settings say. */
    RedisProbe redis() throws IOException {
        int its = 0;
        String password = "";
        for (String line : Files.readAllLines(data().resolve("redis").resolve("redis.conf"))) {
            if (line.startsWith("port ")) {
                its = Integer.parseInt(line.substring(5).strip());
            } else if (line.startsWith("requirepass ")) {
                password = line.substring(12).strip();
            }
        }
        return new RedisProbe(its, password);
    }

    /** Seconds of processor time that the service's JVM has used. */
    double cpu() {
        return cpu(process.toHandle());
    }

    /** Seconds of processor time that PostgreSQL's living processes have used. */
    double postgresCpu() throws IOException {
        ProcessHandle first = postmaster();
        return cpu(first) + first.descendants().mapToDouble(ServerProcess::cpu).sum();
    }

    private static double cpu(ProcessHandle one) {
        return one.info().totalCpuDuration().orElse(Duration.ZERO).toNanos() / 1e9;
    }

    /** The most memory the JVM ever held, in MB; NaN where the system does not tell. */
    double peakMemory() throws IOException {
        Path status = Path.of("/proc", Long.toString(process.pid()), "status");
        if (!Files.exists(status)) {
            return Double.NaN;
        }
        try (Stream<String> lines = Files.lines(status)) {
            return lines.filter(line -> line.startsWith("VmHWM:"))
                    .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) / 1024)
                    .findFirst()
                    .orElse(Double.NaN);
        }
    }

    /** Heap in use after a full collection, in MB. */
    double heapAfterCollection() throws IOException, InterruptedException {
        for (int i = 0; i < 2; i++) {
            Process collect = new ProcessBuilder(java("jcmd").toString(), Long.toString(process.pid()), "GC.run")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            collect.waitFor();
        }
        return metric("jvm_memory_used_bytes", "area=\"heap\"") / MB;
    }

    /** The sum of a metric's values over the lines that hold the label. */
    double metric(String name, String label) throws IOException {
        URI uri = URI.create("http://127.0.0.1:" + (port + 1_000) + "/actuator/prometheus");
        return Http.read(uri, "")
                .expect(200)
                .text()
                .lines()
                .filter(line -> line.startsWith(name) && line.contains(label))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    /** Stops it as an operator would; by force where it does not end. */
    @Override
    public void close() {
        stop();
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException ending) {
            // It is the hook that runs.
            return;
        }
    }

    private void stop() {
        process.destroy();
        try {
            if (!process.waitFor(90, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
