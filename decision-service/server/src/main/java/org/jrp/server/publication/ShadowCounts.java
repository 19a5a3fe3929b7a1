package org.jrp.server.publication;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jrp.decision.Applied;
import org.jrp.decision.Citation;
import org.jrp.decision.Decision;
import org.jrp.decision.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * What a shadow run has found so far (试运行统计).
 *
 * @param decided live decisions that the candidate decided as well
 * @param dropped those that it had no time for
 * @param failed those at which it failed
 * @param differing those whose outcome, measures or effects differ
 * @param micros average time of the candidate for a decision
 * @param kinds differing ones by kind: {@code restricted} where the subject would be newly restricted, {@code released} where it would no
 *     longer be, else {@code changed}
 * @param contexts differing ones by context
 * @param measures measures that would be added or removed, with the rules behind them; the first two hundred
 * @param decisions ids of the first fifty decisions that differ
 * @param error why a node cannot load the candidate
 */
@Schema(name = "ReleaseShadowCounts")
record ShadowCounts(
        long decided,
        long dropped,
        long failed,
        long differing,
        long micros,
        Map<String, Long> kinds,
        Map<String, Long> contexts,
        List<Measure> measures,
        List<UUID> decisions,
        @Nullable String error) {

    private static final int MOST_MEASURES = 200;
    private static final int MOST_RULES = 20;
    private static final int MOST_DECISIONS = 50;

    /**
     * A measure that would be added or removed.
     *
     * @param measure code of the measure
     * @param change {@code added} or {@code removed}
     * @param rules names of the rules behind it; the first twenty
     */
    @Schema(name = "ReleaseShadowMeasure")
    record Measure(String measure, String effect, String change, long count, Set<String> rules) {}

    /** Nothing found yet. */
    static ShadowCounts none() {
        return new ShadowCounts(0, 0, 0, 0, 0, Map.of(), Map.of(), List.of(), List.of(), null);
    }

    /** Both together. */
    ShadowCounts and(ShadowCounts other) {
        Tally tally = new Tally();
        tally.take(this);
        tally.take(other);
        return tally.counts();
    }

    /** Counts on one thread. */
    static final class Tally {

        private long decided;
        private long dropped;
        private long failed;
        private long differing;
        private long micros;
        private final Map<String, Long> kinds = new TreeMap<>();
        private final Map<String, Long> contexts = new TreeMap<>();
        private final Map<String, Measure> measures = new TreeMap<>();
        private final List<UUID> decisions = new ArrayList<>();
        private @Nullable String error;

        /** The candidate decided one, in that time. */
        void compared(UUID id, String context, Decision live, Decision candidate, long nanos) {
            decided++;
            micros += nanos / 1_000;
            Set<String> before = measures(live);
            Set<String> after = measures(candidate);
            if (live.outcome() == candidate.outcome() && before.equals(after)) {
                return;
            }
            differing++;
            boolean was = live.outcome() == Outcome.RESTRICTED;
            boolean is = candidate.outcome() == Outcome.RESTRICTED;
            kinds.merge(was == is ? "changed" : is ? "restricted" : "released", 1L, Long::sum);
            contexts.merge(context, 1L, Long::sum);
            candidate.measures().stream()
                    .filter(one -> !before.contains(word(one)))
                    .forEach(one -> take(measure(one, "added")));
            live.measures().stream()
                    .filter(one -> !after.contains(word(one)))
                    .forEach(one -> take(measure(one, "removed")));
            if (decisions.size() < MOST_DECISIONS) {
                decisions.add(id);
            }
        }

        void failed() {
            failed++;
        }

        void dropped(long count) {
            dropped = count;
        }

        void error(String reason) {
            error = reason;
        }

        void take(ShadowCounts other) {
            decided += other.decided;
            dropped += other.dropped;
            failed += other.failed;
            differing += other.differing;
            micros += other.micros * other.decided;
            other.kinds.forEach((kind, count) -> kinds.merge(kind, count, Long::sum));
            other.contexts.forEach((context, count) -> contexts.merge(context, count, Long::sum));
            other.measures.forEach(this::take);
            other.decisions.stream()
                    .limit(Math.max(0, MOST_DECISIONS - decisions.size()))
                    .forEach(decisions::add);
            if (other.error != null) {
                error = other.error;
            }
        }

        ShadowCounts counts() {
            return new ShadowCounts(
                    decided,
                    dropped,
                    failed,
                    differing,
                    decided == 0 ? 0 : micros / decided,
                    new TreeMap<>(kinds),
                    new TreeMap<>(contexts),
                    List.copyOf(measures.values()),
                    List.copyOf(decisions),
                    error);
        }

        private void take(Measure found) {
            String key = found.measure + ' ' + found.effect + ' ' + found.change;
            if (measures.size() >= MOST_MEASURES && !measures.containsKey(key)) {
                return;
            }
            measures.merge(key, found, (one, other) -> {
                Set<String> rules = new TreeSet<>(one.rules);
                rules.addAll(other.rules);
                return new Measure(
                        one.measure,
                        one.effect,
                        one.change,
                        one.count + other.count,
                        rules.stream().limit(MOST_RULES).collect(Collectors.toCollection(TreeSet::new)));
            });
        }

        private static Measure measure(Applied applied, String change) {
            return new Measure(
                    applied.code(),
                    applied.effect().code(),
                    change,
                    1,
                    applied.citations().stream()
                            .map(Citation::rule)
                            .limit(MOST_RULES)
                            .collect(Collectors.toCollection(TreeSet::new)));
        }

        private static Set<String> measures(Decision decision) {
            return decision.measures().stream().map(Tally::word).collect(Collectors.toSet());
        }

        private static String word(Applied applied) {
            return applied.code() + ' ' + applied.effect().code();
        }
    }
}
