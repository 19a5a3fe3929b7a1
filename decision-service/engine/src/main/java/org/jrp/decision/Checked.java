package org.jrp.decision;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was searched (核查范围), so that silence is explained.
 *
 * @param lists number of lists searched
 * @param relationsTested roles the question named; what was not named was not tested
 */
public record Checked(int lists, List<String> relationsTested, List<Checked.SourceState> sources) {

    /** A source and whether it was too old to rely on. */
    public record SourceState(String source, @Nullable Instant loadedAt, boolean stale, boolean reachable) {}
}
