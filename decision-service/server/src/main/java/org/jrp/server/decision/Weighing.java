package org.jrp.server.decision;

import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jrp.decision.CaseFile;
import org.jrp.decision.Decision;
import org.jrp.decision.DecisionEngine.Explanation;
import org.jrp.decision.Question;
import org.jrp.decision.Source;
import org.jrp.listing.RelatedPerson;
import org.jrp.server.entry.SourceBook;
import org.jrp.server.entry.StoredListing;
import org.jrp.server.release.ActiveRelease;
import org.jrp.server.release.Releases;
import org.jrp.server.subject.Personal;
import org.jrp.subject.SubjectId;
import org.springframework.stereotype.Component;

/** What today's rules, sources and entries make of subjects, outside any check (权衡): recorded nowhere, answered to nobody. */
@Component
public final class Weighing {

    private final FactStore store;
    private final Releases releases;
    private final SourceBook sources;
    private final InstantSource clock;

    Weighing(FactStore store, Releases releases, SourceBook sources, InstantSource clock) {
        this.store = store;
        this.releases = releases;
        this.sources = sources;
        this.clock = clock;
    }

    /** What everything is weighed by, at one moment. */
    public record Scales(ActiveRelease release, List<Source> sources, Instant now) {}

    public Scales scales() {
        Instant now = clock.instant();
        return new Scales(releases.active(), sources.sources(now), now);
    }

    /** The entries about each subject, as they stand in PostgreSQL; also those it took over with another's place. */
    public Map<SubjectId, List<StoredListing>> listings(Collection<SubjectId> subjects) {
        Map<SubjectId, List<StoredListing>> listings = new HashMap<>();
        store.read(Set.copyOf(subjects)).forEach((subject, facts) -> listings.put(subject, facts.listings()));
        return listings;
    }

    /** The question that was asked before, put once more. */
    public static Question again(CaseFile file, Personal personal, LocalDate asOf, Instant knownAt) {
        return new Question(
                personal.id(),
                file.kind(),
                file.context(),
                file.matter(),
                file.place(),
                asOf,
                knownAt,
                personal.related());
    }

    /** The decision that a question would be given, on the entries about everybody whom it names. */
    public Decision decide(Scales scales, Question question) {
        List<SubjectId> subjects = new ArrayList<>();
        subjects.add(question.subject());
        question.relatedPersons().stream().map(RelatedPerson::id).forEach(subjects::add);
        List<StoredListing> about =
                listings(subjects).values().stream().flatMap(List::stream).toList();
        return decide(scales, question, about);
    }

    /**
     * The decision that a question would be given.
     *
     * @param listings entries about the subject and whomever else the question names
     */
    public Decision decide(Scales scales, Question question, Collection<StoredListing> listings) {
        return scales.release().engine().decide(file(scales, question, listings), Explanation.REASONS);
    }

    /** The case file that a question would be decided on. */
    public CaseFile file(Scales scales, Question question, Collection<StoredListing> listings) {
        Facts facts = new Facts(List.of(), new int[0], List.copyOf(listings));
        return CaseFile.assemble(
                question, Evaluation.listings(List.of(facts), question.asOf(), question.knownAt()), scales.sources());
    }
}
