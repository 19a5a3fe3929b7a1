package org.jrp.cli;

import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jrp.catalogue.CitationHealth;
import org.jrp.cli.Report.Style;
import org.jrp.decision.Question;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Shows which sources lapsed, were replaced or are unverified, and what rests on them (引用健康度). */
@Command(name = "health")
final class HealthCommand implements Callable<Integer> {

    private final Jrp jrp;

    @Option(names = "--on", paramLabel = "DATE")
    private @Nullable String on;

    HealthCommand(Jrp jrp) {
        this.jrp = jrp;
    }

    @Override
    public Integer call() {
        LocalDate day = on == null
                ? jrp.surroundings()
                        .clock()
                        .instant()
                        .atOffset(Question.SHANGHAI)
                        .toLocalDate()
                : QuestionOptions.date("--on", null, on);
        CitationHealth health = CitationHealth.of(jrp.catalogue("--release", null), day);
        if (jrp.json()) {
            Map<String, @Nullable Object> body = new LinkedHashMap<>();
            body.put("on", day.toString());
            body.put("counts", counts(health.counts()));
            body.put(
                    "findings",
                    health.findings().stream().map(HealthCommand::json).toList());
            jrp.printJson(body);
            return ExitCode.OK;
        }
        Report report = jrp.report();
        for (CitationHealth.Finding finding : health.findings()) {
            boolean ended = !finding.troubles().equals(List.of(CitationHealth.Trouble.UNVERIFIED));
            String troubles = finding.troubles().stream()
                    .map(trouble -> report.in(trouble.chinese(), trouble.code()))
                    .collect(Collectors.joining(report.in("、", ", ")));
            report.line(report.styled(ended ? Style.RED : Style.YELLOW, "[" + troubles + "]") + " " + finding.citation()
                    + " (" + finding.id() + ")");
            report.line("    "
                    + finding.reasons().stream().map(report::in).collect(Collectors.joining(report.in("", " ")))
                    + report.in(
                            " 涉及条款 " + finding.provisions().size() + " 条、措施 "
                                    + finding.measures().size() + " 项。",
                            " " + finding.provisions().size() + " provisions and "
                                    + finding.measures().size() + " measures rest on it."));
        }
        CitationHealth.Counts counts = health.counts();
        report.line(
                day + ":来源 " + counts.sources() + " 个,无问题 " + counts.sound() + ",未核实 " + counts.unverified() + ",已失效 "
                        + counts.expired() + ",已被取代 " + counts.replaced() + ";条款 " + counts.provisions() + " 条,受影响 "
                        + counts.provisionsConcerned() + ",当日没有已核实且有效依据的 " + counts.provisionsWithoutSoundBasis() + "。",
                day + ": " + counts.sources() + " sources, " + counts.sound() + " sound, " + counts.unverified()
                        + " unverified, " + counts.expired() + " expired, " + counts.replaced() + " replaced; of "
                        + counts.provisions() + " provisions " + counts.provisionsConcerned() + " are concerned, "
                        + counts.provisionsWithoutSoundBasis() + " have no verified basis in force.");
        return ExitCode.OK;
    }

    private static Map<String, @Nullable Object> counts(CitationHealth.Counts counts) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("sources", counts.sources());
        fields.put("sound", counts.sound());
        fields.put("unverified", counts.unverified());
        fields.put("expired", counts.expired());
        fields.put("replaced", counts.replaced());
        fields.put("provisions", counts.provisions());
        fields.put("provisionsConcerned", counts.provisionsConcerned());
        fields.put("provisionsWithoutSoundBasis", counts.provisionsWithoutSoundBasis());
        return fields;
    }

    private static Map<String, @Nullable Object> json(CitationHealth.Finding finding) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("source", finding.source().code());
        fields.put("id", finding.id());
        fields.put("citation", finding.citation());
        fields.put(
                "troubles",
                finding.troubles().stream().map(CitationHealth.Trouble::code).toList());
        fields.put(
                "validTo", finding.validTo() == null ? null : finding.validTo().toString());
        fields.put("successor", finding.successor());
        fields.put("reasons", finding.reasons().stream().map(Report::json).toList());
        fields.put("provisions", finding.provisions());
        fields.put("measures", finding.measures());
        fields.put("editions", finding.editions());
        return fields;
    }
}
