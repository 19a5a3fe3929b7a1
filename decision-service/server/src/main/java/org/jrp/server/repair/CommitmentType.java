package org.jrp.server.repair;

import org.jrp.catalogue.Coded;

/** What a commitment is made for (承诺类型): work plan item 25. */
enum CommitmentType implements Coded {
    LICENSING("licensing", "行政许可"),
    APPROVAL("approval", "行政审批"),
    AWARD_SELECTION("award-selection", "评先评优"),
    BIDDING("bidding", "招标投标"),
    FUNDING("funding", "政府性资金安排"),
    /** For an entry that is to be repaired, or left. */
    REPAIR("repair", "信用修复");

    private final String code;
    private final String chinese;

    CommitmentType(String code, String chinese) {
        this.code = code;
        this.chinese = chinese;
    }

    @Override
    public String code() {
        return code;
    }

    @Override
    public String chinese() {
        return chinese;
    }
}
