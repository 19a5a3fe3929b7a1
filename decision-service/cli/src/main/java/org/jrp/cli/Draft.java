package org.jrp.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jrp.catalogue.Catalogue;
import org.jrp.catalogue.Problem;
import org.jrp.catalogue.Text;
import org.jrp.release.ReleaseCheck;
import org.jrp.release.ReleaseFiles;
import org.jspecify.annotations.Nullable;

/**
 * Files of rules and measures as somebody writes them (草稿): a whole release folder, a part of one, or single files. What is
 * missing comes from the shipped release.
 *
 * @param files by their path inside a release
 * @param shown what the author calls each file, by that path
 * @param unread files that no release can hold, as warnings
 * @param ownCatalogue whether the draft brings a catalogue of its own
 */
record Draft(ReleaseFiles files, Map<String, String> shown, List<Problem> unread, boolean ownCatalogue) {

    private static final List<String> FOLDERS = List.of(
            "rules",
            "rules/memoranda",
            "rules/principles",
            "measure-catalogue",
            "measure-catalogue/editions",
            "measure-catalogue/instruments");
    private static final int MOST_BYTES = 16 << 20;

    /** What stands in a folder, or the one file. */
    static Draft of(String option, Path path) {
        Reader reader = new Reader();
        try {
            if (Files.isDirectory(path)) {
                reader.folder(path);
            } else if (Files.exists(path)) {
                reader.single(path);
            } else {
                throw new NoSuchFileException(path.toString());
            }
        } catch (IOException e) {
            throw InvalidInputException.unreadable(option, path, e);
        }
        if (reader.files.isEmpty() && !reader.unread.isEmpty()) {
            throw InvalidInputException.files(reader.unread);
        }
        if (reader.files.isEmpty()) {
            throw InvalidInputException.option(
                    "nothing-to-check",
                    option,
                    new Text(path + " 中没有规则或目录文件。", path + " holds no rules and no catalogue."),
                    new Text(
                            "请指定含 rules/ 或 measure-catalogue/ 的文件夹、含 .dslr 文件的文件夹,或单个文件。",
                            "Name a folder with rules/ or measure-catalogue/, one with .dslr files, or a file."));
        }
        return reader.draft();
    }

    /** The files of a whole release. */
    static Draft of(ReleaseFiles files) {
        return new Draft(files, Map.of(), List.of(), true);
    }

    /** What the reader of those problems should know about how they were found; null where nothing. */
    @Nullable Text note(List<Problem> problems) {
        if (!ownCatalogue) {
            return new Text(
                    "没有自带的措施目录,按随附发布版本的目录检查。",
                    "Without a catalogue of their own, the files were held against the shipped one.");
        }
        boolean broken = problems.stream()
                .anyMatch(problem -> problem.severity() == Problem.Severity.ERROR
                        && !problem.file().endsWith(".dslr"));
        return broken
                ? new Text(
                        "措施目录有错误:规则的问题只列出按随附目录也成立的,改正目录后请再检查一次。",
                        "The catalogue has errors: of the rules' problems only those are listed that the shipped catalogue shows as"
                                + " well. Mend it and check again.")
                : null;
    }

    /** Every problem, under the names the author knows, by file and line. */
    List<Problem> problems() {
        List<Problem> problems = new ArrayList<>(unread);
        ReleaseCheck.check(files, () -> Catalogue.read(ReleaseFiles.shipped().below("measure-catalogue")))
                .forEach(problem -> {
                    String name = shown.get(problem.file());
                    if (ownCatalogue || name != null) {
                        problems.add(problem.at(Objects.requireNonNullElse(name, problem.file())));
                    }
                });
        return problems.stream().sorted(Problem.BY_PLACE).toList();
    }

    /** Collects the files. */
    private static final class Reader {

        private final Map<String, byte[]> files = new TreeMap<>();
        private final Map<String, String> shown = new LinkedHashMap<>();
        private final List<Problem> unread = new ArrayList<>();
        private boolean ownCatalogue;

