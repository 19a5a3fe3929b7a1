package org.jrp.sample;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jrp.catalogue.Catalogue;
import org.jrp.catalogue.Context;
import org.jrp.catalogue.Kind;
import org.jrp.catalogue.ListType;
import org.jrp.catalogue.Matter;
import org.jrp.decision.CaseFile;
import org.jrp.decision.Question;
import org.jrp.decision.Source;
import org.jrp.listing.Event;
import org.jrp.listing.EventType;
import org.jrp.listing.Listing;
import org.jrp.listing.Origin;
import org.jrp.listing.RelatedPerson;
import org.jrp.listing.Severity;
import org.jrp.subject.CitizenId;
import org.jrp.subject.SubjectId;
import org.jrp.subject.SubjectIds;
import org.jrp.subject.SubjectKind;
import org.jspecify.annotations.Nullable;

/**
 * An endless row of case files, each a function of the seed and its index (案卷生成器): every context and list, all kinds, all
 * directions, lifecycle events, both clocks, days from 2016 to 2027.
 */
public final class SampleCases {

    private static final LocalDate FIRST = LocalDate.of(2016, 5, 30);
    private static final int DAYS = 4_100;
    private static final List<String> PLACES = List.of("341182", "341182", "341182", "341100", "110000");
    private static final List<SubjectId> FIRMS = List.of(
            id("91349999M00000019Y"),
            id("92349999M00000027N"),
            id("93349999M00000035E"),
            id("52349999M00000043G"),
            id("91349999M000003770"));
    private static final SubjectId PUBLIC_BODY = id("123499990000000511");
    private static final List<SubjectId> PERSONS = List.of(
            id("341182190001010008"), id("341182190012310006"), id("341182190402290004"), id("341182199909090002"));
    private static final List<String> DOWNWARD =
            List.of("legal-representative", "principal-officer", "directly-responsible-person", "director");
    private static final List<String> UPWARD =
            List.of("legal-representative", "actual-controller", "director", "consortium-member", "agency", "expert");

    private final long seed;
    private final List<String> contexts;
    private final List<String> lists;
    private final List<String> incentives;
    private final List<Matter> matters;
    private final List<String> grounds;

    public SampleCases(Catalogue catalogue, long seed) {
        this.seed = seed;
        this.contexts = catalogue.contexts().stream()
                .filter(Context::offered)
                .map(Context::code)
                .sorted()
                .toList();
        this.lists = catalogue.lists().stream().map(ListType::code).sorted().toList();
        this.incentives = catalogue.lists().stream()
                .filter(list -> list.kind() == Kind.INCENTIVE)
                .map(ListType::code)
                .sorted()
                .toList();
        this.matters = catalogue.matters().stream()
                .sorted(java.util.Comparator.comparing(Matter::code))
                .toList();
        this.grounds = catalogue.lists().stream()
                .flatMap(list -> list.grounds().stream())
                .distinct()
                .sorted()
                .toList();
    }

    /** The case file at that index. */
    public CaseFile at(long index) {
        SplittableRandom random = new SplittableRandom(seed ^ (index * 0x9E3779B97F4A7C15L));
        boolean person = random.nextInt(4) == 0;
        SubjectId subject =
                person ? pick(random, PERSONS) : random.nextInt(60) == 0 ? PUBLIC_BODY : pick(random, FIRMS);
        String context = pick(random, contexts);
        LocalDate asOf = FIRST.plusDays(random.nextInt(DAYS));
        Instant knownAt = random.nextInt(3) == 0
                ? asOf.plusDays(random.nextInt(60) - 5L).atStartOfDay().toInstant(Question.SHANGHAI)
                : LocalDate.of(2027, 12, 31).atStartOfDay().toInstant(Question.SHANGHAI);
        if (knownAt.isBefore(FIRST.plusDays(1).atStartOfDay().toInstant(Question.SHANGHAI))) {
            knownAt = FIRST.plusDays(1).atStartOfDay().toInstant(Question.SHANGHAI);
        }
        List<RelatedPerson> related = new ArrayList<>();
        if (!person && random.nextInt(3) == 0) {
            String role = pick(random, UPWARD);
            boolean unit = role.equals("consortium-member") || role.equals("agency");
            related.add(new RelatedPerson(role, unit ? FIRMS.get(4) : PERSONS.get(0), null));
        }
        List<Listing> listings = new ArrayList<>();
        for (int i = random.nextInt(5); i > 0; i--) {
            listings.add(listing(random, subject, related, asOf));
        }
        Question question = new Question(
                subject,
                random.nextInt(20) == 0 ? pick(random, List.of(SubjectKind.values())) : null,
                context,
                matter(random, context),
                pick(random, PLACES),
                asOf,
                knownAt,
                related);
        return CaseFile.assemble(question, listings, List.of(source(random, knownAt)));
    }

