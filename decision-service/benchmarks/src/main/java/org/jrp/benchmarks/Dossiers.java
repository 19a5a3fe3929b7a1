package org.jrp.benchmarks;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.jrp.catalogue.Via;
import org.jrp.decision.CaseEntry;
import org.jrp.decision.CaseFile;
import org.jrp.decision.Question;
import org.jrp.decision.RelatedSubject;
import org.jrp.decision.Source;
import org.jrp.listing.Severity;
import org.jrp.release.Release;
import org.jrp.rule.Rule;
import org.jrp.subject.SubjectKind;

/**
 * Seeded case files for a release (案卷): an enterprise with so many live entries, each on a list that some rule of the context
 * asked about speaks of, directly or through its legal representative; no matter given, half before the legality gate, half after.
 */
final class Dossiers {

    private static final List<LocalDate> DAYS = List.of(LocalDate.of(2019, 6, 17), LocalDate.of(2025, 6, 16));

    private record Place(String list, Via via) {}

    private Dossiers() {}

    static List<CaseFile> of(Release release, int entries, int count, long seed) {
        TreeMap<String, List<Place>> byContext = new TreeMap<>();
        for (Rule rule : release.rules().rules()) {
            if (rule.via() == Via.SELF || rule.via() == Via.ENTITY_OF_LISTED_PERSON) {
                for (String context : rule.contexts()) {
                    List<Place> places = byContext.computeIfAbsent(context, unused -> new ArrayList<>());
                    rule.lists().stream()
                            .map(list -> new Place(list, rule.via()))
                            .filter(place -> !places.contains(place))
                            .forEach(places::add);
                }
            }
        }
        List<String> contexts = List.copyOf(byContext.keySet());
        Random random = new Random(seed);
        List<CaseFile> files = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            String context = contexts.get(random.nextInt(contexts.size()));
            LocalDate asOf = DAYS.get(i % DAYS.size());
            Instant knownAt = asOf.atTime(9, 0).toInstant(Question.SHANGHAI);
            List<Place> places = byContext.getOrDefault(context, List.of());
            List<CaseEntry> its = new ArrayList<>(entries);
            for (int j = 0; j < entries; j++) {
                its.add(entry(random, places.get(random.nextInt(places.size())), j, asOf));
            }
            files.add(new CaseFile(
                    SubjectKind.ENTERPRISE,
                    false,
                    context,
                    null,
                    "341182",
                    asOf,
                    knownAt,
                    its,
                    List.of(new RelatedSubject("r0", "legal-representative")),
                    List.of(Source.file("city-platform", knownAt))));
        }
        return List.copyOf(files);
    }

    private static CaseEntry entry(Random random, Place place, int number, LocalDate asOf) {
        boolean self = place.via() == Via.SELF;
        LocalDate from = asOf.minusDays(30L + random.nextInt(900));
        return new CaseEntry(
                "e" + number,
                self ? CaseFile.SUBJECT : "r0",
                place.via(),
                self ? null : "legal-representative",
                null,
                place.list(),
                "某认定部门",
                null,
                null,
                from,
                from,
                random.nextBoolean() ? asOf.plusDays(1L + random.nextInt(700)) : null,
                null,
                random.nextBoolean() ? Severity.GENERAL : null,
                false,
                null,
                null,
                List.of());
    }
}
