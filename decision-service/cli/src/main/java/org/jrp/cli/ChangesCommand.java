package org.jrp.cli;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jrp.catalogue.Catalogue;
import org.jrp.catalogue.InvalidFilesException;
import org.jrp.release.PolicyChanges;
import org.jrp.release.ReleaseChanges;
import org.jrp.release.ReleaseFiles;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes what one release changes against another as a section of docs/policy-changes.md (政策变更说明). */
@Command(name = "changes")
final class ChangesCommand implements Callable<Integer> {

    private static final int SHORT = "sha256:".length() + 12;

    private final Jrp jrp;

    @Parameters(index = "0", paramLabel = "OLD")
    private @Nullable Path before;

    @Parameters(index = "1", paramLabel = "NEW", arity = "0..1")
    private @Nullable Path after;

    @Option(names = "--heading", paramLabel = "TEXT")
    private @Nullable String heading;

    ChangesCommand(Jrp jrp) {
        this.jrp = jrp;
    }

    @Override
    public Integer call() {
        ReleaseFiles first = jrp.files("OLD", before);
        ReleaseFiles second = jrp.files("NEW", after);
        ReleaseChanges changes;
        Catalogue catalogue;
        try {
            changes = ReleaseChanges.of(first, second);
            catalogue = Catalogue.read(second.below("measure-catalogue"));
        } catch (InvalidFilesException e) {
            throw InvalidInputException.files(e.problems());
        }
        if (jrp.json()) {
            jrp.printJson(json(changes));
            return ExitCode.OK;
        }
        String title = heading == null ? second.hash().substring(0, SHORT) : heading;
        for (String line : PolicyChanges.section(changes, title, catalogue).split("\n")) {
            jrp.report().line(line);
        }
        return ExitCode.OK;
    }

    private static Map<String, @Nullable Object> json(ReleaseChanges changes) {
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("before", changes.before());
        body.put("after", changes.after());
        Map<String, @Nullable Object> impact = new LinkedHashMap<>();
        impact.put("from", text(changes.impact().from()));
        impact.put("to", text(changes.impact().to()));
        impact.put("contexts", changes.impact().contexts());
        body.put("impact", impact);
        body.put(
                "editions",
                changes.editions().stream().map(ChangesCommand::json).toList());
        body.put("rules", changes.rules().stream().map(ChangesCommand::json).toList());
        body.put("others", changes.others().stream().map(ChangesCommand::json).toList());
        return body;
    }

    private static Map<String, @Nullable Object> json(ReleaseChanges.EditionPart one) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("change", one.change().code());
        fields.put("id", one.id());
        fields.put("title", one.title());
        fields.put("from", one.from().toString());
        fields.put("to", text(one.to()));
        fields.put("added", one.added());
        fields.put("removed", one.removed());
        fields.put("changed", one.changed());
        fields.put("contexts", one.contexts());
        fields.put("sentences", one.sentences().stream().map(Report::json).toList());
        return fields;
    }

    private static Map<String, @Nullable Object> json(ReleaseChanges.RulePart one) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("change", one.change().code());
        fields.put("id", one.id());
        fields.put("name", one.name());
        fields.put("provision", one.provision());
        fields.put("measure", one.measure());
        fields.put("lists", one.lists());
        fields.put("contexts", one.contexts());
        fields.put("source", one.source());
        fields.put("from", one.from().toString());
        fields.put("to", text(one.to()));
        fields.put("gone", one.gone());
        fields.put("come", one.come());
        fields.put("text", Report.json(one.text()));
        return fields;
    }

    private static Map<String, @Nullable Object> json(ReleaseChanges.Other one) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("kind", one.kind());
        fields.put("id", one.id());
        fields.put("change", one.change().code());
        fields.put("from", text(one.from()));
        fields.put("text", Report.json(one.text()));
        return fields;
    }

    private static @Nullable String text(@Nullable LocalDate day) {
        return day == null ? null : day.toString();
    }
}
