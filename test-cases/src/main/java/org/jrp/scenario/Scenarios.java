package org.jrp.scenario;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jrp.catalogue.Catalogue;
import org.jrp.catalogue.InvalidFilesException;
import org.jrp.catalogue.Problem;
import org.jrp.catalogue.Text;

/** Finds and reads scenario files (用例文件). */
public final class Scenarios {

    private static final String ROOT = "test-cases/";
    private static final String FOLDER = "scenarios";

    private Scenarios() {}

    /** The scenario files on the class path, by path such as {@code scenarios/lifecycle.yaml}. */
    public static SortedMap<String, byte[]> shipped() {
        SortedMap<String, byte[]> files = new TreeMap<>();
        for (String name : new String(resource(ROOT + "index.txt"), StandardCharsets.UTF_8).split("\\r?\\n")) {
            if (!name.isBlank()) {
                String path = name.strip().replace('\\', '/');
                files.put(path, resource(ROOT + path));
            }
        }
        return files;
    }

    /**
     * The scenario files of a folder: its {@code scenarios/*.yaml}, or its own {@code *.yaml} where it has no such folder.
     *
     * @throws InvalidFilesException when there is no folder
     */
    public static SortedMap<String, byte[]> fromFolder(Path folder) {
        Path inner = folder.resolve(FOLDER);
        Path directory = Files.isDirectory(inner) ? inner : folder;
        if (!Files.isDirectory(directory)) {
            throw new InvalidFilesException(Problem.error(
                    "missing-folder",
                    folder.toString(),
                    0,
                    0,
                    null,
                    new Text("没有文件夹 " + folder + "。", "There is no folder " + folder + "."),
                    new Text("请指定含 scenarios/*.yaml 的文件夹。", "Name a folder that holds scenarios/*.yaml.")));
        }
        SortedMap<String, byte[]> files = new TreeMap<>();
        try (Stream<Path> children = Files.list(directory)) {
            for (Path child : children.sorted().toList()) {
                String name = String.valueOf(child.getFileName());
                if (name.endsWith(".yaml") && Files.isRegularFile(child)) {
                    files.put(FOLDER + '/' + name, Files.readAllBytes(child));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return files;
    }

    /**
     * Reads scenario files.
     *
     * @param files bytes by path
     * @throws InvalidFilesException with every problem, when any file cannot be used
     */
    public static List<Scenario> read(Map<String, byte[]> files, Catalogue catalogue) {
        List<Problem> problems = new ArrayList<>();
        List<Scenario> scenarios = read(files, catalogue, problems);
        if (problems.stream().anyMatch(problem -> problem.severity() == Problem.Severity.ERROR)) {
            throw new InvalidFilesException(problems);
        }
        return scenarios;
    }

    /** Reads what can be read, by file, then line; the rest is among the problems. */
    public static List<Scenario> read(Map<String, byte[]> files, Catalogue catalogue, List<Problem> problems) {
        List<Scenario> scenarios = new ArrayList<>();
        new TreeMap<>(files)
                .forEach((file, bytes) -> scenarios.addAll(ScenarioReader.read(file, bytes, catalogue, problems)));
        return List.copyOf(scenarios);
    }

    private static byte[] resource(String path) {
        try (InputStream in = Scenarios.class.getClassLoader().getResourceAsStream(path)) {
            if (in == null) {
                throw new IllegalStateException("The class path holds no " + path + ". Add jrp-test-cases.");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
