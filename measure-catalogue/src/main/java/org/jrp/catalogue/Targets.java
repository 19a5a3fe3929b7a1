package org.jrp.catalogue;

/** Whom a provision can reach (适用对象). */
public enum Targets implements Coded {
    /** 单位, sole traders included. */
    ENTITY("entity", "单位"),
    PERSON("person", "自然人"),
    BOTH("both", "单位和自然人");

    private final String code;
    private final String chinese;

    Targets(String code, String chinese) {
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
