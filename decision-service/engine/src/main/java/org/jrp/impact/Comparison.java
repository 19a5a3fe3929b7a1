package org.jrp.impact;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jrp.decision.Applied;
import org.jrp.decision.Citation;
import org.jrp.decision.Decision;
import org.jrp.decision.Outcome;
import org.jrp.decision.Review;
import org.jspecify.annotations.Nullable;

/**
 * One question under two releases (新旧对照), where it comes out otherwise.
 *
 * @param kind {@code restricted} where the subject is newly restricted, {@code released} where it no longer is, else {@code changed}
 * @param outcomeBefore code of the outcome; {@value #UNANSWERED} where that release cannot answer such a question
 * @param added measures by code and effect, parted by a blank
 * @param groundsAdded rules with their clauses that speak in the later release and did not in the earlier one
 * @param groundsRemoved those that spoke in the earlier release and do no more
 */
public record Comparison(
        String kind,
        String outcomeBefore,
        String outcomeAfter,
        List<String> added,
        List<String> removed,
        List<Ground> groundsAdded,
        List<Ground> groundsRemoved) {

    /** Stands for the outcome of a question that a release cannot answer, such as one on a list it does not have. */
    public static final String UNANSWERED = "unanswered";

    public Comparison {
        added = List.copyOf(added);
        removed = List.copyOf(removed);
        groundsAdded = List.copyOf(groundsAdded);
        groundsRemoved = List.copyOf(groundsRemoved);
    }

    /**
     * A rule and its clause behind a measure, or behind a review (依据).
     *
     * @param measure code of the measure; null where the ground sends the case to a person
     * @param rule name of the rule; for a review its code
     * @param effect what the clause alone amounts to; null for a review
     * @param provision id of the clause; null where a principle speaks
     */
    public record Ground(
            @Nullable String measure,
            String rule,
            @Nullable String effect,
            @Nullable String provision,
            @Nullable String title,
            @Nullable String docNo,
            @Nullable String clause) {

        static Ground of(Applied measure, Citation citation) {
            return new Ground(
                    measure.code(),
                    citation.rule(),
                    citation.effect().code(),
                    citation.provision(),
                    citation.title(),
                    citation.docNo(),
                    citation.clause());
        }

        static Ground of(Review review) {
            return new Ground(null, review.code(), null, null, null, null, null);
        }
    }

    /** Names of the rules behind what was added, each once. */
    public SortedSet<String> rulesAdded() {
        return names(groundsAdded);
    }

    /** Names of the rules behind what was removed, each once. */
    public SortedSet<String> rulesRemoved() {
        return names(groundsRemoved);
    }

    private static SortedSet<String> names(List<Ground> grounds) {
        SortedSet<String> names = new TreeSet<>();
        grounds.forEach(ground -> names.add(ground.rule()));
        return names;
    }

    /**
     * Empty where outcome, measures and effects are the same.
     *
     * @param before null where the earlier release cannot answer
     * @param after null where the later one cannot
     */
    public static Optional<Comparison> of(@Nullable Decision before, @Nullable Decision after) {
        Map<String, Applied> earlier = measures(before);
        Map<String, Applied> later = measures(after);
        String was = before == null ? UNANSWERED : before.outcome().code();
        String is = after == null ? UNANSWERED : after.outcome().code();
        List<String> added = minus(words(later), words(earlier));
        List<String> removed = minus(words(earlier), words(later));
        if (was.equals(is) && added.isEmpty() && removed.isEmpty()) {
            return Optional.empty();
        }
        Set<String> touched = new TreeSet<>(earlier.keySet());
        touched.addAll(later.keySet());
        touched.removeIf(code -> same(earlier.get(code), later.get(code)));
        List<Ground> groundsAdded = new ArrayList<>();
        List<Ground> groundsRemoved = new ArrayList<>();
        for (String code : touched) {
            List<Ground> now = grounds(later.get(code));
            List<Ground> then = grounds(earlier.get(code));
            List<Ground> fresh = minus(now, then);
            List<Ground> gone = minus(then, now);
            boolean elsewhere = fresh.isEmpty() && gone.isEmpty();
            groundsAdded.addAll(elsewhere ? now : fresh);
            groundsRemoved.addAll(elsewhere ? then : gone);
        }
        List<Ground> reviewsNow = reviews(after);
        List<Ground> reviewsThen = reviews(before);
        groundsAdded.addAll(minus(reviewsNow, reviewsThen));
        groundsRemoved.addAll(minus(reviewsThen, reviewsNow));
        boolean restrictedBefore = was.equals(Outcome.RESTRICTED.code());
        boolean restrictedAfter = is.equals(Outcome.RESTRICTED.code());
        return Optional.of(new Comparison(
                restrictedBefore == restrictedAfter ? "changed" : restrictedAfter ? "restricted" : "released",
                was,
                is,
                added,
                removed,
                groundsAdded,
                groundsRemoved));
    }

    private static boolean same(@Nullable Applied one, @Nullable Applied other) {
        return one != null
                && other != null
                && one.effect() == other.effect()
                && one.conditional() == other.conditional();
    }

    private static Map<String, Applied> measures(@Nullable Decision decision) {
        Map<String, Applied> measures = new TreeMap<>();
        if (decision != null) {
            decision.measures().forEach(measure -> measures.put(measure.code(), measure));
        }
        return measures;
    }

    private static List<String> words(Map<String, Applied> measures) {
        return measures.values().stream()
                .map(measure -> measure.code() + ' ' + measure.effect().code())
                .toList();
    }

    private static List<Ground> grounds(@Nullable Applied measure) {
        return measure == null
                ? List.of()
                : measure.citations().stream()
                        .map(citation -> Ground.of(measure, citation))
                        .toList();
    }

    /** Each once: a review may say the same of two sources. */
    private static List<Ground> reviews(@Nullable Decision decision) {
        Map<String, Ground> reviews = new LinkedHashMap<>();
        if (decision != null) {
            decision.reviews().forEach(review -> reviews.put(review.code(), Ground.of(review)));
        }
        return List.copyOf(reviews.values());
    }

    private static <T> List<T> minus(Collection<T> whole, Collection<T> part) {
        Set<T> without = new HashSet<>(part);
        return whole.stream().filter(one -> !without.contains(one)).toList();
    }
}
