package org.jrp.client;

/** What became of one check among many (逐条结果). */
public sealed interface Result {

    /** Its place among the checks sent, from 1. */
    long row();

    /** It was answered (已答复). */
    record Decided(long row, DecisionAnswer answer) implements Result {}

    /** It was refused, the others are answered all the same (被拒绝). A refusal is no "clear". */
    record Refused(long row, JrpProblem problem) implements Result {}

    /**
     * The answer.
     *
     * @throws JrpProblemException when the check was refused
     */
    default DecisionAnswer orThrow() {
        if (this instanceof Refused refused) {
            throw new JrpProblemException(refused.problem(), null);
        }
        return ((Decided) this).answer();
    }
}
