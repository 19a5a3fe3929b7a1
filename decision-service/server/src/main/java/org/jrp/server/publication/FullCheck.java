package org.jrp.server.publication;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jrp.catalogue.Catalogue;
import org.jrp.catalogue.Edition;
import org.jrp.catalogue.InvalidFilesException;
import org.jrp.catalogue.Problem;
import org.jrp.catalogue.Text;
import org.jrp.decision.DecisionEngine;
import org.jrp.release.Release;
import org.jrp.release.ReleaseCheck;
import org.jrp.release.ReleaseFiles;
import org.jrp.rule.Rule;
import org.jrp.scenario.Coverage;
import org.jrp.scenario.Difference;
import org.jrp.scenario.Mutation;
import org.jrp.scenario.MutationReport;
import org.jrp.scenario.Progress;
import org.jrp.scenario.Scenario;
import org.jrp.scenario.ScenarioReport;
import org.jrp.scenario.ScenarioResult;
import org.jrp.scenario.ScenarioRunner;
import org.jrp.scenario.Scenarios;
import org.jrp.server.problem.ProblemException;
import org.jrp.server.release.ActiveRelease;
import org.jrp.server.release.Releases;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Checks a release before it is stored (全面检查): each file by itself, rules and catalogue against each other, published editions against the release in
 * use, then every scenario by the compiled rules. One at a time, for compiling takes a processor for seconds.
 */
@Component
class FullCheck {

