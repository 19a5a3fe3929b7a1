package org.jrp.client;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of records that were sent to the server (补录结果).
 *
 * @param accepted decisions that landed
 * @param unchanged decisions that the server had already
 * @param rejected decisions that did not land; they are sent again with the next upload
 * @param withoutSubject records that do not say whom they were about, because no key was given when they were made; never sent
 * @param found lines that are no record any more, and ends that were torn off
 */
public record UploadResult(
        long accepted, long unchanged, List<Rejected> rejected, long withoutSubject, Recovery found) {

    /**
     * A decision that did not land.
     *
     * @param field null where the record as a whole is meant
     */
    public record Rejected(String decisionId, @Nullable String field, String code, String message) {}

    public UploadResult {
        rejected = List.copyOf(rejected);
    }

    /** Whether every record that says whom it was about is with the server. */
    public boolean complete() {
        return rejected.isEmpty() && found.clean();
    }
}
