package org.jrp.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jrp.catalogue.Text;
import org.jrp.release.Release;
import org.jrp.scenario.Mutation;
import org.jrp.scenario.MutationReport;
import org.jrp.scenario.Scenario;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes mistakes in the rules on purpose and counts how many the scenarios notice (规则变异测试). */
@Command(name = "mutate")
final class MutateCommand implements Callable<Integer> {

    private final Jrp jrp;

    @Parameters(paramLabel = "DIR", arity = "0..1")
    private @Nullable Path folder;

    @Option(names = "--sample", paramLabel = "N")
    private int sample = Integer.MAX_VALUE;

    @Option(names = "--seed", paramLabel = "S")
    private long seed = 1;

    @Option(names = "--at-least", paramLabel = "PERCENT")
    private double atLeast = 0;

    MutateCommand(Jrp jrp) {
        this.jrp = jrp;
    }

    @Override
    public Integer call() {
        if (sample < 1) {
            throw InvalidInputException.option(
                    "invalid-number",
                    "--sample",
                    new Text("“" + sample + "”不是正整数。", "(" + sample + ") is no positive whole number."),
                    new Text("例如:--sample 200", "As in: --sample 200"));
        }
        MutationReport report;
        String hash;
        try (ProgressBar bar = jrp.progress("正在试验规则", "Trying mutants");
                Release release = ReleaseSource.compile(jrp.release())) {
            hash = release.hash();
            List<Scenario> scenarios = TestCommand.scenarios(folder, release.catalogue());
            report = Mutation.run(release, scenarios, sample, seed, (done, total, label) -> bar.at(done, total));
        }
        if (jrp.json()) {
            Map<String, @Nullable Object> body = new LinkedHashMap<>();
            body.put("release", hash);
            body.put("mutants", report.all());
            body.put("tried", report.tried());
            body.put("killed", report.killed());
            body.put("percent", (int) report.score());
            body.put("survivorsByKind", new LinkedHashMap<>(report.survivorsByKind()));
            body.put(
                    "survivors",
                    report.survivors().stream().map(MutateCommand::json).toList());
            jrp.printJson(body);
        } else {
            jrp.report().line(report.in(jrp.locale()).stripTrailing());
        }
        return report.score() < atLeast ? ExitCode.FINDINGS : ExitCode.OK;
    }

    private static Map<String, @Nullable Object> json(MutationReport.Survivor survivor) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("rule", survivor.mutant().original().id());
        fields.put("file", survivor.mutant().original().file());
        fields.put("line", survivor.mutant().original().line());
        fields.put("kind", survivor.mutant().kind());
        fields.put("description", Report.json(survivor.mutant().description()));
        fields.put("scenarios", survivor.scenarios());
        return fields;
    }
}
