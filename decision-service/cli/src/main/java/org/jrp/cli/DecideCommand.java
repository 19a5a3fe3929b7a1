package org.jrp.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jrp.catalogue.Problem;
import org.jrp.decision.CaseFile;
import org.jrp.decision.Decision;
import org.jrp.decision.DecisionEngine;
import org.jrp.decision.InvalidQuestionException;
import org.jrp.decision.Question;
import org.jrp.decision.Source;
import org.jrp.json.Json;
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
        EntryFiles files = EntryFiles.of(jrp, entries, strict);
        try (ProgressBar bar = jrp.progress("正在核查", "Deciding");
                Release release = ReleaseSource.compile(jrp.release())) {
            List<Problem> problems = new ArrayList<>();
            List<Listing> listings = files.listings(release.catalogue(), problems);
            Question asked = given.question(release.catalogue());
            CaseFile file = CaseFile.assemble(asked, listings, List.of(Source.file(SOURCE, asked.knownAt())));
            Decision decision = DecisionEngine.of(release).decide(file);
            String hash = CanonicalDecision.hash(file, decision, release.hash());
            bar.close();
            files.warn(problems);
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
}
