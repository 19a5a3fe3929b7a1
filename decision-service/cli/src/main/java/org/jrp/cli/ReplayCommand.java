package org.jrp.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jrp.catalogue.Text;
import org.jrp.decision.DecisionEngine;
import org.jrp.release.ReleaseFiles;
import org.jrp.replay.Cause;
import org.jrp.replay.ExportReplay;
import org.jrp.replay.GivenReleases;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Decides every record of an export again without a server (离线复算). */
@Command(name = "replay", sortOptions = false)
final class ReplayCommand implements Callable<Integer> {

    private static final int MOST_THREADS = 64;

    private final Jrp jrp;

    @Parameters(paramLabel = "FILE", arity = "1")
    private Path file = Path.of("");

    @Option(names = "--threads", paramLabel = "N")
    private @Nullable Integer threads;

    ReplayCommand(Jrp jrp) {
        this.jrp = jrp;
    }

    @Override
    public Integer call() {
        int working = threads();
        List<ReleaseFiles> releases = new ArrayList<>(jrp.releases());
        releases.add(ReleaseFiles.shipped());
        ExportReplay.Result result;
        try (GivenReleases engines = new GivenReleases(releases);
                ProgressBar bar = jrp.progress("正在复算", "Replaying");
                InputStream in = Files.newInputStream(file)) {
            long size = Files.size(file);
            result = ExportReplay.replay(in, engines, working, bytes -> bar.at(bytes, size));
        } catch (IOException e) {
            throw InvalidInputException.unreadable("FILE", file, e);
        }
        if (jrp.json()) {
            jrp.printJson(json(result));
        } else {
            print(result);
        }
        return result.same() ? ExitCode.OK : ExitCode.FINDINGS;
    }

    private int threads() {
        Integer given = threads;
        if (given == null) {
            return Math.min(MOST_THREADS, Runtime.getRuntime().availableProcessors());
        }
        if (given < 1 || given > MOST_THREADS) {
            throw InvalidInputException.option(
                    "out-of-range",
                    "--threads",
                    new Text("“" + given + "”超出范围。", "(" + given + ") is out of range."),
                    new Text("应为 1 至 " + MOST_THREADS + "。", "It is 1 to " + MOST_THREADS + "."));
        }
        return given;
    }

    private void print(ExportReplay.Result result) {
        Report report = jrp.report();
        for (ExportReplay.Difference one : result.differences()) {
            String verdict = one.verdict().equals("same-measures")
                    ? report.styled(Report.Style.YELLOW, report.in("措施相同", "same measures"))
                    : report.styled(Report.Style.RED, report.in("不同", "differs"));
            report.line(report.styled(Report.Style.BOLD, file + ":" + one.line() + ":") + " " + verdict
                    + (one.id().isEmpty() ? "" : " " + one.id()));
            for (Cause cause : one.causes()) {
                report.line("    [" + cause.code() + "] " + cause.path() + ":" + report.in(cause.zh(), cause.en()));
            }
        }
        long unlisted =
                result.sameMeasures() + result.differs() - result.differences().size();
        if (unlisted > 0) {
            report.line("另有 " + unlisted + " 个不相同的决定未列出。", unlisted + " more that are not identical are not listed.");
        }
        new TreeMap<>(result.missing())
                .forEach(
                        (hash, count) -> report.line(
                                "缺少发布版本 " + hash + "(" + count + " 个决定):从服务下载 GET /api/v1/releases/" + hash
                                        + "/bundle 和"
                                        + " GET /api/v1/releases/key,再加上 --release bundle.zip --trust key.pem。",
                                "The release (" + hash + ") was not given (" + count
                                        + " decisions): fetch GET /api/v1/releases/" + hash + "/bundle and"
                                        + " GET /api/v1/releases/key from the service, and add --release bundle.zip --trust key.pem."));
        report.line(
                "%d 个决定:逐字节相同 %d,措施相同 %d,不同 %d,已依法删除 %d。"
                        .formatted(
                                result.decisions(),
                                result.identical(),
                                result.sameMeasures(),
                                result.differs(),
                                result.erased()),
                "%d decisions: %d identical, %d with the same measures, %d differ, %d erased."
                        .formatted(
                                result.decisions(),
                                result.identical(),
                                result.sameMeasures(),
                                result.differs(),
                                result.erased()));
        if (!result.complete()) {
            report.line(report.styled(
                    Report.Style.RED,
                    report.in(
                            "文件不完整:缺少开头或结尾一行,或决定的数目与结尾不符。请重新导出,并用 jrp verify 核验。",
                            "The file is not whole: its first or last line is missing, or the count at its end is another. Export it again,"
                                    + " and check it by jrp verify.")));
        }
    }

    private static Map<String, @Nullable Object> json(ExportReplay.Result result) {
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("same", result.same());
        body.put("complete", result.complete());
        body.put("engineNow", DecisionEngine.VERSION);
        body.put("decisions", result.decisions());
        Map<String, @Nullable Object> counts = new LinkedHashMap<>();
        counts.put("identical", result.identical());
        counts.put("sameMeasures", result.sameMeasures());
        counts.put("differs", result.differs());
        counts.put("erased", result.erased());
        body.put("counts", counts);
        body.put("missingReleases", new TreeMap<>(result.missing()));
        List<Map<String, @Nullable Object>> differences = new ArrayList<>();
        for (ExportReplay.Difference one : result.differences()) {
            Map<String, @Nullable Object> fields = new LinkedHashMap<>();
            fields.put("line", one.line());
            fields.put("decisionId", one.id().isEmpty() ? null : one.id());
            fields.put("verdict", one.verdict());
            fields.put("engineThen", one.engine().isEmpty() ? null : one.engine());
            List<Map<String, String>> causes = new ArrayList<>();
            for (Cause cause : one.causes()) {
                Map<String, String> words = new LinkedHashMap<>();
                words.put("path", cause.path());
                words.put("code", cause.code());
                words.put("zh", cause.zh());
                words.put("en", cause.en());
                causes.add(words);
            }
            fields.put("causes", causes);
            differences.add(fields);
        }
        body.put("differences", differences);
        return body;
    }
}
