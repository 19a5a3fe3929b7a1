package org.jrp.decision;

import org.jrp.catalogue.Coded;

/** The answer in one word (结论), in the order in which they are tested. */
public enum Outcome implements Coded {
    REVIEW("review", "需人工复核"),
    RESTRICTED("restricted", "应予限制"),
    CAUTION("caution", "审慎对待"),
    FAVOURED("favoured", "给予激励"),
    CLEAR("clear", "未见奖惩措施");

    private final String code;
    private final String chinese;

    Outcome(String code, String chinese) {
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
