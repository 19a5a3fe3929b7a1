package org.jrp.server.seal;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A check of the whole log in the database (全量核对).
 *
 * @param cause {@code asked} or {@code daily}
 * @param state {@code running}, {@code intact}, {@code differs} or {@code failed}
 * @param total leaves when it began
 * @param checked leaves so far
 * @param found how much is not as it was sealed
 * @param notices how many rows were sealed late, which is no fault by itself
 * @param problems both, at most a thousand
 * @param failure why it did not come to its end
 */
@Schema(name = "SealVerification")
record Verification(
        UUID id,
        String cause,
        String state,
        long total,
        long checked,
        long found,
        long notices,
        List<LogCheck.Problem> problems,
        @Nullable String failure,
        Instant startedAt,
        @Nullable Instant finishedAt) {

    Verification {
        problems = List.copyOf(problems);
    }
}
