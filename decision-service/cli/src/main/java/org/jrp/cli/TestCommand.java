package org.jrp.cli;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.concurrent.Callable;
import org.jrp.catalogue.Catalogue;
import org.jrp.catalogue.InvalidFilesException;
import org.jrp.catalogue.Text;
import org.jrp.decision.DecisionEngine;
import org.jrp.decision.NearMiss;
import org.jrp.release.Release;
import org.jrp.rule.Rule;
import org.jrp.scenario.Difference;
import org.jrp.scenario.Scenario;
import org.jrp.scenario.ScenarioReport;
import org.jrp.scenario.ScenarioResult;
import org.jrp.scenario.ScenarioRunner;
import org.jrp.scenario.Scenarios;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Holds a release against scenarios (用例运行). */
@Command(name = "test")
final class TestCommand implements Callable<Integer> {

    private final Jrp jrp;

    @Parameters(paramLabel = "DIR", arity = "0..1")
    private @Nullable Path folder;

    @Option(names = "--coverage")
    private boolean coverage;

    TestCommand(Jrp jrp) {
        this.jrp = jrp;
    }

    @Override
    public Integer call() {
        ScenarioReport report;
        String hash;
        try (ProgressBar bar = jrp.progress("正在运行用例", "Running scenarios");
                Release release = ReleaseSource.compile(jrp.release())) {
            List<Scenario> scenarios = scenarios(folder, release.catalogue());
            hash = release.hash();
            report = ScenarioRunner.run(
                    DecisionEngine.of(release), scenarios, (done, total, label) -> bar.at(done, total));
        }
        if (jrp.json()) {
            jrp.printJson(json(report, hash));
        } else {
            Report lines = jrp.report();
            lines.line(report.in(jrp.locale()).stripTrailing());
            if (coverage && !report.coverage().uncovered().isEmpty()) {
                lines.blank();
                lines.heading("没有被覆盖的规则", "Rules without coverage");
                lines.line(report.coverage().in(jrp.locale()));
            }
        }
        return report.failed().isEmpty() ? ExitCode.OK : ExitCode.FINDINGS;
    }

    /** The scenarios of a folder, else those shipped. */
    static List<Scenario> scenarios(@Nullable Path folder, Catalogue catalogue) {
        try {
            SortedMap<String, byte[]> files = folder == null ? Scenarios.shipped() : Scenarios.fromFolder(folder);
            List<Scenario> scenarios = Scenarios.read(files, catalogue);
            if (scenarios.isEmpty()) {
                throw InvalidInputException.option(
                        "no-scenarios",
                        "DIR",
                        new Text("没有用例可运行。", "There are no scenarios to run."),
                        new Text("请指定含 scenarios/*.yaml 的文件夹。", "Name a folder that holds scenarios/*.yaml."));
            }
            return scenarios;
        } catch (InvalidFilesException e) {
            throw InvalidInputException.files(e);
        } catch (UncheckedIOException e) {
            throw InvalidInputException.unreadable("DIR", String.valueOf(folder), e);
        }
    }

    private Map<String, @Nullable Object> json(ScenarioReport report, String hash) {
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("release", hash);
        body.put("passed", report.passed().size());
        body.put("failed", report.failed().size());
        body.put("failures", report.failed().stream().map(TestCommand::failure).toList());
        Map<String, @Nullable Object> covered = new LinkedHashMap<>();
        covered.put("rules", report.coverage().rules());
        covered.put("uncovered", report.coverage().uncovered().size());
        covered.put(
                "neverFired",
                report.coverage().neverFired().stream().map(Rule::id).toList());
        covered.put(
                "neverMissed",
                report.coverage().neverMissed().stream().map(Rule::id).toList());
        body.put("coverage", covered);
        return body;
    }

    private static Map<String, @Nullable Object> failure(ScenarioResult result) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("scenario", result.scenario().name());
        fields.put("file", result.scenario().file());
        fields.put("line", result.scenario().line());
        List<Map<String, @Nullable Object>> differences = new ArrayList<>();
        for (Difference difference : result.differences()) {
            Map<String, @Nullable Object> one = new LinkedHashMap<>();
            one.put("key", difference.key());
            one.put("expected", difference.expected());
            one.put("actual", difference.actual());
            differences.add(one);
        }
        fields.put("differences", differences);
        fields.put(
                "fired",
                result.fired().stream()
                        .map(finding -> finding.rule().name())
                        .distinct()
                        .toList());
        fields.put(
                "nearest", result.near().stream().map(NearMiss::rule).distinct().toList());
        return fields;
    }
}
