package org.jrp.benchmarks.load;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Options of the form {@code --name value} (命令行选项). */
final class Options {

    private final Map<String, String> given = new HashMap<>();

    private Options() {}

    /** @throws IllegalArgumentException when one is not known or lacks its value */
    static Options read(List<String> arguments, Set<String> known) {
        Options options = new Options();
        for (int i = 0; i < arguments.size(); i += 2) {
            String name = arguments.get(i);
            if (!name.startsWith("--") || !known.contains(name.substring(2)) || i + 1 == arguments.size()) {
                throw new IllegalArgumentException("The option (%s) is not known or lacks its value.".formatted(name));
            }
            options.given.put(name.substring(2), arguments.get(i + 1));
        }
        return options;
    }

    @Nullable String text(String name) {
        return given.get(name);
    }

    String text(String name, String otherwise) {
        return given.getOrDefault(name, otherwise);
    }

    /** @throws IllegalArgumentException when it is no number above nothing */
    double number(String name, double otherwise) {
        String value = given.get(name);
        double number = value == null ? otherwise : Double.parseDouble(value);
        if (!(number > 0)) {
            throw new IllegalArgumentException("The option --%s must be more than nothing.".formatted(name));
        }
        return number;
    }

    /** A whole number; nothing is allowed. */
    int count(String name, int otherwise) {
        String value = given.get(name);
        int count = value == null ? otherwise : Integer.parseInt(value);
        if (count < 0) {
            throw new IllegalArgumentException("The option --%s must not be negative.".formatted(name));
        }
        return count;
    }

    /** Words with commas between. */
    List<String> list(String name) {
        return split(text(name, ""), ",");
    }

    /** Words with blanks between. */
    List<String> words(String name, String otherwise) {
        return split(text(name, otherwise), "\\s+");
    }

    private static List<String> split(String text, String between) {
        List<String> words = new ArrayList<>(List.of(text.strip().split(between)));
        words.removeIf(String::isEmpty);
        return List.copyOf(words);
    }

    /** The server's jar: as said, else where the build puts it beside this one. */
    Path server() {
        String said = text("server");
        if (said != null) {
            return existing(Path.of(said));
        }
        for (String classPath : System.getProperty("java.class.path").split(java.io.File.pathSeparator)) {
            // …/decision-service/benchmarks/target/benchmarks.jar, or …/target/classes
            Path modules = Path.of(classPath).toAbsolutePath().normalize().getParent();
            for (int i = 0; i < 2 && modules != null; i++) {
                modules = modules.getParent();
            }
            if (modules != null) {
                Path jar = modules.resolve("server").resolve("target").resolve("jrp-server.jar");
                if (Files.exists(jar)) {
                    return jar;
                }
            }
        }
        return existing(Path.of("decision-service", "server", "target", "jrp-server.jar"));
    }

    private static Path existing(Path jar) {
        if (!Files.exists(jar)) {
            throw new IllegalArgumentException(
                    "The server's jar (%s) is not there. Build it, or say --server FILE.".formatted(jar));
        }
        return jar.toAbsolutePath();
    }

    /** A new empty folder, below the one said or below the system's for temporary files. */
    Path folder() throws java.io.IOException {
        String said = text("folder");
        return said == null
                ? Files.createTempDirectory("jrp-load")
                : Files.createTempDirectory(Files.createDirectories(Path.of(said)), "jrp-load");
    }

    /** Deletes a folder and all in it. */
    static void delete(Path folder) throws java.io.IOException {
        if (!Files.exists(folder)) {
            return;
        }
        Files.walkFileTree(folder, new java.nio.file.SimpleFileVisitor<>() {
            @Override
            public java.nio.file.FileVisitResult visitFile(
                    Path file, java.nio.file.attribute.BasicFileAttributes attributes) throws java.io.IOException {
                Files.deleteIfExists(file);
                return java.nio.file.FileVisitResult.CONTINUE;
            }

            @Override
            public java.nio.file.FileVisitResult postVisitDirectory(Path visited, java.io.@Nullable IOException failed)
                    throws java.io.IOException {
                Files.deleteIfExists(visited);
                return java.nio.file.FileVisitResult.CONTINUE;
            }
        });
    }
}