        void folder(Path folder) throws IOException {
            ownCatalogue = Files.isDirectory(folder.resolve("measure-catalogue"));
            if (ownCatalogue || Files.isDirectory(folder.resolve("rules"))) {
                for (String inside : FOLDERS) {
                    children(folder, inside, inside);
                }
                return;
            }
            if (Files.isRegularFile(folder.resolve("lists.yaml"))) {
                ownCatalogue = true;
                children(folder, "", "measure-catalogue");
                children(folder, "editions", "measure-catalogue/editions");
                children(folder, "instruments", "measure-catalogue/instruments");
                return;
            }
            children(folder, "memoranda", "rules/memoranda");
            children(folder, "principles", "rules/principles");
            String name = nameOf(folder);
            if (name.equals("editions") || name.equals("instruments")) {
                overlay();
                children(folder, "", "measure-catalogue/" + name);
            } else {
                children(folder, "", name.equals("principles") ? "rules/principles" : "rules/memoranda");
            }
        }

        void single(Path file) throws IOException {
            String parent = nameOf(file.toAbsolutePath().getParent());
            String name = nameOf(file);
            String path = name.endsWith(".dslr")
                    ? (parent.equals("principles") ? "rules/principles/" : "rules/memoranda/") + name
                    : parent.equals("editions") || parent.equals("instruments")
                            ? "measure-catalogue/" + parent + '/' + name
                            : "measure-catalogue/" + name;
            if (!name.endsWith(".dslr")) {
                overlay();
            }
            take(file, path, file.toString());
        }

        Draft draft() {
            return new Draft(ReleaseFiles.of(files), shown, unread, ownCatalogue);
        }

        /** The shipped catalogue below the draft's own files; its problems are not the author's. */
        private void overlay() {
            ReleaseFiles.shipped()
                    .below("measure-catalogue")
                    .forEach((path, bytes) -> files.put("measure-catalogue/" + path, bytes));
        }

        private void children(Path folder, String inside, String root) throws IOException {
            Path directory = folder.resolve(inside);
            if (!Files.isDirectory(directory)) {
                return;
            }
            try (Stream<Path> children = Files.list(directory)) {
                for (Path child : children.sorted().toList()) {
                    if (Files.isRegularFile(child)) {
                        String name = nameOf(child);
                        take(child, root + '/' + name, inside.isEmpty() ? name : inside + '/' + name);
                    }
                }
            }
        }

        private void take(Path file, String path, String name) throws IOException {
            if (ReleaseFiles.holds(path)) {
                if (Files.size(file) > MOST_BYTES) {
                    unread.add(Problem.error(
                            "too-large",
                            name,
                            0,
                            0,
                            null,
                            new Text("文件过大,未读取。", "The file is too large; it was not read."),
                            new Text("请拆分为多个文件。", "Split it.")));
                    return;
                }
                files.put(path, Files.readAllBytes(file));
                shown.put(path, name);
            } else if (name.endsWith(".dslr") || name.endsWith(".yaml") || name.endsWith(".yml")) {
                unread.add(Problem.warning(
                        "unread-file",
                        name,
                        0,
                        0,
                        null,
                        new Text(
                                "发布版本中不能有这样的文件,未读取。",
                                "A release holds no file of that name or in that folder; it was not read."),
                        new Text(
                                "规则放在 rules/memoranda 或 rules/principles(*.dslr),目录放在 measure-catalogue(*.yaml);文件名不含空格。",
                                "Rules stand in rules/memoranda or rules/principles (*.dslr), the catalogue in measure-catalogue"
                                        + " (*.yaml); names without blanks.")));
            }
        }

        private static String nameOf(@Nullable Path path) {
            Path name = path == null ? null : path.toAbsolutePath().normalize().getFileName();
            return name == null ? "" : name.toString();
        }
    }
}
