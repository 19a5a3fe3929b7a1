package org.jrp.release;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jrp.catalogue.Catalogue;
import org.jrp.catalogue.Problem;
import org.jrp.catalogue.Provision;
import org.jrp.rule.Lint;
import org.jrp.rule.RuleSet;

/**
 * Everything wrong with the files of a release, found without compiling them (发布检查): the catalogue's own problems, those of
 * each rule file, and what only shows when both are held against each other. Paths are those inside the release.
 */
public final class ReleaseCheck {

    private static final String CATALOGUE = "measure-catalogue/";
    private static final Pattern PROVISION = Pattern.compile("@provision\\(\"([^\"]*)\"\\)");

    private final ReleaseFiles files;
    private final Supplier<Catalogue> sound;

    private ReleaseCheck(ReleaseFiles files, Supplier<Catalogue> sound) {
        this.files = files;
        this.sound = sound;
    }

    /**
     * Every problem, by file and line.
     *
     * <p>Rules without a catalogue are held against the sound one; a catalogue without rules is checked by itself. Where the catalogue itself has errors, its gaps would
     * make good rules look bad; of the rules' problems only those are given that the sound catalogue shows as well.
     *
     * @param sound a catalogue without errors, such as the shipped one; asked for only where it is needed
     */
    public static List<Problem> check(ReleaseFiles files, Supplier<Catalogue> sound) {
        return new ReleaseCheck(files, sound)
                .problems().stream().distinct().sorted(Problem.BY_PLACE).toList();
    }

    private List<Problem> problems() {
        if (files.paths().stream().noneMatch(path -> path.startsWith(CATALOGUE))) {
            return inOurFiles(ofRules(sound.get()));
        }
        List<Problem> problems = new ArrayList<>();
        Catalogue catalogue = Catalogue.read(files.below("measure-catalogue"), problems);
        problems.replaceAll(problem -> problem.at(CATALOGUE + problem.file()));
        if (files.paths().stream().noneMatch(path -> path.startsWith("rules/"))) {
            return problems;
        }
        if (problems.stream().noneMatch(ReleaseCheck::isError)) {
            problems.addAll(ofRules(catalogue));
            return problems;
        }
        Set<Place> shown =
                inOurFiles(ofRules(sound.get())).stream().map(Place::of).collect(Collectors.toSet());
        ofRules(catalogue).stream()
                .filter(problem -> shown.contains(Place.of(problem)))
                .forEach(problems::add);
        return problems;
    }

    private List<Problem> ofRules(Catalogue catalogue) {
        List<Problem> problems = new ArrayList<>();
        RuleSet rules = RuleSet.read(files.below("rules"), catalogue, problems);
        Set<String> faulty = problems.stream()
                .filter(ReleaseCheck::isError)
                .map(Problem::file)
                .collect(Collectors.toSet());
        Set<String> named = faulty.isEmpty() ? Set.of() : provisionsNamed();
        for (Problem problem : Lint.check(rules, catalogue)) {
            boolean follows = problem.code().equals("provision-without-rule")
                    && problem.value() != null
                    && (named.contains(problem.value())
                            || catalogue
                                    .findProvision(problem.value())
                                    .map(Provision::instrument)
                                    .filter(instrument -> faulty.contains("rules/memoranda/" + instrument + ".dslr"))
                                    .isPresent());
            if (faulty.isEmpty() || !follows) {
                problems.add(problem);
            }
        }
        return problems;
    }

    /** Provisions that some rule names, be it sound or not: that the rule does not count is no second fault. */
    private Set<String> provisionsNamed() {
        Set<String> named = new HashSet<>();
        for (Map.Entry<String, byte[]> file : files.below("rules").entrySet()) {
            Matcher matcher = PROVISION.matcher(new String(file.getValue(), StandardCharsets.UTF_8));
            while (matcher.find()) {
                named.add(matcher.group(1));
            }
        }
        return named;
    }

    private List<Problem> inOurFiles(List<Problem> problems) {
        Set<String> ours = Set.copyOf(files.paths());
        return problems.stream()
                .filter(problem -> ours.contains(problem.file()))
                .toList();
    }

    private static boolean isError(Problem problem) {
        return problem.severity() == Problem.Severity.ERROR;
    }

    /** What makes two problems the same, whatever catalogue they were found with. */
    private record Place(String code, String file, int line) {

        static Place of(Problem problem) {
            return new Place(problem.code(), problem.file(), problem.line());
        }
    }
}
