package org.jrp.scenario;

import java.util.List;
import java.util.Optional;

/** One key of a scenario's {@code then} (预期). */
public interface Expectation {

    /** The key. */
    String key();

    /** Where the answer differs from it; empty where it does not. */
    Optional<Difference> check(Answered answered);

    /** Whether it asks for ways out, which cost several decisions more. */
    default boolean needsRemedies() {
        return false;
    }

    /** Ids of the rules that it says just do not fire. */
    default List<String> justNot() {
        return List.of();
    }

    /** Ids of the rules whose near misses it asks for. */
    default List<String> nearMisses() {
        return List.of();
    }
}
