package org.jrp.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jrp.json.Json;
import org.jrp.release.ReleaseFiles;

/** One run of the command line with what it wrote (一次运行). */
record CommandLineRun(int exitCode, String out, String err) {

    static final InstantSource NOW = InstantSource.fixed(Instant.parse("2026-11-23T00:00:00Z"));
    static final String COMPANY = "91349999M00000019Y";
    static final String PERSON = "341182190001010008";

    /** Runs in Chinese, without a terminal. */
    static CommandLineRun of(Object... args) {
        return in(Map.of(), false, args);
    }

    static CommandLineRun in(Map<String, String> environment, boolean terminal, Object... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int exitCode = Jrp.run(
                new Surroundings(
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        terminal,
                        environment,
                        NOW),
                Arrays.stream(args).map(String::valueOf).toArray(String[]::new));
        return new CommandLineRun(exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    /** The arguments of a decision about the company, as the demo entries have it, and more. */
    static CommandLineRun decide(Object... more) {
        return of(decideArgs(more));
    }

    static Object[] decideArgs(Object... more) {
        return Stream.concat(
                        Stream.of(
                                "decide",
                                "--entries",
                                demo(),
                                "--subject",
                                COMPANY,
                                "--context",
                                "government-procurement",
                                "--as-of",
                                "2018-09-01"),
                        Arrays.stream(more))
                .toArray();
    }

    /** The sample entries of the documentation. */
    static Path demo() {
        return root().resolve("test-cases/demo/entries.yaml");
    }

    /** Top folder of the repository. */
    static Path root() {
        for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            if (Files.exists(folder.resolve("test-cases/demo/entries.yaml"))) {
                return folder;
            }
        }
        throw new IllegalStateException("The tests run inside the repository.");
    }

    /** Writes the shipped release into a folder. */
    static Path shippedIn(Path folder) {
        ReleaseFiles files = ReleaseFiles.shipped();
        for (String path : files.paths()) {
            write(folder.resolve(path), files.bytes(path));
        }
        return folder;
    }

    static Path write(Path file, String text) {
        return write(file, text.getBytes(StandardCharsets.UTF_8));
    }

    static Path write(Path file, byte[] bytes) {
        try {
            Files.createDirectories(file.getParent());
            return Files.write(file, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The output as a JSON object. */
    @SuppressWarnings("unchecked") // Json gives maps keyed by text only
    Map<String, Object> json() {
        return (Map<String, Object>) Json.read(out);
    }

    /** A list of objects inside that object. */
    @SuppressWarnings("unchecked") // as above
    List<Map<String, Object>> list(String key) {
        return (List<Map<String, Object>>) json().get(key);
    }
}
