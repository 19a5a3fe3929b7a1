package org.jrp.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jrp.catalogue.Catalogue;
import org.jrp.catalogue.Problem;
import org.jrp.catalogue.YamlFile;
import org.jrp.catalogue.YamlMap;
import org.jrp.release.ReleaseCheck;
import org.jrp.release.ReleaseFiles;
import org.junit.jupiter.api.Test;

/** The folder {@code faults/}: what lint must find, where, and that it finds nothing else. */
class PlantedFaultsTest {

    private static final Path FOLDER = Corpus.folder("faults");
    private static final double SHARE = 0.98;
    private static final int FEWEST_FAULTS = 60;
    private static final int FEWEST_KINDS = 20;

    private static final Catalogue CATALOGUE =
            Catalogue.read(ReleaseFiles.shipped().below("measure-catalogue"));

    private record Place(String file, int line) {}

    private record Fault(Place place, String code, String kind) {}

    @Test
    void planted_faults_are_found_with_file_and_line() throws IOException {
        List<Fault> faults = expected();
        List<Problem> problems = problems();

        Set<Place> places = problems.stream().map(PlantedFaultsTest::place).collect(Collectors.toSet());
        List<Fault> missed =
                faults.stream().filter(fault -> !places.contains(fault.place())).toList();
        long kinds = faults.stream().map(Fault::kind).distinct().count();
        System.out.printf(
                "Faults: %d of %d found with file and line, %d kinds%n",
                faults.size() - missed.size(), faults.size(), kinds);

        assertThat(faults).hasSizeGreaterThanOrEqualTo(FEWEST_FAULTS);
        assertThat(kinds).isGreaterThanOrEqualTo(FEWEST_KINDS);
        assertThat((double) (faults.size() - missed.size()) / faults.size())
                .as("missed: %s", missed)
                .isGreaterThanOrEqualTo(SHARE);
    }

    @Test
    void each_fault_is_reported_once_under_its_code_and_good_rules_next_to_it_are_left_alone() throws IOException {
        List<String> expected = expected().stream()
                .map(fault -> fault.place().file() + ":" + fault.place().line() + " " + fault.code())
                .toList();

        assertThat(problems())
                .extracting(problem -> problem.file() + ":" + problem.line() + " " + problem.code())
                .containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void every_problem_says_in_both_languages_what_is_wrong_and_how_to_mend_it() throws IOException {
        assertThat(problems()).allSatisfy(Corpus::saysWhatIsWrong);
    }

    @Test
    void shipped_rules_raise_no_alarm() {
        assertThat(ReleaseCheck.check(ReleaseFiles.shipped(), () -> CATALOGUE))
                .filteredOn(problem -> problem.file().startsWith("rules/"))
                .isEmpty();
    }

    private static List<Fault> expected() throws IOException {
        List<Problem> problems = new ArrayList<>();
        YamlMap file =
                YamlFile.readMap("faults/expected.yaml", Files.readAllBytes(FOLDER.resolve("expected.yaml")), problems);
        assertThat(problems).isEmpty();
        assertThat(file).isNotNull();
        return file.maps("faults").stream()
                .map(fault -> new Fault(
                        new Place(fault.text("file"), fault.number("line")), fault.text("code"), fault.text("kind")))
                .toList();
    }

    private static List<Problem> problems() throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        try (Stream<Path> found = Files.walk(FOLDER.resolve("rules"))) {
            for (Path path : found.filter(Files::isRegularFile).toList()) {
                files.put(FOLDER.relativize(path).toString().replace('\\', '/'), Files.readAllBytes(path));
            }
        }
        return ReleaseCheck.check(ReleaseFiles.of(files), () -> CATALOGUE);
    }

    private static Place place(Problem problem) {
        return new Place(problem.file(), problem.line());
    }
}
