package org.jrp.scenario;

/** Where a long run stands (进度), for whoever draws it. */
@FunctionalInterface
public interface Progress {

    /** Draws nothing. */
    Progress NONE = (done, total, label) -> {};

    /**
     * Called after each step.
     *
     * @param label what the steps are, kebab-case: {@code scenarios} or {@code mutants}
     */
    void step(int done, int total, String label);
}
