package org.jrp.rule;

import org.jrp.catalogue.Coded;

/** Why a proposed measure is withheld (不予适用的理由), in the fixed order in which answers list them. */
public enum Reason implements Coded {
    LEGALITY_GATE("legality-gate", "合法性审查"),
    BASIS_EXPIRED("basis-expired", "依据失效"),
    NOT_IN_EDITION("not-in-edition", "未列入清单"),
    MEMORANDUM_REPLACED("memorandum-replaced", "备忘录已被替代"),
    RED_AGAINST_BLACK("red-against-black", "红黑冲突"),
    KEY_ATTENTION("key-attention", "重点关注"),
    MINOR_CORRECTED("minor-corrected", "轻微且已纠正"),
    TERRITORY("territory", "超出适用地域"),
    NOT_PUBLISHED("not-published", "尚未公布或生效");

    private final String code;
    private final String chinese;

    Reason(String code, String chinese) {
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
