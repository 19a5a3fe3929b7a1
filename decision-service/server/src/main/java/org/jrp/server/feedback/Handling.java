package org.jrp.server.feedback;

import org.jrp.catalogue.Coded;

/** What became of a measure (处理方式). */
enum Handling implements Coded {
    /** It was carried out as called for. */
    CARRIED_OUT("carried-out", "已实施"),
    /** Something less was done. */
    LESSER("lesser", "从轻处理"),
    /** It was not carried out. */
    NOT_CARRIED_OUT("not-carried-out", "未实施"),
    /** It is put off until a day. */
    EXEMPTED("exempted", "暂缓实施");

    private final String code;
    private final String chinese;

    Handling(String code, String chinese) {
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

    /** Whether something was done that reduces rights, where the measure does. */
    boolean takesEffect() {
        return this == CARRIED_OUT || this == LESSER;
    }
}
