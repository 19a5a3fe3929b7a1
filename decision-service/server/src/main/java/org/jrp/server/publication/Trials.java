package org.jrp.server.publication;

import io.swagger.v3.oas.annotations.media.Schema;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jrp.catalogue.InvalidFilesException;
import org.jrp.catalogue.Problem;
import org.jrp.catalogue.Text;
import org.jrp.decision.DecisionEngine;
import org.jrp.release.Release;
import org.jrp.rule.Rule;
import org.jrp.scenario.Progress;
import org.jrp.scenario.Scenario;
import org.jrp.scenario.ScenarioReport;
import org.jrp.scenario.ScenarioResult;
import org.jrp.scenario.ScenarioRunner;
import org.jrp.scenario.Scenarios;
import org.jrp.server.problem.PersonalNumbers;
import org.jrp.server.problem.ProblemException;
import org.jrp.server.release.PastReleases;
import org.springframework.stereotype.Component;

/** Runs scenarios against a draft or a release (用例试运行). */
@Component
class Trials {

    /** The file that scenarios sent along are said to stand in. */
    static final String UNSAVED = "scenarios/unsaved.yaml";

    private static final int MOST_SHOWN = 500;

    private final FullCheck check;
    private final PastReleases past;

    Trials(FullCheck check, PastReleases past) {
        this.check = check;
        this.past = past;
    }

    /**
     * What came of it.
     *
     * @param release hash of the files that were tried; a draft's would be its release's
     * @param scenarios the first five hundred, those that failed first
     * @param rules those that fired, or just did not, in any of them
     * @param coverage what all of them cover of the rules
     */
    @Schema(name = "ScenarioTrial")
    record Trial(
            String release,
            int passed,
            int failed,
            List<Outcome> scenarios,
            List<RuleTried> rules,
            CheckReport.RuleCoverage coverage) {}

    /**
     * One scenario.
     *
     * @param differences where the answer is not as expected; empty where it passed
     * @param fired ids of the rules that fired
     */
    @Schema(name = "ScenarioOutcome")
    record Outcome(
            String scenario, String file, int line, boolean passed, List<Differing> differences, List<String> fired) {}

    /** What a key of {@code then} expects, and what the answer says. */
    @Schema(name = "ScenarioDifference")
    record Differing(String key, String expected, String actual) {}

    /**
     * What the scenarios show of a rule.
     *
     * @param fired in how many it fires
     * @param justNot in how many it just does not
     */
    @Schema(name = "ScenarioRule")
    record RuleTried(String rule, String name, String file, int line, int fired, int justNot) {}

    /**
     * Runs scenarios against files that may be wrong.
     *
     * @param names of scenarios or of their files; empty for all
     * @throws ProblemException 422 {@code invalid-release} with every problem, 422 {@code no-scenario}
     */
    Trial ofDraft(WorkingCopy copy, SortedMap<String, byte[]> scenarios, List<String> names) {
        return check.alone(() -> {
            try (Release release = Release.of(copy.files())) {
                return run(DecisionEngine.of(release), scenarios, names);
            } catch (InvalidFilesException e) {
                throw wrong(e.problems());
            }
        });
    }

    /** The same against a stored release. */
    Trial ofRelease(String hash, SortedMap<String, byte[]> scenarios, List<String> names) {
        return check.alone(() -> {
            try (PastReleases.Lease lease = past.lease(hash)
                    .orElseThrow(() ->
                            ProblemException.of(404, "unknown-release", "没有这个发布版本。", "There is no such release."))) {
                return run(lease.engine(), scenarios, names);
            } catch (InvalidFilesException e) {
                throw wrong(e.problems());
            }
        });
    }

    /** Scenarios as text. */
    static SortedMap<String, byte[]> unsaved(String text) {
        SortedMap<String, byte[]> files = new TreeMap<>();
        files.put(UNSAVED, text.getBytes(StandardCharsets.UTF_8));
        return files;
    }

    private static Trial run(DecisionEngine engine, SortedMap<String, byte[]> files, List<String> names) {
        List<Problem> problems = new ArrayList<>();
        List<Scenario> read = Scenarios.read(files, engine.release().catalogue(), problems);
        if (problems.stream().anyMatch(problem -> problem.severity() == Problem.Severity.ERROR)) {
            throw new InvalidFilesException(problems);
        }
        Set<String> wanted = Set.copyOf(names);
        List<Scenario> chosen = read.stream()
                .filter(one -> wanted.isEmpty() || wanted.contains(one.name()) || wanted.contains(one.file()))
                .toList();
        if (chosen.isEmpty()) {
            throw ProblemException.of(422, "no-scenario", "没有这样的用例。", "There is no such scenario.");
        }
        ScenarioReport report = ScenarioRunner.run(engine, chosen, Progress.NONE);
        return new Trial(
                engine.release().hash(),
                report.passed().size(),
                report.failed().size(),
                report.results().stream()
                        .sorted(Comparator.comparing(ScenarioResult::passed))
                        .limit(MOST_SHOWN)
                        .map(Trials::outcome)
                        .toList(),
                rules(engine.release(), report),
                FullCheck.coverage(report.coverage()));
    }

    private static Outcome outcome(ScenarioResult result) {
        return new Outcome(
                PersonalNumbers.masked(result.scenario().name()),
                result.scenario().file(),
                result.scenario().line(),
                result.passed(),
                result.differences().stream()
                        .map(one -> new Differing(
                                one.key(),
                                PersonalNumbers.masked(one.expected()),
                                PersonalNumbers.masked(one.actual())))
                        .toList(),
                List.copyOf(result.firedIds()));
    }

    private static List<RuleTried> rules(Release release, ScenarioReport report) {
        Map<String, int[]> counts = new HashMap<>();
        for (ScenarioResult result : report.results()) {
            result.firedIds().forEach(id -> counts.computeIfAbsent(id, unused -> new int[2])[0]++);
            result.justNotIds().forEach(id -> counts.computeIfAbsent(id, unused -> new int[2])[1]++);
        }
        List<RuleTried> tried = new ArrayList<>();
        for (Rule rule : release.rules().rules()) {
            int[] count = counts.get(rule.id());
            if (count != null) {
                tried.add(new RuleTried(rule.id(), rule.name(), rule.file(), rule.line(), count[0], count[1]));
            }
        }
        return tried;
    }

    private static ProblemException wrong(List<Problem> problems) {
        return FullCheck.refused(
                problems,
                new Text(
                        "有 " + problems.size() + " 处问题,用例未运行。",
                        "There are " + problems.size() + " problems; no scenario was run."));
    }
}