    private static final int MOST_SHOWN = 100;
    private static final int MOST_MISTAKES = 500;
    private static final Duration MUTATION = Duration.ofSeconds(20);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);

    private final Releases releases;
    private final InstantSource clock;
    private final Semaphore one = new Semaphore(1);

    FullCheck(Releases releases, InstantSource clock) {
        this.releases = releases;
        this.clock = clock;
    }

    /**
     * Checks an upload.
     *
     * @throws ProblemException 422 {@code invalid-release} with every problem
     */
    CheckReport check(UploadedFiles uploaded) {
        return alone(() -> {
            try {
                return checked(uploaded);
            } catch (InvalidFilesException e) {
                throw refused(e.problems());
            }
        });
    }

    /** Does what takes a processor for seconds, after whatever else of the kind is under way. */
    <T> T alone(Supplier<T> work) {
        enter();
        try {
            return work.get();
        } finally {
            one.release();
        }
    }

    /** The refusal that says what is wrong, where, and how to mend it. */
    static ProblemException refused(List<Problem> problems) {
        return refused(
                problems,
                new Text(
                        "发布版本未通过检查,共 " + problems.size() + " 处问题;未保存。",
                        "The release did not pass the check (" + problems.size() + " problems); nothing was stored."));
    }

    /** The same in other words. */
    static ProblemException refused(List<Problem> problems, Text detail) {
        List<Map<String, Object>> shown = problems.stream()
                .sorted(Problem.BY_PLACE)
                .limit(MOST_SHOWN)
                .map(FullCheck::told)
                .toList();
        return ProblemException.of(422, "invalid-release", detail)
                .with("problemCount", (long) problems.size())
                .with("problems", shown);
    }

    private static Map<String, Object> told(Problem problem) {
        CheckReport.Finding finding = CheckReport.Finding.of(problem);
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("severity", finding.severity());
        told.put("code", finding.code());
        told.put("file", finding.file());
        told.put("line", (long) finding.line());
        told.put("column", (long) finding.column());
        if (finding.value() != null) {
            told.put("value", finding.value());
        }
        told.put(
                "message",
                Map.of("zh", finding.message().zh(), "en", finding.message().en()));
        told.put("mend", Map.of("zh", finding.mend().zh(), "en", finding.mend().en()));
        return told;
    }

    private void enter() {
        try {
            if (one.tryAcquire(LONGEST_WAIT.toMillis(), TimeUnit.MILLISECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw ProblemException.later(
                503,
                "busy",
                new Text("正在检查其他发布版本,请稍后重试。", "Other releases are being checked; try again soon."),
                Duration.ofSeconds(10));
    }

    private CheckReport checked(UploadedFiles uploaded) {
        ActiveRelease active = releases.active();
        ReleaseFiles base = releases.files(active.hash());
        ReleaseFiles files = uploaded.files();
        List<Problem> problems = new ArrayList<>(ReleaseCheck.check(files, active::catalogue));
        problems.addAll(altered(active.catalogue(), base, files));
        refuseErrors(problems);
        Release release = Release.of(files);
        try {
            SortedMap<String, byte[]> scenarioFiles = new TreeMap<>(Scenarios.shipped());
            List<String> replaced = uploaded.scenarios().keySet().stream()
                    .filter(scenarioFiles::containsKey)
                    .toList();
            scenarioFiles.putAll(uploaded.scenarios());
            List<Scenario> scenarios = Scenarios.read(scenarioFiles, release.catalogue(), problems);
            refuseErrors(problems);
            ScenarioReport report = ScenarioRunner.run(DecisionEngine.of(release), scenarios, Progress.NONE);
            report.failed().forEach(result -> problems.add(failed(result)));
            refuseErrors(problems);
            CheckReport.Changes changes = changes(base, files);
            CheckReport.MutationRun mutation = mutation(release, scenarios, changes, problems);
            CheckReport.Speed speed = speed(release, base, scenarios);
            if (SpeedGate.refuses(speed)) {
                problems.add(slower(speed));
            }
            refuseErrors(problems);
            int own = (int) scenarios.stream()
                    .filter(scenario -> uploaded.scenarios().containsKey(scenario.file()))
                    .count();
            return new CheckReport(
                    clock.instant(),
                    active.hash(),
                    release.rules().rules().size(),
                    release.catalogue().provisions().size(),
                    release.catalogue().measures().size(),
                    release.catalogue().lists().size(),
                    problems.size(),
                    problems.stream()
                            .limit(MOST_SHOWN)
                            .map(CheckReport.Finding::of)
                            .toList(),
                    new CheckReport.ScenarioRun(report.passed().size(), own, replaced),
                    coverage(report.coverage()),
                    mutation,
                    speed,
                    changes,
                    uploaded.ignored());
        } finally {
            release.close();
        }
    }

    /** Mistakes in the rules of the files that changed, as many as there is time for; those that no scenario notices are warnings. */
    private static CheckReport.@Nullable MutationRun mutation(
            Release release, List<Scenario> scenarios, CheckReport.Changes changes, List<Problem> problems) {
        Set<String> files = Stream.concat(changes.added().stream(), changes.changed().stream())
                .filter(path -> path.startsWith("rules/"))
                .collect(Collectors.toSet());
        if (files.isEmpty()) {
            return null;
        }
        long end = System.nanoTime() + MUTATION.toNanos();
        MutationReport report = Mutation.run(
                release,
                scenarios,
                rule -> files.contains(rule.file()),
                MOST_MISTAKES,
                0,
                () -> System.nanoTime() - end < 0,
                Progress.NONE);
        for (MutationReport.Survivor survivor : report.survivors()) {
            Rule rule = survivor.mutant().original();
            Text mistake = survivor.mutant().description();
            problems.add(Problem.warning(
                    "mistake-unnoticed",
                    rule.file(),
                    rule.line(),
                    0,
                    rule.id(),
                    new Text(
                            "规则“" + rule.name() + "”如误写为:" + mistake.zh() + ",没有用例会发现。",
                            "No scenario would notice this mistake in the rule (" + rule.name() + "): " + mistake.en()
                                    + "."),
                    new Text("请补充一个能区分的用例。", "Add a scenario that tells the two apart.")));
        }
        return new CheckReport.MutationRun(
                files.size(), report.all(), report.tried(), report.survivors().size());
    }

    /** The active release is compiled anew as well: one that has long been in use would have the better of any candidate. */
    private static CheckReport.Speed speed(Release candidate, ReleaseFiles base, List<Scenario> scenarios) {
        try (Release active = Release.of(base)) {
            return SpeedGate.byProcessorTime()
                    .measure(
                            candidate,
                            active,
                            scenarios.stream().map(Scenario::caseFile).toList());
        }
    }

    private static Problem slower(CheckReport.Speed speed) {
        String ratio = String.format(Locale.ROOT, "%.2f", Math.max(speed.fresh(), speed.known()) / 1_000.0);
        return Problem.error(
                "slower-than-active",
                "rules/",
                0,
                0,
                ratio,
                new Text(
                        "决定用时为现行版本的 " + ratio + " 倍,超过 1.10。",
                        "A decision takes " + ratio + " times as long as under the active release, more than 1.10."),
                new Text(
                        "请合并或简化新增的规则;若机器当时繁忙,可稍后再传。",
                        "Merge or simplify the rules that were added; where the machine was busy, send it again later."));
    }

    private static void refuseErrors(List<Problem> problems) {
        if (problems.stream().anyMatch(problem -> problem.severity() == Problem.Severity.ERROR)) {
            throw new InvalidFilesException(problems);
        }
    }

    /** Published editions that the release leaves out or changes. */
    static List<Problem> altered(Catalogue catalogue, ReleaseFiles base, ReleaseFiles files) {
        Set<String> paths = new HashSet<>(files.paths());
        List<Problem> problems = new ArrayList<>();
        for (Edition edition : catalogue.editions()) {
            String path = "measure-catalogue/" + edition.file();
            if (!edition.published()) {
                continue;
            }
            if (!paths.contains(path)) {
                problems.add(published(
                        "published-edition-removed",
                        path,
                        0,
                        new Text(
                                "清单“" + edition.id() + "”已经公布,不能删除。",
                                "The edition (" + edition.id() + ") was published and cannot be removed.")));
            } else if (!Arrays.equals(base.bytes(path), files.bytes(path))) {
                problems.add(published(
                        "published-edition-altered",
                        path,
                        firstDifference(base.bytes(path), files.bytes(path)),
                        new Text(
                                "清单“" + edition.id() + "”已经公布,不能改动。",
                                "The edition (" + edition.id() + ") was published and cannot be altered.")));
            }
        }
        return problems;
    }

    private static Problem published(String code, String path, int line, Text message) {
        return Problem.error(
                code,
                path,
                line,
                0,
                null,
                message,
                new Text(
                        "请恢复原文件;需要更改时另发新的清单(同年的修订为 revision 加一)。",
                        "Restore the file; to change something publish another edition (a revision of the same year counts one up)."));
    }

    private static int firstDifference(byte[] one, byte[] other) {
        int at = Arrays.mismatch(one, other);
        int line = 1;
        for (int i = 0; i < at; i++) {
            if (one[i] == '\n') {
                line++;
            }
        }
        return line;
    }

    private static Problem failed(ScenarioResult result) {
        Scenario scenario = result.scenario();
        String zh = result.differences().stream()
                .map(difference -> differs(difference, "预期", "实际"))
                .collect(Collectors.joining(";"));
        String en = result.differences().stream()
                .map(difference -> differs(difference, "expected", "actual"))
                .collect(Collectors.joining("; "));
        return Problem.error(
                "scenario-failed",
                scenario.file(),
                scenario.line(),
                0,
                scenario.name(),
                new Text(
                        "用例“" + scenario.name() + "”不通过:" + zh, "The scenario failed (" + scenario.name() + "): " + en),
                new Text(
                        "请改正规则;规则有意改变时,请把改好的 " + scenario.file() + " 一并上传。",
                        "Correct the rule; where the change is meant, send the changed " + scenario.file()
                                + " along."));
    }

    private static String differs(Difference difference, String expected, String actual) {
        return difference.key() + " " + expected + " " + difference.expected() + " " + actual + " "
                + difference.actual();
    }

    static CheckReport.RuleCoverage coverage(Coverage coverage) {
        Set<String> never = coverage.neverFired().stream().map(Rule::id).collect(Collectors.toSet());
        List<Rule> uncovered = coverage.uncovered();
        return new CheckReport.RuleCoverage(
                (int) Math.floor(coverage.percent()),
                coverage.rules(),
                coverage.dormant().size(),
                uncovered.size(),
                uncovered.stream()
                        .limit(MOST_SHOWN)
                        .map(rule -> new CheckReport.UncoveredRule(
                                rule.name(), rule.file(), rule.line(), never.contains(rule.id())))
                        .toList());
    }

    private static CheckReport.Changes changes(ReleaseFiles base, ReleaseFiles files) {
        Set<String> before = new HashSet<>(base.paths());
        Set<String> after = new HashSet<>(files.paths());
        return new CheckReport.Changes(
                files.paths().stream().filter(path -> !before.contains(path)).toList(),
                files.paths().stream()
                        .filter(path -> before.contains(path) && !Arrays.equals(base.bytes(path), files.bytes(path)))
                        .toList(),
                base.paths().stream().filter(path -> !after.contains(path)).toList());
    }
}
