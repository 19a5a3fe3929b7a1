package org.jrp.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The benchmarks again in a Java process of their own, with fixed flags (子进程). */
final class Child {

    static final List<String> FLAGS = List.of("-Xms1g", "-Xmx3g", "-XX:+UseParallelGC");

    private static final String PREFIX = "> ";

    private Child() {}

    /**
     * What the child prints.
     *
     * @throws IllegalStateException when it fails
     */
    static List<String> lines(String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(FLAGS);
        command.addAll(List.of(
                "-Dfile.encoding=UTF-8", "-cp", System.getProperty("java.class.path"), Benchmarks.class.getName()));
        command.addAll(List.of(arguments));
        try {
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            process.getOutputStream().close();
            List<String> lines = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> line.startsWith(PREFIX))
                    .map(line -> line.substring(PREFIX.length()))
                    .toList();
            int code = process.waitFor();
            if (code != 0) {
                throw new IllegalStateException(
                        "The process (%s) ended with %d.".formatted(String.join(" ", arguments), code));
            }
            return lines;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while measuring.", e);
        }
    }

    /** Prints a line for the parent; whatever libraries print besides is left aside. */
    static void say(java.io.PrintStream out, String line) {
        out.println(PREFIX + line);
    }
}
