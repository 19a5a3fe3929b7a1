package org.jrp.record;

import java.util.List;
import org.jrp.decision.Checked;
import org.jrp.decision.Decision;
import org.jrp.decision.Outcome;
import org.jrp.decision.Review;

/** What is recorded where an evaluation failed (计算失败的答复): no answer of its own, but that a person must look. */
public final class FailedEvaluation {

    /** Code of its one review. */
    public static final String CODE = "evaluation-failed";

    private FailedEvaluation() {}

    /** The decision that stands for the failure. */
    public static Decision of(RuntimeException failure) {
        return new Decision(
                Outcome.REVIEW,
                null,
                false,
                List.of(new Review(CODE, "本次核查未能完成计算(" + failure.getClass().getSimpleName() + "),请人工复核并联系管理员。")),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                new Checked(0, List.of(), List.of()),
                List.of(),
                List.of());
    }

    /** Whether a decision stands for a failure. */
    public static boolean is(Decision decision) {
        return decision.reviews().stream().anyMatch(review -> review.code().equals(CODE));
    }
}
