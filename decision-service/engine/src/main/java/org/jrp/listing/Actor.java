package org.jrp.listing;

import org.jrp.catalogue.Coded;

/** Who moves an entry (行为方). */
public enum Actor implements Coded {
    /** The recogniser. */
    REC("rec", "认定部门"),
    /** The city's credit platform and its office: transport and display. */
    PLAT("plat", "信用平台"),
    /** A department that carries measures out. */
    DEPT("dept", "实施部门"),
    /** The subject itself. */
    SUBJ("subj", "信用主体"),
    /** The clock. */
    SYS("sys", "系统");

    private final String code;
    private final String chinese;

    Actor(String code, String chinese) {
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