    private Listing listing(SplittableRandom random, SubjectId subject, List<RelatedPerson> related, LocalDate asOf) {
        SubjectId listed = subject;
        List<RelatedPerson> named = List.of();
        if (subject instanceof CitizenId && random.nextBoolean()) {
            listed = pick(random, FIRMS);
            named = List.of(new RelatedPerson(
                    pick(random, DOWNWARD), subject, random.nextInt(3) == 0 ? null : (Boolean) random.nextBoolean()));
        } else if (!related.isEmpty() && random.nextBoolean()) {
            listed = related.get(0).id();
        }
        LocalDate from = asOf.plusDays(60L - random.nextInt(1_500));
        LocalDate to = random.nextInt(3) == 0 ? from.plusDays(200L + random.nextInt(1_500)) : null;
        return new Listing(
                random.nextInt(3) == 0 ? null : "x" + random.nextInt(1_000_000),
                listed,
                null,
                random.nextInt(5) == 0 ? pick(random, incentives) : pick(random, lists),
                "某认定部门",
                "认定〔" + from.getYear() + "〕" + random.nextInt(100) + "号",
                null,
                random.nextInt(5) == 0 ? null : from,
                from,
                to,
                random.nextInt(4) == 0 && !grounds.isEmpty() ? pick(random, grounds) : null,
                random.nextInt(2) == 0 ? null : pick(random, List.of(Severity.values())),
                random.nextInt(5) == 0,
                random.nextInt(3) == 0 ? (Boolean) random.nextBoolean() : null,
                random.nextInt(3) == 0 ? (Boolean) random.nextBoolean() : null,
                named,
                events(random, from));
    }

    private static List<Event> events(SplittableRandom random, LocalDate from) {
        List<Event> events = new ArrayList<>();
        LocalDate at = from.plusDays(random.nextInt(200));
        switch (random.nextInt(12)) {
            case 0 -> events.add(event(random, EventType.DISPUTED, at, null));
            case 1 -> {
                events.add(event(random, EventType.DISPUTED, at, null));
                events.add(event(random, EventType.DISPUTE_REJECTED, at.plusDays(5), null));
            }
            case 2 -> events.add(event(random, EventType.MOVED_TO_KEY_ATTENTION, at, Origin.POST_BLACKLIST));
            case 3 -> events.add(event(random, EventType.REPAIRED, at.plusDays(100), null));
            case 4 -> events.add(event(random, EventType.EXITED, at.plusDays(300), null));
            case 5 -> {
                events.add(event(random, EventType.SUSPENDED, at, null));
                events.add(event(random, EventType.RESUMED, at.plusDays(90), null));
            }
            case 6 -> events.add(event(random, EventType.RECTIFIED, at, null));
            case 7 -> events.add(event(random, EventType.WITHDRAWN, at.plusDays(150), null));
            default -> {
                // no events: published from the first day
            }
        }
        return events;
    }

    private static Event event(SplittableRandom random, EventType type, LocalDate at, @Nullable Origin origin) {
        Instant recorded = at.plusDays(random.nextInt(10)).atStartOfDay().toInstant(Question.SHANGHAI);
        return new Event(type, at, recorded, null, null, null, origin, Map.of());
    }

    private @Nullable String matter(SplittableRandom random, String context) {
        if (random.nextBoolean()) {
            return null;
        }
        List<String> fitting = matters.stream()
                .filter(matter -> matter.contexts().contains(context))
                .map(Matter::code)
                .toList();
        return fitting.isEmpty() ? null : pick(random, fitting);
    }

    private static Source source(SplittableRandom random, Instant knownAt) {
        return switch (random.nextInt(20)) {
            case 0 -> new Source("city-platform", List.of(), knownAt.minusSeconds(30L * 86_400), true);
            case 1 -> new Source("city-platform", List.of(), knownAt, false);
            default -> Source.file("city-platform", knownAt);
        };
    }

    private static <T> T pick(SplittableRandom random, List<T> from) {
        return from.get(random.nextInt(from.size()));
    }

    private static SubjectId id(String text) {
        return SubjectIds.parse(null, text, LocalDate.of(2026, 1, 1)).id();
    }
}
