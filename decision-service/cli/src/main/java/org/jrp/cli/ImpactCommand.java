package org.jrp.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jrp.catalogue.Context;
import org.jrp.catalogue.Problem;
import org.jrp.catalogue.Text;
import org.jrp.decision.CaseFile;
import org.jrp.decision.DecisionEngine;
import org.jrp.decision.Question;
import org.jrp.decision.Source;
import org.jrp.impact.Comparer;
import org.jrp.json.Json;
import org.jrp.json.JsonException;
import org.jrp.listing.Listing;
import org.jrp.record.CanonicalDecision;
import org.jrp.record.InvalidRecordException;
import org.jrp.release.Release;
import org.jrp.subject.SubjectId;
import org.jrp.subject.Uscc;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Tells whom another release would hit, and by which rule (影响分析), without a server. */
@Command(name = "impact", sortOptions = false)
final class ImpactCommand implements Callable<Integer> {

    private static final String SOURCE = "entries-file";

    private final Jrp jrp;

    @Option(names = "--against", paramLabel = "DIR|ZIP")
    private @Nullable Path against;

    @Option(names = "--export", paramLabel = "FILE")
    private @Nullable Path export;

    @Option(names = "--entries", paramLabel = "FILE")
    private List<Path> entries = new ArrayList<>();

    @Option(names = "--as-of", paramLabel = "DATE")
    private @Nullable String asOf;

    @Option(names = "--place", paramLabel = "CODE")
    private String place = QuestionOptions.MINGGUANG;

    @Option(names = "--strict")
    private boolean strict;

    @Option(names = "--csv")
    private boolean csv;

    ImpactCommand(Jrp jrp) {
        this.jrp = jrp;
    }

    @Override
    public Integer call() {
        Path exported = export;
        if ((exported == null) == entries.isEmpty()) {
            throw InvalidInputException.option(
                    "missing-cases",
                    "--export",
                    new Text("请给出 --export 或 --entries 之一。", "Give either --export or --entries."),
                    new Text(
                            "--export 为导出的决定,--entries 为条目文件。",
                            "--export holds recorded decisions, --entries who is listed."));
        }
        if (jrp.releasePath() == null && against == null) {
            throw InvalidInputException.option(
                    "missing-release",
                    "--release",
                    new Text("请用 --release 给出待发布的版本。", "Name the candidate by --release."),
                    new Text(
                            "文件夹或签名的 zip;--against 为对照版本。",
                            "A folder or a signed zip; --against is what it is held against."));
        }
        LocalDate day = day();
        EntryFiles files = exported == null ? EntryFiles.of(jrp, entries, strict) : null;
        ImpactReport report;
        List<Problem> problems = new ArrayList<>();
        try (ProgressBar bar = jrp.progress("正在分析", "Comparing");
                Release before = ReleaseSource.compile(ReleaseSource.files("--against", against, jrp.trust()));
                Release after = ReleaseSource.compile(jrp.release())) {
            Comparer comparer = new Comparer(DecisionEngine.of(before), DecisionEngine.of(after));
            report = new ImpactReport(jrp, comparer, before.hash(), after.hash(), csv);
            if (files != null) {
                subjects(before, files.listings(before.catalogue(), problems), day, report);
            } else if (exported != null) {
                decisions(exported, report, bar);
            }
        }
        if (files != null) {
            files.warn(problems);
        }
        report.print(exported == null ? "subjects" : "decisions");
        return ExitCode.OK;
    }

    private LocalDate day() {
        String given = asOf;
        return given == null
                ? LocalDate.ofInstant(jrp.surroundings().clock().instant(), Question.SHANGHAI)
                : QuestionOptions.date("--as-of", null, given);
    }

    /** Every subject of the entries in every context, as of that day, with everything known. */
    private void subjects(Release before, List<Listing> listings, LocalDate day, ImpactReport report) {
        Map<SubjectId, List<Listing>> about = new LinkedHashMap<>();
        Map<SubjectId, String> entryIds = new LinkedHashMap<>();
        for (Listing listing : listings) {
            Set<SubjectId> ids = new LinkedHashSet<>();
            ids.add(listing.subject());
            listing.related().forEach(person -> ids.add(person.id()));
            ids.forEach(
                    id -> about.computeIfAbsent(id, unused -> new ArrayList<>()).add(listing));
            entryIds.putIfAbsent(listing.subject(), Objects.requireNonNullElse(listing.entryId(), ""));
        }
        Instant now = jrp.surroundings().clock().instant();
        List<String> contexts = before.catalogue().contexts().stream()
                .filter(Context::offered)
                .map(Context::code)
                .toList();
        List<Source> sources = List.of(Source.file(SOURCE, now));
        entryIds.forEach((subject, entryId) -> {
            Set<Listing> its = new LinkedHashSet<>(about.getOrDefault(subject, List.of()));
            if (subject instanceof Uscc uscc) {
                uscc.orgCode().ifPresent(code -> its.addAll(about.getOrDefault(code, List.of())));
            }
            for (String context : contexts) {
                Question question = new Question(subject, null, context, null, place, day, now, List.of());
                report.compare(
                        new ImpactReport.Origin(
                                null, entryId, subject.type().code(), subject.masked(), null, subject.toString()),
                        CaseFile.assemble(question, its, sources));
            }
        });
    }

    /** Every decision of an export, from its record alone. */
    private static void decisions(Path file, ImpactReport report, ProgressBar bar) {
        try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            long size = Files.size(file);
            long read = 0;
            int number = 0;
            boolean ended = false;
            String line = lines.readLine();
            while (line != null) {
                number++;
                read += line.length() + 1;
                bar.at(read, size);
                ended |= decision(file, number, line, report);
                line = lines.readLine();
            }
            if (!ended) {
                throw unusable(file, number);
            }
        } catch (IOException e) {
            throw InvalidInputException.unreadable("--export", file, e);
        } catch (UncheckedIOException e) {
            throw InvalidInputException.unreadable("--export", file, e);
        }
    }

    /** Whether that line is the last one of an export. */
    private static boolean decision(Path file, int number, String line, ImpactReport report) {
        Object parsed;
        try {
            parsed = Json.read(line);
        } catch (JsonException e) {
            throw unusable(file, number);
        }
        if (!(parsed instanceof Map<?, ?> fields) || number == 1 && !"jrp-export".equals(fields.get("format"))) {
            throw unusable(file, number);
        }
        if (fields.get("canonical") instanceof String canonical) {
            CaseFile recorded;
            try {
                recorded = CanonicalDecision.read(Base64.getDecoder().decode(canonical))
                        .caseFile();
            } catch (InvalidRecordException | IllegalArgumentException e) {
                report.unreadable();
                return false;
            }
            report.compare(
                    new ImpactReport.Origin(
                            String.valueOf(fields.get("id")),
                            null,
                            null,
                            null,
                            String.valueOf(fields.get("department")),
                            String.valueOf(fields.get("subject"))),
                    recorded);
        }
        return fields.containsKey("count");
    }

    private static InvalidInputException unusable(Path file, int line) {
        return InvalidInputException.option(
                "not-an-export",
                "--export",
                new Text(
                        file + " 第 " + line + " 行:不是完整的导出文件。",
                        file + ", line " + line + ": this is no whole export of decisions."),
                new Text(
                        "应为 GET /api/v1/decisions/export 的答复,末行为 {\"count\":n}。",
                        "It is the answer of GET /api/v1/decisions/export and ends with {\"count\":n}."));
    }
}
