package org.jrp.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jrp.catalogue.Catalogue;
import org.jrp.catalogue.InvalidFilesException;
import org.jrp.catalogue.Problem;
import org.jrp.catalogue.Text;
import org.jrp.decision.CaseFile;
import org.jrp.decision.Decision;
import org.jrp.decision.DecisionEngine;
import org.jrp.decision.InvalidQuestionException;
import org.jrp.decision.Question;
import org.jrp.decision.Source;
import org.jrp.json.Json;
import org.jrp.listing.EntriesReader;
import org.jrp.listing.Listing;
import org.jrp.record.Answer;
import org.jrp.record.CanonicalDecision;
import org.jrp.release.Release;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Answers one question from files of entries (核查一个主体): the library's decision, without a server. */
@Command(name = "decide", sortOptions = false)
final class DecideCommand implements Callable<Integer> {

    private static final String SOURCE = "entries-file";

    private final Jrp jrp;

    @Option(names = "--entries", required = true, paramLabel = "FILE")
    private List<Path> entries = new ArrayList<>();

    @Mixin
    private QuestionOptions question = new QuestionOptions();

    @Option(names = "--strict")
    private boolean strict;

    @Option(names = "--all")
    private boolean all;

    DecideCommand(Jrp jrp) {
        this.jrp = jrp;
    }

    @Override
    public Integer call() {
        QuestionOptions.Given given = question.read(jrp.surroundings().clock());
        List<EntriesReader.Format> formats = formats();
        try (ProgressBar bar = jrp.progress("正在核查", "Deciding");
                Release release = ReleaseSource.compile(jrp.release())) {
            List<Problem> problems = new ArrayList<>();
            List<Listing> listings = listings(formats, release.catalogue(), problems);
            Question asked = given.question(release.catalogue());
            CaseFile file = CaseFile.assemble(asked, listings, List.of(Source.file(SOURCE, asked.knownAt())));
            Decision decision = DecisionEngine.of(release).decide(file);
            String hash = CanonicalDecision.hash(file, decision, release.hash());
            bar.close();
            warn(problems);
            if (jrp.json()) {
                Answer.Subject subject = Answer.Subject.of(asked.subject(), given.name());
                jrp.printJson(Json.read(
                        Answer.bytes(file, decision, release.hash(), Jrp.Version.number(), hash, subject, null)));
            } else {
                new DecisionReport(jrp.report(), release.catalogue(), all)
                        .print(asked, given.name(), decision, release.hash(), hash);
            }
            return ExitCode.OK;
        } catch (InvalidQuestionException e) {
            throw InvalidInputException.question(e);
        }
    }

    /** Told before anything is loaded, so that a wrong name costs no time. */
    private List<EntriesReader.Format> formats() {
        List<EntriesReader.Format> formats = new ArrayList<>();
        for (Path path : entries) {
            if (!Files.isReadable(path) || Files.isDirectory(path)) {
                throw InvalidInputException.option(
                        "unreadable-file",
                        "--entries",
                        new Text("读不到文件 " + path + "。", "The file " + path + " cannot be read."),
                        new Text("请核对路径和权限。", "Check path and permissions."));
            }
            try {
                formats.add(EntriesReader.Format.of(path.toString()));
            } catch (InvalidFilesException e) {
                throw InvalidInputException.files(e);
            }
        }
        return formats;
    }

    private List<Listing> listings(List<EntriesReader.Format> formats, Catalogue catalogue, List<Problem> problems) {
        List<Listing> listings = new ArrayList<>();
        Map<String, Listing> byId = new LinkedHashMap<>();
        for (int i = 0; i < formats.size(); i++) {
            EntriesReader.Result result = read(entries.get(i), formats.get(i), catalogue);
            problems.addAll(result.problems());
            for (Listing listing : result.listings()) {
                Listing same = listing.entryId() == null ? null : byId.putIfAbsent(listing.entryId(), listing);
                if (same == null) {
                    listings.add(listing);
                } else if (!same.equals(listing)) {
                    problems.add(Problem.error(
                            "duplicate-entry",
                            entries.get(i).toString(),
                            0,
                            0,
                            listing.entryId(),
                            new Text(
                                    "条目编号“" + listing.entryId() + "”在前一个文件中已有内容不同的条目。",
                                    "The entryId (" + listing.entryId()
                                            + ") stands in a file before, with other content."),
                            new Text("请核对编号。", "Compare the numbers.")));
                }
            }
        }
        if (strict && Report.errors(problems) > 0) {
            throw InvalidInputException.files(problems);
        }
        return listings;
    }

    /** A file of which nothing at all can be used is refused: its silence must not pass for a clean record. */
    private static EntriesReader.Result read(Path path, EntriesReader.Format format, Catalogue catalogue) {
        try (InputStream in = Files.newInputStream(path)) {
            EntriesReader.Result result = EntriesReader.read(path.toString(), in, format, catalogue);
            if (result.listings().isEmpty() && Report.errors(result.problems()) > 0) {
                throw InvalidInputException.files(result.problems());
            }
            return result;
        } catch (IOException e) {
            throw InvalidInputException.unreadable("--entries", path, e);
        } catch (UncheckedIOException e) {
            throw InvalidInputException.unreadable("--entries", path, e);
        }
    }

    private void warn(List<Problem> problems) {
        if (problems.isEmpty()) {
            return;
        }
        Report report = new Report(jrp.surroundings().err(), jrp.locale(), jrp.colours());
        report.problems(problems, null);
        long errors = Report.errors(problems);
        if (errors > 0) {
            report.line(
                    "有 " + errors + " 处错误,所涉记录未计入本次核查。",
                    errors + (errors == 1 ? " error; the record is" : " errors; the records are")
                            + " not part of this answer.");
        }
        jrp.surroundings().err().flush();
    }
}
