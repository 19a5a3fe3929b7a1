package org.jrp.client;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What an embedded engine decides by, and how well it follows the server (发布版本状态).
 *
 * @param release hash of the release it decides by
 * @param since when it began to
 * @param checkedAt when the server last said which release is in use; null where it never did, or none is followed
 * @param refused hash of the server's release that could not be used; null where there is none
 * @param error why, or why the server was not reached; null where all is well
 */
public record ReleaseStatus(
        String release,
        Instant since,
        @Nullable Instant checkedAt,
        @Nullable String refused,
        @Nullable String error) {

    /** Whether it decides by what the server decides by, as far as is known. */
    public boolean current() {
        return error == null;
    }
}
