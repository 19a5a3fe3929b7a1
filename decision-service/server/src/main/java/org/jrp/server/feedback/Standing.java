package org.jrp.server.feedback;

import org.jrp.catalogue.Coded;

/** How a report stands (反馈状态). */
enum Standing implements Coded {
    /** It stands. */
    FINAL("final", "有效"),
    /** A named officer has yet to stand by a measure that reduces rights (DP-22). */
    UNCONFIRMED("unconfirmed", "待确认"),
    /** The measure was put off, and the day has come: it is owed again. */
    OVER("over", "暂缓期满"),
    /** It was cancelled, with a reason. */
    CANCELLED("cancelled", "已撤销");

    private final String code;
    private final String chinese;

    Standing(String code, String chinese) {
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

    /** Whether another report on the same must wait until this one is cancelled. */
    boolean stands() {
        return this == FINAL || this == UNCONFIRMED;
    }
}
