package org.jrp.listing;

import org.jrp.catalogue.Coded;

/** How grave the act was (失信程度). */
public enum Severity implements Coded {
    /** Minor. */
    MINOR("minor", "轻微"),
    /** General. */
    GENERAL("general", "一般"),
    /** Serious. */
    SERIOUS("serious", "严重");

    private final String code;
    private final String chinese;

    Severity(String code, String chinese) {
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
