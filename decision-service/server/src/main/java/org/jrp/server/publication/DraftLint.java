package org.jrp.server.publication;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jrp.catalogue.Catalogue;
import org.jrp.catalogue.Problem;
import org.jrp.release.ReleaseCheck;
import org.jrp.release.ReleaseFiles;
import org.jrp.rule.Lint;
import org.jrp.rule.RuleSet;
import org.jrp.scenario.Scenarios;
import org.jrp.server.release.ActiveRelease;
import org.jrp.server.release.Releases;
import org.springframework.stereotype.Component;

/**
 * Finds what is wrong with a draft, without compiling it (草稿检查): with all of it, or with one file while it is being written. Of one file
 * the catalogue that its rules are held against is kept from one call to the next.
 */
@Component
class DraftLint {

    private static final int MOST_SHOWN = 500;
    private static final int KEPT = 4;
    private static final String CATALOGUE = "measure-catalogue/";
    private static final String RULES = "rules/";

    private final Releases releases;
    private final Map<String, Catalogue> catalogues = new LinkedHashMap<>(KEPT + 1, 0.75f, true);

    DraftLint(Releases releases) {
        this.releases = releases;
    }

    /** Every problem of all files. */
    DraftDetail.Problems all(WorkingCopy copy) {
        ReleaseFiles files = copy.files();
        ActiveRelease active = releases.active();
        List<Problem> problems = new ArrayList<>(ReleaseCheck.check(files, active::catalogue));
        problems.addAll(FullCheck.altered(active.catalogue(), releases.files(active.hash()), files));
        Scenarios.read(copy.scenarios(), catalogue(files, active), problems);
        return shown(problems);
    }

    /**
     * Every problem of one file. A rule file is checked by itself: that a rule's number is used in another file, or that a provision has no
     * rule, only {@link #all} finds.
     */
    DraftDetail.Problems one(WorkingCopy copy, String path) {
        ReleaseFiles files = copy.files();
        ActiveRelease active = releases.active();
        byte[] bytes = copy.find(path);
        List<Problem> problems = new ArrayList<>();
        if (bytes != null && UploadedFiles.scenario(path)) {
            Scenarios.read(Map.of(path, bytes), catalogue(files, active), problems);
        } else if (bytes != null && path.startsWith(RULES)) {
            Catalogue catalogue = catalogue(files, active);
            RuleSet rules = RuleSet.read(Map.of(path.substring(RULES.length()), bytes), catalogue, problems);
            problems.addAll(Lint.checkPart(rules, catalogue));
        } else {
            Catalogue.read(files.below("measure-catalogue"), problems);
            problems.replaceAll(problem -> problem.at(CATALOGUE + problem.file()));
            problems.addAll(FullCheck.altered(active.catalogue(), releases.files(active.hash()), files));
        }
        return shown(
                problems.stream().filter(problem -> problem.file().equals(path)).toList());
    }

    private static DraftDetail.Problems shown(List<Problem> problems) {
        List<Problem> each =
                problems.stream().distinct().sorted(Problem.BY_PLACE).toList();
        int errors = (int) each.stream().filter(DraftLint::isError).count();
        return new DraftDetail.Problems(
                errors,
                each.size() - errors,
                each.stream().limit(MOST_SHOWN).map(CheckReport.Finding::of).toList());
    }

    /** The draft's catalogue; the active one while the draft's has errors. */
    private Catalogue catalogue(ReleaseFiles files, ActiveRelease active) {
        SortedMap<String, byte[]> own = new TreeMap<>();
        files.below("measure-catalogue").forEach((path, bytes) -> own.put(CATALOGUE + path, bytes));
        String hash = ReleaseFiles.of(own).hash();
        synchronized (catalogues) {
            Catalogue known = catalogues.get(hash);
            if (known != null) {
                return known;
            }
        }
        List<Problem> problems = new ArrayList<>();
        Catalogue read = Catalogue.read(files.below("measure-catalogue"), problems);
        Catalogue sound = problems.stream().anyMatch(DraftLint::isError) ? active.catalogue() : read;
        synchronized (catalogues) {
            catalogues.put(hash, sound);
            if (catalogues.size() > KEPT) {
                catalogues.remove(catalogues.keySet().iterator().next());
            }
        }
        return sound;
    }

    private static boolean isError(Problem problem) {
        return problem.severity() == Problem.Severity.ERROR;
    }
}
