package org.jrp.rule;

/**
 * What a memoranda rule proposed for one row (拟用措施), as the principles see it: only what they may depend on. Two proposals
 * with equal facts get equal verdicts.
 */
public final class Proposal {

    private final Facts facts;

    public Proposal(Facts facts) {
        this.facts = facts;
    }

    /**
     * What a proposal says.
     *
     * @param incentive whether the measure is an incentive
     * @param gate code of the {@link Gate} result
     * @param inEdition whether the governing edition has the measure
     * @param replaced whether its instrument has been replaced or has run out
     * @param published whether its instrument was public and in force
     * @param inTerritory whether the place asked from lies where the instrument binds
     * @param anySanction whether the subject stands on a live sanction or key-attention entry
     * @param keyAttention whether the triggering entry is under key attention
     * @param minorCorrected whether the act was minor and has been corrected
     * @param disputed whether the entry is disputed
     * @param rightsReducing class 1, or mandatory
     * @param measureClass 1, 2 or 3; 0 for incentives
     */
    public record Facts(
            boolean incentive,
            String gate,
            boolean inEdition,
            boolean replaced,
            boolean published,
            boolean inTerritory,
            boolean anySanction,
            boolean keyAttention,
            boolean minorCorrected,
            boolean disputed,
            boolean rightsReducing,
            int measureClass) {}

    public boolean isIncentive() {
        return facts.incentive();
    }

    public String getGate() {
        return facts.gate();
    }

    public boolean isInEdition() {
        return facts.inEdition();
    }

    public boolean isReplaced() {
        return facts.replaced();
    }

    public boolean isPublished() {
        return facts.published();
    }

    public boolean isInTerritory() {
        return facts.inTerritory();
    }

    public boolean isAnySanction() {
        return facts.anySanction();
    }

    public boolean isKeyAttention() {
        return facts.keyAttention();
    }

    public boolean isMinorCorrected() {
        return facts.minorCorrected();
    }

    public boolean isDisputed() {
        return facts.disputed();
    }

    public boolean isRightsReducing() {
        return facts.rightsReducing();
    }

    public int getMeasureClass() {
        return facts.measureClass();
    }

    public Facts facts() {
        return facts;
    }
}
