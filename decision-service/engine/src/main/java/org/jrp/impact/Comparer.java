package org.jrp.impact;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jrp.decision.CaseFile;
import org.jrp.decision.DecisionEngine;
import org.jrp.decision.InvalidQuestionException;
import org.jspecify.annotations.Nullable;

/**
 * Holds cases under two releases against each other (逐案对照). Cases that the differences do not reach are not looked at; for the others the
 * rules are asked once for each pair of patterns; what equals an earlier case in both is known already. For one thread.
 */
public final class Comparer {

    private static final int MOST_REMEMBERED = 200_000;

    private final DecisionEngine before;
    private final DecisionEngine after;
    private final Reach reach;
    private final Map<Pair, Optional<Comparison>> known = new HashMap<>();
    private final Map<Comparison, Comparison> once = new HashMap<>();
    private long asked;

    public Comparer(DecisionEngine before, DecisionEngine after) {
        this.before = before;
        this.after = after;
        this.reach = Reach.of(before.release(), after.release());
    }

    /** How far the differences of the two reach. */
    public Reach reach() {
        return reach;
    }

    /** Null stands for a release that cannot answer. */
    private record Pair(DecisionEngine.@Nullable Pattern before, DecisionEngine.@Nullable Pattern after) {}

    /** What the later release makes of a case that the earlier one does not; equal ones are the same object while remembered. */
    public Optional<Comparison> compare(CaseFile file) {
        if (!reach.touches(file)) {
            return Optional.empty();
        }
        Pair pair = new Pair(pattern(before, file), pattern(after, file));
        Optional<Comparison> found = known.get(pair);
        if (found == null) {
            asked++;
            found = Comparison.of(
                            pair.before() == null ? null : before.decideOnce(file),
                            pair.after() == null ? null : after.decideOnce(file))
                    .map(one -> once.computeIfAbsent(one, same -> same));
            if (known.size() >= MOST_REMEMBERED) {
                known.clear();
                once.clear();
            }
            known.put(pair, found);
        }
        return found;
    }

    /** How many pairs of patterns were put to the rules. */
    public long asked() {
        return asked;
    }

    private static DecisionEngine.@Nullable Pattern pattern(DecisionEngine engine, CaseFile file) {
        try {
            return engine.pattern(file);
        } catch (InvalidQuestionException e) {
            return null;
        }
    }
}
