package org.jrp.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jrp.catalogue.Problem;

/** Folders of this module with files that are wrong on purpose (语料). */
final class Corpus {

    private Corpus() {}

    static Path folder(String name) {
        return Path.of(System.getProperty("basedir", "")).resolve(name).toAbsolutePath();
    }

    static List<Path> files(String folder) {
        try (Stream<Path> found = Files.list(folder(folder))) {
            return found.filter(Files::isRegularFile).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A problem that helps: it names its file and says in both languages what is wrong and how to mend it. */
    static void saysWhatIsWrong(Problem problem) {
        assertThat(problem.file()).isNotBlank();
        assertThat(problem.message().zh()).isNotBlank().matches(".*\\p{IsHan}.*");
        assertThat(problem.message().en()).isNotBlank();
        assertThat(problem.mend().zh()).isNotBlank();
        assertThat(problem.mend().en()).isNotBlank();
    }
}
