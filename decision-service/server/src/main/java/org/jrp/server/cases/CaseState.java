package org.jrp.server.cases;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How far a case is (案例状态): that of its latest text. */
enum CaseState {
    /** Written, and not looked at by a second person yet. */
    DRAFT,
    /** Sent back to its author. */
    RETURNED,
    /** A second person stands by it. */
    APPROVED,
    /** Marked as uploaded to the joint system. */
    UPLOADED,
    /** Taken back for good. */
    RETRACTED;

    String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<CaseState> find(String code) {
        return Arrays.stream(values()).filter(one -> one.code().equals(code)).findFirst();
    }

    /**
     * The state after the last step.
     *
     * @param step its type; null where there was none
     * @param stepVersion the text it was about
     * @param version the latest text
     */
    static CaseState of(@Nullable String step, int stepVersion, int version) {
        if (step == null) {
            return DRAFT;
        }
        CaseState after = find(step).orElse(DRAFT);
        return after == RETRACTED || stepVersion == version ? after : DRAFT;
    }
}
