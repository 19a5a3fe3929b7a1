package org.jrp.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jrp.catalogue.Catalogue;
import org.jrp.catalogue.Edition;
import org.jrp.catalogue.EditionChange;
import org.jrp.catalogue.EditionDiff;
import org.jrp.catalogue.Nearest;
import org.jrp.catalogue.Text;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Tells what changed between two editions (版次差异), in sentences and as data. */
@Command(name = "diff")
final class DiffCommand implements Callable<Integer> {

    private final Jrp jrp;

    @Parameters(index = "0", paramLabel = "FROM")
    private String before = "";

    @Parameters(index = "1", paramLabel = "TO", arity = "0..1")
    private @Nullable String after;

    @Option(names = "--from", paramLabel = "DIR|ZIP")
    private @Nullable Path from;

    @Option(names = "--to", paramLabel = "DIR|ZIP")
    private @Nullable Path to;

    DiffCommand(Jrp jrp) {
        this.jrp = jrp;
    }

    @Override
    public Integer call() {
        Catalogue first = jrp.catalogue("--from", from);
        Catalogue second = from == to ? first : jrp.catalogue("--to", to);
        EditionDiff diff =
                EditionDiff.of(edition("FROM", before, first), edition("TO", after == null ? before : after, second));
        if (jrp.json()) {
            Map<String, @Nullable Object> body = new LinkedHashMap<>();
            body.put("from", diff.from());
            body.put("to", diff.to());
            body.put("unchanged", diff.unchanged());
            body.put(
                    "changes",
                    diff.changes(second).stream().map(DiffCommand::json).toList());
            body.put(
                    "sentences",
                    diff.sentences(second).stream().map(Report::json).toList());
            jrp.printJson(body);
            return ExitCode.OK;
        }
        Report report = jrp.report();
        List<Text> sentences = diff.sentences(second);
        report.heading(diff.from() + " → " + diff.to(), diff.from() + " → " + diff.to());
        sentences.forEach(sentence -> report.line("  - " + report.in(sentence)));
        report.line(
                diff.isEmpty() ? "没有差异。" : "共 " + sentences.size() + " 处变化," + diff.unchanged() + " 项未变。",
                diff.isEmpty()
                        ? "No difference."
                        : sentences.size() + " changes, " + diff.unchanged() + " rows unchanged.");
        return ExitCode.OK;
    }

    private static Edition edition(String parameter, String id, Catalogue catalogue) {
        return catalogue.findEdition(id).orElseThrow(() -> {
            List<String> known = catalogue.editions().stream().map(Edition::id).toList();
            return InvalidInputException.option(
                    "unknown-edition",
                    parameter,
                    new Text("版次“" + id + "”不存在。", "The edition (" + id + ") is not known."),
                    Nearest.mend(
                            id,
                            known,
                            new Text("可用:" + String.join("、", known), "Known: " + String.join(", ", known))));
        });
    }

    private static Map<String, @Nullable Object> json(EditionChange change) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("kind", change.kind().code());
        fields.put("part", change.part().code());
        fields.put("code", change.code());
        fields.put("name", change.name());
        fields.put("field", change.field());
        fields.put("before", change.before());
        fields.put("after", change.after());
        return fields;
    }
}
