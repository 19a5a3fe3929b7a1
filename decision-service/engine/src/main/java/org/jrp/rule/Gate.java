package org.jrp.rule;

import org.jrp.catalogue.Coded;

/** What the legality gate (合法性审查, 国办发〔2020〕49号) finds about one provision on one day. */
public enum Gate implements Coded {
    /** The gate does not apply: before 2020-12-18, or an incentive. */
    NOT_APPLIED("not-applied", "不适用"),
    /** A sufficient basis in force, seen. */
    SUFFICIENT("sufficient", "依据充分"),
    /** A sufficient basis in force, linked from memory or usage only. */
    UNVERIFIED("unverified", "依据未核实"),
    /** There was a sufficient basis; it is no longer in force. */
    EXPIRED("expired", "依据已失效"),
    /** No sufficient basis. */
    NONE("none", "无充分依据");

    private final String code;
    private final String chinese;

    Gate(String code, String chinese) {
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
