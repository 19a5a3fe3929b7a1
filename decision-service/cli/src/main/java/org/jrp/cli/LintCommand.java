package org.jrp.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jrp.catalogue.Problem;
import org.jrp.catalogue.Text;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Checks rules and catalogue without deciding anything (规则检查). */
@Command(name = "lint")
final class LintCommand implements Callable<Integer> {

    private final Jrp jrp;

    @Parameters(paramLabel = "PATH", arity = "0..1")
    private @Nullable Path path;

    LintCommand(Jrp jrp) {
        this.jrp = jrp;
    }

    @Override
    public Integer call() {
        List<Problem> problems;
        boolean folder = path != null && Files.isDirectory(path);
        Text note = null;
        try (ProgressBar bar = jrp.progress("正在检查", "Checking")) {
            Draft draft = path == null ? Draft.of(jrp.release()) : Draft.of("PATH", path);
            problems = draft.problems();
            note = draft.note(problems);
        }
        long errors = Report.errors(problems);
        long warnings = problems.size() - errors;
        if (jrp.json()) {
            Map<String, @Nullable Object> body = new LinkedHashMap<>();
            body.put("errors", errors);
            body.put("warnings", warnings);
            body.put("note", note == null ? null : Report.json(note));
            body.put("problems", problems.stream().map(Report::json).toList());
            jrp.printJson(body);
        } else {
            Report report = jrp.report();
            report.problems(problems, folder ? path : null);
            if (note != null) {
                report.line(report.in(note));
            }
            report.line(
                    problems.isEmpty() ? "没有发现问题。" : errors + " 处错误," + warnings + " 处警告。",
                    problems.isEmpty() ? "No problems found." : errors + " errors, " + warnings + " warnings.");
        }
        return errors > 0 ? ExitCode.FINDINGS : ExitCode.OK;
    }
}
